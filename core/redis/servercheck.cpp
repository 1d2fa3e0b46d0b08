// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/servercheck.h"

#include <QLoggingCategory>

namespace slipway::redis {

Q_LOGGING_CATEGORY(lcRedisCheck, "slipway.redis")

namespace {

QMap<QByteArray, QByteArray> fieldsOf(const QByteArray &info)
{
    QMap<QByteArray, QByteArray> fields;
    for (const QByteArray &line : info.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0)
            fields.insert(line.left(colon), line.mid(colon + 1).trimmed());
    }
    return fields;
}

} // namespace

QString versionFromInfo(const QByteArray &info)
{
    return QString::fromLatin1(fieldsOf(info).value("redis_version"));
}

Result<> judgeInfo(const QByteArray &info, const QString &where)
{
    const auto fields = fieldsOf(info);
    if (fields.value("cluster_enabled") == "1" || fields.value("redis_mode") == "cluster") {
        return fail(ErrorCode::Unsupported, QStringLiteral("The Redis at %1 is a cluster").arg(where),
                    QStringLiteral("Use a single Redis, or the primary of a Sentinel set"));
    }
    const QByteArray version = fields.value("redis_version");
    if (version.left(version.indexOf('.')).toInt() < 7) {
        return fail(ErrorCode::Unsupported,
                    QStringLiteral("The Redis at %1 has version %2; Slipway needs 7 or newer")
                        .arg(where, QString::fromLatin1(version)),
                    QStringLiteral("Update Redis (or Valkey), or leave SLIPWAY_REDIS_URL empty for a private one"));
    }
    if (fields.value("role") == "slave") {
        return fail(ErrorCode::Unsupported, QStringLiteral("The Redis at %1 is a read-only replica").arg(where),
                    QStringLiteral("Set SLIPWAY_REDIS_URL to its primary %1:%2")
                        .arg(QString::fromLatin1(fields.value("master_host")),
                             QString::fromLatin1(fields.value("master_port"))));
    }
    const QByteArray policy = fields.value("maxmemory_policy");
    if (!policy.isEmpty() && policy != "noeviction" && fields.value("maxmemory").toLongLong() > 0) {
        qCWarning(lcRedisCheck,
                  "Redis at %s evicts keys when full (maxmemory-policy %s): tasks could be lost; set noeviction",
                  qUtf8Printable(where), policy.constData());
    }
    return {};
}

Async<> checkServer(RedisClient &client)
{
    const QString where = client.address().display();
    const QList<QByteArray> ask { "INFO" };
    const auto info = co_await client.command(ask);
    if (!info)
        co_return forward(info);
    co_return judgeInfo(info->string, where);
}

} // namespace slipway::redis
