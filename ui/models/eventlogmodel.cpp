// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/eventlogmodel.h"

#include "ui/presentation/texts.h"

namespace slipway::ui {

namespace {

struct Told {
    QString about; ///< what repeats itself
    EventLogModel::Entry entry;
};

QString text(const QJsonObject &data, const char *name)
{
    return data.value(QLatin1String(name)).toString();
}

Told tellTask(const QJsonObject &data)
{
    const auto task = domain::taskFromJson(data);
    const Label label = labelOf(task);
    QString line = EventLogModel::tr("#%1 %2: %3").arg(QString::number(task.key.number), task.title, label.text);
    if (!task.leaseOwner.isEmpty() && task.phase == domain::TaskPhase::Running)
        line += QStringLiteral(" · ") + task.leaseOwner;
    if (!task.failureDetail.isEmpty())
        line += QStringLiteral(" · ") + task.failureDetail;
    return { QStringLiteral("task/") + task.key.toString(), { {}, {}, task.key.project, line, label.tone } };
}

Told tellProject(const QJsonObject &data)
{
    const auto project = domain::projectViewFromJson(data);
    const Label label = projectLabel(project.state, project.stage);
    QString line = QStringLiteral("%1 · %2").arg(label.text, stageText(project.stage));
    if (!project.detail.isEmpty())
        line += QStringLiteral(" · ") + project.detail;
    return { QStringLiteral("project/") + project.name, { {}, {}, project.name, line, label.tone } };
}

Told tellWorker(const QJsonObject &data)
{
    const auto worker = domain::workerViewFromJson(data);
    const Label label = workerLabel(worker.state);
    const QString line = worker.task.isEmpty() ? QStringLiteral("%1: %2").arg(worker.id, label.text)
                                               : QStringLiteral("%1: %2 · %3").arg(worker.id, label.text, worker.task);
    return { QStringLiteral("worker/") + worker.id,
             { {}, {}, domain::TaskKey::fromString(worker.task).project, line, label.tone } };
}

Told tellCi(const QJsonObject &data)
{
    const auto run = domain::ciRunFromJson(data.value(QLatin1String("run")).toObject());
    const Label label = labelOf(run.state);
    return { QStringLiteral("ci/") + run.id,
             { {},
               {},
               text(data, "project"),
               QStringLiteral("%1 · %2 · %3").arg(run.workflow, run.branch, label.text),
               label.tone } };
}

Told tell(const control::Event &event)
{
    const auto &data = event.data;
    if (event.type == QLatin1String("task"))
        return tellTask(data);
    if (event.type == QLatin1String("project"))
        return tellProject(data);
    if (event.type == QLatin1String("worker"))
        return tellWorker(data);
    if (event.type == QLatin1String("ci"))
        return tellCi(data);
    if (event.type == QLatin1String("gate")) {
        const auto gate = domain::gateViewFromJson(data);
        return { QStringLiteral("gate/") + gate.id,
                 { {}, {}, gate.project, EventLogModel::tr("Waits for you: %1").arg(gate.title), Tone::Warning } };
    }
    if (event.type == QLatin1String("gate_closed"))
        return {
            {}, { {}, {}, text(data, "project"), EventLogModel::tr("Decided: %1").arg(text(data, "id")), Tone::Neutral }
        };
    if (event.type == QLatin1String("notice")) {
        const QString title = text(data, "title");
        const QString more = text(data, "text");
        const Tone tone = text(data, "kind").contains(QLatin1String("fail")) ? Tone::Danger : Tone::Accent;
        return {
            {}, { {}, {}, text(data, "project"), more.isEmpty() ? title : title + QStringLiteral(" – ") + more, tone }
        };
    }
    if (event.type == QLatin1String("project_removed"))
        return { {}, { {}, {}, text(data, "name"), EventLogModel::tr("Deleted"), Tone::Neutral } };
    return {};
}

} // namespace

EventLogModel::EventLogModel(const control::StateStore &store, QObject *parent)
    : QAbstractTableModel(parent)
    , m_update(120, [this] { append(); }, this)
{
    connect(&store, &control::StateStore::eventReceived, this, &EventLogModel::take);
}

void EventLogModel::take(const control::Event &event)
{
    Told told = tell(event);
    if (told.entry.text.isEmpty())
        return;
    if (!told.about.isEmpty()) {
        QString &last = m_lastText[told.about];
        if (last == told.entry.text)
            return;
        last = told.entry.text;
    }
    // The id of a stream entry begins with its time in milliseconds.
    const qint64 milliseconds = event.id.section(QLatin1Char('-'), 0, 0).toLongLong();
    told.entry.time = milliseconds > 0 ? QDateTime::fromMSecsSinceEpoch(milliseconds) : QDateTime::currentDateTime();
    told.entry.type = event.type;
    m_new.append(std::move(told.entry));
    m_update.poke();
}

void EventLogModel::append()
{
    if (m_new.size() > maximumRows)
        m_new.remove(0, m_new.size() - maximumRows);
    const qsizetype excess = m_entries.size() + m_new.size() - maximumRows;
    if (excess > 0) { // a good piece at once: removing from the front is not free
        const qsizetype cut = std::min<qsizetype>(m_entries.size(), std::max<qsizetype>(excess, maximumRows / 10));
        beginRemoveRows({}, 0, int(cut) - 1);
        m_entries.remove(0, cut);
        endRemoveRows();
    }
    if (m_new.isEmpty())
        return;
    beginInsertRows({}, int(m_entries.size()), int(m_entries.size() + m_new.size()) - 1);
    m_entries.append(std::exchange(m_new, {}));
    endInsertRows();
}

void EventLogModel::clear()
{
    beginResetModel();
    m_entries.clear();
    m_new.clear();
    endResetModel();
}

int EventLogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

int EventLogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString EventLogModel::kindText(const QString &type)
{
    if (type == QLatin1String("task"))
        return tr("Task");
    if (type == QLatin1String("project") || type == QLatin1String("project_removed"))
        return tr("Project");
    if (type == QLatin1String("worker"))
        return tr("Worker");
    if (type == QLatin1String("ci"))
        return tr("CI");
    if (type == QLatin1String("notice"))
        return tr("Notice");
    return tr("Decision");
}

QVariant EventLogModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Entry &entry = m_entries.at(index.row());
    if (role == TypeRole)
        return entry.type;
    if (role == ToneRole)
        return int(entry.tone);
    if (role == Qt::ToolTipRole && index.column() == Text)
        return entry.text;
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Time:
        return entry.time.toLocalTime().toString(QStringLiteral("HH:mm:ss"));
    case Kind:
        return kindText(entry.type);
    case Project:
        return entry.project;
    case Text:
        return entry.text;
    default:
        return {};
    }
}

QVariant EventLogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return tr("Time");
    case Kind:
        return tr("Kind");
    case Project:
        return tr("Project");
    case Text:
        return tr("What happened");
    default:
        return {};
    }
}

} // namespace slipway::ui
