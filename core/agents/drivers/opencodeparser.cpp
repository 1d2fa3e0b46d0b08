// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/drivers/opencodeparser.h"

#include "core/agents/drivers/commanddriver.h"
#include "core/agents/drivers/parsing.h"
#include "core/base/files.h"

#include <QRegularExpression>
#include <QTimeZone>

namespace slipway::agents {

namespace {

using domain::FailureClass;
using Kind = TranscriptEvent::Kind;

/// `error.error="AI_APICallError: …"` of the last log line on stderr: it prints no event while it tries again.
QString loggedError(const QByteArray &err)
{
    static const QRegularExpression logged(QStringLiteral("error\\.error=\"([^\"\\n]*)"));
    QString last;
    auto it = logged.globalMatch(QString::fromUtf8(err));
    while (it.hasNext())
        last = it.next().captured(1);
    return last;
}

} // namespace

OpenCodeParser::OpenCodeParser(const AgentRequest &request)
    : m_workspace(request.workspace)
    , m_wantsJson(!request.schema.isEmpty())
{
}

QList<TranscriptEvent> OpenCodeParser::line(const QByteArray &line)
{
    const QJsonObject event = base::parseObject(line);
    const QString type = textOf(event, "type");
    if (type.isEmpty())
        return line.trimmed().isEmpty() ? QList<TranscriptEvent> {}
                                        : QList { eventOf(Kind::Other, QString::fromUtf8(line)) };
    const bool isFirst = m_events++ == 0;
    const qint64 stamp = event.value(QLatin1String("timestamp")).toInteger();
    const QDateTime time = stamp > 0 ? QDateTime::fromMSecsSinceEpoch(stamp, QTimeZone::UTC) : QDateTime();
    const QJsonObject part = event.value(QLatin1String("part")).toObject();
    if (const QString session = textOf(event, "sessionID"); !session.isEmpty())
        m_result.session = session;
    QList<TranscriptEvent> events;
    if (isFirst)
        events.append(eventOf(Kind::Started, QStringLiteral("OpenCode"), time));
    if (type == QLatin1String("text")) {
        m_result.text = textOf(part, "text"); // the last one is the answer
        events.append(eventOf(Kind::Text, m_result.text, time));
    } else if (type == QLatin1String("reasoning")) {
        events.append(eventOf(Kind::Thinking, textOf(part, "text"), time));
    } else if (type == QLatin1String("tool_use")) {
        events += tool(part, time);
    } else if (type == QLatin1String("step_finish")) {
        events += step(part, time);
    } else if (type == QLatin1String("error")) {
        m_error = event.value(QLatin1String("error")).toObject();
        auto warning = eventOf(Kind::Warning, textOf(m_error.value(QLatin1String("data")).toObject(), "message"), time);
        warning.isError = true;
        events.append(warning);
    } else {
        events.append(eventOf(Kind::Other, {}, time));
    }
    return events;
}

QList<TranscriptEvent> OpenCodeParser::tool(const QJsonObject &part, const QDateTime &time) const
{
    const QJsonObject state = part.value(QLatin1String("state")).toObject();
    const QJsonObject input = state.value(QLatin1String("input")).toObject();
    auto call = eventOf(Kind::ToolCall, targetOf(input, m_workspace), time);
    call.tool = textOf(part, "tool");
    call.toolId = textOf(part, "callID");
    call.data = input;
    auto result = call;
    result.kind = Kind::ToolResult;
    result.data = {};
    const int exitCode = state.value(QLatin1String("metadata")).toObject().value(QLatin1String("exit")).toInt();
    result.isError = textOf(state, "status") == QLatin1String("error") || exitCode != 0;
    result.text = textOf(state, state.contains(QLatin1String("error")) ? "error" : "output");
    return { call, result };
}

QList<TranscriptEvent> OpenCodeParser::step(const QJsonObject &part, const QDateTime &time)
{
    const QJsonObject tokens = part.value(QLatin1String("tokens")).toObject();
    m_result.usage
        += { part.value(QLatin1String("cost")).toDouble(),
             tokens.value(QLatin1String("input")).toInteger()
                 + tokens.value(QLatin1String("cache")).toObject().value(QLatin1String("write")).toInteger(),
             tokens.value(QLatin1String("output")).toInteger() + tokens.value(QLatin1String("reasoning")).toInteger(),
             1 };
    m_lastReason = textOf(part, "reason");
    if (m_lastReason == QLatin1String("stop"))
        return { eventOf(Kind::Finished, m_result.text, time) };
    auto usage = eventOf(Kind::Usage, {}, time);
    usage.data = usageToJson(m_result.usage);
    return { usage };
}

FailureClass OpenCodeParser::classOfError() const
{
    const QJsonObject data = m_error.value(QLatin1String("data")).toObject();
    const int status = data.value(QLatin1String("statusCode")).toInt();
    if (textOf(m_error, "name") == QLatin1String("ContextOverflowError"))
        return FailureClass::AgentError;
    if (status == 429 || status >= 500)
        return FailureClass::RateLimited;
    if (status >= 401 && status <= 404)
        return FailureClass::Auth;
    return classifyErrorText(textOf(data, "message"));
}

AgentResult OpenCodeParser::finish(const process::ProcessOutcome &outcome)
{
    AgentResult result = m_result;
    if (m_error.isEmpty() && m_lastReason == QLatin1String("stop") && outcome.ok()) {
        if (m_wantsJson)
            result.structured = lastJsonObject(result.text);
        return result;
    }
    const QString logged = loggedError(outcome.err);
    if (!m_error.isEmpty()) {
        result.failure = classOfError();
        result.detail = textOf(m_error.value(QLatin1String("data")).toObject(), "message");
    } else if (!logged.isEmpty()) {
        result.failure = classifyErrorText(logged);
        result.detail = logged;
    } else {
        const bool neverBegan = m_events == 0 && outcome.exitCode > 0;
        result.failure = neverBegan ? FailureClass::SetupFailed : FailureClass::AgentError;
        result.detail = QStringLiteral("OpenCode ended without a result (exit code %1) %2")
                            .arg(outcome.exitCode)
                            .arg(lastLine(outcome.err));
    }
    result.detail = result.detail.simplified().left(400);
    return result;
}

} // namespace slipway::agents
