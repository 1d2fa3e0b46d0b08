// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/tasks/taskspanel.h"

#include "ui/models/taskfiltermodel.h"
#include "ui/panels/tasks/queuestrip.h"
#include "ui/panels/tasks/taskactions.h"
#include "ui/panels/tasks/taskdelegate.h"
#include "ui/panels/tasks/taskdetails.h"
#include "ui/style/themeicon.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/searchfield.h"

#include <QComboBox>
#include <QHeaderView>
#include <QMenu>
#include <QSplitter>
#include <QTreeView>
#include <QVBoxLayout>

namespace slipway::ui {

using Group = TaskFilterModel::Group;

TasksPanel::TasksPanel(const PanelContext &context, QWidget *parent)
    : Panel(QStringLiteral("tasks"), tr("Queues and tasks"), QStringLiteral("view-task"), parent)
    , m_context(context)
    , m_tasks(new TaskTableModel(context.store, this))
    , m_filter(new TaskFilterModel(*m_tasks, this))
    , m_actions(new TaskActions(context, this))
    , m_details(new TaskDetails(context, *m_actions))
    , m_view(new QTreeView)
    , m_search(new SearchField(tr("Filter tasks")))
    , m_group(new QComboBox)
    , m_scope(new QComboBox)
    , m_empty(new EmptyState(iconName(), tr("No tasks yet"),
                             tr("The issues of a project appear here once its plan is approved.")))
{
    buildTools();
    buildView();
    auto *strip = new QueueStrip(context.store);
    connect(strip, &QueueStrip::typeChosen, m_filter, &TaskFilterModel::setType);

    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(8, 6, 8, 0);
    layout->setSpacing(6);
    auto *splitter = new QSplitter(Qt::Horizontal);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_view);
    splitter->addWidget(m_details);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({ 690, 270 });
    layout->addWidget(strip);
    layout->addWidget(splitter, 1);
    setPages(content, m_empty);

    connect(&context.selection, &Selection::projectChanged, this, &TasksPanel::updateProject);
    connect(m_tasks, &QAbstractItemModel::modelReset, this, &TasksPanel::updateEmpty);
    connect(m_tasks, &QAbstractItemModel::rowsInserted, this, &TasksPanel::updateEmpty);
    connect(m_tasks, &QAbstractItemModel::rowsRemoved, this, &TasksPanel::updateEmpty);
    connect(m_tasks, &QAbstractItemModel::dataChanged, m_details, &TaskDetails::refresh);
    connect(m_tasks, &QAbstractItemModel::modelReset, m_details, &TaskDetails::refresh);
    auto *ages = new QTimer(this);
    ages->setInterval(15'000);
    connect(ages, &QTimer::timeout, this, [this] {
        if (isVisible())
            m_tasks->refreshAges();
    });
    ages->start();
    updateProject();
    updateEmpty();
}

void TasksPanel::buildTools()
{
    const struct {
        Group group;
        QString text;
    } groups[] = { { Group::All, tr("All states") },  { Group::Open, tr("Open") },
                   { Group::Running, tr("Running") }, { Group::Ready, tr("Ready") },
                   { Group::Waiting, tr("Waiting") }, { Group::InReview, tr("In review") },
                   { Group::Done, tr("Done") },       { Group::Attention, tr("Needs attention") } };
    for (const auto &item : groups)
        m_group->addItem(item.text, QVariant::fromValue(item.group));
    m_group->setAccessibleName(tr("Show tasks in state"));
    connect(m_group, &QComboBox::currentIndexChanged, this,
            [this] { m_filter->setGroup(m_group->currentData().value<Group>()); });
    connect(m_search, &QLineEdit::textChanged, m_filter, &TaskFilterModel::setText);
    m_scope->addItems({ tr("This project"), tr("All projects") });
    m_scope->setAccessibleName(tr("Whose tasks"));
    connect(m_scope, &QComboBox::currentIndexChanged, this, &TasksPanel::updateProject);
    addTool(m_scope);
    addTool(m_group);
    addToolStretch();
    addTool(m_search, 2);
}

void TasksPanel::buildView()
{
    m_view->setModel(m_filter);
    m_view->setItemDelegate(new TaskDelegate(m_view));
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setSortingEnabled(true);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setAllColumnsShowFocus(true);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->setAccessibleName(title());
    m_view->sortByColumn(TaskTableModel::Phase, Qt::AscendingOrder);
    QHeaderView *header = m_view->header();
    header->setStretchLastSection(false);
    header->setSectionsMovable(true);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    header->setMinimumSectionSize(28);
    const int widths[] = { 48, 110, 240, 32, 124, 46, 62, 134, 70, 48, 60, 76 };
    for (int column = 0; column < TaskTableModel::ColumnCount; ++column)
        header->resizeSection(column, widths[column]);
    header->moveSection(header->visualIndex(TaskTableModel::Type), 1);
    header->setSectionResizeMode(TaskTableModel::Title, QHeaderView::Stretch);
    for (const auto column :
         { TaskTableModel::Attempts, TaskTableModel::Pull, TaskTableModel::Cost, TaskTableModel::Updated })
        header->hideSection(column);
    connect(header, &QWidget::customContextMenuRequested, this, &TasksPanel::showHeaderMenu);
    connect(m_view, &QWidget::customContextMenuRequested, this, &TasksPanel::showMenu);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        m_details->setTask(index.isValid() ? m_filter->task(index).key.toString() : QString());
    });
    connect(m_view, &QTreeView::doubleClicked, this,
            [this](const QModelIndex &index) { m_context.selection.showDiff(m_filter->task(index).key.toString()); });
}

