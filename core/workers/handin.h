// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"
#include "core/domain/usage.h"
#include "core/queue/keys.h"
#include "core/redis/redisclient.h"

namespace slipway::workers {

/// What a worker hands in at the end of a run. The engine alone acts on it (push, comment, label, merge).
struct RunResult {
    domain::TaskKey task;
    QString token; ///< lease token; a stale one is refused
    QString run;
    QString worker, agent;
    domain::FailureClass failure = domain::FailureClass::None;
    QString detail; ///< one line
    QString summary; ///< the agent's own words, for the comment
    QString branch, base, head; ///< head empty: no changes
    QStringList files;
    QString rescueRef; ///< where unfinished work was kept
    QString session; ///< to resume the author's session
    QJsonObject verdict; ///< of a review
    QJsonObject tests; ///< `{"command", "passed", "output"}`
    domain::Usage usage;
    qint64 retryAfterMs = 0;
};

[[nodiscard]] QJsonObject toJson(const RunResult &result);
[[nodiscard]] RunResult runResultFromJson(const QJsonObject &json);

/// The blob that holds a run's transcript on its way to the engine.
[[nodiscard]] QString transcriptBlob(const QString &run);

/// Files that go with a result; an empty path: none.
struct HandInFiles {
    QString bundle; ///< as `slipway:blob:{run}`, for a day
    QString transcript; ///< as `slipway:blob:{run}-transcript`, for a day; of a very long one its head and its end
};

/// Puts the files and the result on `slipway:results`, in one transaction.
[[nodiscard]] Async<> handIn(redis::RedisClient *client, queue::Keys keys, RunResult result, HandInFiles files);

} // namespace slipway::workers
