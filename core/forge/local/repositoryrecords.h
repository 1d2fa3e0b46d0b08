// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/models.h"
#include "core/storage/connection.h"

namespace slipway::forge {

struct RepositoryRecord {
    qint64 id = 0;
    QString fullName;
    QString defaultBranch;
};

/// Statements on repositories, labels and branch heads. Run in the storage thread.
namespace repositoryrecords {

/// NotFound if there is none of that name.
[[nodiscard]] Result<RepositoryRecord> find(storage::Connection &connection, const QString &fullName);
[[nodiscard]] Result<QList<RepositoryRecord>> all(storage::Connection &connection);
/// The record of that name, created if it was not there.
[[nodiscard]] Result<RepositoryRecord> ensure(storage::Connection &connection, const QString &fullName,
                                              const QString &description, const QString &defaultBranch,
                                              const QDateTime &now);
[[nodiscard]] Result<> remove(storage::Connection &connection, const QString &fullName);

[[nodiscard]] Result<> ensureLabels(storage::Connection &connection, const QString &fullName,
                                    const QList<Label> &labels);

[[nodiscard]] Result<QHash<QString, QString>> branchHeads(storage::Connection &connection, qint64 repo);
/// An empty sha forgets the branch.
[[nodiscard]] Result<> rememberHead(storage::Connection &connection, qint64 repo, const QString &branch,
                                    const QString &sha);

} // namespace repositoryrecords
} // namespace slipway::forge
