// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/drivers/geminiparser.h"

#include "core/agents/drivers/commanddriver.h"
#include "core/agents/drivers/parsing.h"
#include "core/base/files.h"

#include <QRegularExpression>

namespace slipway::agents {

namespace {

using domain::FailureClass;
using Kind = TranscriptEvent::Kind;
constexpr qsizetype maxPiece = 4 * 1024 * 1024;

/// What its exit codes say when it ends without a word on stdout.
FailureClass classOfExit(int code)
{
    switch (code) {
    case 41:
        return FailureClass::Auth;
    case 42:
    case 52:
    case 55:
        return FailureClass::SetupFailed;
    case 53:
        return FailureClass::Budget;
    default:
        return FailureClass::AgentError;
    }
}

/// The last "Attempt 3 failed: …" on stderr: it says nothing on stdout while it tries again.
QString lastAttempt(const QByteArray &err)
{
    static const QRegularExpression attempt(
        QStringLiteral("Attempt \\d+ failed[^\\n]*(\\n[^\\n]*Retrying after[^\\n]*)?"));
    QString last;
    auto it = attempt.globalMatch(QString::fromUtf8(err));
    while (it.hasNext())
        last = it.next().captured();
    return last;
}

} // namespace

GeminiParser::GeminiParser(const AgentRequest &request)
    : m_workspace(request.workspace)
    , m_wantsJson(!request.schema.isEmpty())
{
}

QList<TranscriptEvent> GeminiParser::line(const QByteArray &line)
{
    const QJsonObject event = base::parseObject(line);
    const QString type = textOf(event, "type");
    if (type.isEmpty())
        return line.trimmed().isEmpty() ? QList<TranscriptEvent> {}
                                        : QList { eventOf(Kind::Other, QString::fromUtf8(line)) };
    ++m_events;
    const auto time = QDateTime::fromString(textOf(event, "timestamp"), Qt::ISODateWithMs);
    if (type == QLatin1String("message"))
        return message(event);
    QList<TranscriptEvent> events = flush();
    if (type == QLatin1String("init")) {
        m_result.session = textOf(event, "session_id");
        events.append(eventOf(Kind::Started, QStringLiteral("Model %1").arg(textOf(event, "model")), time));
    } else if (type == QLatin1String("tool_use")) {
        const QJsonObject input = event.value(QLatin1String("parameters")).toObject();
        auto call = eventOf(Kind::ToolCall, targetOf(input, m_workspace), time);
        call.tool = textOf(event, "tool_name");
        call.toolId = textOf(event, "tool_id");
        call.data = input;
        m_toolNames.insert(call.toolId, call.tool);
        ++m_result.usage.turns; // it tells no turns: a step is a call
        auto usage = eventOf(Kind::Usage, {}, time);
        usage.data = usageToJson(m_result.usage);
        events << call << usage;
    } else if (type == QLatin1String("tool_result")) {
        auto result = eventOf(Kind::ToolResult, textOf(event, "output"), time);
        result.toolId = textOf(event, "tool_id");
        result.tool = m_toolNames.value(result.toolId);
        result.isError = textOf(event, "status") == QLatin1String("error");
        events.append(result);
    } else if (type == QLatin1String("error")) {
        events.append(eventOf(Kind::Warning, textOf(event, "message"), time));
    } else if (type == QLatin1String("result")) {
        m_end = event;
        auto finished = eventOf(Kind::Finished, m_result.text, time);
        finished.isError = textOf(event, "status") != QLatin1String("success");
        if (finished.isError)
            finished.text = textOf(event.value(QLatin1String("error")).toObject(), "message");
        events.append(finished);
    } else {
        events.append(eventOf(Kind::Other, {}, time));
    }
    return events;
}

QList<TranscriptEvent> GeminiParser::message(const QJsonObject &event)
{
    if (textOf(event, "role") != QLatin1String("assistant"))
        return { eventOf(Kind::Other, {}) }; // our own prompt
    if (m_piece.size() < maxPiece)
        m_piece += textOf(event, "content");
    return { eventOf(Kind::Other, {}) }; // a sign of life; the text follows in one piece
}

QList<TranscriptEvent> GeminiParser::flush()
{
    if (m_piece.trimmed().isEmpty())
        return {};
    m_result.text = m_piece; // the last piece is the answer
    m_piece.clear();
    return { eventOf(Kind::Text, m_result.text) };
}

AgentResult GeminiParser::finish(const process::ProcessOutcome &outcome)
{
    AgentResult result = m_result;
    const QJsonObject stats = m_end.value(QLatin1String("stats")).toObject();
    result.usage.inputTokens
        = stats.value(QLatin1String("input_tokens")).toInteger() - stats.value(QLatin1String("cached")).toInteger();
    result.usage.outputTokens = stats.value(QLatin1String("output_tokens")).toInteger();
    const bool isSuccess = textOf(m_end, "status") == QLatin1String("success");
    if (isSuccess && outcome.ok()) {
        if (m_wantsJson)
            result.structured = lastJsonObject(result.text);
        return result;
    }
    const QString said = textOf(m_end.value(QLatin1String("error")).toObject(), "message");
    const QString attempt = lastAttempt(outcome.err);
    result.failure = classOfExit(outcome.exitCode);
    if (result.failure == FailureClass::AgentError && !(said.isEmpty() && attempt.isEmpty()))
        result.failure = classifyErrorText(said.isEmpty() ? attempt : said);
    if (m_events == 0 && outcome.exitCode > 0 && result.failure == FailureClass::AgentError)
        result.failure = FailureClass::SetupFailed;
    result.detail = said.isEmpty() ? attempt : said;
    if (result.detail.isEmpty())
        result.detail = QStringLiteral("Gemini CLI ended without a result (exit code %1) %2")
                            .arg(outcome.exitCode)
                            .arg(lastLine(outcome.err));
    result.detail = result.detail.simplified().left(400);
    return result;
}

} // namespace slipway::agents
