// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/storage/database.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <memory>

namespace slipway::memory {

/// One thing worth knowing later: what a person decided, what a reviewer keeps finding, how a task went.
struct Note {
    qint64 id = 0;
    QString project; ///< empty: holds for all projects
    QString kind; ///< `decision`, `review`, `ci`, `chat`, `outcome` …
    QString text;
    QDateTime time;
};

struct MemoryLimits {
    int notesPerProject = 5000; ///< the oldest go
    qsizetype noteLength = 8 * 1024; ///< longer ones are cut
};

/// What was said and learnt, kept below `memory/vector_store/` and found again by words (SQLite full text search, best and
/// newest first). Everything is redacted before it is stored. Any thread; owned by bootstrap, destroyed before the
/// StorageThread.
class ConversationMemory final {
public:
    /// `folder` is made by open(): the vector_store folder.
    ConversationMemory(storage::StorageThread &thread, QString folder, const base::Clock &clock,
                       MemoryLimits limits = {});
    ~ConversationMemory();

    /// Opens or creates `memory.db`. Errors as storage::Database::open().
    [[nodiscard]] Async<> open();
    /// Stores a note; the same text again only becomes newer. Gives its id. Invalid if the text is empty.
    [[nodiscard]] Async<qint64> remember(QString project, QString kind, QString text);
    /// Notes of the project, and those that hold for all, that share words with `query`, best first. Without words in the
    /// query: the newest.
    [[nodiscard]] Async<QList<Note>> recall(QString project, QString query, int limit = 10);
    [[nodiscard]] Async<QList<Note>> recent(QString project, int limit = 10);
    /// What to put into a prompt (`memory` of a task's context): one line a note, at most `maxLength` characters; may be empty.
    [[nodiscard]] Async<QString> notesFor(QString project, QString query, qsizetype maxLength = 4000);
    /// Removes every note of a project; gives how many.
    [[nodiscard]] Async<qint64> forget(QString project);

private:
    QString m_folder;
    const base::Clock &m_clock;
    MemoryLimits m_limits;
    std::unique_ptr<storage::Database> m_database;
};

/// The query as an FTS5 expression: each word quoted (so that nothing in it is an operator), any of them, as a prefix. Empty
/// if there is no word.
[[nodiscard]] QString matchExpression(const QString &query);

} // namespace slipway::memory
