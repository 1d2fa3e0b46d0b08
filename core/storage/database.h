// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/storage/connection.h"
#include "core/storage/storagethread.h"

#include <QStringList>

#include <functional>
#include <memory>
#include <type_traits>

namespace slipway::storage {

/// The tables of one domain in a file. `migrations[n]` holds the statements that lead from version n to n + 1; published
/// ones never change, new ones are appended.
struct Schema {
    QString component; ///< `forge`, `history`, …
    QList<QStringList> migrations;
};

struct DatabaseSettings {
    QString path;
    /// Full: a commit survives a power cut (one fsync, about a millisecond on an SSD). What is stored here is what a
    /// restarted engine relies on, so that is the default. Off (synchronous=NORMAL) is for caches only: a power cut may
    /// take the last commits, never the file.
    bool durable = true;
    int busyTimeoutMs = 5000; ///< how long to wait for another process that holds the file
};

/// One SQLite file (write-ahead log, foreign keys on), used by any thread through functions that run in the storage
/// thread. Owned by bootstrap, destroyed before its StorageThread; destruction waits for what was posted.
class Database final {
public:
    Database(StorageThread &thread, DatabaseSettings settings);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    /// Opens or creates the file. Denied, Invalid (damaged), Unavailable (held by somebody), Unsupported (a file system
    /// without shared memory, which the write-ahead log needs).
    [[nodiscard]] Async<> open();
    /// Brings a domain's tables to the newest version, in one transaction. Conflict if the file was written by a newer
    /// Slipway; nothing is touched then.
    [[nodiscard]] Async<> migrate(Schema schema);

    /// Runs `work(Connection &) -> Result<T>` in the storage thread inside a transaction that is committed when it gives
    /// a value and rolled back when it gives an error. `work` captures values only. Not cancellable; it is short.
    template <typename Work>
    [[nodiscard]] auto run(Work work) -> Async<typename std::invoke_result_t<Work &, Connection &>::value_type>
    {
        return submit(std::move(work), true);
    }
    /// The same for reading only: it sees one state of the file and takes no write lock.
    template <typename Work>
    [[nodiscard]] auto read(Work work) -> Async<typename std::invoke_result_t<Work &, Connection &>::value_type>
    {
        return submit(std::move(work), false);
    }

    [[nodiscard]] const QString &path() const { return m_settings.path; }

private:
    struct State;

    template <typename T>
    [[nodiscard]] static Async<T> settled(base::Completion<T> completion)
    {
        co_return co_await completion;
    }
    template <typename Work>
    auto submit(Work work, bool write) -> Async<typename std::invoke_result_t<Work &, Connection &>::value_type>
    {
        using Outcome = std::invoke_result_t<Work &, Connection &>;
        using T = typename Outcome::value_type;
        // Shared, because std::function copies; resolved to Cancelled if the thread never comes to it.
        auto source = std::make_shared<base::CompletionSource<T>>();
        auto completion = source->completion();
        post(
            [source, work = std::move(work)](Connection &connection, const Finish &finish) mutable {
                Outcome outcome = guarded<Outcome>(work, connection);
                const auto ended = finish(outcome.has_value());
                source->resolve(outcome && !ended ? Outcome(forward(ended)) : std::move(outcome));
            },
            [source](const Error &error) { source->resolve(std::unexpected(error)); }, write);
        return settled<T>(std::move(completion));
    }
    template <typename Outcome, typename Work>
    [[nodiscard]] static Outcome guarded(Work &work, Connection &connection)
    {
        try {
            return work(connection);
        } catch (const std::exception &exception) {
            return fail(ErrorCode::Internal, QStringLiteral("A database step threw an exception"), {},
                        QString::fromUtf8(exception.what()));
        }
    }

    /// Ends the transaction: commits (true) or rolls back.
    using Finish = std::function<Result<>(bool)>;
    void post(std::function<void(Connection &, const Finish &)> job, std::function<void(const Error &)> refuse,
              bool write);

    StorageThread &m_thread;
    DatabaseSettings m_settings;
    std::shared_ptr<State> m_state; // its content belongs to the storage thread
};

} // namespace slipway::storage
