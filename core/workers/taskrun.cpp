// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workers/taskrun.h"

#include "core/agents/roles/taskprompt.h"
#include "core/base/files.h"
#include "core/workers/testrun.h"

namespace slipway::workers {

using domain::FailureClass;

namespace {

QString folderFor(const WorkerSettings &settings, const domain::Task &task)
{
    return settings.workspaceFolder + QLatin1Char('/') + task.key.project + QLatin1Char('-')
        + QString::number(task.key.number);
}

/// Failures of our own steps (git, disk) as opposed to the agent's.
FailureClass classOf(const Error &error)
{
    switch (error.code) {
    case ErrorCode::Cancelled:
        return FailureClass::Cancelled;
    case ErrorCode::Timeout:
        return FailureClass::Timeout;
    case ErrorCode::NotFound:
    case ErrorCode::Unavailable:
    case ErrorCode::Exhausted:
        return FailureClass::SetupFailed;
    default:
        return FailureClass::Internal;
    }
}

} // namespace

TaskRun::TaskRun(Tools tools, domain::Task task, QString run, agents::EventSink sink)
    : m_tools(std::move(tools))
    , m_task(std::move(task))
    , m_sink(std::move(sink))
    , m_workspace(m_tools.runner, folderFor(m_tools.settings, m_task) + QStringLiteral("/tree"),
                  folderFor(m_tools.settings, m_task) + QStringLiteral("/out"))
{
    m_end.result.task = m_task.key;
    m_end.result.run = std::move(run);
    m_end.result.agent = text("agent");
}

QString TaskRun::text(const char *key) const
{
    return m_task.context.value(QLatin1String(key)).toString();
}

std::unexpected<Error> TaskRun::failed(FailureClass failure, const QString &detail)
{
    m_end.result.failure = failure;
    m_end.result.detail = detail;
    return fail(ErrorCode::Internal, detail);
}

QCoro::Task<FinishedRun> TaskRun::execute(std::stop_token stop)
{
    auto done = co_await checkAccount();
    if (done)
        done = co_await prepareWorkspace();
    if (done) {
        if (m_task.kind == QLatin1String("review"))
            done = co_await review(stop);
        else
            done = co_await author(stop);
    }
    auto &result = m_end.result;
    if (!done && result.failure == FailureClass::None) {
        result.failure = classOf(done.error());
        result.detail = done.error().message;
    }
    if (m_hasPrepared && result.failure != FailureClass::None && m_task.kind != QLatin1String("review")) {
        const auto saved = co_await m_workspace.rescue(text("repository"), result.run);
        if (saved)
            result.rescueRef = *saved;
        m_keepsWork = !saved || QFileInfo(*saved).isFile();
    }
    co_return FinishedRun(m_end); // a copy: co_return would move the member away. Its bundle lies there until cleanUp()
}

QCoro::Task<> TaskRun::cleanUp()
{
    // A run that did not come to prepare its workspace may find there what another has left.
    if (m_keepsWork || !m_hasPrepared)
        co_return;
    const auto removed = co_await m_workspace.remove();
    if (removed)
        QDir(folderFor(m_tools.settings, m_task)).removeRecursively();
}

Async<> TaskRun::checkAccount()
{
    const auto until = co_await m_tools.limits.until(text("agent"));
    if (!until)
        co_return Result<> {};
    m_end.result.retryAfterMs = qMax<qint64>(1000, QDateTime::currentDateTimeUtc().msecsTo(*until));
    co_return failed(FailureClass::UsageLimit,
                     QStringLiteral("%1 has used up its limit; work on this account goes on at %2")
                         .arg(text("agent"), until->toString(Qt::ISODate)));
}

Async<> TaskRun::prepareWorkspace()
{
    git::WorkspaceSource source;
    source.repository = text("repository");
    if (!QFileInfo::exists(source.repository)) {
        CO_TRY(source.bundle, co_await m_tools.fetchSources(m_task, QString()));
        source.repository.clear();
    }
    source.branch = text("branch");
    source.commit = text("head");
    if (!source.repository.isEmpty()) {
        const QString ref
            = source.commit.isEmpty() ? QStringLiteral("refs/heads/") + text("default_branch") : source.commit;
        CO_TRY(source.commit, co_await m_tools.git.resolve(source.repository, ref));
        if (source.commit.isEmpty())
            co_return failed(FailureClass::SetupFailed, QStringLiteral("The repository has no %1").arg(ref));
    }
    CO_CHECK(co_await m_workspace.prepare(source, text("repository")));
    m_hasPrepared = true;
    m_end.result.base = source.commit;
    m_end.result.branch = source.branch;
    co_return Result<> {};
}

Async<QString> TaskRun::targetHead()
{
    const QString branch = text("default_branch");
    if (QFileInfo::exists(text("repository"))) // the workspace borrows its objects
        co_return co_await m_tools.git.resolve(text("repository"), QStringLiteral("refs/heads/") + branch);
    CO_TRY(const QString bundle, co_await m_tools.fetchSources(m_task, branch));
    co_return co_await m_tools.git.importBundleTo(m_workspace.folder(), bundle, QStringLiteral("refs/slipway/target"));
}

Async<> TaskRun::author(std::stop_token stop)
{
    domain::Task task = m_task;
    if (text("purpose") == QLatin1String("conflict")) {
        CO_TRY(const QString theirs, co_await targetHead());
        CO_TRY(const QStringList conflicts, co_await m_workspace.beginMerge(theirs));
        task.context.insert(QStringLiteral("conflicts"), QJsonArray::fromStringList(conflicts));
    }
    const auto answer = co_await runAgent(task, stop);
    CO_CHECK(co_await take(answer));
    m_end.result.summary = answer.text;
    CO_CHECK(co_await testAndMend(stop));
    CO_CHECK(co_await m_workspace.commitAll(QStringLiteral("%1 (#%2)").arg(m_task.title).arg(m_task.key.number)));
    CO_TRY(const git::WorkspaceChange change, co_await m_workspace.collect(m_end.result.base));
    m_end.result.head = change.head;
    m_end.result.files = change.files;
    m_end.bundlePath = change.bundlePath;
    co_return Result<> {};
}

Async<> TaskRun::testAndMend(std::stop_token stop)
{
    for (int round = 0;; ++round) {
        CO_TRY(const bool passed, co_await runTests(stop));
        if (passed)
            co_return Result<> {};
        const QString output = m_end.result.tests.value(QLatin1String("output")).toString();
        if (round >= m_tools.settings.testFixRounds)
            co_return failed(FailureClass::TestsFailed,
                             QStringLiteral("The tests still fail after %1 rounds").arg(round));
        domain::Task task = m_task;
        task.context.insert(QStringLiteral("purpose"), QStringLiteral("ci_fix"));
        task.context.insert(QStringLiteral("round"), round + 1);
        task.context.insert(QStringLiteral("session"), m_end.result.session);
        task.context.insert(QStringLiteral("ci"),
                            QJsonObject { { QStringLiteral("workflow"), QStringLiteral("local tests") },
                                          { QStringLiteral("step"), text("test_command") },
                                          { QStringLiteral("log"), output } });
        const auto answer = co_await runAgent(task, stop);
        if (!answer.ok()) {
            // What stands is that the tests fail; the mending attempt only adds to it.
            const bool ours = answer.failure != FailureClass::AgentError;
            const QString why = answer.detail.isEmpty() ? output.right(200) : answer.detail;
            co_return failed(ours ? answer.failure : FailureClass::TestsFailed,
                             QStringLiteral("The tests fail: %1").arg(why));
        }
        CO_CHECK(co_await take(answer));
    }
}

Async<> TaskRun::review(std::stop_token stop)
{
    CO_TRY(const bool passed, co_await runTests(stop));
    Q_UNUSED(passed) // the reviewer sees the result as evidence
    domain::Task task = m_task;
    task.context.insert(QStringLiteral("tests"), m_end.result.tests);
    const auto answer = co_await runAgent(task, stop);
    CO_CHECK(co_await take(answer));
    m_end.result.verdict = answer.structured;
    m_end.result.summary = answer.structured.value(QLatin1String("summary")).toString();
    const QString verdict = answer.structured.value(QLatin1String("verdict")).toString();
    if (verdict != QLatin1String("approve") && verdict != QLatin1String("request_changes"))
        co_return failed(FailureClass::AgentError, QStringLiteral("The reviewer gave no verdict"));
    co_return Result<> {};
}

QCoro::Task<agents::AgentResult> TaskRun::runAgent(domain::Task task, std::stop_token stop)
{
    const auto driver = m_tools.catalog.find(text("agent"));
    if (!driver) {
        agents::AgentResult none;
        none.failure = FailureClass::SetupFailed;
        none.detail = driver.error().message;
        co_return none;
    }
    // What a person told this task since it was queued.
    const QStringList messages = task.context.value(QLatin1String("messages")).toVariant().toStringList();
    if (!messages.isEmpty()) {
        const QString notes = task.context.value(QLatin1String("memory")).toString();
        task.context.insert(
            QStringLiteral("memory"),
            QString(notes + QStringLiteral("\nFrom the owner of this task:\n") + messages.join(QLatin1Char('\n'))));
    }
    const auto prompt = agents::buildTaskPrompt(task);
    const auto context = task.context;
    agents::AgentRequest request;
    request.run = m_end.result.run;
    request.project = task.key.project;
    request.task = task.key.toString();
    request.idea = text("idea");
    request.role = prompt.role;
    request.purpose = prompt.purpose;
    request.subject = text("slug");
    request.round = context.value(QLatin1String("round")).toInt();
    request.workspace = m_workspace.folder();
    request.readable = m_workspace.sandboxProfile().readable;
    request.prompt = prompt.prompt;
    request.systemPrompt = prompt.systemPrompt;
    request.schema = prompt.schema;
    request.resumeSession = context.value(QLatin1String("session")).toString();
    request.limits = m_tools.settings.limits;
    request.extra = { { QStringLiteral("recipe"), context.value(QLatin1String("recipe")) },
                      { QStringLiteral("pace"), context.value(QLatin1String("pace")) },
                      { QStringLiteral("attempt"), task.attempts },
                      { QStringLiteral("acceptance"), context.value(QLatin1String("acceptance")) } };
    const auto result = co_await m_tools.agents.run(driver->get(), request, m_sink, stop);
    co_await m_tools.limits.note(text("agent"), result);
    co_return result;
}

Async<bool> TaskRun::runTests(std::stop_token stop)
{
    const QString command = text("test_command");
    if (command.isEmpty())
        co_return true;
    auto profile = m_workspace.sandboxProfile();
    profile.network = m_tools.settings.testNetwork;
    const auto spec = testSpec(command, m_workspace.folder(), profile, m_tools.settings.testTimeout);
    const auto outcome = co_await m_tools.runner.run(spec, {}, stop);
    if (outcome.end == process::ProcessEnd::Cancelled)
        co_return failed(FailureClass::Cancelled, QStringLiteral("Stopped during the tests"));
    if (outcome.end == process::ProcessEnd::FailedToStart)
        co_return failed(FailureClass::SetupFailed, outcome.error);
    m_end.result.tests
        = { { QStringLiteral("command"), command },
            { QStringLiteral("passed"), outcome.ok() },
            { QStringLiteral("output"), QString::fromUtf8(QByteArray(outcome.out + outcome.err).right(16000)) } };
    co_return outcome.ok();
}

Async<> TaskRun::take(const agents::AgentResult &result)
{
    auto &end = m_end.result;
    end.usage += result.usage;
    if (!result.session.isEmpty())
        end.session = result.session;
    if (result.ok())
        co_return Result<> {};
    if (result.resumeAt.isValid())
        end.retryAfterMs = qMax<qint64>(1000, QDateTime::currentDateTimeUtc().msecsTo(result.resumeAt));
    co_return failed(result.failure, result.detail);
}

} // namespace slipway::workers
