// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/diff/diffpanel.h"

#include "ui/editor/diffview.h"
#include "ui/panels/diff/filelistmodel.h"
#include "ui/style/themeicon.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/mutedlabel.h"

#include <QComboBox>
#include <QListView>
#include <QSplitter>
#include <QToolButton>
#include <QtConcurrentRun>

namespace slipway::ui {

DiffPanel::DiffPanel(const PanelContext &context, QWidget *parent)
    : Panel(QStringLiteral("diff"), tr("Diff"), QStringLiteral("vcs-diff"), parent)
    , m_context(context)
    , m_files(new FileListModel(this))
    , m_list(new QListView)
    , m_view(new DiffView)
    , m_tasks(new QComboBox)
    , m_summary(new MutedLabel)
    , m_empty(new EmptyState(iconName(), tr("No diff chosen"),
                             tr("Choose a task above, or press Diff at a task, to see what its agent changed.")))
    , m_update(400, [this] { listTasks(); }, this)
{
    buildTools();
    m_list->setModel(m_files);
    m_list->setItemDelegate(new FileDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Changed files"));
    m_list->setMinimumWidth(150);
    auto *splitter = new QSplitter(Qt::Horizontal);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_list);
    splitter->addWidget(m_view);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({ 240, 720 });
    setPages(splitter, m_empty);
    showEmpty(true);

    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) { m_view->goToFile(index.row()); });
    connect(m_list, &QListView::activated, this, [this](const QModelIndex &index) { m_view->goToFile(index.row()); });
    connect(m_view, &DiffView::currentFileChanged, this,
            [this](int file) { m_list->setCurrentIndex(file < 0 ? QModelIndex() : m_files->index(file)); });
    connect(&context.selection, &Selection::projectChanged, &m_update, &Coalescer::poke);
    connect(&context.store, &control::StateStore::taskChanged, &m_update, &Coalescer::poke);
    connect(&context.store, &control::StateStore::snapshotReset, &m_update, &Coalescer::poke);
    listTasks();
}

void DiffPanel::buildTools()
{
    m_tasks->setAccessibleName(tr("Task"));
    m_tasks->setMinimumContentsLength(30);
    m_tasks->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_tasks->setPlaceholderText(tr("Choose a task"));
    connect(m_tasks, &QComboBox::activated, this, [this] { showTask(m_tasks->currentData().toString()); });
    const auto button = [&](const QString &icon, const QString &text, auto action) {
        auto *tool = new QToolButton;
        tool->setAutoRaise(true);
        tool->setIcon(themeIcon(icon));
        tool->setToolTip(text);
        tool->setAccessibleName(text);
        connect(tool, &QToolButton::clicked, this, [action] { action(); });
        addTool(tool);
    };
    m_tasks->setMaximumWidth(420);
    addTool(m_tasks, 2);
    addTool(m_summary);
    addToolStretch();
    button(QStringLiteral("go-up"), tr("Previous change (P)"), [this] { m_view->goToHunk(false); });
    button(QStringLiteral("go-down"), tr("Next change (N)"), [this] { m_view->goToHunk(true); });
    button(QStringLiteral("view-refresh"), tr("Ask again"), [this] { showTask(m_task); });
}

void DiffPanel::listTasks()
{
    const QString project = m_context.selection.project();
    QList<const domain::Task *> tasks;
    for (const auto &task : m_context.store.snapshot().tasks) {
        if (task.key.project == project && (!task.branch.isEmpty() || task.pr > 0))
            tasks.append(&task);
    }
    std::ranges::sort(tasks, std::less(), [](const auto *task) { return task->key.number; });
    m_tasks->clear();
    for (const auto *task : std::as_const(tasks))
        m_tasks->addItem(QStringLiteral("#%1 %2").arg(QString::number(task->key.number), task->title),
                         task->key.toString());
    m_tasks->setCurrentIndex(m_tasks->findData(m_task));
}

void DiffPanel::showTask(const QString &task)
{
    if (task.isEmpty())
        return;
    m_task = task;
    m_tasks->setCurrentIndex(m_tasks->findData(task));
    m_summary->setText(tr("Loading…"));
    m_context.link.query(QStringLiteral("diff"), { { QStringLiteral("task"), task } }, this,
                         [this, task](const Result<QJsonObject> &result) { take(task, result); });
}

void DiffPanel::take(const QString &task, const Result<QJsonObject> &result)
{
    if (task != m_task)
        return;
    if (!result) {
        m_summary->clear();
        m_empty->setTexts(tr("No diff of %1").arg(task), result.error().message);
        showEmpty(true);
        return;
    }
    // 100,000 lines take longer to read than a frame may last.
    QtConcurrent::run([json = *result] {
        return DiffRows(git::diffFromJson(json));
    }).then(this, [this, task](const DiffRows &rows) {
        if (task == m_task)
            show(rows);
    });
}

void DiffPanel::show(DiffRows rows)
{
    const auto &diff = rows.diff();
    int added = 0;
    int removed = 0;
    for (const auto &file : diff.files) {
        added += file.added;
        removed += file.removed;
    }
    QString summary = tr("%n file(s), +%1 −%2", nullptr, int(diff.files.size())).arg(added).arg(removed);
    if (diff.cut)
        summary += tr(" – cut, it is longer");
    m_summary->setText(summary);
    if (diff.files.isEmpty())
        m_empty->setTexts(tr("No changes"), tr("This task has not changed any file."));
    m_files->setDiff(diff);
    showEmpty(diff.files.isEmpty());
    m_view->setRows(std::move(rows));
}

} // namespace slipway::ui
