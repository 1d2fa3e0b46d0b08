// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/drivers/claudeparser.h"

#include "core/agents/drivers/parsing.h"
#include "core/base/files.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QTimeZone>

namespace slipway::agents {

namespace {

using domain::FailureClass;
using Kind = TranscriptEvent::Kind;

QDateTime timeOf(const QJsonObject &raw)
{
    return QDateTime::fromString(textOf(raw, "timestamp"), Qt::ISODateWithMs);
}

TranscriptEvent eventOf(Kind kind, const QString &text, const QJsonObject &raw)
{
    return agents::eventOf(kind, text, timeOf(raw));
}

/// A tool result is a string or a list of blocks.
QString contentText(const QJsonValue &content)
{
    if (content.isString())
        return content.toString();
    QStringList texts;
    for (const auto &block : content.toArray())
        texts.append(block.toObject().value(QLatin1String("text")).toString());
    return texts.join(QLatin1Char('\n'));
}

domain::Usage usageOfModels(const QJsonObject &models)
{
    domain::Usage usage;
    for (const auto &value : models) {
        const QJsonObject model = value.toObject();
        usage.usd += model.value(QLatin1String("costUSD")).toDouble();
        // What is read from the cache is left out: it is nearly free, and repeated with every turn.
        usage.inputTokens += model.value(QLatin1String("inputTokens")).toInteger()
            + model.value(QLatin1String("cacheCreationInputTokens")).toInteger();
        usage.outputTokens += model.value(QLatin1String("outputTokens")).toInteger();
    }
    return usage;
}

domain::Usage usageOfTurn(const QJsonObject &usage)
{
    domain::Usage result;
    result.inputTokens = usage.value(QLatin1String("input_tokens")).toInteger()
        + usage.value(QLatin1String("cache_creation_input_tokens")).toInteger();
    result.outputTokens = usage.value(QLatin1String("output_tokens")).toInteger();
    return result;
}

/// `errors[0]`, `error.message` (Qwen) or `result`: where a result event says what went wrong.
QString errorTextOf(const QJsonObject &result)
{
    const QJsonArray errors = result.value(QLatin1String("errors")).toArray();
    if (!errors.isEmpty())
        return errors.first().toString();
    const QString message = result.value(QLatin1String("error")).toObject().value(QLatin1String("message")).toString();
    return message.isEmpty() ? textOf(result, "result") : message;
}

} // namespace

ClaudeParser::ClaudeParser(const AgentRequest &request)
    : m_workspace(request.workspace)
    , m_session(request.resumeSession)
{
}

QList<TranscriptEvent> ClaudeParser::line(const QByteArray &line)
{
    const QJsonObject event = base::parseObject(line);
    const QString type = textOf(event, "type");
    if (type.isEmpty()) {
        if (line.trimmed().isEmpty())
            return {};
        return { eventOf(Kind::Other, QString::fromUtf8(line), QJsonObject {}) };
    }
    ++m_events;
    if (const QString session = textOf(event, "session_id"); !session.isEmpty())
        m_session = session;
    if (type == QLatin1String("system"))
        return system(event);
    if (type == QLatin1String("assistant"))
        return assistant(event);
    if (type == QLatin1String("user"))
        return user(event);
    if (type == QLatin1String("rate_limit_event"))
        return rateLimit(event);
    if (type == QLatin1String("result"))
        return finished(event);
    return {};
}

QList<TranscriptEvent> ClaudeParser::system(const QJsonObject &event)
{
    const QString subtype = textOf(event, "subtype");
    if (subtype == QLatin1String("init")) {
        m_isSubscription = textOf(event, "apiKeySource") == QLatin1String("none");
        return { eventOf(Kind::Started, QStringLiteral("Model %1").arg(textOf(event, "model")), event) };
    }
    if (subtype == QLatin1String("api_retry") || subtype == QLatin1String("retry")) {
        const QJsonObject data
            = event.contains(QLatin1String("data")) ? event.value(QLatin1String("data")).toObject() : event;
        return { eventOf(Kind::Retry,
                         QStringLiteral("The model's service did not answer (%1); attempt %2")
                             .arg(textOf(event, "error").isEmpty() ? textOf(data, "reason") : textOf(event, "error"))
                             .arg(data.value(QLatin1String("attempt")).toInt()),
                         event) };
    }
    if (subtype == QLatin1String("permission_denied"))
        return { eventOf(Kind::Warning, textOf(event, "message"), event) };
    if (subtype == QLatin1String("model_fallback"))
        return { eventOf(Kind::Warning, textOf(event, "content"), event) };
    return { eventOf(Kind::Other, {}, event) }; // still a sign of life
}

QList<TranscriptEvent> ClaudeParser::assistant(const QJsonObject &event)
{
    QList<TranscriptEvent> events;
    const QJsonObject message = event.value(QLatin1String("message")).toObject();
    const QString error = textOf(event, "error");
    for (const auto &value : message.value(QLatin1String("content")).toArray()) {
        const QJsonObject block = value.toObject();
        const QString type = textOf(block, "type");
        if (type == QLatin1String("text") && !error.isEmpty()) {
            m_errorCode = error;
            m_errorText = textOf(block, "text");
            auto warning = eventOf(Kind::Warning, m_errorText, event);
            warning.isError = true;
            events.append(warning);
        } else if (type == QLatin1String("text")) {
            m_errorCode.clear();
            events.append(eventOf(Kind::Text, textOf(block, "text"), event));
        } else if (type == QLatin1String("thinking")) {
            events.append(eventOf(Kind::Thinking, textOf(block, "thinking"), event));
        } else if (type == QLatin1String("tool_use")) {
            const QJsonObject input = block.value(QLatin1String("input")).toObject();
            auto call = eventOf(Kind::ToolCall, targetOf(input, m_workspace), event);
            call.tool = textOf(block, "name");
            call.toolId = textOf(block, "id");
            call.data = input;
            m_toolNames.insert(call.toolId, call.tool);
            events.append(call);
        }
    }
    const QString id = textOf(message, "id");
    if (error.isEmpty() && !id.isEmpty() && !m_messages.contains(id)) {
        m_messages.insert(id);
        countMessage(message);
        auto usage = eventOf(Kind::Usage, {}, event);
        usage.data = usageToJson(m_live);
        events.append(usage);
    }
    return events;
}

void ClaudeParser::countMessage(const QJsonObject &message)
{
    m_live += usageOfTurn(message.value(QLatin1String("usage")).toObject());
    ++m_live.turns;
}

QList<TranscriptEvent> ClaudeParser::user(const QJsonObject &event)
{
    QList<TranscriptEvent> events;
    const QJsonObject message = event.value(QLatin1String("message")).toObject();
    for (const auto &value : message.value(QLatin1String("content")).toArray()) {
        const QJsonObject block = value.toObject();
        if (textOf(block, "type") != QLatin1String("tool_result"))
            continue;
        auto result = eventOf(Kind::ToolResult, contentText(block.value(QLatin1String("content"))), event);
        result.toolId = textOf(block, "tool_use_id");
        result.tool = m_toolNames.value(result.toolId);
        result.isError = block.value(QLatin1String("is_error")).toBool();
        events.append(result);
    }
    return events;
}

QList<TranscriptEvent> ClaudeParser::rateLimit(const QJsonObject &event)
{
    const QJsonObject info = event.value(QLatin1String("rate_limit_info")).toObject();
    const QString status = textOf(info, "status");
    if (status == QLatin1String("rejected")) {
        m_isLimitReached = true;
        if (const qint64 seconds = info.value(QLatin1String("resetsAt")).toInteger(); seconds > 0)
            m_resetsAt = QDateTime::fromSecsSinceEpoch(seconds, QTimeZone::UTC);
    }
    if (status == QLatin1String("allowed"))
        return { eventOf(Kind::Other, {}, event) };
    auto warning = eventOf(Kind::Warning,
                           QStringLiteral("Usage limit (%1): %2").arg(textOf(info, "rateLimitType"), status), event);
    warning.data = info;
    return { warning };
}

QList<TranscriptEvent> ClaudeParser::finished(const QJsonObject &event)
{
    m_result = event;
    countResult(event);
    auto finished = eventOf(Kind::Finished, {}, event);
    finished.isError = event.value(QLatin1String("is_error")).toBool();
    finished.text = finished.isError ? errorTextOf(event) : textOf(event, "result");
    finished.data = { { QStringLiteral("subtype"), textOf(event, "subtype") },
                      { QStringLiteral("usage"), usageToJson(m_total) } };
    if (const auto denied = event.value(QLatin1String("permission_denials")).toArray(); !denied.isEmpty())
        finished.data.insert(QStringLiteral("permission_denials"), denied);
    return { finished };
}

void ClaudeParser::countResult(const QJsonObject &event)
{
    const int turns = m_total.turns + event.value(QLatin1String("num_turns")).toInt();
    if (event.contains(QLatin1String("model_usage_since_last_result"))) {
        m_total += usageOfModels(event.value(QLatin1String("model_usage_since_last_result")).toObject());
    } else if (event.contains(QLatin1String("modelUsage"))) {
        // Older versions: the sum over this process, so the last one stands for all.
        m_total = usageOfModels(event.value(QLatin1String("modelUsage")).toObject());
        m_total.usd = event.value(QLatin1String("total_cost_usd")).toDouble(m_total.usd);
    } else {
        m_total += usageOfTurn(event.value(QLatin1String("usage")).toObject());
        m_total.usd = event.value(QLatin1String("total_cost_usd")).toDouble(m_total.usd);
    }
    m_total.turns = turns;
    if (m_isSubscription)
        m_total.usd = 0; // the CLI's figure is the list price, which a subscription does not pay
}

AgentResult ClaudeParser::finish(const process::ProcessOutcome &outcome)
{
    AgentResult result;
    result.session = m_session;
    result.usage = m_result.isEmpty() ? m_live : m_total;
    if (m_result.isEmpty()) {
        // Nothing but stderr: it never began (wrong option, no prompt, refused for root). Otherwise it broke off.
        const bool neverBegan = m_events == 0 && outcome.exitCode > 0;
        result.failure = neverBegan ? FailureClass::SetupFailed : FailureClass::AgentError;
        const QString why = lastLine(outcome.err);
        result.detail = neverBegan
            ? QStringLiteral("Claude Code did not start: %1").arg(why)
            : QStringLiteral("Claude Code ended without a result (exit code %1) %2").arg(outcome.exitCode).arg(why);
        return result;
    }
    result.text = textOf(m_result, "result");
    result.structured = m_result.value(QLatin1String("structured_output")).toObject();
    if (result.structured.isEmpty())
        result.structured = m_result.value(QLatin1String("structured_result")).toObject(); // Qwen Code
    const bool isError = m_result.value(QLatin1String("is_error")).toBool();
    if (outcome.ok() && !isError)
        return result;
    classify(result);
    return result;
}

void ClaudeParser::classify(AgentResult &result) const
{
    static const QRegularExpression oldLimit(QStringLiteral("usage limit reached\\|(\\d+)"));
    static const QRegularExpression overloaded(QStringLiteral("\\b529\\b|Overloaded"));
    const QString subtype = textOf(m_result, "subtype");
    const int status = m_result.value(QLatin1String("api_error_status")).toInt();
    const QString text = errorTextOf(m_result);
    const auto old = oldLimit.match(text);
    result.detail = text.simplified().left(400);
    if (result.detail.isEmpty())
        result.detail = QStringLiteral("Claude Code ended with an error it did not name");
    if (subtype == QLatin1String("error_max_turns") || subtype == QLatin1String("error_max_budget_usd")) {
        result.failure = FailureClass::Budget;
    } else if (m_isLimitReached || textOf(m_result, "api_error") == QLatin1String("usage_limit_reached")
               || text.startsWith(QLatin1String("You've hit your")) || old.hasMatch()) {
        result.failure = FailureClass::UsageLimit;
        result.resumeAt
            = old.hasMatch() ? QDateTime::fromSecsSinceEpoch(old.captured(1).toLongLong(), QTimeZone::UTC) : m_resetsAt;
    } else if (m_errorCode == QLatin1String("authentication_failed") || m_errorCode == QLatin1String("billing_error")
               || m_errorCode == QLatin1String("model_not_found")
               || m_errorCode == QLatin1String("oauth_org_not_allowed") || status == 401 || status == 403) {
        result.failure = FailureClass::Auth; // needs a person
    } else if (m_errorCode == QLatin1String("rate_limit") || m_errorCode == QLatin1String("overloaded")
               || m_errorCode == QLatin1String("server_error") || status == 429 || status >= 500
               || overloaded.match(text).hasMatch()) {
        // Also 5xx and no connection: the service cannot be reached now, which is not the task's fault.
        result.failure = FailureClass::RateLimited;
    } else if (text.startsWith(QLatin1String("No conversation found"))) {
        result.failure = FailureClass::SetupFailed;
        result.isSessionLost = true;
    } else {
        result.failure = FailureClass::AgentError;
    }
}

} // namespace slipway::agents
