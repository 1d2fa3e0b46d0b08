// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/healthpath.h"

#include "core/base/files.h"

#include <QRegularExpression>

namespace slipway::deploy {

QString healthPathOf(const QString &dockerfile)
{
    static const QRegularExpression comment(QStringLiteral("^[ \\t]*#.*$\\n?"), QRegularExpression::MultilineOption);
    static const QRegularExpression continuation(QStringLiteral("\\\\[ \\t]*\\r?\\n"));
    static const QRegularExpression address(QStringLiteral(
        "https?://(?:localhost|127\\.0\\.0\\.1|0\\.0\\.0\\.0|\\[::1\\])(?::[^/\\s'\"`)]+)?(/[^\\s'\"`),;|&]*)?"));
    static const QRegularExpression rest(QStringLiteral("\\G(?::|['\"`]\\s*\\+)"));
    QString text = dockerfile;
    text.remove(comment);
    text.replace(continuation, QStringLiteral(" "));
    const auto lines = text.split(QLatin1Char('\n'));
    QString path;
    for (const QString &line : lines) {
        const QString words = line.trimmed();
        if (words.startsWith(QLatin1String("FROM "), Qt::CaseInsensitive))
            path.clear(); // another stage, another image
        if (!words.startsWith(QLatin1String("HEALTHCHECK"), Qt::CaseInsensitive))
            continue;
        const auto match = address.match(words);
        // One that is put together when it runs ('http://127.0.0.1:' + port + '/up') names no path.
        const bool isWhole = match.hasMatch() && !rest.match(words, match.capturedEnd()).hasMatch();
        path = !isWhole ? QString() : match.captured(1).isEmpty() ? QStringLiteral("/") : match.captured(1);
    }
    return path;
}

QString healthPathIn(const QString &folder)
{
    const auto text = base::readFile(folder + QStringLiteral("/Dockerfile"));
    return text ? healthPathOf(QString::fromUtf8(*text)) : QString();
}

} // namespace slipway::deploy
