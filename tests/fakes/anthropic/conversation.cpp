// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/anthropic/conversation.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace slipway::test {

namespace {

QString textOf(const QJsonValue &content)
{
    if (content.isString())
        return content.toString();
    QStringList parts;
    for (const auto &value : content.toArray()) {
        const QJsonObject block = value.toObject();
        if (block.value(QLatin1String("type")).toString() == QLatin1String("text"))
            parts.append(block.value(QLatin1String("text")).toString());
    }
    return parts.join(QLatin1Char('\n'));
}

/// Blocks of a user message that a person (here: the worker) wrote, not the CLI itself.
QString promptIn(const QJsonValue &content)
{
    const auto isReminder
        = [](const QString &text) { return text.trimmed().startsWith(QLatin1String("<system-reminder>")); };
    if (content.isString())
        return isReminder(content.toString()) ? QString() : content.toString();
    QStringList parts;
    for (const auto &value : content.toArray()) {
        const QJsonObject block = value.toObject();
        const QString text = block.value(QLatin1String("text")).toString();
        if (block.value(QLatin1String("type")).toString() == QLatin1String("tool_result"))
            return {}; // what stands beside results are notes of the CLI
        if (!text.isEmpty() && !isReminder(text))
            parts.append(text);
    }
    return parts.join(QLatin1Char('\n'));
}

} // namespace

Conversation::Conversation(const QJsonObject &request)
{
    static const QRegularExpression folder(QStringLiteral("orking directory: (/[^\\n]*)"));
    m_workspace = folder.match(textOf(request.value(QLatin1String("system")))).captured(1).trimmed();
    for (const auto &tool : request.value(QLatin1String("tools")).toArray())
        m_tools.append(tool.toObject().value(QLatin1String("name")).toString());
    for (const auto &value : request.value(QLatin1String("messages")).toArray()) {
        const QJsonObject message = value.toObject();
        const QString role = message.value(QLatin1String("role")).toString();
        if (role == QLatin1String("user"))
            readUser(message);
        else if (role == QLatin1String("assistant"))
            readAssistant(message);
    }
}

void Conversation::readUser(const QJsonObject &message)
{
    const QJsonValue content = message.value(QLatin1String("content"));
    const QString prompt = promptIn(content);
    // The CLI reminds of an answer in the right form; that is no new task.
    if (prompt.size() > 200) {
        m_prompt = prompt;
        m_uses.clear();
        m_ids.clear();
        m_wasAnswered = false;
    }
    for (const auto &value : content.toArray()) {
        const QJsonObject block = value.toObject();
        const qsizetype at = m_ids.indexOf(block.value(QLatin1String("tool_use_id")).toString());
        if (at < 0 || block.value(QLatin1String("type")).toString() != QLatin1String("tool_result"))
            continue;
        m_uses[at].isAnswered = true;
        m_uses[at].result = textOf(block.value(QLatin1String("content")));
        m_uses[at].isError = block.value(QLatin1String("is_error")).toBool();
    }
}

void Conversation::readAssistant(const QJsonObject &message)
{
    m_wasAnswered = true;
    for (const auto &value : message.value(QLatin1String("content")).toArray()) {
        const QJsonObject block = value.toObject();
        if (block.value(QLatin1String("type")).toString() != QLatin1String("tool_use"))
            continue;
        m_ids.append(block.value(QLatin1String("id")).toString());
        m_uses.append(ToolUse { block.value(QLatin1String("name")).toString(),
                                block.value(QLatin1String("input")).toObject(),
                                {},
                                false,
                                false });
    }
}

QString Conversation::data(const QString &label) const
{
    const QRegularExpression block(
        QStringLiteral("<<<DATA ([0-9a-f]+) %1>>>\\n(.*?)\\n<<<END \\1>>>").arg(QRegularExpression::escape(label)),
        QRegularExpression::DotMatchesEverythingOption);
    return block.match(m_prompt).captured(2);
}

} // namespace slipway::test
