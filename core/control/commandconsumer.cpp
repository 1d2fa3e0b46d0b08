// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/commandconsumer.h"

#include "core/base/files.h"

#include <QDateTime>

namespace slipway::control {

CommandConsumer::CommandConsumer(redis::RedisAddress address, queue::Keys keys, Handlers handlers)
    : m_keys(std::move(keys))
    , m_handlers(std::move(handlers))
    , m_client(address)
    , m_streams(address, { m_keys.commands(), m_keys.queries() },
                [this](QByteArray stream, const StreamConsumer::Fields &fields) {
                    return handle(std::move(stream), base::parseObject(fields.value("json")));
                })
{
}

Async<> CommandConsumer::start()
{
    return m_streams.start();
}

QCoro::Task<> CommandConsumer::stop()
{
    return m_streams.stop();
}

QCoro::Task<> CommandConsumer::handle(QByteArray stream, QJsonObject message)
{
    auto result = co_await run(stream, message);
    co_await answer(message, std::move(result), stream == m_keys.commands());
}

Async<QJsonObject> CommandConsumer::run(QByteArray stream, QJsonObject message)
{
    const auto expires = message.value(QLatin1String("expires_at")).toDouble();
    if (expires > 0 && double(QDateTime::currentMSecsSinceEpoch()) > expires)
        co_return fail(ErrorCode::Timeout, QStringLiteral("The command had expired before an engine ran"));
    const auto arguments = message.value(QLatin1String("arguments")).toObject();
    try {
        if (stream == m_keys.queries())
            co_return co_await m_handlers.query(message.value(QLatin1String("query")).toString(), arguments);
        const QString id = message.value(QLatin1String("id")).toString();
        const QList<QByteArray> earlier { "GET", m_keys.reply(id) };
        const auto kept = co_await m_client.command(earlier);
        if (kept && !kept->isNil()) {
            const auto answer = base::parseObject(kept->string);
            if (answer.contains(QLatin1String("error")))
                co_return std::unexpected(base::errorFromJson(answer.value(QLatin1String("error")).toObject()));
            co_return answer.value(QLatin1String("result")).toObject();
        }
        const Command command { id, message.value(QLatin1String("actor")).toString(),
                                message.value(QLatin1String("verb")).toString(), arguments };
        co_return co_await m_handlers.command(command);
    } catch (const std::exception &exception) {
        co_return fail(ErrorCode::Internal, QStringLiteral("The engine met an internal error"),
                       QStringLiteral("Please report it with the log"), QString::fromUtf8(exception.what()));
    }
}

QCoro::Task<> CommandConsumer::answer(QJsonObject message, Result<QJsonObject> result, bool keep)
{
    QJsonObject reply { { QStringLiteral("id"), message.value(QLatin1String("id")) } };
    if (result)
        reply.insert(QStringLiteral("result"), *result);
    else
        reply.insert(QStringLiteral("error"), base::toJson(result.error()));
    const QByteArray json = base::compact(reply);
    const QByteArray inbox = message.value(QLatin1String("reply_to")).toString().toUtf8();
    QList<QList<QByteArray>> commands;
    if (!inbox.isEmpty()) {
        commands.append({ "RPUSH", inbox, json });
        commands.append({ "EXPIRE", inbox, "120" });
    }
    if (keep) {
        commands.append({ "SET", m_keys.reply(message.value(QLatin1String("id")).toString()), json, "EX", "86400" });
    }
    const auto sent = co_await m_client.pipeline(commands);
    Q_UNUSED(sent)
}

} // namespace slipway::control
