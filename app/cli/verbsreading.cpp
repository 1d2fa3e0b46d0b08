// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The verbs that only read: they need no engine.
#include "app/cli/reports.h"
#include "app/cli/verbs.h"

#include "core/base/files.h"
#include "core/base/taskscope.h"
#include "core/control/auditlog.h"
#include "core/domain/criticalpath.h"
#include "core/git/diff.h"

#include <QProcess>

namespace slipway::app {

QCoro::Task<int> Verbs::status()
{
    if (m_invocation.watch)
        co_return co_await watchStatus();
    const auto snapshot = co_await readState();
    if (!snapshot)
        co_return m_output.failure(snapshot.error());
    const QJsonObject document = domain::statusDocument(*snapshot);
    if (m_invocation.verb == QLatin1String("status")) {
        m_output.document(document);
        m_output.text(statusText(*snapshot, m_output));
    } else if (m_invocation.verb == QLatin1String("projects")) {
        m_output.document({ { QStringLiteral("active_project"), document.value(QLatin1String("active_project")) },
                            { QStringLiteral("projects"), document.value(QLatin1String("projects")) } });
        m_output.text(projectsText(*snapshot, m_output));
    } else {
        m_output.document({ { QStringLiteral("workers"), document.value(QLatin1String("workers")) } });
        m_output.text(workersText(*snapshot, m_output));
    }
    co_return Done;
}

QCoro::Task<int> Verbs::watchStatus()
{
    QString last;
    while (!m_stop.stop_requested()) {
        // Opened anew each time: an engine may start, end, or hand over to another while this watches.
        const auto snapshot = co_await readState();
        if (!snapshot)
            co_return m_output.failure(snapshot.error());
        const QString text = statusText(*snapshot, m_output);
        if (m_output.isJson())
            m_output.document(domain::statusDocument(*snapshot));
        else if (text != last)
            m_output.text((m_output.hasColour() ? QStringLiteral("\x1b[H\x1b[2J") : QString()) + text);
        last = text;
        const auto waited = co_await base::sleepFor(std::chrono::seconds(1), m_stop);
        Q_UNUSED(waited)
    }
    co_return Done;
}

QCoro::Task<int> Verbs::tasks()
{
    const auto snapshot = co_await readState();
    if (!snapshot)
        co_return m_output.failure(snapshot.error());
    const QString project = projectOf(*snapshot);
    QList<domain::Task> tasks = domain::tasksOf(*snapshot, project);
    QJsonArray list;
    if (m_invocation.arguments.value(QLatin1String("all")).toBool()) {
        const auto ended = co_await endedTasks(project);
        if (!ended)
            co_return m_output.failure(ended.error());
        for (const auto &task : *ended) {
            if (!snapshot->tasks.contains(task.key.toString()))
                tasks.append(task);
        }
        std::ranges::sort(tasks, {}, [](const auto &task) { return task.key.number; });
    }
    for (const auto &task : std::as_const(tasks))
        list.append(domain::toJson(task));
    QJsonArray path;
    for (const int number : domain::criticalPath(tasks))
        path.append(number);
    m_output.document({ { QStringLiteral("project"), project },
                        { QStringLiteral("tasks"), list },
                        { QStringLiteral("critical_path"), path } });
    m_output.text(tasksText(tasks, m_output));
    co_return Done;
}

Async<QList<domain::Task>> Verbs::endedTasks(QString project)
{
    QList<domain::Task> tasks;
    constexpr int page = 500;
    while (true) {
        const QJsonObject arguments { { QStringLiteral("project"), project },
                                      { QStringLiteral("limit"), page },
                                      { QStringLiteral("skip"), tasks.size() } };
        CO_TRY(const QJsonObject answer, co_await m_session.query(QStringLiteral("history"), arguments));
        const auto list = answer.value(QLatin1String("tasks")).toArray();
        for (const auto &task : list)
            tasks.append(domain::taskFromJson(task.toObject()));
        if (list.size() < page)
            co_return tasks;
    }
}

QCoro::Task<int> Verbs::showTask()
{
    const auto snapshot = co_await readState();
    if (!snapshot)
        co_return m_output.failure(snapshot.error());
    const auto answer = co_await m_session.query(QStringLiteral("task"), completeTaskId(*snapshot));
    if (!answer)
        co_return m_output.failure(answer.error());
    m_output.document(*answer);
    m_output.text(taskText(*answer, m_output));
    co_return Done;
}

QCoro::Task<int> Verbs::gates()
{
    const auto snapshot = co_await readState();
    if (!snapshot)
        co_return m_output.failure(snapshot.error());
    QJsonArray list;
    for (const auto &gate : snapshot->gates)
        list.append(domain::toJson(gate));
    m_output.document({ { QStringLiteral("gates"), list } });
    m_output.text(gatesText(snapshot->gates, m_output));
    co_return Done;
}

QCoro::Task<int> Verbs::showPlan()
{
    const auto opened = co_await m_session.openReading();
    if (!opened)
        co_return m_output.failure(opened.error());
    const auto answer = co_await m_session.query(QStringLiteral("plan"), m_invocation.arguments);
    if (!answer)
        co_return m_output.failure(answer.error());
    m_output.document(*answer);
    m_output.text(planText(*answer, m_output));
    co_return Done;
}

QCoro::Task<int> Verbs::logs()
{
    const auto opened = co_await m_session.openReading();
    if (!opened)
        co_return m_output.failure(opened.error());
    QJsonObject arguments = m_invocation.arguments;
    if (argument("run").isEmpty()) {
        const auto answer = co_await m_session.query(QStringLiteral("runs"), arguments);
        if (!answer)
            co_return m_output.failure(answer.error());
        m_output.document(*answer);
        m_output.text(runsText(answer->value(QLatin1String("runs")).toArray(), m_output));
        co_return Done;
    }
    QJsonArray all;
    while (true) {
        const auto page = co_await m_session.query(QStringLiteral("transcript"), arguments);
        if (!page)
            co_return m_output.failure(page.error());
        const auto events = page->value(QLatin1String("events")).toArray();
        for (const auto &event : events) {
            all.append(event);
            m_output.text(transcriptLine(event.toObject(), m_output));
        }
        arguments.insert(QStringLiteral("from"), page->value(QLatin1String("next")));
        if (page->value(QLatin1String("done")).toBool()) {
            if (!m_invocation.watch || m_stop.stop_requested())
                break;
            const auto waited = co_await base::sleepFor(std::chrono::milliseconds(500), m_stop);
            Q_UNUSED(waited)
        }
    }
    m_output.document({ { QStringLiteral("run"), argument("run") }, { QStringLiteral("events"), all } });
    co_return Done;
}

QCoro::Task<int> Verbs::diff()
{
    const auto snapshot = co_await readState();
    if (!snapshot)
        co_return m_output.failure(snapshot.error());
    const auto answer = co_await m_session.query(QStringLiteral("diff"), completeTaskId(*snapshot));
    if (!answer)
        co_return m_output.failure(answer.error());
    m_output.document(*answer);
    m_output.text(git::unifiedText(git::diffFromJson(*answer)));
    co_return Done;
}

QCoro::Task<int> Verbs::audit()
{
    if (m_invocation.verify) {
        const auto count = control::AuditLog::verify(m_home.paths.audit);
        if (!count)
            co_return m_output.failure(count.error());
        m_output.document({ { QStringLiteral("success"), true }, { QStringLiteral("entries"), double(*count) } });
        m_output.text(QStringLiteral("The chain of %1 entries is whole.").arg(*count));
        co_return Done;
    }
    const auto entries = control::AuditLog::tail(m_home.paths.audit, 100);
    if (!entries)
        co_return m_output.failure(entries.error());
    m_output.document({ { QStringLiteral("entries"), *entries } });
    for (const auto &value : *entries) {
        const auto e = value.toObject();
        m_output.text(QStringLiteral("%1  %2  %3  %4  %5")
                          .arg(e.value(QLatin1String("time")).toString(), e.value(QLatin1String("actor")).toString(),
                               e.value(QLatin1String("action")).toString(),
                               QString::fromUtf8(base::compact(e.value(QLatin1String("what")).toObject())).left(120),
                               e.value(QLatin1String("outcome")).toString()));
    }
    co_return Done;
}

QCoro::Task<int> Verbs::openService()
{
    const auto snapshot = co_await readState();
    if (!snapshot)
        co_return m_output.failure(snapshot.error());
    const QString name = projectOf(*snapshot);
    for (const auto &project : snapshot->projects) {
        if (project.name != name)
            continue;
        if (project.deploy.state != domain::DeployState::Live)
            co_return m_output.failure({ ErrorCode::NotFound,
                                         QStringLiteral("%1 is not live").arg(name),
                                         QStringLiteral("Deploy it: slipway deploy %1").arg(name),
                                         {} });
        m_output.document({ { QStringLiteral("project"), name }, { QStringLiteral("url"), project.deploy.url } });
        m_output.text(project.deploy.url);
        const bool display = !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
        if (display && !m_output.isJson())
            QProcess::startDetached(QStringLiteral("xdg-open"), { project.deploy.url });
        co_return Done;
    }
    co_return m_output.failure({ ErrorCode::NotFound,
                                 QStringLiteral("There is no project \"%1\"").arg(name),
                                 QStringLiteral("`slipway projects` lists them"),
                                 {} });
}

} // namespace slipway::app
