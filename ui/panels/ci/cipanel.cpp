// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/ci/cipanel.h"

#include "ui/editor/logview.h"
#include "ui/models/cirunmodel.h"
#include "ui/panels/ci/cidelegate.h"
#include "ui/presentation/texts.h"
#include "ui/style/themeicon.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/mutedlabel.h"

#include <QDesktopServices>
#include <QHeaderView>
#include <QJsonArray>
#include <QMenu>
#include <QSplitter>
#include <QToolButton>
#include <QTreeView>
#include <QUrl>
#include <QVBoxLayout>

namespace slipway::ui {

CiPanel::CiPanel(const PanelContext &context, QWidget *parent)
    : Panel(QStringLiteral("ci"), tr("CI runs"), QStringLiteral("run-build"), parent)
    , m_context(context)
    , m_model(new CiRunModel(this))
    , m_view(new QTreeView)
    , m_log(new LogView)
    , m_caption(new ElidedLabel)
    , m_summary(new MutedLabel)
    , m_empty(new EmptyState(iconName(), tr("No CI runs yet"), tr("Each push and each pull request starts one.")))
{
    auto *refresh = new QToolButton;
    refresh->setAutoRaise(true);
    refresh->setIcon(themeIcon(QStringLiteral("view-refresh")));
    refresh->setToolTip(tr("Ask again"));
    refresh->setAccessibleName(refresh->toolTip());
    connect(refresh, &QToolButton::clicked, this, [this] {
        m_loaded.clear();
        load();
    });
    addTool(m_summary);
    addToolStretch();
    addTool(refresh);

    auto *splitter = new QSplitter(Qt::Horizontal);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(buildRuns());
    splitter->addWidget(buildLog());
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({ 440, 520 });
    setPages(splitter, m_empty);

    connect(&context.selection, &Selection::projectChanged, this, &CiPanel::load);
    connect(&context.store, &control::StateStore::snapshotReset, this, [this] {
        m_loaded.clear();
        load();
    });
    connect(&context.store, &control::StateStore::ciRunChanged, this, &CiPanel::takeChange);
    connect(m_model, &QAbstractItemModel::modelReset, this, &CiPanel::updateEmpty);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &CiPanel::updateEmpty);
    updateEmpty();
}

