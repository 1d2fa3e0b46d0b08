// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace slipway::forge {

/// Where the local forge keeps what, and how its addresses look. Plain values and rules, any thread.
///
///   forge/OWNER/NAME.git            bare repository, `file:` URL: of the repository, for people and for git
///   ci/logs/RUN/ATTEMPT/JOB.log     log of a job
///   ci/work/RUN-ATTEMPT/…           clones of running jobs, removed when they end and at start
///   slipway:OWNER/NAME/issues/7     address of an issue (`pull/8`, `actions/runs/42`), opened by Slipway's own faces
struct Layout {
    QString stateFolder;

    [[nodiscard]] QString repository(const QString &fullName) const;
    [[nodiscard]] QString logFolder(qint64 run) const;
    [[nodiscard]] QString log(qint64 run, int attempt, int job) const;
    [[nodiscard]] QString workRoot() const;
    [[nodiscard]] QString work(qint64 run, int attempt) const;

    [[nodiscard]] static QString issueUrl(const QString &fullName, int number);
    [[nodiscard]] static QString pullUrl(const QString &fullName, int number);
    [[nodiscard]] static QString runUrl(const QString &fullName, qint64 run);
};

/// Invalid unless it is `owner/name` of letters, digits, dots, dashes and underscores that is safe as a folder name.
[[nodiscard]] Result<> checkFullName(const QString &fullName);
/// Invalid unless git would take it as the name of a branch.
[[nodiscard]] Result<> checkBranch(const QString &branch);
/// Invalid unless it is a full object name (40 or 64 hexadecimal digits).
[[nodiscard]] Result<> checkSha(const QString &sha);

} // namespace slipway::forge
