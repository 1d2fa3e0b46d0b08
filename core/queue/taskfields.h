// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"
#include "core/redis/reply.h"

#include <QByteArray>
#include <QList>

namespace slipway::queue {

/// What `task:{repo}:{issue}` holds of a task, as name, value, name, value …, without what the scripts keep by themselves
/// (phase, status, lease, times, cost, member). Pure, any thread.
[[nodiscard]] QList<QByteArray> fieldsOf(const domain::Task &task);
/// The other way: names and values as HGETALL gives them. Unknown names are skipped, missing ones give defaults. A task that
/// waits for dead ones (`blocked_by_dead`) says so in its failureDetail, as long as that is empty.
[[nodiscard]] domain::Task taskFromFields(const redis::Reply &flat);
/// One of them.
void setField(domain::Task &task, const QByteArray &name, const QByteArray &value);
/// The fields that these read.
[[nodiscard]] QList<QByteArray> taskFieldNames();
/// A list of numbers as it is stored; empty text is an empty list.
[[nodiscard]] QList<int> numbersFrom(const QByteArray &json);
/// The member of the ready set without its `_seq`, which the script puts first: compact JSON.
[[nodiscard]] QByteArray memberOf(const domain::Task &task);

} // namespace slipway::queue
