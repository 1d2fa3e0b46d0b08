// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/forgeschema.h"

namespace slipway::forge {

namespace {

QStringList firstVersion()
{
    return {
        QStringLiteral(R"(CREATE TABLE repositories (
            id INTEGER PRIMARY KEY, full_name TEXT NOT NULL UNIQUE, description TEXT NOT NULL,
            default_branch TEXT NOT NULL, next_number INTEGER NOT NULL DEFAULT 1, created_at INTEGER NOT NULL))"),
        QStringLiteral(R"(CREATE TABLE labels (
            repo INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE, name TEXT NOT NULL COLLATE NOCASE,
            color TEXT NOT NULL, description TEXT NOT NULL, PRIMARY KEY (repo, name)) WITHOUT ROWID)"),
        // marker: what makes ensureIssue idempotent. head … merged_at: pull requests only.
        QStringLiteral(R"(CREATE TABLE items (
            repo INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE, number INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('issue', 'pull')),
            state TEXT NOT NULL CHECK (state IN ('open', 'closed', 'merged')),
            marker TEXT, title TEXT NOT NULL, body TEXT NOT NULL, author TEXT NOT NULL,
            created_at INTEGER NOT NULL, closed_at INTEGER NOT NULL DEFAULT 0,
            head TEXT NOT NULL DEFAULT '', base TEXT NOT NULL DEFAULT '', head_sha TEXT NOT NULL DEFAULT '',
            merge_sha TEXT NOT NULL DEFAULT '', merged_at INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (repo, number), UNIQUE (repo, marker)))"),
        QStringLiteral(
            "CREATE UNIQUE INDEX one_open_pull_per_head ON items (repo, head) WHERE kind = 'pull' AND state = 'open'"),
        QStringLiteral(R"(CREATE TABLE item_labels (
            repo INTEGER NOT NULL, number INTEGER NOT NULL, label TEXT NOT NULL COLLATE NOCASE, position INTEGER NOT NULL,
            PRIMARY KEY (repo, number, label),
            FOREIGN KEY (repo, number) REFERENCES items ON DELETE CASCADE) WITHOUT ROWID)"),
        QStringLiteral(R"(CREATE TABLE item_blockers (
            repo INTEGER NOT NULL, number INTEGER NOT NULL, blocker INTEGER NOT NULL, PRIMARY KEY (repo, number, blocker),
            FOREIGN KEY (repo, number) REFERENCES items ON DELETE CASCADE) WITHOUT ROWID)"),
        QStringLiteral(R"(CREATE TABLE comments (
            id INTEGER PRIMARY KEY AUTOINCREMENT, repo INTEGER NOT NULL, number INTEGER NOT NULL, marker TEXT NOT NULL,
            author TEXT NOT NULL, body TEXT NOT NULL, created_at INTEGER NOT NULL, UNIQUE (repo, number, marker),
            FOREIGN KEY (repo, number) REFERENCES items ON DELETE CASCADE))"),
        QStringLiteral(R"(CREATE TABLE reviews (
            id INTEGER PRIMARY KEY AUTOINCREMENT, repo INTEGER NOT NULL, number INTEGER NOT NULL, marker TEXT NOT NULL,
            verdict TEXT NOT NULL, author TEXT NOT NULL, body TEXT NOT NULL, sha TEXT NOT NULL,
            created_at INTEGER NOT NULL, UNIQUE (repo, number, marker),
            FOREIGN KEY (repo, number) REFERENCES items ON DELETE CASCADE))"),
        // The heads for which CI was triggered: a difference to the repository's refs is a push nobody told us about.
        QStringLiteral(R"(CREATE TABLE branch_heads (
            repo INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE, branch TEXT NOT NULL, sha TEXT NOT NULL,
            PRIMARY KEY (repo, branch)) WITHOUT ROWID)"),
        // The unique rule lets a push and a pull request of one commit share their run.
        QStringLiteral(R"(CREATE TABLE ci_runs (
            id INTEGER PRIMARY KEY AUTOINCREMENT, repo INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE,
            file TEXT NOT NULL, workflow TEXT NOT NULL, sha TEXT NOT NULL, branch TEXT NOT NULL, event TEXT NOT NULL,
            pull_request INTEGER NOT NULL DEFAULT 0, base TEXT NOT NULL DEFAULT '', attempt INTEGER NOT NULL DEFAULT 1,
            state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', created_at INTEGER NOT NULL,
            finished_at INTEGER NOT NULL DEFAULT 0, UNIQUE (repo, file, sha, branch)))"),
        QStringLiteral("CREATE INDEX ci_runs_by_state ON ci_runs (state)"),
        QStringLiteral(R"(CREATE TABLE ci_jobs (
            run INTEGER NOT NULL REFERENCES ci_runs ON DELETE CASCADE, position INTEGER NOT NULL, job TEXT NOT NULL,
            name TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (run, position)) WITHOUT ROWID)"),
        QStringLiteral(R"(CREATE TABLE ci_steps (
            run INTEGER NOT NULL, position INTEGER NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL,
            state TEXT NOT NULL, exit_code INTEGER NOT NULL, PRIMARY KEY (run, position, number),
            FOREIGN KEY (run, position) REFERENCES ci_jobs ON DELETE CASCADE) WITHOUT ROWID)"),
    };
}

} // namespace

storage::Schema forgeSchema()
{
    return { QStringLiteral("forge"), { firstVersion() } };
}

} // namespace slipway::forge
