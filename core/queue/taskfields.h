// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

#include <QByteArray>
#include <QJsonObject>
#include <QMap>

namespace slipway::queue {

/// The fields of `task:{repo}:{issue}` that a task is stored in, without those that the scripts keep by themselves (phase,
/// status, lease, times, member). Pure, any thread.
[[nodiscard]] QJsonObject fieldsOf(const domain::Task &task);
/// The other way: a whole hash as a task. Unknown or missing fields give defaults. A task that waits for dead ones
/// (`blocked_by_dead`) says so in its failureDetail, as long as that is empty.
[[nodiscard]] domain::Task taskFromFields(const QMap<QByteArray, QByteArray> &hash);
/// The fields that taskFromFields() reads.
[[nodiscard]] QList<QByteArray> taskFieldNames();
/// A list of numbers as it is stored; empty text is an empty list.
[[nodiscard]] QList<int> numbersFrom(const QByteArray &json);
/// The member of the ready set without its `_seq`, which the script puts first: compact JSON.
[[nodiscard]] QByteArray memberOf(const domain::Task &task);

} // namespace slipway::queue
