// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QString>

namespace slipway::control {

/// What a person (or a program on their behalf) wants done. Verbs are those of the command line, with dots for
/// sub-commands: new, run, issue, deploy, rollback, undeploy, delete, switch, workers.start, workers.stop, pause, resume,
/// ask, task.retry, task.cancel, task.release, task.prioritise, task.message, plan.edit, approve, reject, config.set.
struct Command {
    QString id; ///< idempotency key; made by makeCommand()
    QString actor; ///< `cli:alice`, `desktop:alice`, `dashboard`, `discord:123`
    QString verb;
    QJsonObject arguments;
};

[[nodiscard]] Command makeCommand(const QString &face, const QString &verb, QJsonObject arguments = {});

/// A fact, published on `slipway:events`. Types: project, project_removed, task, worker, worker_removed, gate, gate_closed, queues, engine,
/// transcript, ci, deploy, notice. `data` holds the whole new value (see StateStore).
struct Event {
    QString id; ///< stream id
    QString type;
    QJsonObject data;
};

} // namespace slipway::control
