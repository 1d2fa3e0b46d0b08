// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/messagetext.h"

#include "core/base/redaction.h"

namespace slipway::chat {

namespace {

const QString fence = QStringLiteral("```");

/// A cut at `limit` or one before, where that would split a surrogate pair.
qsizetype safeCut(const QString &text, qsizetype limit)
{
    return limit > 0 && limit < text.size() && text.at(limit).isLowSurrogate() ? limit - 1 : limit;
}

} // namespace

QString clipped(const QString &text, qsizetype limit)
{
    if (text.size() <= limit)
        return text;
    return text.left(safeCut(text, limit - 1)) + QChar(0x2026);
}

QString foreignText(const QString &text, qsizetype limit)
{
    static const QString special = QStringLiteral("\\*_~|>#[]()<`-@:");
    const QString plain = clipped(base::redact(text).simplified(), limit);
    QString escaped;
    escaped.reserve(plain.size() + 16);
    for (qsizetype i = 0; i < plain.size(); ++i) {
        const QChar c = plain.at(i);
        const bool isUrlColon = c == QLatin1Char(':') && plain.mid(i, 3) == QLatin1String("://");
        // A dash means something at the start of a line only, a colon in an emoji only.
        if (special.contains(c) && !isUrlColon && !(c == QLatin1Char('-') && i > 0)
            && !(c == QLatin1Char(':') && (i + 1 == plain.size() || !plain.at(i + 1).isLetter())))
            escaped.append(QLatin1Char('\\'));
        escaped.append(c);
    }
    return escaped;
}

QString agentText(const QString &text)
{
    QString shown = base::redact(text.trimmed());
    shown.replace(QStringLiteral("]("), QStringLiteral("] (")); // not a link with another text
    shown.replace(QLatin1Char('<'), QStringLiteral("\\<"));
    shown.replace(QLatin1Char('@'), QStringLiteral("@\u200b"));
    return shown;
}

QString codeBlock(const QString &text, qsizetype limit)
{
    QString content = base::redact(text);
    content.replace(fence, QStringLiteral("`\u200b`\u200b`"));
    if (content.size() > limit) {
        qsizetype from = content.size() - limit + 2;
        if (content.at(from).isLowSurrogate())
            ++from;
        const qsizetype line = content.indexOf(QLatin1Char('\n'), from);
        content = QStringLiteral("…\n") + content.mid(line > 0 && line - from < 200 ? line + 1 : from);
    }
    return fence + QLatin1Char('\n') + content + QLatin1Char('\n') + fence;
}

QStringList splitText(const QString &text, qsizetype limit)
{
    QStringList parts;
    QString rest = text;
    QString open; ///< the line that opened the code block we are in
    while (!rest.isEmpty()) {
        const QString prefix = open.isEmpty() ? QString() : open + QLatin1Char('\n');
        const qsizetype room = limit - prefix.size() - 4; // for a closing fence
        qsizetype cut = rest.size();
        if (cut > room) {
            cut = rest.lastIndexOf(QLatin1Char('\n'), room);
            if (cut < room / 2)
                cut = safeCut(rest, room);
        }
        QString part = rest.left(cut);
        rest = rest.mid(cut);
        if (rest.startsWith(QLatin1Char('\n')))
            rest.remove(0, 1);
        const auto lines = part.split(QLatin1Char('\n'));
        for (const QString &line : lines) {
            if (line.startsWith(fence))
                open = open.isEmpty() ? line.left(20) : QString();
        }
        part.prepend(prefix);
        if (!open.isEmpty())
            part += QLatin1Char('\n') + fence;
        if (rest.isEmpty())
            open.clear();
        if (!part.trimmed().isEmpty())
            parts.append(part);
    }
    return parts;
}

} // namespace slipway::chat
