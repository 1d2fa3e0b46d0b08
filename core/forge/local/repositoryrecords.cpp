// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/repositoryrecords.h"

namespace slipway::forge::repositoryrecords {

using storage::Connection;
using storage::Row;

namespace {

RepositoryRecord recordOf(const Row &row)
{
    return { row.number("id"), row.text("full_name"), row.text("default_branch") };
}

} // namespace

Result<RepositoryRecord> find(Connection &connection, const QString &fullName)
{
    TRY(const auto row,
        connection.row(QStringLiteral("SELECT id, full_name, default_branch FROM repositories WHERE full_name = ?"),
                       fullName));
    if (!row) {
        return fail(ErrorCode::NotFound, QStringLiteral("The local forge has no repository %1").arg(fullName),
                    QStringLiteral("slipway projects shows the projects and their repositories"));
    }
    return recordOf(*row);
}

Result<QList<RepositoryRecord>> all(Connection &connection)
{
    TRY(const auto rows,
        connection.rows(QStringLiteral("SELECT id, full_name, default_branch FROM repositories ORDER BY id")));
    QList<RepositoryRecord> records;
    for (const auto &row : rows)
        records.append(recordOf(row));
    return records;
}

Result<RepositoryRecord> ensure(Connection &connection, const QString &fullName, const QString &description,
                                const QString &defaultBranch, const QDateTime &now)
{
    CHECK(
        connection.exec(QStringLiteral("INSERT INTO repositories (full_name, description, default_branch, created_at) "
                                       "VALUES (?, ?, ?, ?) ON CONFLICT (full_name) DO NOTHING"),
                        fullName, description, defaultBranch, storage::storedTime(now)));
    return find(connection, fullName);
}

Result<> remove(Connection &connection, const QString &fullName)
{
    CHECK(connection.exec(QStringLiteral("DELETE FROM repositories WHERE full_name = ?"), fullName));
    return {};
}

Result<> ensureLabels(Connection &connection, const QString &fullName, const QList<Label> &labels)
{
    TRY(const auto repository, find(connection, fullName));
    for (const auto &label : labels) {
        if (label.name.trimmed().isEmpty())
            return fail(ErrorCode::Invalid, QStringLiteral("A label needs a name"));
        CHECK(connection.exec(QStringLiteral("INSERT INTO labels (repo, name, color, description) VALUES (?, ?, ?, ?) "
                                             "ON CONFLICT (repo, name) DO UPDATE SET color = excluded.color, "
                                             "description = excluded.description"),
                              repository.id, label.name, label.color, label.description));
    }
    return {};
}

Result<QHash<QString, QString>> branchHeads(Connection &connection, qint64 repo)
{
    TRY(const auto rows, connection.rows(QStringLiteral("SELECT branch, sha FROM branch_heads WHERE repo = ?"), repo));
    QHash<QString, QString> heads;
    for (const auto &row : rows)
        heads.insert(row.text("branch"), row.text("sha"));
    return heads;
}

Result<> rememberHead(Connection &connection, qint64 repo, const QString &branch, const QString &sha)
{
    if (sha.isEmpty()) {
        CHECK(connection.exec(QStringLiteral("DELETE FROM branch_heads WHERE repo = ? AND branch = ?"), repo, branch));
        return {};
    }
    CHECK(connection.exec(QStringLiteral("INSERT INTO branch_heads (repo, branch, sha) VALUES (?, ?, ?) "
                                         "ON CONFLICT (repo, branch) DO UPDATE SET sha = excluded.sha"),
                          repo, branch, sha));
    return {};
}

} // namespace slipway::forge::repositoryrecords
