// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/diff.h"

#include <QList>

namespace slipway::ui {

/// One row of the view: where in the diff its text is.
struct DiffRow {
    enum class Kind : quint8 { File, Hunk, Line, Note } kind = Kind::Line;
    int file = 0;
    int hunk = 0;
    int line = 0;
};

/// A diff laid out as rows of equal height. Value type, built in any thread: 100,000 lines take a few milliseconds.
class DiffRows {
public:
    DiffRows() = default;
    explicit DiffRows(git::Diff diff);

    [[nodiscard]] const git::Diff &diff() const { return m_diff; }
    [[nodiscard]] qsizetype size() const { return m_rows.size(); }
    [[nodiscard]] const DiffRow &at(qsizetype row) const { return m_rows.at(row); }
    [[nodiscard]] const git::DiffLine &line(const DiffRow &row) const
    {
        return m_diff.files.at(row.file).hunks.at(row.hunk).lines.at(row.line);
    }
    [[nodiscard]] qsizetype rowOfFile(int file) const { return m_fileRows.value(file); }
    /// Next (or previous) row that starts a hunk; -1 if there is none.
    [[nodiscard]] qsizetype nextHunk(qsizetype from, bool forward) const;
    /// Characters of the longest line, tabs expanded, at most maximumColumns.
    [[nodiscard]] int columns() const { return m_columns; }
    [[nodiscard]] int highestNumber() const { return m_highestNumber; }
    /// The row as text, as `git diff` writes it.
    [[nodiscard]] QString text(qsizetype row) const;

    static constexpr int maximumColumns = 2000; ///< longer lines are cut on screen

private:
    void addFile(int index);

    git::Diff m_diff;
    QList<DiffRow> m_rows;
    QList<qsizetype> m_fileRows;
    int m_columns = 0;
    int m_highestNumber = 0;
};

/// Tabs as spaces up to the next multiple of 4, cut at DiffRows::maximumColumns.
[[nodiscard]] QString displayText(const QString &line);

} // namespace slipway::ui
