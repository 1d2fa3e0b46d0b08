// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/planeditor.h"

#include "ui/models/planmodel.h"
#include "ui/presentation/texts.h"
#include "ui/style/themeicon.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QSpinBox>
#include <QSplitter>
#include <QStyledItemDelegate>
#include <QTextBrowser>
#include <QTreeView>
#include <QVBoxLayout>

namespace slipway::ui {

namespace {

/// Edits the type with a list and the priority with a number from 0 to 9.
class PlanDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        if (index.column() == PlanModel::Type) {
            auto *box = new QComboBox(parent);
            for (const auto type : domain::allAgentTypes())
                box->addItem(themeIcon(typeIcon(type)), typeText(type), int(type));
            return box;
        }
        if (index.column() == PlanModel::Priority) {
            auto *box = new QSpinBox(parent);
            box->setRange(0, 9);
            return box;
        }
        return QStyledItemDelegate::createEditor(parent, option, index);
    }
    void setEditorData(QWidget *editor, const QModelIndex &index) const override
    {
        if (auto *box = qobject_cast<QComboBox *>(editor))
            box->setCurrentIndex(box->findData(index.data(Qt::EditRole)));
        else
            QStyledItemDelegate::setEditorData(editor, index);
    }
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override
    {
        if (const auto *box = qobject_cast<QComboBox *>(editor))
            model->setData(index, box->currentData(), Qt::EditRole);
        else
            QStyledItemDelegate::setModelData(editor, model, index);
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return { 40, QFontMetrics(option.font).height() + 12 };
    }
};

} // namespace

PlanEditor::PlanEditor(QWidget *parent)
    : QWidget(parent)
    , m_model(new PlanModel(this))
    , m_view(new QTreeView)
    , m_issue(new QTextBrowser)
    , m_rules(new QLabel)
    , m_remove(new QPushButton(themeIcon(QStringLiteral("edit-delete")), tr("Remove issue")))
{
    m_view->setModel(m_model);
    m_view->setItemDelegate(new PlanDelegate(m_view));
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed
                            | QAbstractItemView::SelectedClicked);
    m_view->setAccessibleName(tr("Plan"));
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(PlanModel::Title, QHeaderView::Stretch);
    const int widths[] = { 46, 300, 100, 72, 96 };
    for (int column = 0; column < PlanModel::ColumnCount; ++column)
        m_view->setColumnWidth(column, widths[column]);
    m_issue->setAccessibleName(tr("Chosen issue"));
    m_issue->setOpenLinks(false);
    m_issue->document()->setDocumentMargin(10);

    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_view);
    splitter->addWidget(m_issue);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({ 320, 170 });
    m_rules->setWordWrap(true);
    m_rules->setTextFormat(Qt::PlainText);
    m_remove->setEnabled(false);
    auto *row = new QHBoxLayout;
    row->addWidget(m_rules, 1);
    row->addWidget(m_remove, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter, 1);
    layout->addLayout(row);

    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &PlanEditor::showIssue);
    connect(m_model, &PlanModel::edited, this, [this] {
        refreshRules();
        showIssue();
        Q_EMIT changed();
    });
    connect(m_remove, &QPushButton::clicked, this, [this] { m_model->remove(m_view->currentIndex().row()); });
}

void PlanEditor::setPlan(const domain::Plan &plan)
{
    m_model->setPlan(plan);
    if (m_model->rowCount() > 0)
        m_view->setCurrentIndex(m_model->index(0, PlanModel::Title));
    refreshRules();
    Q_EMIT changed();
}

void PlanEditor::setReadOnly(bool readOnly)
{
    m_view->setEditTriggers(readOnly ? QAbstractItemView::NoEditTriggers
                                     : QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed
                                    | QAbstractItemView::SelectedClicked);
    m_remove->setVisible(!readOnly);
}

const domain::Plan &PlanEditor::plan() const
{
    return m_model->plan();
}

bool PlanEditor::isEdited() const
{
    return m_model->isEdited();
}

bool PlanEditor::isAcceptable() const
{
    return m_model->rowCount() > 0 && m_model->violations().isEmpty();
}

void PlanEditor::refreshRules()
{
    const QStringList broken = m_model->violations();
    QPalette colours;
    if (!broken.isEmpty())
        colours.setColor(QPalette::WindowText, toneColor(Tone::Danger, palette()));
    m_rules->setPalette(colours);
    if (m_model->rowCount() == 0)
        m_rules->clear();
    else if (broken.isEmpty())
        m_rules->setText(
            tr("%n issue(s). Double-click a title, type or priority to change it.", nullptr, m_model->rowCount()));
    else
        m_rules->setText(broken.first(std::min<qsizetype>(broken.size(), 3)).join(QLatin1Char('\n')));
}

void PlanEditor::showIssue()
{
    const QModelIndex index = m_view->currentIndex();
    m_remove->setEnabled(index.isValid());
    if (!index.isValid()) {
        m_issue->clear();
        return;
    }
    const auto &issue = m_model->plan().issues.at(index.row());
    QString text = issue.body + QStringLiteral("\n\n");
    if (!issue.acceptance.isEmpty()) {
        text += QStringLiteral("**") + tr("Accepted when") + QStringLiteral("**\n\n");
        for (const QString &criterion : issue.acceptance)
            text += QStringLiteral("- ") + criterion + QLatin1Char('\n');
    }
    // An agent wrote it: shown as text, raw HTML off.
    m_issue->document()->setMarkdown(
        text, QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub) | QTextDocument::MarkdownNoHTML);
    m_issue->verticalScrollBar()->setValue(0);
}

} // namespace slipway::ui
