// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/redaction.h"

#include <QReadWriteLock>
#include <QRegularExpression>
#include <QStringList>

#include <functional>

namespace slipway::base {

namespace {

constexpr qsizetype shortestSecret = 6, mostPassing = 200;

// Secrets are process-wide by nature: every log line of every thread has to be masked.
struct Secrets {
    QReadWriteLock lock;
    QStringList values;
    QStringList passing; ///< oldest first
};
Secrets &secrets()
{
    static Secrets instance;
    return instance;
}

const QRegularExpression &credentialPattern()
{
    static const QRegularExpression pattern(QStringLiteral(
        R"((gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|sk-ant-[A-Za-z0-9_-]{16,}|sk-[A-Za-z0-9_-]{20,}|xox[baprs]-[A-Za-z0-9-]{10,}|AKIA[0-9A-Z]{16}|(?<=[Bb]earer )[A-Za-z0-9._~+/=-]{12,}|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----))"));
    return pattern;
}

} // namespace

void addSecret(const QString &value)
{
    if (value.size() < shortestSecret)
        return;
    const QWriteLocker locker(&secrets().lock);
    if (!secrets().values.contains(value))
        secrets().values.append(value);
}

void addPassingSecret(const QString &value)
{
    if (value.size() < shortestSecret)
        return;
    const QWriteLocker locker(&secrets().lock);
    auto &passing = secrets().passing;
    passing.removeOne(value); // used again: it counts as new
    passing.append(value);
    if (passing.size() > mostPassing)
        passing.removeFirst();
}

QString redact(const QString &text)
{
    QString result = text;
    {
        const QReadLocker locker(&secrets().lock);
        for (const QStringList &list : { std::cref(secrets().values), std::cref(secrets().passing) }) {
            for (const QString &value : list)
                result.replace(value, QStringLiteral("***"));
        }
    }
    result.replace(credentialPattern(), QStringLiteral("***"));
    return result;
}

QByteArray redact(const QByteArray &utf8)
{
    return redact(QString::fromUtf8(utf8)).toUtf8();
}

} // namespace slipway::base
