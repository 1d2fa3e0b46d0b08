// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/snapshotwriter.h"

#include "core/base/completion.h"
#include "core/base/files.h"
#include "core/base/redaction.h"
#include "core/base/taskscope.h"

#include <QPointer>
#include <QThreadPool>

namespace slipway::control {

namespace {
/// Away from the engine's thread: a board of thousands takes long to write and to redact.
base::Completion<QByteArray> serialised(domain::Snapshot snapshot)
{
    auto source = std::make_shared<base::CompletionSource<QByteArray>>();
    auto completion = source->completion();
    QThreadPool::globalInstance()->start([source = std::move(source), snapshot = std::move(snapshot)] {
        source->resolve(base::redact(base::compact(domain::toJson(snapshot))));
    });
    return completion;
}
} // namespace

SnapshotWriter::SnapshotWriter(StateStore &store, redis::RedisClient &client, queue::Keys keys, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_client(client)
    , m_keys(std::move(keys))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (m_inHand > 0) {
            schedule(); // a slow machine: never more than one
            return;
        }
        base::detach(
            [](Async<> w) -> QCoro::Task<> {
                const auto r = co_await std::move(w);
                Q_UNUSED(r)
            }(writeNow()),
            "snapshot");
    });
}

void SnapshotWriter::start()
{
    connect(&m_store, &StateStore::eventReceived, this, &SnapshotWriter::schedule);
    connect(&m_store, &StateStore::snapshotReset, this, &SnapshotWriter::schedule);
}

void SnapshotWriter::schedule()
{
    if (m_timer.isActive())
        return;
    // A board of thousands is costly to write: then less often; faces follow the events anyway.
    m_timer.start(m_store.snapshot().tasks.size() > 1000 ? 2000 : 200);
}

Async<> SnapshotWriter::writeNow()
{
    const QPointer<SnapshotWriter> self(this);
    const int number = ++m_newest;
    ++m_inHand;
    auto writing = serialised(m_store.snapshot());
    CO_TRY(const QByteArray json, co_await writing);
    if (!self)
        co_return fail(ErrorCode::Cancelled, QStringLiteral("The engine stops"));
    --m_inHand;
    if (number != m_newest)
        co_return Result<> {}; // a newer one is on its way, and must not be overtaken by this
    const QList<QByteArray> set { "SET", m_keys.snapshot(), json };
    CO_CHECK(co_await m_client.command(set));
    co_return Result<> {};
}

} // namespace slipway::control
