// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/agentdriver.h"

#include <QSet>
#include <QTimer>

#include <stop_token>

namespace slipway::agents {

/// The hard limits of one run: says stop when nothing happens for too long, or turns, tokens or money are used up.
/// (The total time is the process runner's.) Lives in the thread and for the time of one AgentRunner::run().
class RunWatch final {
public:
    RunWatch(AgentLimits limits, std::chrono::milliseconds idle, bool isMetered);

    /// Requested when a limit is reached; reason() then says which.
    [[nodiscard]] std::stop_source &stopSource() { return m_stop; }
    [[nodiscard]] domain::FailureClass reason() const { return m_reason; }
    [[nodiscard]] QString detail() const { return m_detail; }
    [[nodiscard]] domain::Usage usage() const { return m_usage; }

    void start();
    void observe(const TranscriptEvent &event);

private:
    void countUsage(const domain::Usage &usage);
    void restart();
    void stop(domain::FailureClass reason, QString detail);

    AgentLimits m_limits;
    std::chrono::milliseconds m_idle;
    bool m_isMetered;
    QSet<QString> m_openTools;
    domain::Usage m_usage;
    QTimer m_timer;
    std::stop_source m_stop;
    domain::FailureClass m_reason = domain::FailureClass::None;
    QString m_detail;
};

} // namespace slipway::agents
