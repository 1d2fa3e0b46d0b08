// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/currentsnapshot.h"

#include "core/base/files.h"
#include "core/control/statestore.h"

namespace slipway::control {

Event eventOf(const redis::Reply &entry)
{
    const auto fields = entry.elements.value(1).pairs();
    return { QString::fromLatin1(entry.elements.value(0).string), QString::fromUtf8(fields.value("type")),
             base::parseObject(fields.value("data")) };
}

Async<domain::Snapshot> currentSnapshot(redis::RedisClient *client, queue::Keys keys)
{
    const QList<QByteArray> fetch { "GET", keys.snapshot() };
    CO_TRY(const redis::Reply reply, co_await client->command(fetch));
    const domain::Snapshot written = domain::snapshotFromJson(base::parseObject(reply.string));
    if (written.lastEvent.isEmpty())
        co_return written;
    const QList<QByteArray> since { "XRANGE", keys.events(), '(' + written.lastEvent.toLatin1(), "+" };
    CO_TRY(const redis::Reply events, co_await client->command(since));
    StateStore store;
    store.reset(written);
    for (const auto &entry : events.elements) {
        const Event event = eventOf(entry);
        if (event.type != QLatin1String("snapshot")) // an engine has started: its own is there already
            store.apply(event);
    }
    co_return domain::Snapshot(store.snapshot());
}

} // namespace slipway::control
