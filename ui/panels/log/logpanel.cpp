// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/log/logpanel.h"

#include "ui/models/eventlogmodel.h"
#include "ui/panels/log/logfiltermodel.h"
#include "ui/style/themeicon.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/searchfield.h"

#include <QComboBox>
#include <QHeaderView>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QTreeView>

namespace slipway::ui {

namespace {

/// Times and names in muted text, what happened in the colour of its meaning.
class LogDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem copy(option);
        if (index.column() != EventLogModel::Text) {
            copy.palette.setColor(QPalette::Text, mutedText(option.palette));
        } else if (const auto tone = Tone(index.data(EventLogModel::ToneRole).toInt());
                   tone == Tone::Danger || tone == Tone::Warning) {
            copy.palette.setColor(QPalette::Text, toneColor(tone, option.palette));
        }
        QStyledItemDelegate::paint(painter, copy, index);
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return { 40, QFontMetrics(option.font).height() + 8 };
    }
};

} // namespace

LogPanel::LogPanel(const PanelContext &context, QWidget *parent)
    : Panel(QStringLiteral("log"), tr("Log"), QStringLiteral("view-list-text"), parent)
    , m_model(new EventLogModel(context.store, this))
    , m_filter(new LogFilterModel(this))
    , m_view(new QTreeView)
    , m_search(new SearchField(tr("Filter the log")))
    , m_kind(new QComboBox)
{
    buildTools();
    m_filter->setSourceModel(m_model);
    m_view->setModel(m_filter);
    m_view->setItemDelegate(new LogDelegate(m_view));
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setAccessibleName(title());
    const int widths[] = { 76, 80, 130, 500 };
    for (int column = 0; column < EventLogModel::ColumnCount; ++column)
        m_view->setColumnWidth(column, widths[column]);
    setPages(m_view,
             new EmptyState(iconName(), tr("Nothing has happened yet"),
                            tr("Every change that the engine reports appears here.")));
    showEmpty(true);
    connect(m_filter, &QAbstractItemModel::rowsAboutToBeInserted, this, [this] {
        const QScrollBar *bar = m_view->verticalScrollBar();
        m_atEnd = bar->value() >= bar->maximum() - 1;
    });
    connect(m_filter, &QAbstractItemModel::rowsInserted, this, &LogPanel::follow);
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] { showEmpty(m_model->rowCount() == 0); });
}

void LogPanel::buildTools()
{
    const struct {
        QString text;
        const char *type;
    } kinds[] = { { tr("Everything"), "" },    { tr("Notices"), "notice" }, { tr("Tasks"), "task" },
                  { tr("Workers"), "worker" }, { tr("CI"), "ci" },          { tr("Projects"), "project" },
                  { tr("Decisions"), "gate" } };
    for (const auto &kind : kinds)
        m_kind->addItem(kind.text, QString::fromLatin1(kind.type));
    m_kind->setAccessibleName(tr("Kind of event"));
    connect(m_kind, &QComboBox::currentIndexChanged, this,
            [this] { m_filter->setType(m_kind->currentData().toString()); });
    connect(m_search, &QLineEdit::textChanged, m_filter,
            [this](const QString &text) { m_filter->setText(text.trimmed()); });
    auto *clear = new QToolButton;
    clear->setAutoRaise(true);
    clear->setIcon(themeIcon(QStringLiteral("edit-clear-history")));
    clear->setToolTip(tr("Clear the log on screen"));
    clear->setAccessibleName(clear->toolTip());
    connect(clear, &QToolButton::clicked, m_model, &EventLogModel::clear);
    addTool(m_kind);
    addToolStretch();
    addTool(m_search, 2);
    addTool(clear);
}

QWidget *LogPanel::searchField() const
{
    return m_search;
}

void LogPanel::follow()
{
    showEmpty(false);
    if (m_atEnd)
        m_view->scrollToBottom();
}

} // namespace slipway::ui
