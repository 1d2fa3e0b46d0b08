// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/taskhistory.h"

#include "core/base/files.h"

namespace slipway::history {

namespace {

constexpr int maxFound = 1000;

storage::Schema schema()
{
    return {
        QStringLiteral("history"),
        { {
            QStringLiteral("CREATE TABLE ended_tasks (project TEXT NOT NULL, issue INTEGER NOT NULL, "
                           "kind TEXT NOT NULL, phase TEXT NOT NULL, ended_ms INTEGER NOT NULL, json TEXT NOT NULL, "
                           "PRIMARY KEY (project, issue)) WITHOUT ROWID"),
            QStringLiteral("CREATE INDEX ended_tasks_by_time ON ended_tasks (project, ended_ms)"),
        } }
    };
}

domain::Task taskOf(const storage::Row &row)
{
    return domain::taskFromJson(base::parseObject(row.text("json").toUtf8()));
}

Result<bool> store(storage::Connection &connection, const QList<domain::Task> &tasks)
{
    for (const auto &task : tasks) {
        const QString json = QString::fromUtf8(base::compact(domain::toJson(task, true)));
        CHECK(connection.exec(QStringLiteral("INSERT OR REPLACE INTO ended_tasks "
                                             "(project, issue, kind, phase, ended_ms, json) VALUES (?, ?, ?, ?, ?, ?)"),
                              task.key.project, task.key.number, task.kind, domain::toString(task.phase),
                              storage::storedTime(task.updatedAt), json));
    }
    return true;
}

} // namespace

TaskHistory::TaskHistory(storage::Database &database)
    : m_database(database)
{
}

Async<> TaskHistory::open()
{
    co_return co_await m_database.migrate(schema());
}

Async<> TaskHistory::keep(QList<domain::Task> tasks)
{
    CO_CHECK(co_await m_database.run([tasks](storage::Connection &connection) { return store(connection, tasks); }));
    co_return Result<> {};
}

Async<std::optional<domain::Task>> TaskHistory::task(domain::TaskKey key)
{
    co_return co_await m_database.read([key](storage::Connection &connection) -> Result<std::optional<domain::Task>> {
        TRY(const auto row,
            connection.row(QStringLiteral("SELECT json FROM ended_tasks WHERE project = ? AND issue = ?"), key.project,
                           key.number));
        return row ? std::optional(taskOf(*row)) : std::nullopt;
    });
}

Async<QList<domain::Task>> TaskHistory::tasks(QString project, int limit, int skip)
{
    const int bounded = std::clamp(limit, 0, maxFound);
    co_return co_await m_database.read(
        [project, bounded, skip](storage::Connection &connection) -> Result<QList<domain::Task>> {
            TRY(const QList<storage::Row> rows,
                connection.rows(QStringLiteral("SELECT json FROM ended_tasks WHERE project = ? "
                                               "ORDER BY ended_ms DESC, issue DESC LIMIT ? OFFSET ?"),
                                project, bounded, std::max(skip, 0)));
            QList<domain::Task> found;
            found.reserve(rows.size());
            for (const auto &row : rows)
                found.append(taskOf(row));
            return found;
        });
}

Async<QHash<QString, EndedIssues>> TaskHistory::endedIssues()
{
    co_return co_await m_database.read([](storage::Connection &connection) -> Result<QHash<QString, EndedIssues>> {
        TRY(const QList<storage::Row> rows,
            connection.rows(QStringLiteral("SELECT project, issue FROM ended_tasks WHERE kind <> 'review'")));
        QHash<QString, EndedIssues> ended;
        for (const auto &row : rows)
            ended[row.text("project")].insert(row.integer("issue"));
        return ended;
    });
}

Async<> TaskHistory::forget(QString project)
{
    CO_CHECK(co_await m_database.run([project](storage::Connection &connection) {
        return connection.exec(QStringLiteral("DELETE FROM ended_tasks WHERE project = ?"), project);
    }));
    co_return Result<> {};
}

} // namespace slipway::history
