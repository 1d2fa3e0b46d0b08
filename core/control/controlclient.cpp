// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/controlclient.h"

#include "core/base/completion.h"
#include "core/base/files.h"
#include "core/base/taskscope.h"

#include <QDateTime>
#include <QHash>
#include <QUuid>

namespace slipway::control {

using base::CompletionSource;

/// One inbox list per client; a single loop pops it while answers are outstanding and hands each to its waiter.
struct ControlClient::Private : std::enable_shared_from_this<ControlClient::Private> {
    Private(redis::RedisAddress address, queue::Keys redisKeys)
        : keys(std::move(redisKeys))
        , client(address)
        , inboxClient(address)
        , inbox(keys.reply(QStringLiteral("inbox-") + QUuid::createUuid().toString(QUuid::WithoutBraces)))
    {
    }

    queue::Keys keys;
    redis::RedisClient client;
    redis::RedisClient inboxClient; // blocks in BLPOP
    QByteArray inbox;
    QHash<QString, std::shared_ptr<CompletionSource<QJsonObject>>> waiting;
    bool reading = false;
    bool closed = false;

    static QCoro::Task<> readInbox(std::shared_ptr<Private> self);
    void dispatch(const QByteArray &payload);
    static Async<QJsonObject> ask(std::shared_ptr<Private> self, QByteArray stream, QString id, QJsonObject message,
                                  std::chrono::milliseconds timeout, std::stop_token stop);
};

QCoro::Task<> ControlClient::Private::readInbox(std::shared_ptr<Private> self)
{
    self->reading = true;
    while (!self->closed && !self->waiting.isEmpty()) {
        const QList<QByteArray> pop { "BLPOP", self->inbox, "2" };
        const auto reply = co_await self->inboxClient.command(pop, std::chrono::seconds(6));
        if (!reply) {
            co_await base::sleepFor(std::chrono::milliseconds(100));
            continue;
        }
        if (reply->elements.size() == 2)
            self->dispatch(reply->elements.at(1).string);
    }
    self->reading = false;
}

void ControlClient::Private::dispatch(const QByteArray &payload)
{
    const QJsonObject answer = base::parseObject(payload);
    const auto source = waiting.take(answer.value(QLatin1String("id")).toString());
    if (!source)
        return;
    if (answer.contains(QLatin1String("error"))) {
        Error error = base::errorFromJson(answer.value(QLatin1String("error")).toObject());
        error.answered = true;
        source->resolve(std::unexpected(std::move(error)));
    } else {
        source->resolve(answer.value(QLatin1String("result")).toObject());
    }
}

Async<QJsonObject> ControlClient::Private::ask(std::shared_ptr<Private> self, QByteArray stream, QString id,
                                               QJsonObject message, std::chrono::milliseconds timeout,
                                               std::stop_token stop)
{
    const QList<QByteArray> exists { "EXISTS", self->keys.leader() };
    const auto engine = co_await self->client.command(exists);
    if (!engine)
        co_return forward(engine);
    if (engine->integer == 0) {
        co_return fail(ErrorCode::Unavailable, QStringLiteral("No engine runs on this home"),
                       QStringLiteral("Start one with `slipway --server` or open the desktop with `slipway`"));
    }
    const auto source = std::make_shared<CompletionSource<QJsonObject>>();
    self->waiting.insert(id, source);
    // An engine that starts later must not carry out what nobody waits for any more.
    const auto expires = QDateTime::currentMSecsSinceEpoch() + timeout.count();
    message.insert(QStringLiteral("expires_at"), double(expires));
    message.insert(QStringLiteral("reply_to"), QString::fromLatin1(self->inbox));
    const QList<QByteArray> append { "XADD", stream, "MAXLEN", "~", "2000", "*", "json", base::compact(message) };
    const auto added = co_await self->client.command(append);
    if (!added) {
        self->waiting.remove(id);
        co_return forward(added);
    }
    if (!self->reading)
        base::detach(readInbox(self), "control inbox");
    QTimer timer;
    timer.setSingleShot(true);
    QObject::connect(&timer, &QTimer::timeout, &timer, [source] {
        source->resolve(fail(ErrorCode::Unavailable, QStringLiteral("The engine did not answer in time"),
                             QStringLiteral("See `slipway status` and the log under ai-dev-pipeline/logs")));
    });
    timer.start(timeout);
    const std::stop_callback onStop(
        stop, [source] { source->resolve(fail(ErrorCode::Cancelled, QStringLiteral("Interrupted"))); });
    auto result = co_await source->completion();
    self->waiting.remove(id);
    co_return result;
}

ControlClient::ControlClient(redis::RedisAddress address, queue::Keys keys)
    : d(std::make_shared<Private>(std::move(address), std::move(keys)))
{
}

ControlClient::~ControlClient()
{
    d->closed = true;
}

Async<QJsonObject> ControlClient::execute(Command command, std::chrono::milliseconds timeout, std::stop_token stop)
{
    const QJsonObject message { { QStringLiteral("id"), command.id },
                                { QStringLiteral("actor"), command.actor },
                                { QStringLiteral("verb"), command.verb },
                                { QStringLiteral("arguments"), command.arguments } };
    return Private::ask(d, d->keys.commands(), command.id, message, timeout, std::move(stop));
}

Async<QJsonObject> ControlClient::query(QString name, QJsonObject arguments, std::chrono::milliseconds timeout)
{
    const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const QJsonObject message { { QStringLiteral("id"), id },
                                { QStringLiteral("query"), name },
                                { QStringLiteral("arguments"), arguments } };
    return Private::ask(d, d->keys.queries(), id, message, timeout, {});
}

} // namespace slipway::control
