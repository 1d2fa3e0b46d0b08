// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/drivers/acpupdates.h"

#include "core/agents/drivers/parsing.h"

#include <QJsonArray>

namespace slipway::agents {

namespace {

using Kind = TranscriptEvent::Kind;
constexpr qsizetype maxText = 4 * 1024 * 1024;
constexpr qsizetype maxLine = 2000; ///< a longer line is shown in pieces
constexpr qsizetype maxCalls = 10'000; ///< then all are forgotten: nobody has that many open

void append(QString &text, const QString &more)
{
    if (text.size() < maxText)
        text += more;
}

/// The whole lines of `text`, which keeps the rest.
QString takeLines(QString &text)
{
    const qsizetype end = text.size() > maxLine ? text.size() : text.lastIndexOf(QLatin1Char('\n')) + 1;
    const QString lines = text.left(end);
    text.remove(0, end);
    return lines;
}

QList<TranscriptEvent> eventsOf(Kind kind, const QString &text)
{
    return text.trimmed().isEmpty() ? QList<TranscriptEvent> {} : QList { eventOf(kind, text.trimmed()) };
}

/// What a tool gave back: texts, and the files of diffs.
QString contentText(const QJsonObject &call)
{
    QStringList parts;
    for (const auto &value : call.value(QLatin1String("content")).toArray()) {
        const QJsonObject item = value.toObject();
        const QString text = textOf(item.value(QLatin1String("content")).toObject(), "text");
        const QString path = textOf(item, "path");
        if (!text.isEmpty())
            parts.append(text);
        else if (!path.isEmpty())
            parts.append(QStringLiteral("Changed %1").arg(path));
    }
    return parts.join(QLatin1Char('\n'));
}

QString subjectOf(const QJsonObject &call, const QString &workspace)
{
    const QString target = targetOf(call.value(QLatin1String("rawInput")).toObject(), workspace);
    if (!target.isEmpty())
        return target;
    const QJsonArray locations = call.value(QLatin1String("locations")).toArray();
    const QString path = textOf(locations.first().toObject(), "path");
    return path.isEmpty() ? textOf(call, "title") : relativeTo(workspace, path);
}

/// Tools have titles ("Reading app.py") and kinds; the kind is the nearest to a name.
QString toolOf(const QJsonObject &call)
{
    static const QMap<QString, QString> names {
        { QStringLiteral("execute"), QStringLiteral("Run") }, { QStringLiteral("read"), QStringLiteral("Read") },
        { QStringLiteral("edit"), QStringLiteral("Edit") },   { QStringLiteral("delete"), QStringLiteral("Delete") },
        { QStringLiteral("move"), QStringLiteral("Move") },   { QStringLiteral("search"), QStringLiteral("Search") },
        { QStringLiteral("fetch"), QStringLiteral("Fetch") }
    };
    return names.value(textOf(call, "kind"), QStringLiteral("Tool"));
}

bool isEnd(const QString &status)
{
    return status == QLatin1String("completed") || status == QLatin1String("failed");
}

} // namespace

AcpUpdates::AcpUpdates(QString workspace)
    : m_workspace(std::move(workspace))
{
}

QList<TranscriptEvent> AcpUpdates::update(const QJsonObject &update)
{
    const QString kind = textOf(update, "sessionUpdate");
    if (kind == QLatin1String("agent_message_chunk") || kind == QLatin1String("agent_thought_chunk"))
        return chunk(update, kind == QLatin1String("agent_thought_chunk"));
    if (kind == QLatin1String("tool_call") || kind == QLatin1String("tool_call_update"))
        return toolCall(update);
    if (kind == QLatin1String("usage_update")) {
        const QJsonObject cost = update.value(QLatin1String("cost")).toObject();
        if (textOf(cost, "currency") == QLatin1String("USD"))
            m_usage.usd = cost.value(QLatin1String("amount")).toDouble(); // of the session so far
        return { usageEvent() };
    }
    return { eventOf(Kind::Other, {}) }; // plans, modes, commands: a sign of life
}

QList<TranscriptEvent> AcpUpdates::chunk(const QJsonObject &update, bool isThought)
{
    const QString text = textOf(update.value(QLatin1String("content")).toObject(), "text");
    if (isThought) {
        append(m_thought, text);
        const auto events = eventsOf(Kind::Thinking, takeLines(m_thought));
        return events.isEmpty() ? QList { eventOf(Kind::Other, {}) } : events;
    }
    QList<TranscriptEvent> events = eventsOf(Kind::Thinking, std::exchange(m_thought, {}));
    append(m_all, text);
    append(m_last, text);
    append(m_line, text);
    events += eventsOf(Kind::Text, takeLines(m_line));
    return events.isEmpty() ? QList { eventOf(Kind::Other, {}) } : events;
}

QJsonObject AcpUpdates::known(const QJsonObject &call)
{
    const QString id = textOf(call, "toolCallId");
    if (m_calls.size() > maxCalls)
        m_calls.clear();
    QJsonObject &all = m_calls[id];
    for (auto it = call.begin(); it != call.end(); ++it) {
        if (!it.value().isNull())
            all.insert(it.key(), it.value());
    }
    return QJsonObject(all);
}

QList<TranscriptEvent> AcpUpdates::toolCall(const QJsonObject &update)
{
    const QString id = textOf(update, "toolCallId");
    const QJsonObject before = m_calls.value(id);
    const QJsonObject call = known(update);
    const QString status = textOf(call, "status");
    QList<TranscriptEvent> events = flush();
    if (before.isEmpty()) {
        m_last.clear(); // what was said before a tool call is not the answer
        ++m_usage.turns; // turns are not told: a step is a call
        auto started = eventOf(Kind::ToolCall, subjectOf(call, m_workspace));
        started.tool = toolOf(call);
        started.toolId = id;
        started.data = call.value(QLatin1String("rawInput")).toObject();
        events << started << usageEvent();
    }
    if (isEnd(status) && !isEnd(textOf(before, "status"))) {
        auto ended = eventOf(Kind::ToolResult, contentText(call));
        ended.tool = toolOf(call);
        ended.toolId = id;
        ended.isError = status == QLatin1String("failed");
        events.append(ended);
        m_calls[id] = { { QStringLiteral("status"), status } }; // what it gave back is told, and may be large
    }
    return events.isEmpty() ? QList { eventOf(Kind::Other, {}) } : events;
}

QList<TranscriptEvent> AcpUpdates::flush()
{
    return eventsOf(Kind::Thinking, std::exchange(m_thought, {})) + eventsOf(Kind::Text, std::exchange(m_line, {}));
}

void AcpUpdates::startTurn()
{
    m_all.clear();
    m_last.clear();
}

QString AcpUpdates::answer() const
{
    return m_last.trimmed().isEmpty() ? m_all.trimmed() : m_last.trimmed();
}

void AcpUpdates::addUsage(const QJsonObject &usage)
{
    m_usage.inputTokens += usage.value(QLatin1String("inputTokens")).toInteger();
    m_usage.outputTokens += usage.value(QLatin1String("outputTokens")).toInteger();
}

TranscriptEvent AcpUpdates::usageEvent() const
{
    auto event = eventOf(Kind::Usage, {});
    event.data = usageToJson(m_usage);
    return event;
}

} // namespace slipway::agents
