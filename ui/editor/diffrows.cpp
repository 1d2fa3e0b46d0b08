// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/diffrows.h"

#include <algorithm>

namespace slipway::ui {

QString displayText(const QString &line)
{
    const bool tooLong = line.size() > DiffRows::maximumColumns;
    if (!tooLong && !line.contains(QLatin1Char('\t')))
        return line;
    QString result;
    result.reserve(std::min<qsizetype>(line.size() + 16, DiffRows::maximumColumns + 1));
    for (const QChar c : line) {
        if (c == QLatin1Char('\t'))
            result.append(QString(4 - result.size() % 4, QLatin1Char(' ')));
        else
            result.append(c);
        if (result.size() >= DiffRows::maximumColumns) {
            result.append(QChar(0x2026));
            break;
        }
    }
    return result;
}

DiffRows::DiffRows(git::Diff diff)
    : m_diff(std::move(diff))
{
    qsizetype count = 0;
    for (const auto &file : std::as_const(m_diff.files)) {
        count += 2;
        for (const auto &hunk : file.hunks)
            count += hunk.lines.size() + 1;
    }
    m_rows.reserve(count);
    for (int i = 0; i < m_diff.files.size(); ++i)
        addFile(i);
}

void DiffRows::addFile(int index)
{
    const auto &file = m_diff.files.at(index);
    m_fileRows.append(m_rows.size());
    m_rows.append({ DiffRow::Kind::File, index, 0, 0 });
    if (file.hunks.isEmpty())
        m_rows.append({ DiffRow::Kind::Note, index, 0, 0 });
    for (int h = 0; h < file.hunks.size(); ++h) {
        const auto &hunk = file.hunks.at(h);
        m_rows.append({ DiffRow::Kind::Hunk, index, h, 0 });
        for (int l = 0; l < hunk.lines.size(); ++l) {
            const auto &line = hunk.lines.at(l);
            m_rows.append({ DiffRow::Kind::Line, index, h, l });
            m_columns = std::max(
                m_columns,
                int(std::min<qsizetype>(line.text.size() + 3 * line.text.count(QLatin1Char('\t')), maximumColumns)));
            m_highestNumber = std::max({ m_highestNumber, line.oldNumber, line.newNumber });
        }
    }
}

qsizetype DiffRows::nextHunk(qsizetype from, bool forward) const
{
    for (qsizetype row = from + (forward ? 1 : -1); row >= 0 && row < m_rows.size(); row += forward ? 1 : -1) {
        if (m_rows.at(row).kind == DiffRow::Kind::Hunk)
            return row;
    }
    return -1;
}

QString DiffRows::text(qsizetype index) const
{
    const DiffRow &row = m_rows.at(index);
    const auto &file = m_diff.files.at(row.file);
    switch (row.kind) {
    case DiffRow::Kind::File:
        return file.oldPath == file.newPath || file.oldPath.isEmpty() || file.newPath.isEmpty()
            ? file.path()
            : file.oldPath + QStringLiteral(" → ") + file.newPath;
    case DiffRow::Kind::Hunk: {
        const auto &hunk = file.hunks.at(row.hunk);
        return QStringLiteral("@@ -%1 +%2 @@ %3")
            .arg(QString::number(hunk.oldStart), QString::number(hunk.newStart), hunk.header);
    }
    case DiffRow::Kind::Note:
        return {};
    case DiffRow::Kind::Line:
        break;
    }
    const auto &line = this->line(row);
    const QChar sign = QLatin1Char(line.kind == git::DiffLine::Kind::Added         ? '+'
                                       : line.kind == git::DiffLine::Kind::Removed ? '-'
                                                                                   : ' ');
    return sign + line.text;
}

} // namespace slipway::ui
