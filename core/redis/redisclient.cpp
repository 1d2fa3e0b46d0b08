// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/redisclient.h"

#include "core/redis/connection.h"
#include "core/redis/scriptregistry.h"

namespace slipway::redis {

namespace {

constexpr std::chrono::seconds usualTimeout { 10 };

// The coroutines hold the connection, not the client: the client may be deleted while they wait.

Async<Reply> run(std::shared_ptr<Connection> connection, QList<QByteArray> arguments, std::chrono::milliseconds timeout,
                 std::stop_token stop)
{
    if (stop.stop_requested())
        co_return fail(ErrorCode::Cancelled, QStringLiteral("The Redis command was cancelled"));
    const auto request = connection->submit(std::move(arguments), timeout);
    const std::stop_callback onStop(stop, [request] {
        request->source.resolve(fail(ErrorCode::Cancelled, QStringLiteral("The Redis command was cancelled")));
    });
    auto completion = request->source.completion();
    auto result = co_await completion;
    if (!result && result.error().code == ErrorCode::Cancelled)
        connection->abandon(request);
    co_return result;
}

Async<QList<Reply>> runAll(std::shared_ptr<Connection> connection, QList<QList<QByteArray>> commands)
{
    std::vector<std::shared_ptr<Request>> requests;
    requests.reserve(size_t(commands.size()));
    for (auto &arguments : commands)
        requests.push_back(connection->submit(std::move(arguments), usualTimeout));
    QList<Reply> replies;
    replies.reserve(commands.size());
    for (const auto &request : requests) {
        auto completion = request->source.completion();
        auto result = co_await completion;
        if (!result)
            co_return forward(result);
        replies.append(std::move(*result));
    }
    co_return replies;
}

Async<Reply> runScript(std::shared_ptr<Connection> connection, QString name, QList<QByteArray> keys,
                       QList<QByteArray> arguments)
{
    const auto found = findScript(name);
    if (!found)
        co_return forward(found);
    QList<QByteArray> call { "EVALSHA", found->sha1, QByteArray::number(keys.size()) };
    call << keys << arguments;
    auto result = co_await run(connection, call, usualTimeout, {});
    if (result || !result.error().detail.startsWith(QLatin1String("NOSCRIPT")))
        co_return result;
    // EVAL runs it and caches it under its digest: one round trip instead of SCRIPT LOAD and EVALSHA.
    call[0] = "EVAL";
    call[1] = found->text;
    co_return co_await run(connection, call, usualTimeout, {});
}

} // namespace

RedisClient::RedisClient(RedisAddress address, QObject *parent)
    : QObject(parent)
    , m_connection(std::make_shared<Connection>(std::move(address)))
{
    connect(m_connection.get(), &Connection::connectedChanged, this, &RedisClient::connectedChanged,
            Qt::QueuedConnection);
    m_connection->open();
}

RedisClient::~RedisClient()
{
    m_connection->shutDown();
}

Async<Reply> RedisClient::command(QList<QByteArray> arguments, std::chrono::milliseconds timeout, std::stop_token stop)
{
    return run(m_connection, std::move(arguments), timeout, std::move(stop));
}

Async<QList<Reply>> RedisClient::pipeline(QList<QList<QByteArray>> commands)
{
    return runAll(m_connection, std::move(commands));
}

Async<Reply> RedisClient::script(QString name, QList<QByteArray> keys, QList<QByteArray> arguments)
{
    return runScript(m_connection, std::move(name), std::move(keys), std::move(arguments));
}

void RedisClient::setGuard(std::function<Result<>()> guard)
{
    m_connection->setGuard(std::move(guard));
}

void RedisClient::sendWaiting()
{
    m_connection->sendWaiting();
}

bool RedisClient::isConnected() const
{
    return m_connection->isReady();
}

const RedisAddress &RedisClient::address() const
{
    return m_connection->address();
}

} // namespace slipway::redis
