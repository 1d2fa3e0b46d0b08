// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/agentdriver.h"
#include "core/base/clock.h"

#include <functional>
#include <stop_token>

namespace slipway::agents {

using EventSink = std::function<void(const TranscriptEvent &)>;

/// Runs one request with one driver: starts it in the sandbox, parses, keeps the transcript
/// (`logs/runs/<run>.jsonl`, and `logs/claude_code_YYYYMMDD.log` or `<driver>_…`), watches idle and total time, turns,
/// tokens and money, and ends the process tree when a limit is reached. Any thread with an event loop.
class AgentRunner final {
public:
    AgentRunner(process::ProcessRunner &runner, const base::Clock &clock, QString logFolder);
    /// Ends exactly once; failures are in the result's class. Stop gives `cancelled`. A session that is gone is replaced by a
    /// new one: the prompt has to make sense without it.
    [[nodiscard]] QCoro::Task<AgentResult> run(const AgentDriver *driver, AgentRequest request, EventSink sink = {},
                                               std::stop_token stop = {});

private:
    [[nodiscard]] QCoro::Task<AgentResult> runOnce(const AgentDriver *driver, AgentRequest request, EventSink sink,
                                                   std::stop_token stop);

    process::ProcessRunner &m_runner;
    const base::Clock &m_clock;
    QString m_logFolder;
};

} // namespace slipway::agents
