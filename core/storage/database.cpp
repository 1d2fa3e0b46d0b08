// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/database.h"

#include "core/base/files.h"
#include "core/storage/sqlerror.h"

#include <QFileInfo>
#include <QSqlError>

#include <atomic>

namespace slipway::storage {

struct Database::State {
    std::unique_ptr<Connection> connection;
};

namespace {

QString nextConnectionName()
{
    static std::atomic<int> count = 0;
    return QStringLiteral("slipway-%1").arg(++count);
}

Result<> applyPragmas(Connection &connection, bool durable)
{
    TRY(const auto mode, connection.row(QStringLiteral("PRAGMA journal_mode = WAL")));
    if (!mode || mode->text("journal_mode") != QLatin1String("wal")) {
        return fail(ErrorCode::Unsupported,
                    QStringLiteral("%1 is on a file system that cannot hold a database").arg(connection.path()),
                    QStringLiteral("Set SLIPWAY_HOME to a folder on a local disk"));
    }
    CHECK(connection.exec(QStringLiteral("PRAGMA foreign_keys = ON")));
    CHECK(connection.exec(durable ? QStringLiteral("PRAGMA synchronous = FULL")
                                  : QStringLiteral("PRAGMA synchronous = NORMAL")));
    // Reading and writing are short; a checkpoint after 1000 pages is SQLite's own default.
    CHECK(connection.exec(QStringLiteral("CREATE TABLE IF NOT EXISTS schema_versions ("
                                         "component TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID")));
    return {};
}

Result<std::unique_ptr<Connection>> openConnection(const DatabaseSettings &settings)
{
    CHECK(base::makeFolder(QFileInfo(settings.path).absolutePath()));
    auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), nextConnectionName());
    if (!database.isValid()) {
        return fail(ErrorCode::Unavailable, QStringLiteral("Qt's SQLite driver is not installed"),
                    QStringLiteral("Run packaging/setup, or install libqt6sql6-sqlite"));
    }
    database.setDatabaseName(settings.path);
    database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(settings.busyTimeoutMs));
    const bool opened = database.open();
    const auto error = database.lastError();
    auto connection = std::make_unique<Connection>(database, settings.path);
    database = {}; // the Connection alone holds it, or removing it would complain
    if (!opened)
        return std::unexpected(errorOf(error, settings.path));
    CHECK(applyPragmas(*connection, settings.durable));
    return connection;
}

Result<> applyMigrations(Connection &connection, const Schema &schema)
{
    TRY(const auto row,
        connection.row(QStringLiteral("SELECT version FROM schema_versions WHERE component = ?"), schema.component));
    const qint64 found = row ? row->number("version") : 0;
    const qint64 known = schema.migrations.size();
    if (found > known) {
        return fail(ErrorCode::Conflict,
                    QStringLiteral("%1 was written by a newer Slipway (%2 version %3, this one knows %4)")
                        .arg(connection.path(), schema.component)
                        .arg(found)
                        .arg(known),
                    QStringLiteral("Start the newer version again, or use another SLIPWAY_HOME"));
    }
    for (qint64 version = found; version < known; ++version) {
        for (const auto &sql : schema.migrations.at(version))
            CHECK(connection.exec(sql));
    }
    CHECK(connection.exec(QStringLiteral("INSERT INTO schema_versions (component, version) VALUES (?, ?) "
                                         "ON CONFLICT (component) DO UPDATE SET version = excluded.version"),
                          schema.component, known));
    return {};
}

} // namespace

Database::Database(StorageThread &thread, DatabaseSettings settings)
    : m_thread(thread)
    , m_settings(std::move(settings))
    , m_state(std::make_shared<State>())
{
}

Database::~Database()
{
    m_thread.postAndWait([state = m_state] { state->connection.reset(); });
}

Async<> Database::open()
{
    auto source = std::make_shared<base::CompletionSource<>>();
    auto completion = source->completion();
    m_thread.post([source, state = m_state, settings = m_settings] {
        if (state->connection) {
            source->resolve({});
            return;
        }
        auto connection = openConnection(settings);
        if (connection)
            state->connection = std::move(*connection);
        source->resolve(connection ? Result<>() : Result<>(std::unexpected(connection.error())));
    });
    return settled<void>(std::move(completion));
}

Async<> Database::migrate(Schema schema)
{
    return run([schema = std::move(schema)](Connection &connection) { return applyMigrations(connection, schema); });
}

void Database::post(std::function<void(Connection &, const Finish &)> job, std::function<void(const Error &)> refuse,
                    bool write)
{
    m_thread.post([state = m_state, path = m_settings.path, job = std::move(job), refuse = std::move(refuse), write] {
        if (!state->connection) {
            refuse(Error { ErrorCode::Internal, QStringLiteral("The database %1 is not open").arg(path), {}, {} });
            return;
        }
        auto &connection = *state->connection;
        // IMMEDIATE takes the write lock at once: a transaction that begins as a reader could not be upgraded.
        const auto begun
            = connection.exec(write ? QStringLiteral("BEGIN IMMEDIATE") : QStringLiteral("BEGIN DEFERRED"));
        if (!begun) {
            refuse(begun.error());
            return;
        }
        job(connection, [&connection](bool keep) -> Result<> {
            if (keep) {
                auto committed = connection.exec(QStringLiteral("COMMIT"));
                if (committed)
                    return {};
                // A full disk may have rolled back by itself already; then this ROLLBACK has nothing to do.
                std::ignore = connection.exec(QStringLiteral("ROLLBACK"));
                return forward(committed);
            }
            std::ignore = connection.exec(QStringLiteral("ROLLBACK"));
            return {};
        });
    });
}

} // namespace slipway::storage
