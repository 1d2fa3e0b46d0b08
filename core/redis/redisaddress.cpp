// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/redisaddress.h"

#include "core/base/redaction.h"

#include <QUrl>
#include <QUrlQuery>

namespace slipway::redis {

namespace {

std::unexpected<Error> badAddress(const QString &why)
{
    return fail(
        ErrorCode::Invalid, QStringLiteral("The Redis address is wrong: %1").arg(why),
        QStringLiteral("Write redis://host:6379, rediss://user:password@host:6380/0 or unix:///path/redis.sock"));
}

Result<int> databaseFrom(const QString &text)
{
    if (text.isEmpty())
        return 0;
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    if (!isNumber || number < 0)
        return badAddress(QStringLiteral("%1 is not the number of a database").arg(text));
    return number;
}

} // namespace

RedisAddress RedisAddress::unixSocket(const QString &path)
{
    RedisAddress address;
    address.url = QStringLiteral("unix://") + QString::fromLatin1(QUrl::toPercentEncoding(path, "/"));
    address.socketPath = path;
    return address;
}

Result<RedisAddress> RedisAddress::parse(const QString &text)
{
    const QUrl url(text, QUrl::TolerantMode);
    const QString scheme = url.scheme();
    if (!url.isValid()
        || (scheme != QLatin1String("redis") && scheme != QLatin1String("rediss") && scheme != QLatin1String("unix")))
        return badAddress(QStringLiteral("it starts with none of redis://, rediss:// and unix://"));
    RedisAddress address;
    address.url = text;
    address.user = url.userName(QUrl::FullyDecoded);
    address.password = url.password(QUrl::FullyDecoded);
    base::addSecret(address.password);
    if (scheme == QLatin1String("unix")) {
        address.socketPath = url.path(QUrl::FullyDecoded);
        if (!address.socketPath.startsWith(QLatin1Char('/')) || address.socketPath.size() < 2 || !url.host().isEmpty())
            return badAddress(QStringLiteral("a unix socket needs an absolute path"));
        TRY(address.database, databaseFrom(QUrlQuery(url).queryItemValue(QStringLiteral("db"))));
        return address;
    }
    address.tls = scheme == QLatin1String("rediss");
    address.host = url.host(QUrl::FullyDecoded);
    if (address.host.isEmpty())
        return badAddress(QStringLiteral("the host is missing"));
    address.port = url.port(6379);
    TRY(address.database, databaseFrom(url.path().mid(1)));
    return address;
}

QString RedisAddress::display() const
{
    if (!socketPath.isEmpty())
        return QStringLiteral("unix:") + socketPath;
    const QString shownHost = host.contains(QLatin1Char(':')) ? QLatin1Char('[') + host + QLatin1Char(']') : host;
    return QStringLiteral("%1://%2:%3")
        .arg(tls ? QStringLiteral("rediss") : QStringLiteral("redis"), shownHost, QString::number(port));
}

} // namespace slipway::redis
