// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/queue/benchlimit.h"

#include "core/redis/scriptregistry.h"

#include <QProcess>
#include <QStandardPaths>

namespace slipway::bench {

Limit::Limit(redis::RedisAddress address)
    : m_address(std::move(address))
    , m_program(QStandardPaths::findExecutable(QStringLiteral("redis-benchmark")))
{
}

QList<Shape> Limit::shapesOf(int calls)
{
    QList<Shape> shapes { { calls, 1 } };
    if (calls > 1)
        shapes.append({ 1, calls });
    return shapes;
}

Result<double> Limit::measure(const QString &script, const QList<QByteArray> &arguments, Shape shape, int count,
                              int range) const
{
    TRY(const redis::Script text, redis::findScript(QStringLiteral("queue/") + script));
    QProcess process;
    QStringList line { QStringLiteral("-s"),           m_address.socketPath,
                       QStringLiteral("-c"),           QString::number(shape.connections),
                       QStringLiteral("-P"),           QString::number(shape.pipeline),
                       QStringLiteral("-n"),           QString::number(count),
                       QStringLiteral("-r"),           QString::number(range),
                       QStringLiteral("--csv"),        QStringLiteral("EVALSHA"),
                       QString::fromLatin1(text.sha1), QStringLiteral("0") };
    for (const QByteArray &argument : arguments)
        line.append(QString::fromUtf8(argument));
    process.start(m_program, line);
    if (!process.waitForFinished(120'000) || process.exitCode() != 0) {
        return fail(ErrorCode::Internal, QStringLiteral("redis-benchmark failed with ") + script, {},
                    QString::fromUtf8(process.readAllStandardError()));
    }
    // "EVALSHA …","rate","avg","min","p50","p95","p99","max"; the command may hold quotes, so counted from the end.
    const QString last = QString::fromUtf8(process.readAllStandardOutput()).trimmed().section(QLatin1Char('\n'), -1);
    const double rate = last.section(QStringLiteral("\",\""), -7, -7).toDouble();
    if (rate <= 0)
        return fail(ErrorCode::Internal, QStringLiteral("redis-benchmark gave no rate"), {}, last);
    return rate;
}

} // namespace slipway::bench