QWidget *CiPanel::buildRuns()
{
    m_view->setModel(m_model);
    m_view->setItemDelegate(new CiDelegate(m_view));
    m_view->setUniformRowHeights(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setAccessibleName(title());
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(CiRunModel::Name, QHeaderView::Stretch);
    const int widths[] = { 180, 96, 92, 76, 62 };
    for (int column = 0; column < CiRunModel::ColumnCount; ++column)
        m_view->setColumnWidth(column, widths[column]);
    m_view->hideColumn(CiRunModel::Commit);
    connect(m_view, &QTreeView::expanded, this, [this](const QModelIndex &index) {
        const auto *run = m_model->runAt(index);
        if (run && !m_model->jobAt(index) && run->jobs.isEmpty())
            loadJobs(run->id);
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &CiPanel::loadLog);
    connect(m_view, &QWidget::customContextMenuRequested, this, [this](const QPoint &position) {
        const auto *run = m_model->runAt(m_view->indexAt(position));
        if (!run || !run->url.startsWith(QLatin1String("http")))
            return;
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        connect(menu->addAction(themeIcon(QStringLiteral("globe")), tr("Open the run's page")), &QAction::triggered,
                this, [url = QUrl(run->url)] { QDesktopServices::openUrl(url); });
        menu->popup(m_view->viewport()->mapToGlobal(position));
    });
    return m_view;
}

QWidget *CiPanel::buildLog()
{
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *header = new QWidget;
    auto *row = new QHBoxLayout(header);
    row->setContentsMargins(10, 6, 10, 6);
    m_caption->setMuted(true);
    m_caption->setText(tr("Choose a run or a job to read its log"));
    row->addWidget(m_caption, 1);
    layout->addWidget(header);
    layout->addWidget(m_log, 1);
    return box;
}

void CiPanel::showEvent(QShowEvent *event)
{
    Panel::showEvent(event);
    load();
}

void CiPanel::load()
{
    const QString project = m_context.selection.project();
    if (project.isEmpty()) {
        m_loaded.clear();
        m_model->setRuns({});
        return;
    }
    if (project == m_loaded || !isVisible()) // asked for when somebody looks
        return;
    m_loaded = project;
    m_logOf.clear();
    m_log->clear();
    m_context.link.query(QStringLiteral("ci_runs"), { { QStringLiteral("project"), project } }, this,
                         [this, project](const Result<QJsonObject> &result) {
                             if (project != m_loaded)
                                 return;
                             if (!result) {
                                 m_loaded.clear();
                                 m_empty->setTexts(tr("CI runs are not available"), result.error().message);
                                 return;
                             }
                             QList<domain::CiRun> runs;
                             const auto values = result->value(QLatin1String("runs")).toArray();
                             for (const auto &value : values)
                                 runs.append(domain::ciRunFromJson(value.toObject()));
                             m_model->setRuns(std::move(runs));
                             if (m_model->rowCount() > 0) {
                                 m_view->setCurrentIndex(m_model->index(0, 0));
                                 m_view->expand(m_model->index(0, 0));
                             }
                         });
}

void CiPanel::loadJobs(const QString &run)
{
    const QString project = m_loaded;
    m_context.link.query(QStringLiteral("ci_runs"),
                         { { QStringLiteral("project"), project }, { QStringLiteral("run"), run } }, this,
                         [this, project, run](const Result<QJsonObject> &result) {
                             if (!result || project != m_loaded)
                                 return;
                             const auto values = result->value(QLatin1String("runs")).toArray();
                             for (const auto &value : values) {
                                 const auto found = domain::ciRunFromJson(value.toObject());
                                 if (found.id == run)
                                     m_model->update(found);
                             }
                         });
}

void CiPanel::loadLog()
{
    const QModelIndex index = m_view->currentIndex();
    const auto *run = m_model->runAt(index);
    if (!run)
        return;
    const auto *job = m_model->jobAt(index);
    const QString jobId = job ? job->id : QString();
    const QString wanted = run->id + QLatin1Char('/') + jobId;
    if (wanted != m_logOf)
        m_log->clear();
    m_logOf = wanted;
    QString caption = job ? QStringLiteral("%1 / %2").arg(run->workflow, job->name) : run->workflow;
    if (!run->reason.isEmpty())
        caption += QStringLiteral(" – ") + run->reason;
    m_caption->setText(QStringLiteral("%1  ·  %2  ·  %3").arg(caption, run->branch, shortCommit(run->sha)));
    m_context.link.query(QStringLiteral("ci_log"),
                         { { QStringLiteral("project"), m_loaded },
                           { QStringLiteral("run"), run->id },
                           { QStringLiteral("job"), jobId } },
                         this, [this, wanted](const Result<QJsonObject> &result) {
                             if (wanted != m_logOf)
                                 return;
                             m_log->setLog(result ? result->value(QLatin1String("text")).toString()
                                                  : result.error().message);
                         });
}

void CiPanel::takeChange(const QString &project, const domain::CiRun &run)
{
    if (project != m_loaded)
        return;
    m_model->update(run);
    const auto *shown = m_model->runAt(m_view->currentIndex());
    if (shown && shown->id == run.id) {
        if (run.jobs.isEmpty())
            loadJobs(run.id);
        loadLog();
    }
}

void CiPanel::updateEmpty()
{
    const int runs = m_model->rowCount();
    showEmpty(runs == 0);
    int failed = 0;
    for (int row = 0; row < runs; ++row)
        failed += m_model->stateAt(m_model->index(row, 0)) == domain::CiState::Failure;
    m_summary->setText(runs == 0
                           ? QString()
                           : tr("%n run(s)", nullptr, runs) + QStringLiteral(" · ") + tr("%n failed", nullptr, failed));
}

} // namespace slipway::ui
