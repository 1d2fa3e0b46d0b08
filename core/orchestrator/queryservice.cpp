// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/queryservice.h"

#include "core/agents/recipe.h"
#include "core/base/files.h"
#include "core/control/auditlog.h"
#include "core/git/diff.h"
#include "core/orchestrator/previewflow.h"

#include <QUuid>

namespace slipway::orchestrator {

namespace {

QString text(const QJsonObject &arguments, const char *name)
{
    return arguments.value(QLatin1String(name)).toString();
}

/// Ids become file names: nothing but what we make ourselves is let through.
bool isRunId(const QString &id)
{
    return !id.isEmpty() && id.size() < 64
        && std::ranges::all_of(id, [](QChar c) { return c.isLetterOrNumber() || c == QLatin1Char('-'); });
}

/// A transcript as one row; empty if it is none, or of another task than the wanted one (if any is).
QJsonObject runOf(const QFileInfo &info, const QString &wanted)
{
    QFile file(info.filePath());
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QJsonObject head = base::parseObject(file.readLine());
    if (head.isEmpty() || (!wanted.isEmpty() && text(head, "task") != wanted))
        return {};
    constexpr qint64 tail = 256 * 1024; // the last line holds the answer, which may be long
    file.seek(qMax<qint64>(0, file.size() - tail));
    const QByteArray lastLine = file.readAll().trimmed().split('\n').last();
    const QJsonObject end = base::parseObject(lastLine);
    const bool ended = text(end, "kind") == QLatin1String("result");
    QJsonObject run { { QStringLiteral("id"), info.completeBaseName() },
                      { QStringLiteral("agent"), head.value(QLatin1String("driver")) },
                      { QStringLiteral("started"),
                        base::isoTime(info.birthTime().isValid() ? info.birthTime() : info.lastModified()) } };
    for (const char *key : { "project", "task", "purpose", "subject", "round" })
        run.insert(QLatin1String(key), head.value(QLatin1String(key)));
    if (!ended)
        return run;
    run.insert(QStringLiteral("ended"), end.value(QLatin1String("time")));
    run.insert(QStringLiteral("result"),
               end.value(QLatin1String("ok")).toBool() ? QStringLiteral("ok") : text(end, "failure"));
    run.insert(QStringLiteral("cost_usd"), end.value(QLatin1String("usage")).toObject().value(QLatin1String("usd")));
    return run;
}

} // namespace

QueryService::QueryService(Services &services)
    : m_services(services)
{
    const auto add = [this](const char *name, Async<QJsonObject> (QueryService::*method)(QJsonObject)) {
        m_queries.insert(QLatin1String(name),
                         [this, method](QJsonObject arguments) { return (this->*method)(std::move(arguments)); });
    };
    add("diff", &QueryService::diff);
    add("transcript", &QueryService::transcript);
    add("ci_runs", &QueryService::ciRuns);
    add("ci_log", &QueryService::ciLog);
    add("prd", &QueryService::prd);
    add("plan", &QueryService::plan);
    add("runs", &QueryService::runs);
    add("task", &QueryService::task);
    add("audit", &QueryService::audit);
    add("agents", &QueryService::agents);
    add("recipes", &QueryService::recipes);
    add("deployments", &QueryService::deployments);
    add("source", &QueryService::source);
    add("history", &QueryService::history);
}

Async<QJsonObject> QueryService::answer(QString name, QJsonObject arguments)
{
    const auto handler = m_queries.constFind(name);
    if (handler == m_queries.constEnd())
        co_return fail(ErrorCode::NotFound, QStringLiteral("There is no query \"%1\"").arg(name));
    co_return co_await (*handler)(arguments);
}

Async<std::optional<domain::Task>> QueryService::findTask(domain::TaskKey key)
{
    CO_TRY(const auto queued, co_await m_services.queue.task(key));
    if (queued)
        co_return queued;
    co_return co_await m_services.history.task(key);
}

Async<QJsonObject> QueryService::diff(QJsonObject arguments)
{
    const auto key = domain::TaskKey::fromString(text(arguments, "task"));
    CO_TRY(const ProjectPtr project, m_services.projects.find(key.project));
    CO_TRY(const auto task, co_await findTask(key));
    const int number = task && task->pr > 0 ? task->pr : 0;
    if (number == 0)
        co_return fail(ErrorCode::NotFound, QStringLiteral("%1 has no pull request yet").arg(key.toString()));
    auto &forge = m_services.forgeOf(*project);
    CO_TRY(const forge::PullRequest pull, co_await forge.pullRequest(project->repo, number));
    CO_TRY(const QString mirror, co_await forge.mirror(project->repo));
    QString base, head = pull.headSha;
    if (pull.state == forge::PullRequestState::Merged) {
        base = pull.mergeSha + QStringLiteral("^1");
        head = pull.mergeSha;
    } else {
        const QString target = QStringLiteral("refs/heads/") + project->defaultBranch;
        CO_TRY(base, co_await m_services.git.mergeBase(mirror, target, head));
    }
    CO_TRY(const git::Diff diff, co_await m_services.git.diff(mirror, base, head));
    QJsonObject answer = git::toJson(diff);
    answer.insert(QStringLiteral("title"), pull.title);
    answer.insert(QStringLiteral("pr"), pull.number);
    co_return answer;
}

Async<QJsonObject> QueryService::transcript(QJsonObject arguments)
{
    const QString run = text(arguments, "run");
    if (!isRunId(run))
        co_return fail(ErrorCode::Invalid, QStringLiteral("\"%1\" is no run").arg(run.left(80)),
                       QStringLiteral("`slipway logs` lists them"));
    QFile file(m_services.settings.logFolder + QStringLiteral("/runs/") + run + QStringLiteral(".jsonl"));
    if (!file.open(QIODevice::ReadOnly))
        co_return fail(ErrorCode::NotFound, QStringLiteral("There is no transcript of run %1").arg(run),
                       QStringLiteral("`slipway logs` lists the runs"));
    const int from = arguments.value(QLatin1String("from")).toInt();
    const int limit = arguments.value(QLatin1String("limit")).toInt(500);
    QJsonArray events;
    int index = 0;
    while (!file.atEnd() && events.size() < limit) {
        const QByteArray line = file.readLine();
        if (index++ >= from)
            events.append(base::parseObject(line));
    }
    co_return QJsonObject { { QStringLiteral("events"), events },
                            { QStringLiteral("next"), index },
                            { QStringLiteral("done"), file.atEnd() } };
}

Async<QJsonObject> QueryService::ciRuns(QJsonObject arguments)
{
    CO_TRY(const ProjectPtr project, m_services.projects.find(text(arguments, "project")));
    QJsonArray list;
    if (!project->repo.isEmpty()) {
        auto &forge = m_services.forgeOf(*project);
        CO_TRY(const QList<domain::CiRun> runs,
               co_await forge.ciRuns(project->repo, {}, {}, arguments.value(QLatin1String("limit")).toInt(50)));
        for (const auto &summary : runs) {
            const auto run = co_await forge.ciRun(project->repo, summary.id);
            list.append(domain::toJson(run ? *run : summary));
        }
    }
    co_return QJsonObject { { QStringLiteral("runs"), list } };
}

Async<QJsonObject> QueryService::ciLog(QJsonObject arguments)
{
    CO_TRY(const ProjectPtr project, m_services.projects.find(text(arguments, "project")));
    CO_TRY(const QByteArray log,
           co_await m_services.forgeOf(*project).ciLog(project->repo, text(arguments, "run"), text(arguments, "job"),
                                                       1024 * 1024));
    co_return QJsonObject { { QStringLiteral("text"), QString::fromUtf8(log) } };
}

Async<QJsonObject> QueryService::prd(QJsonObject arguments)
{
    CO_TRY(const ProjectPtr project, m_services.projects.find(text(arguments, "project")));
    CO_TRY(const QByteArray markdown, base::readFile(project->path + QStringLiteral("/docs/PRD.md")));
    co_return QJsonObject { { QStringLiteral("markdown"), QString::fromUtf8(markdown) } };
}

Async<QJsonObject> QueryService::plan(QJsonObject arguments)
{
    CO_TRY(const ProjectPtr project, m_services.projects.find(text(arguments, "project")));
    const QString file
        = m_services.settings.stateFolder + QStringLiteral("/journal/") + project->name + QStringLiteral(".plan.json");
    if (!QFileInfo::exists(file))
        co_return fail(ErrorCode::NotFound, QStringLiteral("%1 has no plan yet").arg(project->name),
                       QStringLiteral("It is written after the product requirements; see `slipway status`"));
    CO_TRY(const QJsonObject plan, base::readJsonObject(file));
    QString gate;
    const auto gates = m_services.gates.openGates();
    for (const auto &open : gates) {
        if (open.project == project->name && open.kind == QLatin1String("plan"))
            gate = open.id;
    }
    co_return QJsonObject { { QStringLiteral("project"), project->name },
                            { QStringLiteral("plan"), plan },
                            { QStringLiteral("gate"), gate } };
}

Async<QJsonObject> QueryService::runs(QJsonObject arguments)
{
    // The first line of a transcript says what run it was, the last how it ended; newest first.
    const QString wanted = text(arguments, "task");
    QDir folder(m_services.settings.logFolder + QStringLiteral("/runs"));
    const auto files = folder.entryInfoList({ QStringLiteral("*.jsonl") }, QDir::Files, QDir::Time);
    QJsonArray list;
    for (const QFileInfo &info : files) {
        const QJsonObject run = runOf(info, wanted);
        if (run.isEmpty())
            continue;
        list.append(run);
        if (list.size() >= 200)
            break;
    }
    co_return QJsonObject { { QStringLiteral("runs"), list } };
}

Async<QJsonObject> QueryService::task(QJsonObject arguments)
{
    const auto key = domain::TaskKey::fromString(text(arguments, "task"));
    CO_TRY(const auto task, co_await findTask(key));
    if (!task)
        co_return fail(ErrorCode::NotFound, QStringLiteral("There is no task %1").arg(text(arguments, "task")),
                       QStringLiteral("List them with `slipway tasks`"));
    QJsonObject answer { { QStringLiteral("task"), domain::toJson(*task, true) } };
    const auto project = m_services.projects.find(key.project);
    if (project && !(*project)->repo.isEmpty()) {
        const int issue
            = task->kind == QLatin1String("review") ? task->context.value(QLatin1String("issue")).toInt() : key.number;
        const auto comments = co_await m_services.forgeOf(**project).comments((*project)->repo, issue);
        QJsonArray list;
        if (comments) {
            for (const auto &comment : *comments)
                list.append(QJsonObject { { QStringLiteral("author"), comment.author },
                                          { QStringLiteral("body"), comment.body },
                                          { QStringLiteral("time"), base::isoTime(comment.createdAt) } });
        }
        answer.insert(QStringLiteral("comments"), list);
    }
    co_return answer;
}

Async<QJsonObject> QueryService::history(QJsonObject arguments)
{
    CO_TRY(const ProjectPtr project, m_services.projects.find(text(arguments, "project")));
    const int limit = arguments.value(QLatin1String("limit")).toInt(500);
    const int skip = arguments.value(QLatin1String("skip")).toInt();
    CO_TRY(const QList<domain::Task> tasks, co_await m_services.history.tasks(project->name, limit, skip));
    QJsonArray list;
    for (const auto &task : tasks)
        list.append(domain::toJson(task));
    co_return QJsonObject { { QStringLiteral("project"), project->name }, { QStringLiteral("tasks"), list } };
}

Async<QJsonObject> QueryService::audit(QJsonObject arguments)
{
    CO_TRY(const QJsonArray entries,
           control::AuditLog::tail(m_services.settings.stateFolder + QStringLiteral("/audit.jsonl"),
                                   arguments.value(QLatin1String("limit")).toInt(100)));
    co_return QJsonObject { { QStringLiteral("entries"), entries } };
}

Async<QJsonObject> QueryService::agents(QJsonObject)
{
    QJsonArray list;
    const auto drivers = m_services.catalog.allWith(m_services.settings.agents.all());
    for (const auto &driver : drivers) {
        const auto available = co_await driver->detect(m_services.runner);
        const auto a = available.value_or(agents::AgentAvailability {});
        list.append(QJsonObject { { QStringLiteral("name"), driver->name() },
                                  { QStringLiteral("title"), driver->title() },
                                  { QStringLiteral("installed"), a.installed },
                                  { QStringLiteral("signed_in"), a.signedIn },
                                  { QStringLiteral("version"), a.version },
                                  { QStringLiteral("hint"), a.hint },
                                  { QStringLiteral("metered"), driver->isMetered() },
                                  { QStringLiteral("recording"), driver->isRecording() } });
    }
    co_return QJsonObject { { QStringLiteral("agents"), list } };
}

Async<QJsonObject> QueryService::recipes(QJsonObject)
{
    co_return QJsonObject { { QStringLiteral("ideas"), QJsonArray::fromStringList(agents::Recipe::ideas()) } };
}

Async<QJsonObject> QueryService::deployments(QJsonObject arguments)
{
    CO_TRY(const ProjectPtr project, m_services.projects.find(text(arguments, "project")));
    QJsonArray list;
    for (const auto &deployment : std::as_const(project->deployments))
        list.append(domain::toJson(deployment));
    co_return QJsonObject { { QStringLiteral("deployments"), list },
                            { QStringLiteral("previews"),
                              PreviewFlow::listOf(m_services.settings.stateFolder, project->name) } };
}

Async<QJsonObject> QueryService::source(QJsonObject arguments)
{
    const auto key = domain::TaskKey::fromString(text(arguments, "task"));
    CO_TRY(const ProjectPtr project, m_services.projects.find(key.project));
    CO_TRY(const auto task, co_await m_services.queue.task(key));
    if (!task)
        co_return fail(ErrorCode::NotFound, QStringLiteral("There is no task %1").arg(key.toString()));
    CO_TRY(const QString mirror, co_await m_services.forgeOf(*project).mirror(project->repo));
    // What the task works on, or the default branch to merge with: nothing else of the repository is a worker's business.
    const bool isFresh = task->context.value(QLatin1String("head")).toString().isEmpty();
    const QString asked = text(arguments, "branch");
    if (!asked.isEmpty() && asked != project->defaultBranch)
        co_return fail(ErrorCode::Denied, QStringLiteral("%1 is no branch for %2").arg(asked, key.toString()));
    const QString ref
        = QStringLiteral("refs/heads/") + (isFresh || !asked.isEmpty() ? project->defaultBranch : task->branch);
    const QString id = QStringLiteral("source-") + QUuid::createUuid().toString(QUuid::WithoutBraces);
    const QString file = m_services.settings.workspaceFolder + QStringLiteral("/incoming/") + id;
    CO_CHECK(base::makeFolder(QFileInfo(file).path()));
    CO_CHECK(co_await m_services.git.createBundle(mirror, ref, {}, file));
    CO_TRY(const QByteArray bundle, base::readFile(file));
    QFile::remove(file);
    const QList<QByteArray> set { "SET", m_services.keys.blob(id), bundle, "EX", "3600" };
    CO_CHECK(co_await m_services.redis.command(set));
    co_return QJsonObject { { QStringLiteral("blob"), id } };
}

} // namespace slipway::orchestrator
