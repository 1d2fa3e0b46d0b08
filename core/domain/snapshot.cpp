// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/snapshot.h"

#include "core/base/clock.h"

#include <QJsonArray>

namespace slipway::domain {

namespace {

QString iso(const QDateTime &time)
{
    return time.isValid() ? base::isoTime(time) : QString();
}

QDateTime time(const QJsonObject &json, const char *name)
{
    return QDateTime::fromString(json.value(QLatin1String(name)).toString(), Qt::ISODate);
}

QString text(const QJsonObject &json, const char *name)
{
    return json.value(QLatin1String(name)).toString();
}

QJsonObject toJson(const IssueCounts &counts)
{
    return { { QStringLiteral("total"), counts.total() },
             { QStringLiteral("blocked"), counts.blocked },
             { QStringLiteral("queued"), counts.queued },
             { QStringLiteral("in_progress"), counts.inProgress },
             { QStringLiteral("in_review"), counts.inReview },
             { QStringLiteral("closed"), counts.closed },
             { QStringLiteral("needs_attention"), counts.needsAttention } };
}

QJsonObject toJson(const Usage &usage)
{
    return { { QStringLiteral("usd"), usage.usd },
             { QStringLiteral("input_tokens"), double(usage.inputTokens) },
             { QStringLiteral("output_tokens"), double(usage.outputTokens) } };
}

QJsonObject ciSummary(const CiRun &ci)
{
    return { { QStringLiteral("state"), toString(ci.state) },
             { QStringLiteral("branch"), ci.branch },
             { QStringLiteral("run"), ci.id },
             { QStringLiteral("url"), ci.url } };
}

QJsonObject statusProject(const ProjectView &view)
{
    QJsonObject json = toJson(view);
    json.insert(QStringLiteral("ci"), ciSummary(view.ci));
    json.insert(QStringLiteral("deploy"),
                QJsonObject { { QStringLiteral("state"), toString(view.deploy.state) },
                              { QStringLiteral("url"), view.deploy.url },
                              { QStringLiteral("port"), view.deploy.port },
                              { QStringLiteral("image"), view.deploy.image },
                              { QStringLiteral("commit"), view.deploy.commit },
                              { QStringLiteral("reach"), view.deploy.reach },
                              { QStringLiteral("error"), view.deploy.error } });
    return json;
}

QJsonObject queuesJson(const QMap<QString, QueueView> &queues)
{
    QJsonObject json;
    for (auto it = queues.begin(); it != queues.end(); ++it)
        json.insert(it.key(), toJson(it.value()));
    return json;
}

template <typename T>
QJsonArray arrayOf(const QList<T> &items)
{
    QJsonArray array;
    for (const auto &item : items)
        array.append(toJson(item));
    return array;
}

} // namespace

QJsonObject toJson(const ProjectView &view)
{
    QJsonObject json { { QStringLiteral("name"), view.name },
                       { QStringLiteral("idea"), view.idea },
                       { QStringLiteral("state"), view.state },
                       { QStringLiteral("stage"), view.stage },
                       { QStringLiteral("forge"), view.forge },
                       { QStringLiteral("repo"), view.repo },
                       { QStringLiteral("repo_url"), view.repoUrl },
                       { QStringLiteral("path"), view.path },
                       { QStringLiteral("recipe"), view.recipe },
                       { QStringLiteral("detail"), view.detail },
                       { QStringLiteral("issues"), toJson(view.issues) },
                       { QStringLiteral("ci"), toJson(view.ci) },
                       { QStringLiteral("deploy"), toJson(view.deploy) },
                       { QStringLiteral("cost"), toJson(view.cost) },
                       { QStringLiteral("created_at"), iso(view.createdAt) } };
    write(view.agents, &json);
    return json;
}

ProjectView projectViewFromJson(const QJsonObject &json)
{
    ProjectView view;
    view.name = text(json, "name");
    view.idea = text(json, "idea");
    view.state = text(json, "state");
    view.stage = text(json, "stage");
    view.forge = text(json, "forge");
    view.repo = text(json, "repo");
    view.repoUrl = text(json, "repo_url");
    view.path = text(json, "path");
    view.agents = agentChoiceFromJson(json);
    view.recipe = text(json, "recipe");
    view.detail = text(json, "detail");
    const auto issues = json.value(QLatin1String("issues")).toObject();
    const auto count = [&](const char *name) { return issues.value(QLatin1String(name)).toInt(); };
    view.issues = { count("blocked"),   count("queued"), count("in_progress"),
                    count("in_review"), count("closed"), count("needs_attention") };
    view.ci = ciRunFromJson(json.value(QLatin1String("ci")).toObject());
    view.deploy = deploymentFromJson(json.value(QLatin1String("deploy")).toObject());
    const auto cost = json.value(QLatin1String("cost")).toObject();
    view.cost.usd = cost.value(QLatin1String("usd")).toDouble();
    view.cost.inputTokens = qint64(cost.value(QLatin1String("input_tokens")).toDouble());
    view.cost.outputTokens = qint64(cost.value(QLatin1String("output_tokens")).toDouble());
    view.createdAt = time(json, "created_at");
    return view;
}

QJsonObject toJson(const QueueView &view)
{
    return { { QStringLiteral("queued"), view.queued },   { QStringLiteral("in_progress"), view.inProgress },
             { QStringLiteral("delayed"), view.delayed }, { QStringLiteral("blocked"), view.blocked },
             { QStringLiteral("dead"), view.dead },       { QStringLiteral("completed"), view.completed },
             { QStringLiteral("failed"), view.failed } };
}

QueueView queueViewFromJson(const QJsonObject &json)
{
    const auto count = [&](const char *name) { return json.value(QLatin1String(name)).toInt(); };
    return { count("queued"), count("in_progress"), count("delayed"), count("blocked"),
             count("dead"),   count("completed"),   count("failed") };
}

QJsonObject toJson(const WorkerView &view)
{
    return { { QStringLiteral("id"), view.id },
             { QStringLiteral("type"), view.type },
             { QStringLiteral("state"), view.state },
             { QStringLiteral("task"), view.task },
             { QStringLiteral("run"), view.run },
             { QStringLiteral("agent"), view.agent },
             { QStringLiteral("since"), iso(view.since) },
             { QStringLiteral("last_event"), iso(view.lastEvent) },
             { QStringLiteral("activity"), view.activity } };
}

WorkerView workerViewFromJson(const QJsonObject &json)
{
    return { text(json, "id"),    text(json, "type"),       text(json, "state"),
             text(json, "task"),  text(json, "run"),        text(json, "agent"),
             time(json, "since"), time(json, "last_event"), text(json, "activity") };
}

QJsonObject toJson(const GateView &view)
{
    return { { QStringLiteral("id"), view.id },           { QStringLiteral("project"), view.project },
             { QStringLiteral("kind"), view.kind },       { QStringLiteral("title"), view.title },
             { QStringLiteral("detail"), view.detail },   { QStringLiteral("answer"), view.answer },
             { QStringLiteral("since"), iso(view.since) } };
}

GateView gateViewFromJson(const QJsonObject &json)
{
    return { text(json, "id"),     text(json, "project"), text(json, "kind"), text(json, "title"),
             text(json, "detail"), text(json, "answer"),  time(json, "since") };
}

QList<Task> tasksOf(const Snapshot &snapshot, const QString &project)
{
    QList<Task> tasks;
    std::ranges::copy_if(snapshot.tasks, std::back_inserter(tasks),
                         [&](const Task &task) { return task.key.project == project; });
    std::ranges::sort(tasks, {}, [](const Task &task) { return task.key.number; });
    return tasks;
}

QJsonObject statusDocument(const Snapshot &s)
{
    QJsonArray projects;
    for (const auto &project : s.projects)
        projects.append(statusProject(project));
    const qint64 uptime = s.engine.startedAt.isValid() ? qMax<qint64>(0, s.engine.startedAt.secsTo(s.time)) : 0;
    return {
        { QStringLiteral("version"), s.version },
        { QStringLiteral("time"), iso(s.time) },
        { QStringLiteral("engine"),
          QJsonObject { { QStringLiteral("mode"), s.engine.mode },
                        { QStringLiteral("host"), s.engine.host },
                        { QStringLiteral("pid"), double(s.engine.pid) },
                        { QStringLiteral("uptime_s"), double(uptime) },
                        { QStringLiteral("paused"), s.engine.paused },
                        { QStringLiteral("workers"), s.engine.workersRunning },
                        { QStringLiteral("dashboard"), s.engine.dashboardUrl } } },
        { QStringLiteral("redis"),
          QJsonObject { { QStringLiteral("url"), s.redisUrl },
                        { QStringLiteral("managed"), s.redisManaged },
                        { QStringLiteral("connected"), s.redisConnected } } },
        { QStringLiteral("active_project"), s.activeProject },
        { QStringLiteral("projects"), projects },
        { QStringLiteral("queues"), queuesJson(s.queues) },
        { QStringLiteral("workers"), arrayOf(s.workers) },
        { QStringLiteral("gates"), arrayOf(s.gates) },
    };
}

QJsonObject toJson(const Snapshot &s)
{
    QJsonObject json = statusDocument(s);
    json.insert(QStringLiteral("projects"), arrayOf(s.projects));
    QJsonObject engine = json.value(QLatin1String("engine")).toObject();
    engine.insert(QStringLiteral("started_at"), iso(s.engine.startedAt));
    json.insert(QStringLiteral("engine"), engine);
    QJsonArray tasks;
    for (const auto &task : s.tasks)
        tasks.append(toJson(task));
    json.insert(QStringLiteral("tasks"), tasks);
    json.insert(QStringLiteral("last_event"), s.lastEvent);
    return json;
}

Snapshot snapshotFromJson(const QJsonObject &json)
{
    Snapshot s;
    s.version = text(json, "version");
    s.time = time(json, "time");
    const auto engine = json.value(QLatin1String("engine")).toObject();
    s.engine = { text(engine, "mode"),
                 text(engine, "host"),
                 qint64(engine.value(QLatin1String("pid")).toDouble()),
                 time(engine, "started_at"),
                 engine.value(QLatin1String("paused")).toBool(),
                 engine.value(QLatin1String("workers")).toBool(),
                 text(engine, "dashboard") };
    const auto redis = json.value(QLatin1String("redis")).toObject();
    s.redisUrl = text(redis, "url");
    s.redisManaged = redis.value(QLatin1String("managed")).toBool();
    s.redisConnected = redis.value(QLatin1String("connected")).toBool();
    s.activeProject = text(json, "active_project");
    const auto projects = json.value(QLatin1String("projects")).toArray();
    for (const auto &value : projects)
        s.projects.append(projectViewFromJson(value.toObject()));
    const auto queues = json.value(QLatin1String("queues")).toObject();
    for (auto it = queues.begin(); it != queues.end(); ++it)
        s.queues.insert(it.key(), queueViewFromJson(it.value().toObject()));
    const auto workers = json.value(QLatin1String("workers")).toArray();
    for (const auto &value : workers)
        s.workers.append(workerViewFromJson(value.toObject()));
    const auto gates = json.value(QLatin1String("gates")).toArray();
    for (const auto &value : gates)
        s.gates.append(gateViewFromJson(value.toObject()));
    const auto tasks = json.value(QLatin1String("tasks")).toArray();
    for (const auto &value : tasks) {
        const Task task = taskFromJson(value.toObject());
        s.tasks.insert(task.key.toString(), task);
    }
    s.lastEvent = text(json, "last_event");
    return s;
}

} // namespace slipway::domain