QWidget *TasksPanel::searchField() const
{
    return m_search;
}

void TasksPanel::selectTask(const QString &key)
{
    m_tasks->flush();
    const QModelIndex source = m_tasks->indexOf(key);
    QModelIndex index = m_filter->mapFromSource(source);
    if (source.isValid() && !index.isValid()) { // hidden by a filter: the wish to see it counts more
        m_search->clear();
        m_group->setCurrentIndex(0);
        m_scope->setCurrentIndex(1);
        m_filter->setType(std::nullopt);
        index = m_filter->mapFromSource(source);
    }
    if (!index.isValid())
        return;
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index);
}

void TasksPanel::showEvent(QShowEvent *event)
{
    m_tasks->refreshAges();
    Panel::showEvent(event);
}

void TasksPanel::updateProject()
{
    const bool all = m_scope->currentIndex() == 1;
    m_filter->setProject(all ? QString() : m_context.selection.project());
    m_view->setColumnHidden(TaskTableModel::Project, !all);
}

void TasksPanel::updateEmpty()
{
    showEmpty(m_tasks->rowCount() == 0);
}

QList<domain::Task> TasksPanel::selectedTasks() const
{
    QList<domain::Task> tasks;
    const auto rows = m_view->selectionModel()->selectedRows();
    tasks.reserve(rows.size());
    for (const auto &index : rows)
        tasks.append(m_filter->task(index));
    return tasks;
}

void TasksPanel::showMenu(const QPoint &position)
{
    const auto tasks = selectedTasks();
    if (tasks.isEmpty())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_actions->fill(menu, tasks);
    menu->popup(m_view->viewport()->mapToGlobal(position));
}

void TasksPanel::showHeaderMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = 0; column < TaskTableModel::ColumnCount; ++column) {
        if (column == TaskTableModel::Title || column == TaskTableModel::Project)
            continue;
        QAction *item = menu->addAction(m_tasks->headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString());
        item->setCheckable(true);
        item->setChecked(!m_view->isColumnHidden(column));
        connect(item, &QAction::toggled, this, [this, column](bool on) { m_view->setColumnHidden(column, !on); });
    }
    menu->popup(m_view->header()->mapToGlobal(position));
}

} // namespace slipway::ui
