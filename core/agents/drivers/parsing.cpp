// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/drivers/parsing.h"

#include <QLocale>
#include <QRegularExpression>

namespace slipway::agents {

namespace {

using domain::FailureClass;

bool matches(const QString &text, const QRegularExpression &pattern)
{
    return pattern.match(text).hasMatch();
}

QRegularExpression words(const char *pattern)
{
    return QRegularExpression(QString::fromLatin1(pattern), QRegularExpression::CaseInsensitiveOption);
}

} // namespace

QString textOf(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toString();
}

TranscriptEvent eventOf(TranscriptEvent::Kind kind, const QString &text, const QDateTime &time)
{
    TranscriptEvent event;
    event.kind = kind;
    event.text = text;
    event.time = time;
    return event;
}

QString relativeTo(const QString &workspace, const QString &path)
{
    return !workspace.isEmpty() && path.startsWith(workspace + QLatin1Char('/')) ? path.mid(workspace.size() + 1)
                                                                                 : path;
}

QString targetOf(const QJsonObject &input, const QString &workspace)
{
    for (const char *key : { "file_path", "path", "filePath", "notebook_path", "command", "pattern", "url", "query",
                             "description", "prompt" }) {
        const QString value = textOf(input, key);
        if (!value.isEmpty())
            return relativeTo(workspace, value);
    }
    return {};
}

bool isTextOnly(const QString &purpose)
{
    return purpose == QLatin1String("ask") || purpose.startsWith(QLatin1String("prd."))
        || purpose.startsWith(QLatin1String("plan"));
}

QString lastLine(const QByteArray &bytes)
{
    return QString::fromUtf8(bytes).trimmed().section(QLatin1Char('\n'), -1).trimmed().left(400);
}

FailureClass classifyErrorText(const QString &text)
{
    // In this order: an account's limit is also a "429", and a prompt that is too long also names tokens and limits.
    static const QRegularExpression context = words(
        "ran out of room|context (length|window)|maximum number of tokens|max_output_tokens|prompt is too long");
    static const QRegularExpression limit = words("usage limit|hit your .{0,20}limit|exhausted your daily quota");
    static const QRegularExpression retried = words("retry(ing)? (after|in)|too many requests|\\b429\\b|rate.?limit");
    static const QRegularExpression person
        = words("\\b40[123]\\b|unauthori[sz]ed|(incorrect|invalid|missing) api key|api key not "
                "valid|api_key_invalid|missing environment variable"
                "|not logged in|log ?in again|authentication|invalid auth method|quota|billing|credit balance"
                "|model.{0,80}(does not exist|not found)|is not found for api version");
    static const QRegularExpression service = words(
        "at capacity|high "
        "demand|overloaded|unavailable|\\b5\\d\\d\\b|disconnected|connection|network|econnre|enotfound|fetch failed"
        "|timed? ?out|server error");
    if (matches(text, context))
        return FailureClass::AgentError;
    if (matches(text, limit))
        return FailureClass::UsageLimit;
    if (matches(text, retried))
        return FailureClass::RateLimited;
    if (matches(text, person))
        return FailureClass::Auth;
    return matches(text, service) ? FailureClass::RateLimited : FailureClass::AgentError;
}

QDateTime resetTimeIn(const QString &text, const QDateTime &now)
{
    static const QRegularExpression dated
        = words("try again at ([A-Z][a-z]{2}) (\\d{1,2})(?:st|nd|rd|th), (\\d{4}) (\\d{1,2}:\\d{2} [AP]M)");
    static const QRegularExpression timed = words("try again at (\\d{1,2}:\\d{2} [AP]M)");
    const QLocale english = QLocale::c();
    if (const auto match = dated.match(text); match.hasMatch()) {
        const QString when = match.captured(1) + QLatin1Char(' ') + match.captured(2) + QLatin1Char(' ')
            + match.captured(3) + QLatin1Char(' ') + match.captured(4);
        return english.toDateTime(when, QStringLiteral("MMM d yyyy h:mm AP")).toUTC();
    }
    if (const auto match = timed.match(text); match.hasMatch()) {
        const QTime time = english.toTime(match.captured(1), QStringLiteral("h:mm AP"));
        if (!time.isValid())
            return {};
        QDateTime when(now.toLocalTime().date(), time);
        return (when < now ? when.addDays(1) : when).toUTC();
    }
    return {};
}

} // namespace slipway::agents
