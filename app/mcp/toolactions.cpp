// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/mcp/toolactions.h"

#include "app/cli/socketpause.h"

#include "core/base/files.h"
#include "core/git/diff.h"

namespace slipway::app::mcp {

namespace {

constexpr qsizetype maxDiff = 256 * 1024; // characters; more than that no model reads

ToolResult documentResult(QJsonObject document)
{
    return { QString::fromUtf8(base::compact(document)), std::move(document) };
}

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

/// `7` means task 7 of the active project.
Async<QJsonObject> withWholeTask(std::shared_ptr<Session> session, QJsonObject arguments)
{
    const QString task = text(arguments, "task");
    if (!task.isEmpty() && !task.contains(QLatin1Char(':'))) {
        CO_TRY(const domain::Snapshot snapshot, co_await session->snapshot());
        arguments.insert(QStringLiteral("task"), QString(snapshot.activeProject + QLatin1Char(':') + task));
    }
    co_return arguments;
}

} // namespace

Async<ToolResult> readStatus(Call call)
{
    CO_TRY(const domain::Snapshot snapshot, co_await call.session->snapshot());
    co_return documentResult(domain::statusDocument(snapshot));
}

Async<ToolResult> readProjects(Call call)
{
    CO_TRY(const domain::Snapshot snapshot, co_await call.session->snapshot());
    const QJsonObject status = domain::statusDocument(snapshot);
    co_return documentResult({ { QStringLiteral("active_project"), status.value(QLatin1String("active_project")) },
                               { QStringLiteral("projects"), status.value(QLatin1String("projects")) } });
}

Async<ToolResult> readTasks(Call call)
{
    CO_TRY(const domain::Snapshot snapshot, co_await call.session->snapshot());
    const QString named = text(call.arguments, "project");
    const QString project = named.isEmpty() ? snapshot.activeProject : named;
    const bool known = std::ranges::any_of(snapshot.projects, [&](const auto &view) { return view.name == project; });
    if (!known && !named.isEmpty())
        co_return fail(ErrorCode::NotFound, QStringLiteral("There is no project \"%1\"").arg(named),
                       QStringLiteral("The tool `projects` lists them"));
    const QString phase = text(call.arguments, "phase");
    QList<domain::Task> tasks = domain::tasksOf(snapshot, project);
    tasks.removeIf([&](const auto &task) { return !phase.isEmpty() && domain::toString(task.phase) != phase; });
    const auto limit = call.arguments.value(QLatin1String("limit")).toInt(200);
    QJsonArray list;
    for (const auto &task : std::as_const(tasks)) {
        if (list.size() >= limit)
            break;
        list.append(domain::toJson(task));
    }
    co_return documentResult({ { QStringLiteral("project"), project },
                               { QStringLiteral("total"), tasks.size() },
                               { QStringLiteral("tasks"), list } });
}

Async<ToolResult> readTask(Call call)
{
    CO_TRY(const QJsonObject arguments, co_await withWholeTask(call.session, call.arguments));
    CO_TRY(const QJsonObject answer, co_await call.session->query(QStringLiteral("task"), arguments));
    co_return documentResult(answer);
}

Async<ToolResult> readPlan(Call call)
{
    CO_TRY(const QJsonObject answer, co_await call.session->query(QStringLiteral("plan"), call.arguments));
    co_return documentResult(answer);
}

Async<ToolResult> readGates(Call call)
{
    CO_TRY(const domain::Snapshot snapshot, co_await call.session->snapshot());
    QJsonArray list;
    for (const auto &gate : snapshot.gates)
        list.append(domain::toJson(gate));
    co_return documentResult({ { QStringLiteral("gates"), list } });
}

Async<ToolResult> readLogs(Call call)
{
    CO_TRY(QJsonObject arguments, co_await withWholeTask(call.session, call.arguments));
    if (text(arguments, "run").isEmpty()) {
        CO_TRY(const QJsonObject runs, co_await call.session->query(QStringLiteral("runs"), arguments));
        co_return documentResult(runs);
    }
    if (!arguments.contains(QLatin1String("limit")))
        arguments.insert(QStringLiteral("limit"), 200);
    CO_TRY(const QJsonObject page, co_await call.session->query(QStringLiteral("transcript"), arguments));
    co_return documentResult(page);
}

Async<ToolResult> readDiff(Call call)
{
    CO_TRY(const QJsonObject arguments, co_await withWholeTask(call.session, call.arguments));
    CO_TRY(const QJsonObject answer, co_await call.session->query(QStringLiteral("diff"), arguments));
    QString diff = git::unifiedText(git::diffFromJson(answer));
    if (diff.size() > maxDiff) {
        const auto dropped = diff.size() - maxDiff;
        diff = diff.left(maxDiff) + QStringLiteral("\n[%1 more characters are not shown]\n").arg(dropped);
    }
    co_return ToolResult { diff, {} };
}

Async<ToolResult> runCommand(Call call, QString verb, std::chrono::milliseconds patience)
{
    CO_TRY(QJsonObject arguments, co_await withWholeTask(call.session, call.arguments));
    if (verb == QLatin1String("pause") || verb == QLatin1String("resume"))
        arguments.insert(QStringLiteral("all"), text(arguments, "project").isEmpty());
    // The engine stands in another folder than this process.
    if (const QFileInfo source(text(arguments, "from")); arguments.contains(QLatin1String("from")) && source.exists())
        arguments.insert(QStringLiteral("from"), source.absoluteFilePath());
    if (verb == QLatin1String("pause") && arguments.value(QLatin1String("all")).toBool()) {
        CO_TRY(const auto paused,
               co_await pauseBySocket(call.session->home().paths.engineSocket, QStringLiteral("mcp"), false));
        if (paused)
            co_return ToolResult { socketPauseText(*paused), *paused };
    }
    CO_TRY(const QJsonObject answer, co_await call.session->execute(verb, arguments, patience, call.stop));
    co_return documentResult(answer);
}

} // namespace slipway::app::mcp
