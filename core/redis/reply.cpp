// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/reply.h"

#include <hiredis.h>

#include <array>

namespace slipway::redis {

namespace {

struct KnownError {
    const char *prefix;
    ErrorCode code;
    const char *message;
    const char *hint;
};

// The first word of an error line is its class; a few share the general ERR and are told apart by what follows.
constexpr std::array knownErrors {
    KnownError { "OOM", ErrorCode::Exhausted, "Redis is out of memory", "Raise maxmemory of the Redis server" },
    KnownError { "MISCONF", ErrorCode::Exhausted, "Redis cannot write to its disk and refuses changes",
                 "Free disk space in the Redis data folder" },
    KnownError { "READONLY", ErrorCode::Unavailable, "This Redis is a read-only replica",
                 "Set SLIPWAY_REDIS_URL to the primary" },
    KnownError { "LOADING", ErrorCode::Unavailable, "Redis is still loading its data", "Try again in a moment" },
    KnownError { "MASTERDOWN", ErrorCode::Unavailable, "This Redis replica has lost its primary",
                 "Set SLIPWAY_REDIS_URL to the primary" },
    KnownError { "BUSY ", ErrorCode::Unavailable, "Redis is busy with a script", "Try again in a moment" },
    KnownError { "NOREPLICAS", ErrorCode::Unavailable, "Redis refuses changes because replicas are missing",
                 "Check the replicas of the Redis server" },
    KnownError { "ERR max number of clients", ErrorCode::Unavailable, "Redis takes no more connections",
                 "Raise maxclients of the Redis server" },
    KnownError { "UNBLOCKED", ErrorCode::Unavailable, "Redis changed its role while a command waited",
                 "Try again in a moment" },
    KnownError { "NOAUTH", ErrorCode::Denied, "Redis asks for a password",
                 "Put user and password into SLIPWAY_REDIS_URL" },
    KnownError { "WRONGPASS", ErrorCode::Denied, "Redis refuses the user name or the password",
                 "Check user and password in SLIPWAY_REDIS_URL" },
    KnownError { "ERR AUTH", ErrorCode::Denied, "Redis has no password, but SLIPWAY_REDIS_URL gives one",
                 "Remove the password from SLIPWAY_REDIS_URL" },
    KnownError { "NOPERM", ErrorCode::Denied, "The Redis user may not do this",
                 "Give the user the missing right (ACL SETUSER), or use another one" },
    KnownError { "MOVED", ErrorCode::Unsupported, "This is a Redis Cluster",
                 "Use a single Redis or a Sentinel primary" },
    KnownError { "ASK ", ErrorCode::Unsupported, "This is a Redis Cluster",
                 "Use a single Redis or a Sentinel primary" },
    KnownError { "CROSSSLOT", ErrorCode::Unsupported, "This is a Redis Cluster",
                 "Use a single Redis or a Sentinel primary" },
    KnownError { "CLUSTERDOWN", ErrorCode::Unsupported, "This is a Redis Cluster",
                 "Use a single Redis or a Sentinel primary" },
    KnownError { "NOSCRIPT", ErrorCode::NotFound, "Redis does not know this script", "" },
    KnownError { "NOGROUP", ErrorCode::NotFound, "Redis does not know this consumer group", "" },
    KnownError { "BUSYGROUP", ErrorCode::Conflict, "This consumer group exists already", "" },
    KnownError { "WRONGTYPE", ErrorCode::Invalid, "A Redis key holds another type of value than expected",
                 "Use a Redis of its own, or set redis.prefix" },
};

/// `SLIPWAY conflict The task is running|Wait for it|detail`, as our scripts fail.
Error scriptError(const QByteArray &line)
{
    const qsizetype codeEnd = line.indexOf(' ', 8);
    const QString text = QString::fromUtf8(line.mid(codeEnd + 1));
    return { base::errorCodeFromString(QString::fromLatin1(line.mid(8, codeEnd - 8))),
             text.section(QLatin1Char('|'), 0, 0), text.section(QLatin1Char('|'), 1, 1),
             text.section(QLatin1Char('|'), 2) };
}

QByteArray textOf(const redisReply *reply)
{
    return { reply->str, qsizetype(reply->len) };
}

} // namespace

QList<QByteArray> Reply::strings() const
{
    QList<QByteArray> list;
    list.reserve(elements.size());
    for (const Reply &element : elements)
        list.append(element.kind == Kind::Integer ? QByteArray::number(element.integer) : element.string);
    return list;
}

QMap<QByteArray, QByteArray> Reply::pairs() const
{
    QMap<QByteArray, QByteArray> map;
    const auto list = strings();
    for (qsizetype i = 0; i + 1 < list.size(); i += 2)
        map.insert(list.at(i), list.at(i + 1));
    return map;
}

Result<Reply> replyFrom(const redisReply *reply)
{
    Reply result;
    switch (reply->type) {
    case REDIS_REPLY_ERROR:
        return std::unexpected(errorFromServer(textOf(reply)));
    case REDIS_REPLY_NIL:
        return result;
    case REDIS_REPLY_INTEGER:
    case REDIS_REPLY_BOOL:
        result.kind = Reply::Kind::Integer;
        result.integer = reply->integer;
        return result;
    case REDIS_REPLY_ARRAY:
    case REDIS_REPLY_MAP:
    case REDIS_REPLY_SET:
    case REDIS_REPLY_PUSH:
    case REDIS_REPLY_ATTR:
        result.kind = Reply::Kind::Array;
        result.elements.reserve(qsizetype(reply->elements));
        for (size_t i = 0; i < reply->elements; ++i) {
            auto element = replyFrom(reply->element[i]);
            if (!element)
                return element;
            result.elements.append(std::move(*element));
        }
        return result;
    default: // string, status, double, big number, verbatim
        result.kind = Reply::Kind::String;
        result.string = textOf(reply);
        return result;
    }
}

Error errorFromServer(const QByteArray &line)
{
    const QString detail = QString::fromUtf8(line);
    if (line.startsWith("SLIPWAY "))
        return scriptError(line);
    for (const KnownError &known : knownErrors) {
        if (line.startsWith(known.prefix))
            return { known.code, QString::fromLatin1(known.message), QString::fromLatin1(known.hint), detail };
    }
    return { ErrorCode::Invalid, QStringLiteral("Redis refused the command: %1").arg(detail), {}, detail };
}

} // namespace slipway::redis
