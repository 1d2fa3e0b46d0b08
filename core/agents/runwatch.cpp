// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/runwatch.h"

namespace slipway::agents {

namespace {
/// A tool call (a build, a test suite) is silent from its start to its end; it may take this many idle limits.
constexpr int openToolFactor = 3;

QString seconds(std::chrono::milliseconds duration)
{
    return QString::number(static_cast<double>(duration.count()) / 1000, 'g', 4);
}
} // namespace

RunWatch::RunWatch(AgentLimits limits, std::chrono::milliseconds idle, bool isMetered)
    : m_limits(limits)
    , m_idle(idle)
    , m_isMetered(isMetered)
{
    m_timer.setSingleShot(true);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
        const bool inTool = !m_openTools.isEmpty();
        stop(domain::FailureClass::Stalled,
             inTool ? QStringLiteral("A tool call of the agent gave no result for %1 s")
                          .arg(seconds(m_idle * openToolFactor))
                    : QStringLiteral("The agent gave no sign of life for %1 s").arg(seconds(m_idle)));
    });
}

void RunWatch::start()
{
    restart();
}

void RunWatch::observe(const TranscriptEvent &event)
{
    switch (event.kind) {
    case TranscriptEvent::Kind::Retry:
        return; // waiting for a server is not progress: the clock goes on
    case TranscriptEvent::Kind::ToolCall:
        if (!event.toolId.isEmpty())
            m_openTools.insert(event.toolId);
        break;
    case TranscriptEvent::Kind::ToolResult:
        m_openTools.remove(event.toolId);
        break;
    case TranscriptEvent::Kind::Usage:
        countUsage(usageFromJson(event.data));
        break;
    case TranscriptEvent::Kind::Finished:
        m_openTools.clear();
        break;
    default:
        break;
    }
    restart();
}

void RunWatch::countUsage(const domain::Usage &usage)
{
    m_usage = usage;
    const qint64 tokens = usage.inputTokens + usage.outputTokens;
    if (m_limits.turns > 0 && usage.turns > m_limits.turns)
        stop(domain::FailureClass::Budget, QStringLiteral("The run used its %1 turns").arg(m_limits.turns));
    else if (m_limits.tokens > 0 && tokens > m_limits.tokens)
        stop(domain::FailureClass::Budget, QStringLiteral("The run used its %1 tokens").arg(m_limits.tokens));
    else if (m_isMetered && m_limits.usd > 0 && usage.usd > m_limits.usd)
        stop(domain::FailureClass::Budget, QStringLiteral("The run used its %1 USD").arg(m_limits.usd));
}

void RunWatch::restart()
{
    if (m_idle.count() <= 0 || m_reason != domain::FailureClass::None)
        return;
    m_timer.start(m_openTools.isEmpty() ? m_idle : m_idle * openToolFactor);
}

void RunWatch::stop(domain::FailureClass reason, QString detail)
{
    if (m_reason != domain::FailureClass::None)
        return;
    m_reason = reason;
    m_detail = std::move(detail);
    m_timer.stop();
    m_stop.request_stop();
}

} // namespace slipway::agents
