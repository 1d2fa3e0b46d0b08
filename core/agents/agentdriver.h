// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/transcript.h"
#include "core/domain/failureclass.h"
#include "core/domain/usage.h"
#include "core/process/processrunner.h"

#include <QDateTime>
#include <QJsonObject>

#include <chrono>
#include <memory>
#include <optional>

namespace slipway::agents {

/// Hard limits of one run. Reached, the run is stopped with class `budget`, `timeout` or `stalled`.
struct AgentLimits {
    double usd = 5;
    qint64 tokens = 2'000'000;
    int turns = 120;
    std::chrono::milliseconds total = std::chrono::minutes(60);
    std::chrono::milliseconds idle = std::chrono::minutes(20); ///< without an event
};

/// What an agent is asked to do. Real agents read prompt, system prompt and schema; the replay agent reads the keys.
struct AgentRequest {
    QString run; ///< run id, names the transcript
    QString project, idea;
    QString task; ///< `project:7`, for the transcript's header; empty for planning
    QString role; ///< record in resources/prompts: pm, project-manager, backend, …, qa
    QString
        purpose; ///< prd.outline, prd.section, prd.review, plan, plan.repair, database, devops, implement, rework, ci_fix, conflict, review
    QString subject; ///< slug of the issue, or of the PRD section
    int round = 0; ///< 0 for the first try, then 1, 2 …
    QString workspace; ///< working directory, writable
    QStringList readable; ///< further read-only folders (git alternates)
    QString prompt;
    QString systemPrompt;
    QJsonObject schema; ///< JSON schema of the answer; empty: free text
    QString resumeSession; ///< session to go on with, where the CLI can
    AgentLimits limits;
    /// Driver-specific: `recipe`, `pace`, `attempt`, `acceptance` (replay); `model`, `effort` (real CLIs).
    QJsonObject extra;
};

/// How a run ended.
struct AgentResult {
    domain::FailureClass failure = domain::FailureClass::None; ///< None: success
    QString detail; ///< one line, for people
    QString text; ///< the final answer
    QJsonObject structured; ///< when a schema was asked for
    QString session;
    domain::Usage usage;
    QDateTime resumeAt; ///< for usage limits: when to go on
    bool isSessionLost
        = false; ///< the session to go on with is not there (any more): AgentRunner starts a new one then
    [[nodiscard]] bool ok() const { return failure == domain::FailureClass::None; }
};

/// Whether an agent can be used on this machine, found without a model call.
struct AgentAvailability {
    bool installed = false;
    bool signedIn = false;
    QString path, version;
    QString hint; ///< what to do when it cannot be used
};

/// Reads the output of one run, line by line. One object a run. Events of kind Usage carry what the run has used so far
/// in `data` (usageToJson()), so that limits can be enforced while it runs.
class TranscriptParser {
public:
    virtual ~TranscriptParser() = default;
    [[nodiscard]] virtual QList<TranscriptEvent> line(const QByteArray &line) = 0;
    /// Judges the whole run: exit code 0 *and* a final success event; never one of them alone.
    [[nodiscard]] virtual AgentResult finish(const process::ProcessOutcome &outcome) = 0;

    // For drivers that talk() with their process instead of telling it everything at the start.
    /// What has to be said to it now, as bytes for its stdin. Asked after the start and after every line.
    [[nodiscard]] virtual QByteArray toSay() { return {}; }
    /// The run is to be stopped: what to say for that. Empty: nothing helps, end it at once.
    [[nodiscard]] virtual QByteArray farewell() { return {}; }
    /// Everything is said, by both: stdin is closed, and a process that stays after that is ended without blame.
    [[nodiscard]] virtual bool isOver() const { return false; }
};

[[nodiscard]] QJsonObject usageToJson(const domain::Usage &usage); ///< `usd, input_tokens, output_tokens, turns`
[[nodiscard]] domain::Usage usageFromJson(const QJsonObject &json);

/// One agent CLI: how to start it and how to read it. Data and a parser; AgentRunner does the rest. Stateless, any thread.
class AgentDriver {
public:
    virtual ~AgentDriver() = default;
    [[nodiscard]] virtual QString name() const = 0; ///< `claude`, `replay`, `acp:…`, `command:…`
    [[nodiscard]] virtual QString title() const = 0; ///< for people: "Claude Code", "Recording"
    [[nodiscard]] virtual bool isMetered() const = 0; ///< may cost money: needs the account gate
    [[nodiscard]] virtual bool isRecording() const { return false; }
    /// Its process is talked to through stdin while it runs (TranscriptParser::toSay()).
    [[nodiscard]] virtual bool talks() const { return false; }
    /// Start of the day log's name: `<logName>_YYYYMMDD.log`.
    [[nodiscard]] virtual QString logName() const { return name().section(QLatin1Char(':'), 0, 0); }
    /// The stall limit of this very request, where the driver knows it better than `request.limits.idle`.
    [[nodiscard]] virtual std::optional<std::chrono::milliseconds> idleLimit(const AgentRequest &request) const
    {
        Q_UNUSED(request)
        return std::nullopt;
    }
    [[nodiscard]] virtual Async<AgentAvailability> detect(process::ProcessRunner &runner) const = 0;
    /// The process of a run, with its sandbox profile.
    [[nodiscard]] virtual Result<process::ProcessSpec> command(const AgentRequest &request) const = 0;
    [[nodiscard]] virtual std::unique_ptr<TranscriptParser> makeParser(const AgentRequest &request) const = 0;
    /// Called once after every run, however it ended, for what has to be put back on the host.
    virtual void finished(const AgentRequest &request) const { Q_UNUSED(request) }
};

} // namespace slipway::agents
