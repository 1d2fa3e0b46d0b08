// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/verbs.h"

#include "app/cli/prompt.h"
#include "app/cli/socketpause.h"

#include "core/base/files.h"
#include "core/process/commandwords.h"

#include <QProcess>
#include <QTemporaryFile>

namespace slipway::app {

Verbs::Verbs(Home home, const Invocation &invocation, const Output &output, std::stop_source stop)
    : m_home(home)
    , m_invocation(invocation)
    , m_output(output)
    , m_stop(stop.get_token())
    , m_session(std::move(home), output, std::move(stop))
{
}

Async<domain::Snapshot> Verbs::readState()
{
    CO_CHECK(co_await m_session.openReading());
    co_return co_await m_session.snapshot();
}

QString Verbs::argument(const char *name) const
{
    return m_invocation.arguments.value(QLatin1String(name)).toString();
}

QCoro::Task<int> Verbs::run()
{
    static const QHash<QString, Verb> verbs {
        { QStringLiteral("build"), &Verbs::journey },
        { QStringLiteral("new"), &Verbs::journey },
        { QStringLiteral("run"), &Verbs::journey },
        { QStringLiteral("status"), &Verbs::status },
        { QStringLiteral("projects"), &Verbs::status },
        { QStringLiteral("workers.list"), &Verbs::status },
        { QStringLiteral("tasks"), &Verbs::tasks },
        { QStringLiteral("task.show"), &Verbs::showTask },
        { QStringLiteral("gates"), &Verbs::gates },
        { QStringLiteral("plan.show"), &Verbs::showPlan },
        { QStringLiteral("plan.edit"), &Verbs::editPlan },
        { QStringLiteral("logs"), &Verbs::logs },
        { QStringLiteral("diff"), &Verbs::diff },
        { QStringLiteral("audit"), &Verbs::audit },
        { QStringLiteral("open"), &Verbs::openService },
        { QStringLiteral("config.get"), &Verbs::config },
        { QStringLiteral("config.set"), &Verbs::config },
        { QStringLiteral("doctor"), &Verbs::doctor },
        { QStringLiteral("login.github"), &Verbs::login },
        { QStringLiteral("login.discord"), &Verbs::login },
        { QStringLiteral("login.cloudflare"), &Verbs::login },
        { QStringLiteral("completion"), &Verbs::completion },
    };
    const Verb verb = verbs.value(m_invocation.verb, &Verbs::command);
    const int code = co_await (this->*verb)();
    co_await m_session.close();
    co_return code;
}

QCoro::Task<int> Verbs::journey()
{
    const auto opened = co_await m_session.openEngine();
    if (!opened)
        co_return m_output.failure(opened.error());
    Result<QJsonObject> result;
    {
        Journey journey(m_session, m_invocation, m_output, m_stop);
        if (m_invocation.verb == QLatin1String("build"))
            result = co_await journey.build();
        else if (m_invocation.verb == QLatin1String("new"))
            result = co_await journey.create();
        else
            result = co_await journey.runPipeline();
    }
    if (!result)
        co_return m_output.failure(result.error());
    m_output.document(*result);
    printCommandResult(*result);
    co_return Done;
}

void Verbs::printCommandResult(const QJsonObject &result) const
{
    const QString project = result.value(QLatin1String("project")).toString();
    const QString url = result.value(QLatin1String("url")).toString();
    if (m_invocation.verb == QLatin1String("build")) {
        m_output.text(QStringLiteral("%1: %2 issues closed in %3 s (%4 s of orchestration an issue)")
                          .arg(project)
                          .arg(result.value(QLatin1String("issues")).toInt())
                          .arg(result.value(QLatin1String("elapsed_s")).toDouble(), 0, 'f', 1)
                          .arg(result.value(QLatin1String("overhead_s_per_issue")).toDouble(), 0, 'f', 2));
        m_output.text(m_invocation.stopAfter ? QStringLiteral("It was live at %1 and is stopped again.").arg(url)
                                             : QStringLiteral("Live at ") + m_output.bold(url));
    } else if (m_invocation.verb == QLatin1String("new")) {
        m_output.text(QStringLiteral("Project %1 created, %2 issues. Next: slipway run %1")
                          .arg(project)
                          .arg(result.value(QLatin1String("issues")).toInt()));
    } else if (m_invocation.verb == QLatin1String("issue")) {
        m_output.text(QStringLiteral("%1: issue #%2 is open and will be worked on. %3")
                          .arg(project)
                          .arg(result.value(QLatin1String("issue")).toInt())
                          .arg(url));
    } else if (!url.isEmpty()) {
        m_output.text(QStringLiteral("%1: %2").arg(project, url));
        if (const QString reach = result.value(QLatin1String("reach")).toString(); !reach.isEmpty())
            m_output.text(reach);
    } else {
        m_output.text(project.isEmpty() ? QStringLiteral("Done.") : QStringLiteral("%1: done.").arg(project));
    }
}

QCoro::Task<int> Verbs::command()
{
    const QString verb = m_invocation.verb;
    if (verb == QLatin1String("delete") && !m_invocation.yes) {
        if (!canAsk())
            co_return m_output.failure({ ErrorCode::Waiting,
                                         QStringLiteral("Deleting needs a yes"),
                                         QStringLiteral("slipway delete %1 --yes").arg(argument("project")),
                                         {} });
        const auto sure = co_await ask(
            QStringLiteral("Delete %1 with its folder, repository and service? [y/n] ").arg(argument("project")),
            m_stop);
        if (!sure)
            co_return m_output.failure(sure.error());
        if (!*sure)
            co_return Done;
    }
    if (verb == QLatin1String("workers.start") && EngineLock::holder(m_home.paths.engineLock) == 0) {
        co_return m_output.failure(
            { ErrorCode::Unavailable,
              QStringLiteral("No engine runs that could keep workers"),
              QStringLiteral("Start one: `slipway --server` (its workers start by themselves), or use `slipway build`"),
              {} });
    }
    const bool pausesAll = verb == QLatin1String("pause") && argument("project").isEmpty();
    if (pausesAll) {
        if (const auto code = co_await pauseWithoutRedis(false))
            co_return *code;
    }
    const auto opened = co_await m_session.openEngine();
    if (!opened)
        co_return m_output.failure(opened.error());
    QJsonObject arguments = m_invocation.arguments;
    if (arguments.contains(QLatin1String("task"))) {
        const auto snapshot = co_await m_session.snapshot();
        if (snapshot)
            arguments = completeTaskId(*snapshot);
    }
    const bool isDeploy = verb == QLatin1String("deploy") || verb == QLatin1String("rollback");
    const auto patience = isDeploy ? std::chrono::minutes(30) : std::chrono::minutes(1);
    const auto result = co_await m_session.execute(verb, arguments, patience, m_stop);
    if (!result && pausesAll && !result.error().answered && !m_stop.stop_requested()) {
        if (const auto code = co_await pauseWithoutRedis(true))
            co_return *code;
    }
    if (!result)
        co_return m_output.failure(result.error());
    m_output.document(*result);
    printCommandResult(*result);
    co_return Done;
}

QCoro::Task<std::optional<int>> Verbs::pauseWithoutRedis(bool anyway)
{
    const auto paused = co_await pauseBySocket(m_home.paths.engineSocket, QStringLiteral("cli"), anyway);
    if (!paused)
        co_return m_output.failure(paused.error());
    if (!*paused)
        co_return std::nullopt;
    m_output.document(**paused);
    m_output.text(socketPauseText(**paused));
    co_return Done;
}

/// `7` means task 7 of the active project.
QJsonObject Verbs::completeTaskId(const domain::Snapshot &snapshot) const
{
    QJsonObject arguments = m_invocation.arguments;
    const QString id = argument("task");
    if (!id.contains(QLatin1Char(':')))
        arguments.insert(QStringLiteral("task"), QString(snapshot.activeProject + QLatin1Char(':') + id));
    return arguments;
}

QString Verbs::projectOf(const domain::Snapshot &snapshot) const
{
    const QString named = argument("project");
    return named.isEmpty() ? snapshot.activeProject : named;
}

QCoro::Task<int> Verbs::editPlan()
{
    const auto opened = co_await m_session.openEngine();
    if (!opened)
        co_return m_output.failure(opened.error());
    const auto answer = co_await m_session.query(QStringLiteral("plan"), m_invocation.arguments);
    if (!answer)
        co_return m_output.failure(answer.error());
    QTemporaryFile file(QDir::tempPath() + QStringLiteral("/slipway-plan-XXXXXX.json"));
    if (!file.open())
        co_return m_output.failure({ ErrorCode::Exhausted,
                                     QStringLiteral("Cannot write a temporary file"),
                                     QStringLiteral("Check the free disk space"),
                                     {} });
    file.write(QJsonDocument(answer->value(QLatin1String("plan")).toObject()).toJson());
    file.close();
    const QString editor = qEnvironmentVariable("VISUAL", qEnvironmentVariable("EDITOR", QStringLiteral("vi")));
    // The editor needs this terminal, and nothing else happens meanwhile: the one place where waiting is right.
    const QStringList words = process::commandWords(editor);
    if (words.isEmpty() || QProcess::execute(words.first(), QStringList(words.mid(1)) << file.fileName()) != 0)
        co_return m_output.failure({ ErrorCode::Invalid,
                                     QStringLiteral("The editor \"%1\" failed; the plan is unchanged").arg(editor),
                                     QStringLiteral("Set EDITOR"),
                                     {} });
    const auto plan = base::readJsonObject(file.fileName());
    if (!plan)
        co_return m_output.failure(plan.error().withHint(QStringLiteral("The plan is unchanged")));
    const QJsonObject arguments { { QStringLiteral("project"), answer->value(QLatin1String("project")) },
                                  { QStringLiteral("plan"), *plan } };
    const auto result
        = co_await m_session.execute(QStringLiteral("plan.edit"), arguments, std::chrono::seconds(30), m_stop);
    if (!result)
        co_return m_output.failure(result.error());
    m_output.document(*result);
    m_output.text(QStringLiteral("The plan has %1 issues now.").arg(result->value(QLatin1String("issues")).toInt()));
    co_return Done;
}

} // namespace slipway::app
