// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/verbs.h"

#include "app/cli/doctor.h"
#include "app/cli/login.h"
#include "app/cli/prompt.h"
#include "app/cli/reports.h"
#include "app/cli/socketpause.h"

#include "core/base/files.h"
#include "core/base/taskscope.h"
#include "core/control/auditlog.h"
#include "core/git/diff.h"

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
    } else if (!url.isEmpty()) {
        m_output.text(QStringLiteral("%1: %2").arg(project, url));
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
    QList<domain::Task> tasks;
    QJsonArray list;
    for (const auto &task : snapshot->tasks) {
        if (task.key.project == project)
            tasks.append(task);
    }
    if (m_invocation.arguments.value(QLatin1String("all")).toBool()) {
        const auto ended = co_await endedTasks(project);
        if (!ended)
            co_return m_output.failure(ended.error());
        for (const auto &task : *ended) {
            if (!snapshot->tasks.contains(task.key.toString()))
                tasks.append(task);
        }
    }
    std::ranges::sort(tasks, {}, [](const auto &task) { return task.key.number; });
    for (const auto &task : std::as_const(tasks))
        list.append(domain::toJson(task));
    m_output.document({ { QStringLiteral("project"), project }, { QStringLiteral("tasks"), list } });
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
                                      { QStringLiteral("before"), tasks.size() } };
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
    const QStringList words = QProcess::splitCommand(editor) << file.fileName();
    if (words.size() < 2 || QProcess::execute(words.first(), words.mid(1)) != 0)
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

QCoro::Task<int> Verbs::login()
{
    Login login(m_home, m_output, m_stop);
    const QString service = m_invocation.verb.section(QLatin1Char('.'), 1);
    Result<QJsonObject> result;
    if (service == QLatin1String("github"))
        result = co_await login.gitHub(m_invocation.arguments.value(QLatin1String("from_gh")).toBool());
    else if (service == QLatin1String("discord"))
        result = co_await login.discord();
    else
        result = co_await login.cloudflare();
    if (!result)
        co_return m_output.failure(result.error());
    m_output.document(*result);
    m_output.text(
        QStringLiteral("Signed in to %1: %2").arg(service, result->value(QLatin1String("account")).toString()));
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

QCoro::Task<int> Verbs::config()
{
    const QString key = argument("key");
    if (m_invocation.verb == QLatin1String("config.set")) {
        const auto set = m_home.settings.set(key, argument("value"));
        if (!set)
            co_return m_output.failure(set.error());
    }
    const auto entry = [](const settings::Described &d) {
        return QJsonObject { { QStringLiteral("key"), d.name },
                             { QStringLiteral("value"), d.value },
                             { QStringLiteral("source"), d.source.text },
                             { QStringLiteral("environment"), d.environment },
                             { QStringLiteral("help"), d.help } };
    };
    if (!key.isEmpty()) {
        const auto described = m_home.settings.describe(key);
        if (!described)
            co_return m_output.failure(described.error());
        m_output.document(entry(*described));
        m_output.text(
            m_invocation.verb == QLatin1String("config.get")
                ? described->value
                : QStringLiteral("%1 = %2 (%3)").arg(described->name, described->value, described->source.text));
        co_return Done;
    }
    QJsonArray all;
    QList<QStringList> rows;
    const auto settings = m_home.settings.describe();
    for (const auto &described : settings) {
        all.append(entry(described));
        rows.append({ described.name, described.value, described.source.text, described.help });
    }
    m_output.document({ { QStringLiteral("settings"), all } });
    m_output.text(
        table({ QStringLiteral("key"), QStringLiteral("value"), QStringLiteral("from"), QStringLiteral("what") }, rows,
              m_output));
    co_return Done;
}

QCoro::Task<int> Verbs::doctor()
{
    process::HostProcessRunner runner { process::Sandbox(process::SandboxKind::Bubblewrap) };
    const auto findings = co_await examine(m_home, runner);
    m_output.document(doctorDocument(findings, m_home));
    m_output.text(doctorText(findings, m_home, m_output));
    co_return Done;
}

QCoro::Task<int> Verbs::completion()
{
    m_output.text(completionScript(argument("shell")));
    co_return Done;
}

} // namespace slipway::app
