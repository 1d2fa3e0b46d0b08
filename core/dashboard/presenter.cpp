// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dashboard/presenter.h"

#include <QUrl>

#include <array>

namespace slipway::dashboard {

namespace {

using domain::TaskPhase;

constexpr int mostTasks = 300; // a page stays a page with ten thousand issues

struct Word {
    const char *code, *label;
};

QString labelOf(std::span<const Word> words, const QString &code)
{
    for (const Word &word : words) {
        if (code == QLatin1String(word.code))
            return QLatin1String(word.label);
    }
    return code;
}

constexpr std::array stages {
    Word { "prd", "PRD" },           Word { "plan", "Plan" },    Word { "repository", "Repository" },
    Word { "scaffold", "Scaffold" }, Word { "queue", "Queues" }, Word { "deploy", "First deploy" },
    Word { "workers", "Workers" },   Word { "done", "Done" }
};
constexpr std::array projectStates { Word { "planning", "Planning" }, Word { "waiting", "Waiting for you" },
                                     Word { "running", "Running" },   Word { "paused", "Paused" },
                                     Word { "idle", "Idle" },         Word { "failed", "Failed" } };
constexpr std::array ciStates { Word { "none", "No run yet" }, Word { "queued", "Queued" },
                                Word { "running", "Running" }, Word { "success", "Passed" },
                                Word { "failure", "Failed" },  Word { "cancelled", "Cancelled" },
                                Word { "skipped", "Skipped" }, Word { "unsupported", "Unsupported" } };
constexpr std::array deployStates { Word { "none", "Not deployed" }, Word { "building", "Building" },
                                    Word { "starting", "Starting" }, Word { "live", "Live" },
                                    Word { "failed", "Failed" },     Word { "rolled_back", "Rolled back" } };
constexpr std::array modes { Word { "desktop", "Desktop" }, Word { "server", "Server" }, Word { "build", "Build" },
                             Word { "none", "Not running" } };
constexpr std::array workerStates { Word { "idle", "Idle" }, Word { "busy", "Working" }, Word { "paused", "Paused" },
                                    Word { "stalled", "Stalled" }, Word { "stopping", "Stopping" } };
constexpr std::array phases { Word { "blocked", "Blocked" },      Word { "ready", "Queued" },
                              Word { "delayed", "Queued again" }, Word { "running", "In progress" },
                              Word { "in_review", "In review" },  Word { "done", "Closed" },
                              Word { "dead", "Needs attention" }, Word { "cancelled", "Cancelled" } };

// The order work moves in, and the classes of style.css.
QVariantList issueBar(const domain::IssueCounts &c)
{
    struct Part {
        const char *code, *label;
        int count;
    };
    const std::array parts { Part { "closed", "closed", c.closed },
                             Part { "review", "in review", c.inReview },
                             Part { "progress", "in progress", c.inProgress },
                             Part { "queued", "queued", c.queued },
                             Part { "blocked", "blocked", c.blocked },
                             Part { "attention", "need attention", c.needsAttention } };
    QVariantList bar;
    double x = 0;
    for (const Part &part : parts) {
        if (part.count <= 0)
            continue;
        const double width = 100.0 * part.count / qMax(1, c.total());
        bar.append(QVariantHash { { QStringLiteral("code"), QLatin1String(part.code) },
                                  { QStringLiteral("label"), QLatin1String(part.label) },
                                  { QStringLiteral("count"), part.count },
                                  { QStringLiteral("x"), QString::number(x, 'f', 3) },
                                  { QStringLiteral("width"), QString::number(width, 'f', 3) } });
        x += width;
    }
    return bar;
}

QVariantList stepper(const QString &stage, const QString &state)
{
    QVariantList steps;
    bool reached = true;
    for (const Word &word : stages) {
        const bool current = stage == QLatin1String(word.code);
        const bool done = (reached && !current) || (current && stage == QLatin1String("done"));
        QString code = done ? QStringLiteral("past") : current ? QStringLiteral("now") : QStringLiteral("ahead");
        if (current && state == QLatin1String("failed"))
            code = QStringLiteral("broken");
        steps.append(QVariantHash { { QStringLiteral("label"), QLatin1String(word.label) },
                                    { QStringLiteral("code"), code },
                                    { QStringLiteral("current"), current } });
        if (current)
            reached = false;
    }
    return steps;
}

QString money(double usd)
{
    return usd <= 0 ? QString() : QLatin1Char('$') % QString::number(usd, 'f', 2);
}

QVariantHash present(const domain::ProjectView &view, const QDateTime &now)
{
    const auto &counts = view.issues;
    // A run without an id is none: nothing has run yet.
    const QString ci = toString(view.ci.id.isEmpty() ? domain::CiState::None : view.ci.state);
    const QString deploy = toString(view.deploy.state);
    const qint64 tokens = view.cost.inputTokens + view.cost.outputTokens;
    return {
        { QStringLiteral("name"), view.name },
        { QStringLiteral("slug"), QString::fromLatin1(QUrl::toPercentEncoding(view.name)) }, // for addresses
        { QStringLiteral("idea"), view.idea },
        { QStringLiteral("state"), view.state },
        { QStringLiteral("state_label"), labelOf(projectStates, view.state) },
        { QStringLiteral("stage_label"), labelOf(stages, view.stage) },
        { QStringLiteral("steps"), stepper(view.stage, view.state) },
        { QStringLiteral("detail"), view.detail },
        { QStringLiteral("recipe"), view.recipe },
        { QStringLiteral("agent"), view.agents.text() },
        { QStringLiteral("forge"), view.forge },
        { QStringLiteral("repo"), view.repo },
        { QStringLiteral("repo_href"), safeHref(view.repoUrl) },
        { QStringLiteral("path"), view.path },
        { QStringLiteral("total"), counts.total() },
        { QStringLiteral("closed"), counts.closed },
        { QStringLiteral("attention"), counts.needsAttention },
        { QStringLiteral("bar"), issueBar(counts) },
        { QStringLiteral("ci"), ci },
        { QStringLiteral("ci_label"), labelOf(ciStates, ci) },
        { QStringLiteral("ci_href"), safeHref(view.ci.url) },
        { QStringLiteral("ci_branch"), view.ci.branch },
        { QStringLiteral("ci_run"), view.ci.id },
        { QStringLiteral("deploy"), deploy },
        { QStringLiteral("deploy_label"), labelOf(deployStates, deploy) },
        { QStringLiteral("deploy_url"), view.deploy.url },
        { QStringLiteral("deploy_href"), safeHref(view.deploy.url) },
        { QStringLiteral("deploy_commit"), view.deploy.commit.left(10) },
        { QStringLiteral("deploy_error"), view.deploy.error },
        { QStringLiteral("deploy_reach"),
          view.deploy.state == domain::DeployState::Live ? view.deploy.reach : QString() },
        { QStringLiteral("deploy_age"), age(view.deploy.createdAt, now) },
        { QStringLiteral("cost"), money(view.cost.usd) },
        { QStringLiteral("tokens"), tokens > 0 ? shortNumber(tokens) : QString() },
        { QStringLiteral("age"), age(view.createdAt, now) },
    };
}

QVariantList presentGates(const domain::Snapshot &snapshot, const QString &project, const QDateTime &now)
{
    QVariantList gates;
    for (const auto &gate : snapshot.gates) {
        if (!project.isEmpty() && gate.project != project)
            continue;
        gates.append(
            QVariantHash { { QStringLiteral("id"), gate.id },
                           { QStringLiteral("project"), gate.project },
                           { QStringLiteral("kind"), QString(gate.kind).replace(QLatin1Char('_'), QLatin1Char(' ')) },
                           { QStringLiteral("title"), gate.title },
                           { QStringLiteral("detail"), gate.detail },
                           { QStringLiteral("answer"), gate.answer },
                           { QStringLiteral("age"), age(gate.since, now) } });
    }
    return gates;
}

QVariantList presentWorkers(const domain::Snapshot &snapshot, const QString &project, const QDateTime &now)
{
    QVariantList workers;
    for (const auto &worker : snapshot.workers) {
        const auto key = domain::TaskKey::fromString(worker.task);
        if (!project.isEmpty() && key.project != project)
            continue;
        workers.append(QVariantHash { { QStringLiteral("id"), worker.id },
                                      { QStringLiteral("type"), worker.type },
                                      { QStringLiteral("state"), worker.state },
                                      { QStringLiteral("state_label"), labelOf(workerStates, worker.state) },
                                      { QStringLiteral("task"), worker.task },
                                      { QStringLiteral("title"), snapshot.tasks.value(worker.task).title },
                                      { QStringLiteral("project"), key.project },
                                      { QStringLiteral("agent"), domain::shortAgentName(worker.agent) },
                                      { QStringLiteral("activity"), worker.activity },
                                      { QStringLiteral("age"), age(worker.since, now) } });
    }
    return workers;
}

QVariantList presentQueues(const domain::Snapshot &snapshot)
{
    QVariantList queues;
    for (const auto type : domain::allAgentTypes()) {
        const auto view = snapshot.queues.value(toString(type));
        queues.append(QVariantHash { { QStringLiteral("type"), toString(type) },
                                     { QStringLiteral("queued"), view.queued + view.delayed },
                                     { QStringLiteral("in_progress"), view.inProgress },
                                     { QStringLiteral("blocked"), view.blocked },
                                     { QStringLiteral("completed"), view.completed },
                                     { QStringLiteral("failed"), view.failed + view.dead } });
    }
    return queues;
}

QVariantHash presentEngine(const domain::Snapshot &snapshot, bool connected, const QDateTime &now)
{
    const auto &engine = snapshot.engine;
    int busy = 0;
    for (const auto &worker : snapshot.workers)
        busy += worker.state == QLatin1String("busy") || worker.state == QLatin1String("stalled") ? 1 : 0;
    int queued = 0;
    for (const auto &queue : snapshot.queues)
        queued += queue.queued + queue.delayed;
    int attention = 0;
    for (const auto &project : snapshot.projects)
        attention += project.issues.needsAttention;
    const bool running = connected && !engine.mode.isEmpty() && engine.mode != QLatin1String("none");
    return { { QStringLiteral("code"),
               !connected          ? QStringLiteral("lost")
                   : !running      ? QStringLiteral("none")
                   : engine.paused ? QStringLiteral("paused")
                                   : QStringLiteral("running") },
             { QStringLiteral("label"),
               !connected          ? QStringLiteral("No connection to Redis")
                   : !running      ? QStringLiteral("Engine not running")
                   : engine.paused ? QStringLiteral("Paused")
                                   : QStringLiteral("Running") },
             { QStringLiteral("mode"), labelOf(modes, engine.mode) },
             { QStringLiteral("host"), engine.host },
             { QStringLiteral("uptime"), age(engine.startedAt, now) },
             { QStringLiteral("workers_running"), engine.workersRunning },
             { QStringLiteral("busy"), busy },
             { QStringLiteral("workers"), int(snapshot.workers.size()) },
             { QStringLiteral("queued"), queued },
             { QStringLiteral("attention"), attention },
             { QStringLiteral("version"), snapshot.version },
             { QStringLiteral("time"), now.toUTC().toString(QStringLiteral("HH:mm:ss")) } };
}

// The most urgent first: what needs a person, what is being worked on, what waits, what is done.
int rank(TaskPhase phase)
{
    constexpr std::array order { TaskPhase::Dead,  TaskPhase::Running, TaskPhase::InReview, TaskPhase::Delayed,
                                 TaskPhase::Ready, TaskPhase::Blocked, TaskPhase::Done,     TaskPhase::Cancelled };
    return int(std::ranges::find(order, phase) - order.begin());
}

QVariantHash present(const domain::Task &task, const QMap<QString, domain::Task> &all)
{
    QStringList waitsFor;
    if (task.phase == TaskPhase::Blocked) {
        for (const int number : task.dependsOn) {
            const auto other = all.constFind(domain::TaskKey { task.key.project, number }.toString());
            if (other == all.constEnd() || other->phase != TaskPhase::Done)
                waitsFor << QLatin1Char('#') + QString::number(number);
        }
    }
    const QString phase = toString(task.phase);
    return { { QStringLiteral("number"), task.key.number },
             { QStringLiteral("title"), task.title },
             { QStringLiteral("type"), toString(task.type) },
             { QStringLiteral("review"), task.kind == QLatin1String("review") },
             { QStringLiteral("priority"), task.priority },
             { QStringLiteral("phase"), phase },
             { QStringLiteral("phase_label"), labelOf(phases, phase) },
             { QStringLiteral("href"), safeHref(task.url) },
             { QStringLiteral("pr"), task.pr },
             { QStringLiteral("attempts"),
               task.attempts > 1 ? QStringLiteral("%1 of %2").arg(task.attempts).arg(task.maxAttempts) : QString() },
             { QStringLiteral("waits_for"), waitsFor.join(QStringLiteral(", ")) },
             { QStringLiteral("failure"), task.phase == TaskPhase::Dead ? task.failureDetail : QString() } };
}

QVariantHash presentTasks(const domain::Snapshot &snapshot, const QString &project)
{
    QList<const domain::Task *> tasks;
    for (const auto &task : snapshot.tasks) {
        if (task.key.project == project)
            tasks.append(&task);
    }
    std::ranges::stable_sort(tasks, [](const auto *a, const auto *b) {
        return std::tuple(rank(a->phase), a->priority, a->key.number)
            < std::tuple(rank(b->phase), b->priority, b->key.number);
    });
    QVariantList shown;
    for (const auto *task : tasks.first(qMin<qsizetype>(tasks.size(), mostTasks)))
        shown.append(present(*task, snapshot.tasks));
    return { { QStringLiteral("shown"), shown }, { QStringLiteral("more"), int(tasks.size() - shown.size()) } };
}

} // namespace

QString age(const QDateTime &time, const QDateTime &now)
{
    if (!time.isValid())
        return {};
    const qint64 seconds = qMax<qint64>(0, time.secsTo(now));
    if (seconds < 60)
        return QStringLiteral("%1 s").arg(seconds);
    if (seconds < 60 * 60)
        return QStringLiteral("%1 min").arg(seconds / 60);
    if (seconds < 48 * 60 * 60)
        return QStringLiteral("%1 h").arg(seconds / 3600);
    return QStringLiteral("%1 days").arg(seconds / 86400);
}

QString safeHref(const QString &url)
{
    const QUrl parsed(url, QUrl::StrictMode);
    const bool web = parsed.scheme() == QLatin1String("http") || parsed.scheme() == QLatin1String("https");
    return parsed.isValid() && web && !parsed.host().isEmpty()
        ? parsed.toString(QUrl::FullyEncoded | QUrl::RemoveUserInfo)
        : QString();
}

QString shortNumber(qint64 number)
{
    if (number >= 1'000'000)
        return QString::number(double(number) / 1e6, 'f', 1) % QStringLiteral(" M");
    if (number >= 10'000)
        return QString::number(number / 1000) % QStringLiteral(" k");
    return QString::number(number);
}

QVariantHash presentOverview(const domain::Snapshot &snapshot, bool connected, const QDateTime &now)
{
    QVariantList projects; // the active one first, then the newest
    for (auto it = snapshot.projects.rbegin(); it != snapshot.projects.rend(); ++it) {
        QVariantHash project = present(*it, now);
        const bool active = it->name == snapshot.activeProject;
        project.insert(QStringLiteral("active"), active);
        if (active)
            projects.prepend(project);
        else
            projects.append(project);
    }
    return { { QStringLiteral("engine"), presentEngine(snapshot, connected, now) },
             { QStringLiteral("gates"), presentGates(snapshot, {}, now) },
             { QStringLiteral("projects"), projects },
             { QStringLiteral("workers"), presentWorkers(snapshot, {}, now) },
             { QStringLiteral("queues"), presentQueues(snapshot) } };
}

QVariantHash presentProject(const domain::Snapshot &snapshot, const QString &name, bool connected, const QDateTime &now)
{
    const auto found = std::ranges::find(snapshot.projects, name, &domain::ProjectView::name);
    if (found == snapshot.projects.end())
        return {};
    return { { QStringLiteral("engine"), presentEngine(snapshot, connected, now) },
             { QStringLiteral("gates"), presentGates(snapshot, name, now) },
             { QStringLiteral("project"), present(*found, now) },
             { QStringLiteral("workers"), presentWorkers(snapshot, name, now) },
             { QStringLiteral("tasks"), presentTasks(snapshot, name) } };
}

} // namespace slipway::dashboard
