// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/streamconsumer.h"

namespace slipway::control {

namespace {
constexpr auto group = "engine";
constexpr auto consumer = "leader";

bool mentions(const Error &error, QLatin1String word)
{
    return error.detail.contains(word) || error.message.contains(word);
}
} // namespace

StreamConsumer::StreamConsumer(redis::RedisAddress address, QList<QByteArray> streams, Handler handler)
    : m_streams(std::move(streams))
    , m_handler(std::move(handler))
    , m_reader(address)
    , m_client(address)
{
}

Async<> StreamConsumer::createGroups()
{
    for (const QByteArray &stream : std::as_const(m_streams)) {
        const QList<QByteArray> create { "XGROUP", "CREATE", stream, group, "0", "MKSTREAM" };
        const auto made = co_await m_client.command(create);
        if (!made && !mentions(made.error(), QLatin1String("BUSYGROUP")))
            co_return forward(made);
    }
    co_return Result<> {};
}

QList<QByteArray> StreamConsumer::readCommand(const QByteArray &from, bool block) const
{
    QList<QByteArray> read { "XREADGROUP", "GROUP", group, consumer, "COUNT", "64" };
    if (block)
        read << "BLOCK" << "5000";
    read << "STREAMS" << m_streams;
    for (qsizetype i = 0; i < m_streams.size(); ++i)
        read << from;
    return read;
}

Async<> StreamConsumer::start()
{
    CO_CHECK(co_await createGroups());
    const auto pending = co_await m_client.command(readCommand("0", false));
    if (!pending)
        co_return forward(pending);
    startAll(*pending);
    m_scope.start(loop(), "stream loop");
    co_return Result<> {};
}

QCoro::Task<> StreamConsumer::stop()
{
    co_await m_scope.drain();
}

QCoro::Task<> StreamConsumer::loop()
{
    const auto stop = m_scope.stopToken();
    const auto read = readCommand(">", true);
    while (!stop.stop_requested()) {
        const auto reply = co_await m_reader.command(read, std::chrono::seconds(8), stop);
        if (reply) {
            startAll(*reply);
            continue;
        }
        if (stop.stop_requested())
            break;
        const auto waited = co_await base::sleepFor(std::chrono::milliseconds(200), stop);
        Q_UNUSED(waited)
        // An emptied Redis has lost the group with everything else.
        if (mentions(reply.error(), QLatin1String("NOGROUP"))) {
            const auto made = co_await createGroups();
            Q_UNUSED(made)
        }
    }
}

void StreamConsumer::startAll(const redis::Reply &reply)
{
    for (const auto &stream : reply.elements) {
        for (const auto &entry : stream.elements.value(1).elements) {
            m_scope.start(handleOne(stream.elements.value(0).string, entry.elements.value(0).string,
                                    entry.elements.value(1).pairs()),
                          "stream entry");
        }
    }
}

QCoro::Task<> StreamConsumer::handleOne(QByteArray stream, QByteArray id, Fields fields)
{
    co_await m_handler(stream, std::move(fields));
    if (m_scope.stopToken().stop_requested())
        co_return; // handled, but perhaps only because everything stops: let the next engine look again
    const QList<QList<QByteArray>> done { { "XACK", stream, group, id }, { "XDEL", stream, id } };
    const auto acknowledged = co_await m_client.pipeline(done);
    Q_UNUSED(acknowledged)
}

} // namespace slipway::control
