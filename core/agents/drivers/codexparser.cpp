// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/drivers/codexparser.h"

#include "core/agents/drivers/commanddriver.h"
#include "core/agents/drivers/parsing.h"
#include "core/base/files.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace slipway::agents {

namespace {

using Kind = TranscriptEvent::Kind;

/// `/bin/bash -lc 'make test'` is "make test" for a reader.
QString commandOf(const QString &command)
{
    static const QRegularExpression wrapped(QStringLiteral("^\\S*sh -l?c '(.*)'$"),
                                            QRegularExpression::DotMatchesEverythingOption);
    const auto match = wrapped.match(command);
    return match.hasMatch() ? match.captured(1) : command;
}

bool isTool(const QString &type)
{
    return type == QLatin1String("command_execution") || type == QLatin1String("file_change")
        || type == QLatin1String("mcp_tool_call") || type == QLatin1String("web_search");
}

domain::Usage usageOf(const QJsonObject &usage)
{
    domain::Usage result;
    result.inputTokens = usage.value(QLatin1String("input_tokens")).toInteger()
        - usage.value(QLatin1String("cached_input_tokens")).toInteger();
    result.outputTokens = usage.value(QLatin1String("output_tokens")).toInteger();
    return result;
}

} // namespace

CodexParser::CodexParser(const AgentRequest &request)
    : m_workspace(request.workspace)
    , m_wantsJson(!request.schema.isEmpty())
{
}

QList<TranscriptEvent> CodexParser::line(const QByteArray &line)
{
    const QJsonObject event = base::parseObject(line);
    const QString type = textOf(event, "type");
    if (type.isEmpty())
        return line.trimmed().isEmpty() ? QList<TranscriptEvent> {}
                                        : QList { eventOf(Kind::Other, QString::fromUtf8(line)) };
    ++m_events;
    if (type == QLatin1String("thread.started")) {
        m_result.session = textOf(event, "thread_id");
        return { eventOf(Kind::Started, QStringLiteral("Codex")) };
    }
    if (type.startsWith(QLatin1String("item.")))
        return item(event.value(QLatin1String("item")).toObject(), type == QLatin1String("item.completed"));
    if (type == QLatin1String("turn.completed")) {
        m_isCompleted = true;
        const int turns = m_result.usage.turns;
        m_result.usage = usageOf(event.value(QLatin1String("usage")).toObject());
        m_result.usage.turns = turns;
        return { eventOf(Kind::Finished, m_result.text) };
    }
    if (type == QLatin1String("turn.failed")) {
        m_failure = textOf(event.value(QLatin1String("error")).toObject(), "message");
        auto finished = eventOf(Kind::Finished, m_failure);
        finished.isError = true;
        return { finished };
    }
    if (type == QLatin1String("error")) {
        m_lastError = textOf(event, "message");
        const bool isRetry = m_lastError.startsWith(QLatin1String("Reconnecting..."));
        return { eventOf(isRetry ? Kind::Retry : Kind::Warning, m_lastError) };
    }
    return { eventOf(Kind::Other, {}) };
}

QList<TranscriptEvent> CodexParser::item(const QJsonObject &item, bool isEnd)
{
    const QString type = textOf(item, "type");
    const QString id = textOf(item, "id");
    if (type == QLatin1String("agent_message") && isEnd) {
        m_result.text = textOf(item, "text"); // the last one is the answer
        return { eventOf(Kind::Text, m_result.text) };
    }
    if (type == QLatin1String("reasoning") && isEnd)
        return { eventOf(Kind::Thinking, textOf(item, "text")) };
    if (type == QLatin1String("error"))
        return { eventOf(Kind::Warning, textOf(item, "message")) };
    if (!isTool(type))
        return { eventOf(Kind::Other, {}) };
    QList<TranscriptEvent> events;
    if (!m_open.contains(id)) {
        m_open.insert(id);
        events.append(toolCall(item));
        ++m_result.usage.turns; // it tells no turns: a step is a call
        auto usage = eventOf(Kind::Usage, {});
        usage.data = usageToJson(m_result.usage);
        events.append(usage);
    }
    if (isEnd)
        events.append(toolResult(item));
    return events;
}

TranscriptEvent CodexParser::toolCall(const QJsonObject &item) const
{
    const QString type = textOf(item, "type");
    auto call = eventOf(Kind::ToolCall, {});
    call.toolId = textOf(item, "id");
    if (type == QLatin1String("command_execution")) {
        call.tool = QStringLiteral("Bash");
        call.text = commandOf(textOf(item, "command"));
    } else if (type == QLatin1String("file_change")) {
        call.tool = QStringLiteral("Edit");
        QStringList paths;
        for (const auto &change : item.value(QLatin1String("changes")).toArray())
            paths.append(relativeTo(m_workspace, change.toObject().value(QLatin1String("path")).toString()));
        call.text = paths.join(QStringLiteral(", "));
    } else if (type == QLatin1String("mcp_tool_call")) {
        call.tool = textOf(item, "server") + QLatin1Char('.') + textOf(item, "tool");
        call.data = item.value(QLatin1String("arguments")).toObject();
    } else {
        call.tool = QStringLiteral("Search");
        call.text = textOf(item, "query");
    }
    return call;
}

TranscriptEvent CodexParser::toolResult(const QJsonObject &item) const
{
    auto result = eventOf(Kind::ToolResult, textOf(item, "aggregated_output"));
    result.tool = toolCall(item).tool;
    result.toolId = textOf(item, "id");
    const QString status = textOf(item, "status");
    result.isError = status == QLatin1String("failed") || status == QLatin1String("declined");
    return result;
}

AgentResult CodexParser::finish(const process::ProcessOutcome &outcome)
{
    AgentResult result = m_result;
    if (m_isCompleted && m_failure.isEmpty() && outcome.ok()) {
        if (m_wantsJson)
            result.structured = lastJsonObject(result.text);
        return result;
    }
    const QString said = m_failure.isEmpty() ? m_lastError : m_failure;
    if (!said.isEmpty()) {
        result.failure = classifyErrorText(said);
        result.detail = said.simplified().left(400);
        if (result.failure == domain::FailureClass::UsageLimit)
            result.resumeAt = resetTimeIn(said, QDateTime::currentDateTimeUtc());
        return result;
    }
    const bool neverBegan = m_events == 0 && outcome.exitCode > 0;
    result.failure = neverBegan ? domain::FailureClass::SetupFailed : domain::FailureClass::AgentError;
    result.detail = QStringLiteral("Codex ended without a result (exit code %1) %2")
                        .arg(outcome.exitCode)
                        .arg(lastLine(outcome.err));
    return result;
}

} // namespace slipway::agents
