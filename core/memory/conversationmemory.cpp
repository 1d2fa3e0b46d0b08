// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/memory/conversationmemory.h"

#include "core/base/files.h"
#include "core/base/redaction.h"

#include <QRegularExpression>

namespace slipway::memory {

namespace {

constexpr int maxWords = 40;
constexpr int maxFound = 200;

storage::Schema schema()
{
    return {
        QStringLiteral("memory"),
        { {
            QStringLiteral("CREATE TABLE notes (id INTEGER PRIMARY KEY, project TEXT NOT NULL, kind TEXT NOT NULL, "
                           "text TEXT NOT NULL, time_ms INTEGER NOT NULL, UNIQUE (project, kind, text))"),
            QStringLiteral("CREATE INDEX notes_by_time ON notes (project, time_ms)"),
            QStringLiteral("CREATE VIRTUAL TABLE notes_index USING fts5 (text, content='notes', content_rowid='id', "
                           "tokenize='unicode61 remove_diacritics 2')"),
            QStringLiteral("CREATE TRIGGER notes_added AFTER INSERT ON notes BEGIN "
                           "INSERT INTO notes_index (rowid, text) VALUES (new.id, new.text); END"),
            QStringLiteral(
                "CREATE TRIGGER notes_removed AFTER DELETE ON notes BEGIN "
                "INSERT INTO notes_index (notes_index, rowid, text) VALUES ('delete', old.id, old.text); END"),
        } }
    };
}

Note noteOf(const storage::Row &row)
{
    return { row.number("id"), row.text("project"), row.text("kind"), row.text("text"), row.time("time_ms") };
}

Result<QList<Note>> notesOf(const Result<QList<storage::Row>> &rows)
{
    if (!rows)
        return forward(rows);
    QList<Note> notes;
    notes.reserve(rows->size());
    for (const storage::Row &row : *rows)
        notes.append(noteOf(row));
    return notes;
}

Result<qint64> store(storage::Connection &connection, const Note &note, int keep)
{
    CHECK(connection.exec(QStringLiteral("INSERT INTO notes (project, kind, text, time_ms) VALUES (?, ?, ?, ?) "
                                         "ON CONFLICT (project, kind, text) DO UPDATE SET time_ms = excluded.time_ms"),
                          note.project, note.kind, note.text, storage::storedTime(note.time)));
    CHECK(connection.exec(QStringLiteral("DELETE FROM notes WHERE id IN (SELECT id FROM notes WHERE project = ? "
                                         "ORDER BY time_ms DESC, id DESC LIMIT -1 OFFSET ?)"),
                          note.project, keep));
    TRY(const auto row,
        connection.row(QStringLiteral("SELECT id FROM notes WHERE project = ? AND kind = ? AND text = ?"), note.project,
                       note.kind, note.text));
    return row ? row->number("id") : 0;
}

} // namespace

ConversationMemory::ConversationMemory(storage::StorageThread &thread, QString folder, const base::Clock &clock,
                                       MemoryLimits limits)
    : m_folder(std::move(folder))
    , m_clock(clock)
    , m_limits(limits)
{
    storage::DatabaseSettings settings;
    settings.path = m_folder + QStringLiteral("/memory.db");
    settings.durable = false; // a lost last note is no lost work
    m_database = std::make_unique<storage::Database>(thread, settings);
}

ConversationMemory::~ConversationMemory() = default;

Async<> ConversationMemory::open()
{
    CO_CHECK(base::makeFolder(m_folder, true));
    CO_CHECK(co_await m_database->open());
    co_return co_await m_database->migrate(schema());
}

Async<qint64> ConversationMemory::remember(QString project, QString kind, QString text)
{
    Note note { 0, project, kind, base::redact(text.trimmed()).left(m_limits.noteLength), m_clock.now() };
    if (note.text.isEmpty())
        co_return fail(ErrorCode::Invalid, QStringLiteral("An empty note cannot be remembered"));
    const int keep = m_limits.notesPerProject;
    co_return co_await m_database->run(
        [note, keep](storage::Connection &connection) { return store(connection, note, keep); });
}

Async<QList<Note>> ConversationMemory::recall(QString project, QString query, int limit)
{
    const QString expression = matchExpression(query);
    if (expression.isEmpty())
        co_return co_await recent(project, limit);
    const int bounded = std::clamp(limit, 0, maxFound);
    // bm25 is negative, the better the smaller; equal ones newest first. A project's own notes before those of all.
    co_return co_await m_database->read([project, expression, bounded](storage::Connection &connection) {
        return notesOf(connection.rows(
            QStringLiteral(
                "SELECT n.id, n.project, n.kind, n.text, n.time_ms FROM notes_index i JOIN notes n ON n.id = i.rowid "
                "WHERE notes_index MATCH ? AND n.project IN (?, '') "
                "ORDER BY bm25(notes_index), n.project = '', n.time_ms DESC LIMIT ?"),
            expression, project, bounded));
    });
}

Async<QList<Note>> ConversationMemory::recent(QString project, int limit)
{
    const int bounded = std::clamp(limit, 0, maxFound);
    co_return co_await m_database->read([project, bounded](storage::Connection &connection) {
        return notesOf(
            connection.rows(QStringLiteral("SELECT id, project, kind, text, time_ms FROM notes "
                                           "WHERE project IN (?, '') ORDER BY time_ms DESC, id DESC LIMIT ?"),
                            project, bounded));
    });
}

Async<QString> ConversationMemory::notesFor(QString project, QString query, qsizetype maxLength)
{
    CO_TRY(const QList<Note> notes, co_await recall(project, query, 12));
    QString text;
    for (const Note &note : notes) {
        const QString line = QStringLiteral("- [%1, %2] %3\n")
                                 .arg(note.kind, note.time.toString(Qt::ISODate).left(10), note.text.simplified());
        if (text.size() + line.size() > maxLength)
            continue; // a shorter one may still fit
        text += line;
    }
    co_return text.trimmed();
}

Async<qint64> ConversationMemory::forget(QString project)
{
    co_return co_await m_database->run([project](storage::Connection &connection) {
        return connection.exec(QStringLiteral("DELETE FROM notes WHERE project = ?"), project);
    });
}

QString matchExpression(const QString &query)
{
    static const QRegularExpression separator(QStringLiteral("[^\\p{L}\\p{N}]+"));
    QStringList words;
    const auto parts = query.toLower().split(separator, Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        const QString quoted = QLatin1Char('"') + part + QStringLiteral("\"*");
        if (part.size() >= 3 && words.size() < maxWords && !words.contains(quoted))
            words.append(quoted);
    }
    return words.join(QStringLiteral(" OR "));
}

} // namespace slipway::memory
