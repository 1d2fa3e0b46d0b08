// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace slipway::git {

struct DiffLine {
    enum class Kind { Context, Added, Removed } kind = Kind::Context;
    int oldNumber = 0; ///< 0 for an added line
    int newNumber = 0; ///< 0 for a removed line
    QString text;
};

struct DiffHunk {
    QString header; ///< text behind the second @@
    int oldStart = 0, newStart = 0;
    QList<DiffLine> lines;
};

struct DiffFile {
    QString oldPath, newPath; ///< equal unless renamed; empty old: added, empty new: deleted
    bool binary = false;
    int added = 0, removed = 0;
    QList<DiffHunk> hunks;
    [[nodiscard]] QString path() const { return newPath.isEmpty() ? oldPath : newPath; }
};

/// A parsed unified diff. Value type, any thread.
struct Diff {
    QList<DiffFile> files;
    bool cut = false; ///< was longer than the limit
};

/// Parses `git diff` output (with -M, a/ and b/ prefixes, quoted paths). Garbage gives what could be read.
[[nodiscard]] Diff parseDiff(const QByteArray &text);
[[nodiscard]] QJsonObject toJson(const Diff &diff);
[[nodiscard]] Diff diffFromJson(const QJsonObject &json);
/// The unified text again, for the terminal.
[[nodiscard]] QString unifiedText(const Diff &diff);

} // namespace slipway::git
