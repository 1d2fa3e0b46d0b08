// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/roles/fence.h"

#include <QRandomGenerator>
#include <QRegularExpression>

namespace slipway::agents {

namespace {

/// Escape sequences of terminals, control characters, and what is not seen by the person who reads the same text: a model
/// would read it.
QString visible(const QString &text)
{
    static const QRegularExpression hidden(QStringLiteral(
        "\\x1b\\[[0-9;?]*[ -/]*[@-~]|\\x1b\\][^\\x07\\x1b]*(\\x07|\\x1b\\\\)?|[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f]"
        "|[\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2069}\\x{feff}]|[\\x{e0000}-\\x{e007f}]"));
    QString result = text;
    result.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    result.remove(hidden);
    return result;
}

QString shortened(const QString &text, qsizetype limit)
{
    if (text.size() <= limit)
        return text;
    return text.left(limit / 3) + QStringLiteral("\n[… %1 characters left out …]\n").arg(text.size() - limit)
        + text.right(limit - limit / 3);
}

QString wordNotIn(const QString &text)
{
    QString word;
    do {
        word = QString::number(QRandomGenerator::system()->generate64(), 16);
    } while (word.size() < 8 || text.contains(word));
    return word;
}

} // namespace

QString fenced(const QString &label, const QString &text, qsizetype limit)
{
    const QString content = shortened(visible(text), limit);
    const QString word = wordNotIn(content);
    return QStringLiteral("<<<DATA %1 %2>>>\n").arg(word, label) + content + QStringLiteral("\n<<<END %1>>>").arg(word);
}

} // namespace slipway::agents
