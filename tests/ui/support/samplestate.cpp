// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/sample.h"

namespace slipway::test::sample {

using domain::AgentType;
using domain::TaskPhase;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

QDateTime ago(qint64 seconds)
{
    return QDateTime::currentDateTimeUtc().addSecs(-seconds);
}

domain::EngineView engine()
{
    domain::EngineView view;
    view.mode = s("desktop");
    view.host = s("workbench");
    view.pid = 4711;
    view.startedAt = ago(1900);
    view.workersRunning = true;
    view.dashboardUrl = s("http://127.0.0.1:8099");
    return view;
}

struct Row {
    int number;
    const char *title;
    AgentType type;
    TaskPhase phase;
    int priority;
    QList<int> needs;
    int pr;
    const char *owner;
};

QList<Row> rows()
{
    using enum AgentType;
    using enum TaskPhase;
    return {
        { 1, "Create the schema for links and visits", Database, Done, 0, {}, 18, "" },
        { 2, "Storage module over SQLite", Backend, Done, 0, { 1 }, 19, "" },
        { 3, "Answer GET /healthz with version and uptime", Backend, Done, 1, {}, 20, "" },
        { 4, "Create a short link with POST /api/links", Backend, Done, 1, { 2 }, 21, "" },
        { 5, "Redirect GET /{code} and count the visit", Backend, Done, 1, { 2 }, 23, "" },
        { 6, "Reject unsafe and malformed target addresses", Backend, Running, 2, { 4 }, 0, "workbench-backend-1" },
        { 7, "Custom aliases with clear conflict errors", Backend, InReview, 2, { 4 }, 26, "" },
        { 8, "Statistics per link: GET /api/links/{code}/stats", Backend, Running, 2, { 5 }, 0, "workbench-backend-2" },
        { 9, "Page with a form to shorten an address", Frontend, Done, 2, { 4 }, 24, "" },
        { 10, "Page that lists links with their visits", Frontend, Running, 3, { 8 }, 0, "workbench-frontend-1" },
        { 11, "Copy button and readable errors in the form", Frontend, Ready, 3, { 9 }, 0, "" },
        { 12, "Index for visits by link and day", Database, Done, 3, { 1 }, 22, "" },
        { 13, "Expire links after a chosen time", Backend, Blocked, 4, { 6, 8 }, 0, "" },
        { 14, "Limit requests per client address", Backend, Dead, 4, { 4 }, 0, "" },
        { 15, "Run tests with coverage in CI", Devops, InReview, 4, {}, 27, "" },
        { 16, "Structured request log", Devops, Delayed, 5, { 3 }, 0, "" },
        { 17, "End-to-end test: shorten, follow, count", Qa, Blocked, 5, { 5, 8, 9 }, 0, "" },
        { 26, "Custom aliases with clear conflict errors", Qa, Running, 2, {}, 26, "workbench-qa-1" }
    };
}

domain::Task taskOf(const Row &row)
{
    domain::Task task;
    task.key = { s("url-shortener"), row.number };
    task.type = row.type;
    task.kind = row.number > 17 ? s("review") : s("implement");
    task.title = s(row.title);
    task.labels = { domain::toString(row.type), s("priority:%1").arg(row.priority) };
    task.fullName = s("local/url-shortener");
    task.priority = row.priority;
    task.phase = row.phase;
    task.dependsOn = row.needs;
    task.pr = row.pr;
    task.leaseOwner = s(row.owner);
    task.attempts = row.phase == TaskPhase::Blocked || row.phase == TaskPhase::Ready ? 0 : 1;
    if (row.pr > 0 || row.phase == TaskPhase::Running)
        task.branch = s("issue-%1").arg(row.number);
    task.assignedAt = ago(60 + row.number * 17);
    task.updatedAt = ago(row.number * 41);
    if (row.phase == TaskPhase::Dead) {
        task.attempts = 3;
        task.failureClass = domain::FailureClass::TestsFailed;
        task.failureDetail = s("test_limits.py fails in all three attempts: the clock of the limiter is not injected. "
                               "Say how it should be, then retry");
    }
    return task;
}

domain::ProjectView urlShortener()
{
    domain::ProjectView project;
    project.name = s("url-shortener");
    project.idea = s("Build a URL shortener");
    project.state = s("running");
    project.stage = s("workers");
    project.forge = s("local");
    project.repo = s("local/url-shortener");
    project.path = s("/home/alice/ai-dev-pipeline/projects/project_20260131_120000");
    project.agents.general = s("replay");
    project.recipe = s("url-shortener");
    project.detail = s("3 agents at work, 1 pull request in QA");
    project.issues = { .blocked = 2, .queued = 2, .inProgress = 3, .inReview = 2, .closed = 7, .needsAttention = 1 };
    project.ci.id = s("42");
    project.ci.workflow = s("ci");
    project.ci.branch = s("dev");
    project.ci.state = domain::CiState::Success;
    project.deploy = { s("d3"),
                       domain::DeployState::Live,
                       s("process"),
                       s("http://127.0.0.1:3001"),
                       3001,
                       {},
                       s("9f2c41d7aa03be11"),
                       ago(540),
                       {} };
    project.createdAt = ago(1800);
    return project;
}

domain::ProjectView noteBoard()
{
    domain::ProjectView project;
    project.name = s("note-board");
    project.idea = s("A board where a team pins notes and votes on them");
    project.state = s("waiting");
    project.stage = s("plan");
    project.forge = s("github");
    project.repo = s("alice/note-board");
    project.agents.general = s("claude");
    project.detail = s("The plan of 21 issues waits for your approval");
    project.cost = { 1.84, 412'000, 61'000, 34 };
    project.createdAt = ago(3600);
    return project;
}

domain::ProjectView weatherApi()
{
    domain::ProjectView project;
    project.name = s("weather-api");
    project.idea = s("JSON service for the weather stations on our roof");
    project.state = s("idle");
    project.stage = s("done");
    project.forge = s("github");
    project.repo = s("alice/weather-api");
    project.agents.general = s("claude");
    project.issues = { .closed = 19 };
    project.ci = { s("311"), s("ci"), s("main"),   {},          s("push"), 0, 1, domain::CiState::Success,
                   {},       {},      ago(90'000), ago(89'900), {} };
    project.deploy = { s("d8"), domain::DeployState::Live, s("docker"),     s("https://weather.devbot.site"),
                       3000,    s("sha256:77aa01"),        s("c0ffee1234"), ago(86'000),
                       {} };
    project.cost = { 23.41, 6'120'000, 880'000, 402 };
    project.createdAt = ago(400'000);
    return project;
}

domain::WorkerView worker(const char *id, const char *type, const char *state, const char *task, const char *activity,
                          qint64 since)
{
    domain::WorkerView view;
    view.id = s(id);
    view.type = s(type);
    view.state = s(state);
    view.task = s(task);
    view.run = task[0] ? s("run-") + view.id : QString();
    view.agent = s("replay");
    view.activity = s(activity);
    view.since = ago(since);
    view.lastEvent = ago(4);
    return view;
}

} // namespace

domain::Snapshot emptyHome()
{
    domain::Snapshot snapshot;
    snapshot.version = s("0.1.0");
    snapshot.engine = engine();
    snapshot.engine.workersRunning = false;
    snapshot.redisUrl = s("unix:/home/alice/.ai-dev-pipeline/redis.sock");
    snapshot.redisManaged = true;
    snapshot.redisConnected = true;
    return snapshot;
}

domain::Snapshot journey()
{
    domain::Snapshot snapshot = emptyHome();
    snapshot.engine.workersRunning = true;
    snapshot.activeProject = s("url-shortener");
    snapshot.projects = { weatherApi(), noteBoard(), urlShortener() };
    for (const auto &row : rows()) {
        const auto task = taskOf(row);
        snapshot.tasks.insert(task.key.toString(), task);
    }
    snapshot.workers
        = { worker("workbench-backend-1", "backend", "busy", "url-shortener:6",
                   "Run python3 -m unittest tests.test_targets", 190),
            worker("workbench-backend-2", "backend", "busy", "url-shortener:8", "Edit src/shortener/stats.py", 64),
            worker("workbench-database-1", "database", "idle", "", "", 700),
            worker("workbench-devops-1", "devops", "idle", "", "", 410),
            worker("workbench-frontend-1", "frontend", "stalled", "url-shortener:10", "No event for 2 min, restarting",
                   250),
            worker("workbench-qa-1", "qa", "busy", "url-shortener:26", "Checking criterion 3 of 5", 41) };
    snapshot.gates = { { s("g4"), s("note-board"), s("plan"), s("Approve the plan: 21 issues for note-board"),
                         s("Nothing is created at GitHub before you approve."), s("slipway approve g4"), ago(420) },
                       { s("g7"), s("url-shortener"), s("needs_attention"),
                         s("#14 Limit requests per client address failed three times"),
                         s("tests/test_limits.py: AssertionError: 429 != 200. The limiter reads the clock of the "
                           "machine; the test turns its own."),
                         s("slipway task retry url-shortener:14"), ago(95) } };
    return snapshot;
}

domain::Snapshot manyTasks(int count)
{
    domain::Snapshot snapshot = emptyHome();
    domain::ProjectView project;
    project.name = s("big");
    project.idea = s("Something large");
    project.state = s("running");
    project.stage = s("workers");
    snapshot.projects = { project };
    for (int i = 1; i <= count; ++i) {
        domain::Task task;
        task.key = { s("big"), i };
        task.type = domain::allAgentTypes().at(i % 5);
        task.kind = s("implement");
        task.title = s("Part %1 of the work that has to be done").arg(i);
        task.phase = TaskPhase(i % 8);
        task.priority = i % 10;
        task.updatedAt = ago(i);
        snapshot.tasks.insert(task.key.toString(), task);
    }
    return snapshot;
}

} // namespace slipway::test::sample
