// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/failuretext.h"

#include "core/base/redaction.h"

#include <QRegularExpression>

#include <array>

namespace slipway::deploy {

namespace {

struct Known {
    const char *pattern;
    const char *hint;
};

constexpr std::array known {
    Known { "ModuleNotFoundError|ImportError|Cannot find module|no required module provides|LoadError",
            "A dependency is not installed; deploy with Docker, or install it on this machine" },
    Known { "readonly database|read-only file system|EROFS|unable to open database file",
            "The app's folder is read-only: write to the folder in $DATA_DIR" },
    Known { "address already in use|EADDRINUSE", "The app has to listen on the port in $PORT, and only once" },
    Known { "permission denied|EACCES|PermissionError", "The app may write to the folder in $DATA_DIR only" },
    Known { "out of memory|MemoryError|Cannot allocate memory|OOMKilled", "Give it more memory" },
    Known { "no space left|ENOSPC", "Free some disk space" },
    Known { "executable file not found|command not found|No such file or directory|not found$",
            "The start command names a program or file that is not there" },
};

bool looksDecisive(const QString &line)
{
    static const QRegularExpression words(
        QStringLiteral(
            "\\b(\\w*Error|\\w*Exception|panic|fatal|failed|denied|not found|cannot|exit code|refused|killed)\\b"),
        QRegularExpression::CaseInsensitiveOption);
    return words.match(line).hasMatch();
}

} // namespace

QString hintForLog(const QString &log, const QString &otherwise)
{
    for (const Known &entry : known) {
        const QRegularExpression pattern(QLatin1String(entry.pattern),
                                         QRegularExpression::CaseInsensitiveOption
                                             | QRegularExpression::MultilineOption);
        if (pattern.match(log).hasMatch())
            return QLatin1String(entry.hint);
    }
    return otherwise;
}

QStringList decisiveLines(const QString &log, int count)
{
    static const QRegularExpression colours(QStringLiteral("\\x1b\\[[0-9;]*[A-Za-z]"));
    QStringList lines;
    const auto all = log.split(QLatin1Char('\n'));
    for (QString line : all) {
        line = line.remove(colours).trimmed();
        if (!line.isEmpty() && !line.contains(QLatin1String("[slipway] ")))
            lines << line;
    }
    QStringList chosen;
    for (const QString &line : std::as_const(lines)) {
        if (looksDecisive(line) && !chosen.contains(line))
            chosen << line;
    }
    // Nothing that looks like an error: the last words then.
    return chosen.isEmpty() ? lines.mid(std::max<qsizetype>(0, lines.size() - count))
                            : chosen.mid(std::max<qsizetype>(0, chosen.size() - count));
}

QString oneLine(const Error &error)
{
    constexpr int lineLength = 200;
    constexpr int wholeLength = 600;
    QString text = error.message;
    QStringList lines = decisiveLines(error.detail);
    for (QString &line : lines)
        line = line.left(lineLength);
    if (!lines.isEmpty())
        text += QStringLiteral(": ") + lines.join(QStringLiteral(" | "));
    if (!error.hint.isEmpty())
        text += QStringLiteral(". ") + error.hint;
    text = base::redact(text.simplified());
    return text.size() > wholeLength ? text.left(wholeLength - 1) + QChar(0x2026) : text;
}

} // namespace slipway::deploy
