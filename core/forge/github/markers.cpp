// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/github/markers.h"

#include <QRegularExpression>
#include <QUrl>

namespace slipway::forge::markers {

namespace {

constexpr qsizetype maxBody = 65'536;
const QString cutNote = QStringLiteral("\n\n… (cut: GitHub takes no longer text)");

QString encoded(const QString &name)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(name, ":/", "-"));
}

} // namespace

QString of(const QString &kind, const QString &name)
{
    return QStringLiteral("<!-- slipway:%1:%2 -->").arg(kind, encoded(name));
}

QString nameIn(const QString &text, const QString &kind)
{
    const QString start = QStringLiteral("<!-- slipway:%1:").arg(kind);
    const auto from = text.lastIndexOf(start);
    const auto end = from < 0 ? -1 : text.indexOf(QLatin1String(" -->"), from);
    if (end < 0)
        return {};
    return QUrl::fromPercentEncoding(text.mid(from + start.size(), end - from - start.size()).toLatin1());
}

bool isIn(const QString &text, const QString &kind, const QString &name)
{
    return text.contains(of(kind, name));
}

QString withMarker(const QString &body, const QString &marker)
{
    const QString tail = QStringLiteral("\n\n") + marker;
    QString text = body;
    while (text.endsWith(QLatin1Char('\n')))
        text.chop(1);
    if (text.size() + tail.size() > maxBody) {
        text.truncate(maxBody - tail.size() - cutNote.size());
        if (!text.isEmpty() && text.back().isHighSurrogate())
            text.chop(1);
        text += cutNote;
    }
    return text.isEmpty() ? marker : text + tail;
}

QString blockedByLine(const QList<int> &numbers)
{
    QStringList names;
    for (const int number : numbers)
        names.append(QLatin1Char('#') + QString::number(number));
    return QStringLiteral("Blocked by ") + names.join(QStringLiteral(", "));
}

QList<int> blockersIn(const QString &text)
{
    static const QRegularExpression line(
        QStringLiteral("^[ \\t]*(?:Blocked by|Depends on):? +((?:#\\d+[, and]*)+)[ \\t\\r.]*$"),
        QRegularExpression::MultilineOption | QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression number(QStringLiteral("#(\\d+)"));
    QList<int> found;
    auto lines = line.globalMatch(text);
    while (lines.hasNext()) {
        auto numbers = number.globalMatch(lines.next().captured(1));
        while (numbers.hasNext()) {
            const int value = numbers.next().captured(1).toInt();
            if (value > 0 && !found.contains(value))
                found.append(value);
        }
    }
    return found;
}

} // namespace slipway::forge::markers
