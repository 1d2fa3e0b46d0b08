// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/snapshotwriter.h"

#include "core/base/files.h"
#include "core/base/redaction.h"
#include "core/base/taskscope.h"

namespace slipway::control {

SnapshotWriter::SnapshotWriter(StateStore &store, redis::RedisClient &client, queue::Keys keys, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_client(client)
    , m_keys(std::move(keys))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
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
    const QByteArray json = base::redact(base::compact(domain::toJson(m_store.snapshot())));
    const QList<QByteArray> set { "SET", m_keys.snapshot(), json };
    const auto written = co_await m_client.command(set);
    if (!written)
        co_return forward(written);
    co_return Result<> {};
}

} // namespace slipway::control
