// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/transcript.h"

#include "core/agents/agentdriver.h"

#include <QRegularExpression>

#include <array>

namespace slipway::agents {

namespace {

constexpr std::array<const char *, 10> kindNames { "started", "text",  "thinking", "tool_call", "tool_result",
                                                   "usage",   "retry", "warning",  "finished",  "other" };
constexpr qsizetype activityLength = 90;

QString firstLine(const QString &text)
{
    const QString line = text.trimmed().section(QLatin1Char('\n'), 0, 0).simplified();
    return line.size() > activityLength ? line.left(activityLength - 1) + QChar(0x2026) : line;
}

bool runsTests(const QString &command)
{
    static const QRegularExpression pattern(QStringLiteral(
        R"(\b(unittest|pytest|ctest|tox|nox|phpunit|rspec|vitest|jest|(npm|pnpm|yarn|bun|go|cargo|dotnet|mvn|gradle|make|deno)( run)? test)\b)"));
    return pattern.match(command).hasMatch();
}

QString toolActivity(const TranscriptEvent &event)
{
    const QString tool = event.tool.toLower();
    if (tool == QLatin1String("bash") || tool == QLatin1String("run") || tool.contains(QLatin1String("shell"))
        || tool.contains(QLatin1String("command"))) {
        return runsTests(event.text) ? QStringLiteral("Running tests") : firstLine(QStringLiteral("Run ") + event.text);
    }
    return firstLine(event.tool + QLatin1Char(' ') + event.text);
}

} // namespace

QString toString(TranscriptEvent::Kind kind)
{
    return QString::fromLatin1(kindNames.at(static_cast<size_t>(kind)));
}

QJsonObject toJson(const TranscriptEvent &event)
{
    QJsonObject json { { QStringLiteral("kind"), toString(event.kind) } };
    if (event.time.isValid())
        json.insert(QStringLiteral("time"), event.time.toUTC().toString(Qt::ISODateWithMs));
    if (!event.text.isEmpty())
        json.insert(QStringLiteral("text"), event.text);
    if (!event.tool.isEmpty())
        json.insert(QStringLiteral("tool"), event.tool);
    if (!event.toolId.isEmpty())
        json.insert(QStringLiteral("tool_id"), event.toolId);
    if (event.isError)
        json.insert(QStringLiteral("is_error"), true);
    if (!event.data.isEmpty())
        json.insert(QStringLiteral("data"), event.data);
    return json;
}

TranscriptEvent transcriptEventFromJson(const QJsonObject &json)
{
    TranscriptEvent event;
    const QString kind = json.value(QLatin1String("kind")).toString();
    for (size_t i = 0; i < kindNames.size(); ++i) {
        if (kind == QLatin1String(kindNames.at(i)))
            event.kind = static_cast<TranscriptEvent::Kind>(i);
    }
    event.time = QDateTime::fromString(json.value(QLatin1String("time")).toString(), Qt::ISODateWithMs);
    event.text = json.value(QLatin1String("text")).toString();
    event.tool = json.value(QLatin1String("tool")).toString();
    event.toolId = json.value(QLatin1String("tool_id")).toString();
    event.isError = json.value(QLatin1String("is_error")).toBool();
    event.data = json.value(QLatin1String("data")).toObject();
    return event;
}

QString activityOf(const TranscriptEvent &event)
{
    switch (event.kind) {
    case TranscriptEvent::Kind::Started:
        return QStringLiteral("Starting");
    case TranscriptEvent::Kind::Thinking:
        return QStringLiteral("Thinking");
    case TranscriptEvent::Kind::ToolCall:
        return toolActivity(event);
    case TranscriptEvent::Kind::Retry:
        return firstLine(event.text.isEmpty() ? QStringLiteral("Waiting to try again") : event.text);
    case TranscriptEvent::Kind::Finished:
        return event.isError ? firstLine(QStringLiteral("Failed: ") + event.text) : QStringLiteral("Finished");
    case TranscriptEvent::Kind::Text:
    case TranscriptEvent::Kind::Warning:
        return firstLine(event.text);
    case TranscriptEvent::Kind::ToolResult:
    case TranscriptEvent::Kind::Usage:
    case TranscriptEvent::Kind::Other:
        return {};
    }
    return {};
}

QJsonObject usageToJson(const domain::Usage &usage)
{
    return { { QStringLiteral("usd"), usage.usd },
             { QStringLiteral("input_tokens"), usage.inputTokens },
             { QStringLiteral("output_tokens"), usage.outputTokens },
             { QStringLiteral("turns"), usage.turns } };
}

domain::Usage usageFromJson(const QJsonObject &json)
{
    domain::Usage usage;
    usage.usd = json.value(QLatin1String("usd")).toDouble();
    usage.inputTokens = json.value(QLatin1String("input_tokens")).toInteger();
    usage.outputTokens = json.value(QLatin1String("output_tokens")).toInteger();
    usage.turns = json.value(QLatin1String("turns")).toInt();
    return usage;
}

} // namespace slipway::agents
