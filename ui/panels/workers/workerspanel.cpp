// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/workers/workerspanel.h"

#include "ui/models/workerlistmodel.h"
#include "ui/panels/tasks/taskactions.h"
#include "ui/panels/workers/transcriptloader.h"
#include "ui/panels/workers/transcriptview.h"
#include "ui/panels/workers/workerdelegate.h"
#include "ui/presentation/texts.h"
#include "ui/style/themeicon.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/mutedlabel.h"

#include <QComboBox>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace slipway::ui {

WorkersPanel::WorkersPanel(const PanelContext &context, QWidget *parent)
    : Panel(QStringLiteral("workers"), tr("Workers"), QStringLiteral("system-users"), parent)
    , m_context(context)
    , m_model(new WorkerListModel(context.store, this))
    , m_taskActions(new TaskActions(context, this))
    , m_view(new QListView)
    , m_loader(new TranscriptLoader(context, this))
    , m_transcript(new TranscriptView)
    , m_pane(new QStackedWidget)
    , m_title(new ElidedLabel)
    , m_runs(new QComboBox)
    , m_problem(new MutedLabel)
    , m_summary(new MutedLabel)
{
    addTool(m_summary);
    addToolStretch();
    m_view->setModel(m_model);
    m_view->setItemDelegate(new WorkerDelegate(m_view));
    m_view->setMouseTracking(true);
    m_view->setUniformItemSizes(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setAccessibleName(title());
    m_view->setMinimumWidth(220);

    auto *splitter = new QSplitter(Qt::Horizontal);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_view);
    splitter->addWidget(buildTranscriptPane());
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({ 300, 640 });
    auto *empty = new EmptyState(iconName(), tr("No workers"),
                                 tr("Workers take the tasks of the queues, one pool for each of the five types."));
    connect(empty->addAction(tr("Start workers")), &QPushButton::clicked, this,
            [this] { m_context.commands.run(QStringLiteral("workers.start"), {}, tr("The workers are starting")); });
    setPages(splitter, empty);

    connect(m_loader, &TranscriptLoader::restarted, m_transcript, &TranscriptView::clearEvents);
    connect(m_loader, &TranscriptLoader::loaded, this, [this](const QJsonArray &events) {
        m_problem->hide();
        m_transcript->appendEvents(events);
    });
    connect(m_loader, &TranscriptLoader::failed, this, [this](const Error &error) {
        m_problem->setText(error.code == ErrorCode::NotFound ? tr("Nothing to read yet.") : error.message);
        m_problem->show();
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        const auto *worker = m_model->at(index);
        m_worker = worker ? worker->id : QString();
        followWorker();
    });
    connect(m_model, &QAbstractItemModel::dataChanged, this, [this] {
        updateSummary();
        followWorker();
    });
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        updateSummary();
        m_view->setCurrentIndex(m_model->indexOf(m_worker));
    });
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view, &QWidget::customContextMenuRequested, this, &WorkersPanel::showMenu);
    connect(m_runs, &QComboBox::activated, this, [this] { m_loader->open(m_runs->currentData().toString()); });
    updateSummary();
}

QWidget *WorkersPanel::buildTranscriptPane()
{
    auto *pane = new QWidget;
    auto *layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *header = new QWidget;
    auto *row = new QHBoxLayout(header);
    row->setContentsMargins(10, 5, 8, 5);
    row->addWidget(m_title, 1);
    row->addWidget(m_runs);
    m_runs->setAccessibleName(tr("Run"));
    m_runs->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_runs->hide();
    m_problem->setMargin(10);
    m_problem->setWordWrap(true);
    m_problem->hide();
    layout->addWidget(header);
    layout->addWidget(m_problem);
    layout->addWidget(m_transcript, 1);
    m_pane->addWidget(new EmptyState(QStringLiteral("story-editor"), tr("Nothing chosen"),
                                     tr("Choose a worker to watch what its agent says and does, as it happens.")));
    m_pane->addWidget(pane);
    return m_pane;
}

