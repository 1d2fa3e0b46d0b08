// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/projectviews.h"

#include <QLoggingCategory>

Q_LOGGING_CATEGORY(lcViews, "slipway.views")

namespace slipway::orchestrator {

using domain::TaskPhase;

QSet<int> stuckReviews(const QMap<QString, domain::Task> &tasks, const QString &project)
{
    QSet<int> stuck;
    for (const auto &task : tasks) {
        if (task.key.project == project && task.kind == QLatin1String("review") && task.phase == TaskPhase::Dead)
            stuck.insert(task.key.number);
    }
    return stuck;
}

domain::IssueCounts countIssues(const QMap<QString, domain::Task> &tasks, const QString &project,
                                const history::EndedIssues &ended)
{
    domain::IssueCounts counts;
    const auto stuck = stuckReviews(tasks, project);
    for (const auto &task : tasks) {
        if (task.key.project != project || task.kind == QLatin1String("review"))
            continue;
        switch (task.phase) {
        case TaskPhase::Blocked:
            ++counts.blocked;
            break;
        case TaskPhase::Ready:
        case TaskPhase::Delayed:
            ++counts.queued;
            break;
        case TaskPhase::Running:
            ++counts.inProgress;
            break;
        case TaskPhase::InReview:
            ++(stuck.contains(task.pr) ? counts.needsAttention : counts.inReview);
            break;
        case TaskPhase::Done:
        case TaskPhase::Cancelled:
            ++counts.closed;
            break;
        case TaskPhase::Dead:
            ++counts.needsAttention;
            break;
        }
    }
    for (const int issue : ended) {
        if (!tasks.contains(domain::TaskKey { project, issue }.toString()))
            ++counts.closed;
    }
    return counts;
}

namespace {
domain::CiRun noRun()
{
    domain::CiRun run;
    run.state = domain::CiState::None;
    return run;
}
} // namespace

ProjectViews::ProjectViews(Services &services, const HistoryKeeper &history, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_history(history)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(50);
    connect(&m_timer, &QTimer::timeout, this, &ProjectViews::publishDue);
    connect(&m_services.store, &control::StateStore::taskChanged, this, [this](const QString &key) {
        m_due.insert(domain::TaskKey::fromString(key).project);
        if (!m_timer.isActive())
            m_timer.start();
    });
}

void ProjectViews::changed(const Project &project)
{
    const auto saved = m_services.projects.save(project);
    if (!saved)
        qCWarning(lcViews, "%s", qUtf8Printable(saved.error().message));
    publishNow(project);
}

void ProjectViews::setCi(const QString &project, const domain::CiRun &run)
{
    m_ci.insert(project, run);
    m_due.insert(project);
    if (!m_timer.isActive())
        m_timer.start();
}

void ProjectViews::setPaused(const QStringList &paused)
{
    m_paused = paused;
    const auto projects = m_services.projects.all();
    for (const auto &project : projects)
        publishNow(*project);
}

void ProjectViews::publishDue()
{
    const auto due = std::exchange(m_due, {});
    for (const QString &name : due) {
        const auto project = m_services.projects.find(name);
        if (project && (*project)->name == name)
            publishNow(**project);
        Q_EMIT tasksSettled(name);
    }
}

void ProjectViews::publishNow(const Project &project)
{
    m_services.events.publish(QStringLiteral("project"), domain::toJson(viewOf(project)));
}

void ProjectViews::forget(const QString &project)
{
    m_ci.remove(project);
    m_due.remove(project);
    m_services.events.publish(QStringLiteral("project_removed"), { { QStringLiteral("name"), project } });
}

domain::IssueCounts ProjectViews::countsOf(const QString &project) const
{
    return countIssues(m_services.store.snapshot().tasks, project, m_history.endedIssues(project));
}

domain::ProjectView ProjectViews::viewOf(const Project &p) const
{
    domain::ProjectView view;
    view.name = p.name;
    view.idea = p.idea;
    view.state = p.state;
    if ((m_paused.contains(p.name) || m_paused.contains(QStringLiteral("*"))) && p.state != QLatin1String("idle"))
        view.state = QStringLiteral("paused");
    view.stage = p.stage;
    view.forge = p.forge;
    view.repo = p.repo;
    view.repoUrl = p.repoUrl;
    view.path = p.path;
    view.agents = p.agents;
    view.recipe = p.recipe;
    view.detail = p.detail;
    view.issues = countsOf(p.name);
    if (view.stage == QLatin1String("workers") && view.state == QLatin1String("running")
        && view.issues.inProgress + view.issues.inReview > 0)
        view.detail = QStringLiteral("Working through the issues");
    view.ci = m_ci.value(p.name, noRun());
    view.ci.jobs.clear();
    view.deploy = p.deployment();
    view.cost = p.usage;
    view.createdAt = p.createdAt;
    return view;
}

} // namespace slipway::orchestrator
