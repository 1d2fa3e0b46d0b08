// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/agentrunner.h"

#include "core/agents/agenttalk.h"
#include "core/agents/runlog.h"
#include "core/agents/runwatch.h"
#include "core/agents/schemacheck.h"
#include "core/base/redaction.h"

namespace slipway::agents {

namespace {

using domain::FailureClass;

AgentResult failedBecause(FailureClass reason, QString detail)
{
    AgentResult result;
    result.failure = reason;
    result.detail = std::move(detail);
    return result;
}

AgentResult cannotStart(const Error &error)
{
    const auto reason = error.code == ErrorCode::Denied ? FailureClass::Sandbox : FailureClass::SetupFailed;
    return failedBecause(reason,
                         error.hint.isEmpty() ? error.message : error.message + QStringLiteral(". ") + error.hint);
}

/// bubblewrap says on stderr why it could not build the sandbox; the agent itself never ran then.
bool isSandboxFailure(const process::ProcessOutcome &outcome, bool sawOutput)
{
    return !sawOutput && !outcome.ok() && outcome.err.trimmed().startsWith("bwrap: ");
}

/// Several CLIs wait for their service without a word until they are stopped; then what they met is the reason, not the wait.
bool explainsSilence(FailureClass failure)
{
    return failure == FailureClass::UsageLimit || failure == FailureClass::RateLimited || failure == FailureClass::Auth;
}

/// How the run was ended by us, if it was.
struct Ending {
    bool sawOutput = false; ///< the process said something
    bool stopped = false; ///< a person or a limit wanted it to stop
    bool dismissed = false; ///< all was said, and the process did not go by itself
};

/// The process's end and our own limits decide before the CLI's words do: a CLI that was stopped may still say "success".
AgentResult judge(AgentResult parsed, const process::ProcessOutcome &outcome, const RunWatch &watch, Ending ending)
{
    const auto overruled = [&parsed](FailureClass reason, const QString &detail) {
        parsed.failure = reason;
        parsed.detail = detail;
        return parsed;
    };
    if (outcome.end == process::ProcessEnd::FailedToStart)
        return overruled(FailureClass::SetupFailed, outcome.error);
    if (isSandboxFailure(outcome, ending.sawOutput)) {
        return overruled(FailureClass::Sandbox,
                         QString::fromUtf8(outcome.err.trimmed().split('\n').constFirst()).left(300));
    }
    const bool wasWaiting = outcome.end == process::ProcessEnd::TimedOut || watch.reason() == FailureClass::Stalled;
    if (wasWaiting && explainsSilence(parsed.failure))
        return parsed;
    if (outcome.end == process::ProcessEnd::TimedOut)
        return overruled(FailureClass::Timeout, QStringLiteral("The run took longer than its time limit"));
    if (ending.dismissed && !ending.stopped)
        return parsed;
    if (outcome.end == process::ProcessEnd::Cancelled || ending.stopped) {
        return watch.reason() == FailureClass::None
            ? overruled(FailureClass::Cancelled, QStringLiteral("Stopped on request"))
            : overruled(watch.reason(), watch.detail());
    }
    return parsed;
}

void checkStructured(AgentResult &result, const QJsonObject &schema)
{
    if (!result.ok() || schema.isEmpty())
        return;
    const QString violation = result.structured.isEmpty() ? QStringLiteral("the answer is missing")
                                                          : schemaViolation(result.structured, schema);
    if (violation.isEmpty())
        return;
    result.failure = FailureClass::AgentError;
    result.detail = QStringLiteral("The agent did not answer in the form it was asked for: ") + violation;
}

} // namespace

AgentRunner::AgentRunner(process::ProcessRunner &runner, const base::Clock &clock, QString logFolder)
    : m_runner(runner)
    , m_clock(clock)
    , m_logFolder(std::move(logFolder))
{
}

QCoro::Task<AgentResult> AgentRunner::run(const AgentDriver *driver, AgentRequest request, EventSink sink,
                                          std::stop_token stop)
{
    AgentResult result = co_await runOnce(driver, request, sink, stop);
    if (!result.isSessionLost || request.resumeSession.isEmpty())
        co_return result;
    request.resumeSession.clear();
    co_return co_await runOnce(driver, std::move(request), std::move(sink), stop);
}

QCoro::Task<AgentResult> AgentRunner::runOnce(const AgentDriver *driver, AgentRequest request, EventSink sink,
                                              std::stop_token stop)
{
    RunLog log(m_logFolder, *driver, request, m_clock.now());
    log.request(request);
    auto command = driver->command(request);
    if (!command) {
        auto result = cannotStart(command.error());
        log.result(result, process::ProcessOutcome {}, m_clock.now());
        co_return result;
    }
    process::ProcessSpec spec = std::move(*command);
    spec.timeout = request.limits.total;
    spec.maxOutput = 256 * 1024; // the parser has seen every line; the tail is for the log

    RunWatch watch(request.limits, driver->idleLimit(request).value_or(request.limits.idle), driver->isMetered());
    std::stop_callback forward(stop, [source = watch.stopSource()]() mutable { source.request_stop(); });
    const auto parser = driver->makeParser(request);
    Ending ending;
    std::unique_ptr<AgentTalk> talk;
    if (driver->talks())
        talk = std::make_unique<AgentTalk>(*parser, spec);
    process::LineSink onLine = [&](process::OutputChannel channel, const QByteArray &line) {
        if (channel != process::OutputChannel::Out)
            return; // for people; its tail is in the outcome
        ending.sawOutput = true;
        const QList<TranscriptEvent> events = parser->line(line);
        for (TranscriptEvent event : events) {
            if (!event.time.isValid())
                event.time = m_clock.now();
            watch.observe(event);
            event = cleaned(std::move(event));
            log.event(event);
            if (sink)
                sink(event);
        }
        if (talk)
            talk->go();
    };
    watch.start();
    const std::stop_token stopped = watch.stopSource().get_token();
    const std::stop_callback sayFarewell(stopped, [&talk] {
        if (talk)
            talk->stop();
    });
    const process::ProcessOutcome outcome
        = co_await m_runner.run(std::move(spec), std::move(onLine), talk ? talk->processStop() : stopped);

    driver->finished(request);
    ending.stopped = talk && stopped.stop_requested();
    ending.dismissed = talk && talk->isDismissed();
    AgentResult result = judge(parser->finish(outcome), outcome, watch, ending);
    checkStructured(result, request.schema);
    result.detail = base::redact(result.detail).simplified();
    if (result.usage == domain::Usage {})
        result.usage = watch.usage(); // stopped before it could sum up: what was seen still counts
    log.result(result, outcome, m_clock.now());
    co_return result;
}

} // namespace slipway::agents