void WorkersPanel::showMenu(const QPoint &position)
{
    const auto *worker = m_model->at(m_view->indexAt(position));
    const auto &tasks = m_context.store.snapshot().tasks;
    if (!worker || !tasks.contains(worker->task))
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(themeIcon(QStringLiteral("view-task")), tr("Show the task")), &QAction::triggered, this,
            [this, task = worker->task] { m_context.selection.showTask(task); });
    m_taskActions->fill(menu, { tasks.value(worker->task) });
    menu->popup(m_view->viewport()->mapToGlobal(position));
}

void WorkersPanel::openRun(const QString &run, const QString &title)
{
    m_title->setText(title);
    m_pane->setCurrentIndex(1);
    m_problem->setText(tr("This worker has no run yet."));
    m_problem->setVisible(run.isEmpty());
    m_loader->open(run);
}

void WorkersPanel::followWorker()
{
    if (m_worker.isEmpty())
        return;
    const auto *worker = m_model->at(m_model->indexOf(m_worker));
    if (!worker)
        return;
    m_runs->hide();
    const QString title = m_model->taskTitle(*worker);
    openRun(worker->run,
            title.isEmpty() ? worker->id : title + QStringLiteral("  ·  ") + domain::shortAgentName(worker->agent));
}

void WorkersPanel::showTask(const QString &task)
{
    // A running one is best seen through its worker.
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex index = m_model->index(row);
        if (m_model->at(index)->task == task && !m_model->at(index)->run.isEmpty()) {
            m_view->setCurrentIndex(index);
            return;
        }
    }
    m_context.link.query(QStringLiteral("runs"), { { QStringLiteral("task"), task } }, this,
                         [this, task](const Result<QJsonObject> &result) { takeRuns(task, result); });
}

void WorkersPanel::takeRuns(const QString &task, const Result<QJsonObject> &result)
{
    if (!result) {
        m_context.commands.report(result.error());
        return;
    }
    m_view->setCurrentIndex({});
    m_worker.clear();
    m_runs->clear();
    const auto runs = result->value(QLatin1String("runs")).toArray();
    for (const auto &value : runs) {
        const auto run = value.toObject();
        const auto text = [&](const char *name) { return run.value(QLatin1String(name)).toString(); };
        const auto ended = QDateTime::fromString(text("ended"), Qt::ISODate);
        const QString outcome
            = text("result").isEmpty() ? tr("round %1").arg(run.value(QLatin1String("round")).toInt()) : text("result");
        const QString agent = text("agent").isEmpty() ? text("driver") : text("agent");
        m_runs->addItem(
            QStringLiteral("%1 · %2 · %3").arg(text("purpose"), outcome, ended.isValid() ? ageText(ended) : agent),
            text("id"));
    }
    m_runs->setCurrentIndex(m_runs->count() > 0 ? 0 : -1); // newest first
    m_runs->setVisible(m_runs->count() > 0);
    showEmpty(false);
    const auto known = m_context.store.snapshot().tasks.constFind(task);
    const QString title = known == m_context.store.snapshot().tasks.constEnd()
        ? task
        : QStringLiteral("#%1 %2").arg(QString::number(known->key.number), known->title);
    openRun(m_runs->currentData().toString(), title);
    if (m_runs->count() == 0)
        m_problem->setText(tr("No agent has worked on this task yet."));
}

void WorkersPanel::updateSummary()
{
    showEmpty(m_model->rowCount() == 0 && m_runs->count() == 0);
    QMap<QString, int> counts;
    for (int row = 0; row < m_model->rowCount(); ++row)
        ++counts[m_model->at(m_model->index(row))->state];
    QStringList parts;
    for (const char *state : { "busy", "stalled", "paused", "stopping", "idle" }) {
        if (const int count = counts.value(QLatin1String(state)); count > 0)
            parts.append(
                QStringLiteral("%1 %2").arg(QString::number(count), workerLabel(QLatin1String(state)).text.toLower()));
    }
    m_summary->setText(parts.join(QStringLiteral(" · ")));
}

} // namespace slipway::ui
