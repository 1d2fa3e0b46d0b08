// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QDateTime>
#include <QMap>
#include <QSet>

namespace slipway::orchestrator {

/// A comment that was read and has not reached its task yet.
struct PendingComment {
    qint64 id = 0;
    int number = 0; ///< of the issue or pull request
    QString author, text;
};

/// What is remembered of a project's dealings with people at its forge, in a file a project. It is written before anything of
/// it is forgotten, so that a killed engine neither loses nor doubles anything. Engine thread.
struct PeopleState {
    QSet<int> closed; ///< issues that were seen closed
    QSet<int> refused; ///< never asked about or taken (again)
    QSet<int> approved; ///< of strangers, let in by a person
    qint64 lastComment = 0; ///< everything up to it was read
    QDateTime commentsSince; ///< time of it
    QList<PendingComment> pending;
    QMap<int, QList<qint64>> reactions; ///< by task: when comments changed its course

    [[nodiscard]] static Result<PeopleState> load(const QString &file); ///< empty without a file
    [[nodiscard]] Result<> save(const QString &file) const;
};

/// Whether so many reactions lie within the time before `nowMs` that somebody has to look at it first; forgets older ones.
[[nodiscard]] bool isTalkedInCircles(QList<qint64> *reactions, qint64 nowMs);

} // namespace slipway::orchestrator
