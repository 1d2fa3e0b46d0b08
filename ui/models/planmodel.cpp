// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/planmodel.h"

#include "ui/presentation/texts.h"

namespace slipway::ui {

domain::AgentType typeOf(const domain::PlannedIssue &issue)
{
    for (const QString &label : issue.labels) {
        if (const auto type = domain::agentTypeFromString(label))
            return *type;
    }
    return domain::AgentType::Backend;
}

PlanModel::PlanModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void PlanModel::setPlan(const domain::Plan &plan)
{
    beginResetModel();
    m_plan = plan;
    m_edited = false;
    endResetModel();
}

void PlanModel::remove(int row)
{
    if (row < 0 || row >= m_plan.issues.size())
        return;
    beginRemoveRows({}, row, row);
    const QString slug = m_plan.issues.at(row).slug;
    m_plan.issues.removeAt(row);
    for (auto &issue : m_plan.issues)
        issue.dependsOn.removeAll(slug);
    m_edited = true;
    endRemoveRows();
    if (!m_plan.issues.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    Q_EMIT edited();
}

QStringList PlanModel::violations() const
{
    return domain::planViolations(m_plan);
}

int PlanModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_plan.issues.size());
}

int PlanModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PlanModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const auto &issue = m_plan.issues.at(index.row());
    if (role == Qt::ToolTipRole && index.column() == Title)
        return issue.title;
    if (role == Qt::TextAlignmentRole)
        return int((index.column() == Number || index.column() == Priority ? Qt::AlignRight : Qt::AlignLeft)
                   | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::EditRole)
        return {};
    switch (index.column()) {
    case Number:
        return index.row() + 1;
    case Title:
        return issue.title;
    case Type:
        return role == Qt::EditRole ? QVariant(int(typeOf(issue))) : QVariant(typeText(typeOf(issue)));
    case Priority:
        return issue.priority;
    case DependsOn: {
        QStringList numbers;
        for (int row = 0; row < m_plan.issues.size(); ++row) {
            if (issue.dependsOn.contains(m_plan.issues.at(row).slug))
                numbers.append(QString::number(row + 1));
        }
        return numbers.join(QStringLiteral(", "));
    }
    default:
        return {};
    }
}

bool PlanModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || role != Qt::EditRole || value == data(index, Qt::EditRole))
        return false;
    auto &issue = m_plan.issues[index.row()];
    switch (index.column()) {
    case Title:
        if (value.toString().trimmed().isEmpty())
            return false;
        issue.title = value.toString().trimmed();
        break;
    case Type: {
        const auto type = domain::allAgentTypes().value(value.toInt());
        issue.labels.removeIf([](const QString &label) { return domain::agentTypeFromString(label).has_value(); });
        issue.labels.prepend(domain::toString(type));
        break;
    }
    case Priority:
        issue.priority = std::clamp(value.toInt(), 0, 9);
        break;
    default:
        return false;
    }
    m_edited = true;
    Q_EMIT dataChanged(index, index);
    Q_EMIT edited();
    return true;
}

Qt::ItemFlags PlanModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.column() == Title || index.column() == Type || index.column() == Priority)
        flags |= Qt::ItemIsEditable;
    return flags;
}

QVariant PlanModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Number || section == Priority ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Number:
        return tr("No.");
    case Title:
        return tr("Issue");
    case Type:
        return tr("Type");
    case Priority:
        return tr("Priority");
    case DependsOn:
        return tr("Needs");
    default:
        return {};
    }
}

} // namespace slipway::ui
