// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/streamconsumer.h"

namespace slipway::control {

namespace {
constexpr auto group = "engine";
constexpr auto consumer = "leader";

QList<QByteArray> readFromGroup()
{
    return { "XREADGROUP", "GROUP", group, consumer, "COUNT", "64" };
}

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

Async<> StreamConsumer::start()
{
    CO_CHECK(co_await createGroups());
    CO_CHECK(co_await takeUpPending());
    m_scope.start(loop(), "stream loop");
    co_return Result<> {};
}

Async<> StreamConsumer::takeUpPending()
{
    QHash<QByteArray, QByteArray> after;
    while (true) {
        QList<QByteArray> read = readFromGroup();
        read << "STREAMS" << m_streams;
        for (const QByteArray &stream : std::as_const(m_streams))
            read << after.value(stream, "0");
        CO_TRY(const redis::Reply pending, co_await m_client.command(read));
        const auto last = startAll(pending);
        if (last.isEmpty())
            co_return Result<> {};
        after.insert(last);
    }
}

QCoro::Task<> StreamConsumer::stop()
{
    co_await m_scope.drain();
}

QCoro::Task<> StreamConsumer::loop()
{
    const auto stop = m_scope.stopToken();
    QList<QByteArray> read = readFromGroup();
    read << "BLOCK" << "5000" << "STREAMS" << m_streams;
    for (qsizetype i = 0; i < m_streams.size(); ++i)
        read << ">";
    bool lostReply = false;
    while (!stop.stop_requested()) {
        if (lostReply)
            lostReply = !co_await takeUpPending();
        const auto reply = co_await m_reader.command(read, std::chrono::seconds(8), stop);
        if (reply) {
            startAll(*reply);
            continue;
        }
        lostReply = true; // it may have held entries, which are not delivered again
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

QHash<QByteArray, QByteArray> StreamConsumer::startAll(const redis::Reply &reply)
{
    QHash<QByteArray, QByteArray> last;
    for (const auto &stream : reply.elements) {
        const QByteArray &name = stream.elements.value(0).string;
        for (const auto &entry : stream.elements.value(1).elements) {
            const QByteArray &id = entry.elements.value(0).string;
            last.insert(name, id);
            const QByteArray key = name + ' ' + id;
            if (m_inWork.contains(key))
                continue;
            m_inWork.insert(key);
            m_scope.start(handleOne(name, id, entry.elements.value(1).pairs()), "stream entry");
        }
    }
    return last;
}

QCoro::Task<> StreamConsumer::handleOne(QByteArray stream, QByteArray id, Fields fields)
{
    co_await m_handler(stream, std::move(fields));
    if (m_scope.stopToken().stop_requested())
        co_return; // handled, but perhaps only because everything stops: let the next engine look again
    const QList<QList<QByteArray>> done { { "XACK", stream, group, id }, { "XDEL", stream, id } };
    const auto acknowledged = co_await m_client.pipeline(done);
    Q_UNUSED(acknowledged)
    m_inWork.remove(stream + ' ' + id);
}

} // namespace slipway::control
