// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/diff.h"

#include <QByteArrayView>

#include <algorithm>
#include <optional>
#include <string_view>

namespace slipway::git {

namespace {

// Undoes git's quoting: "a/\303\274\t\"".
QByteArray unquoted(QByteArrayView text)
{
    if (text.size() < 2 || !text.startsWith('"') || !text.endsWith('"'))
        return text.toByteArray();
    QByteArray result;
    for (qsizetype i = 1; i < text.size() - 1; ++i) {
        if (text[i] != '\\' || i + 2 >= text.size()) {
            result.append(text[i]);
            continue;
        }
        const char c = text[++i];
        if (c >= '0' && c <= '3' && i + 3 < text.size()) {
            result.append(static_cast<char>((c - '0') * 64 + (text[i + 1] - '0') * 8 + (text[i + 2] - '0')));
            i += 2;
            continue;
        }
        static constexpr std::string_view names = "abtnvfr";
        const auto index = names.find(c);
        result.append(index == std::string_view::npos ? c : "\a\b\t\n\v\f\r"[index]);
    }
    return result;
}

QString pathOf(QByteArrayView text, qsizetype prefix)
{
    if (text == "/dev/null")
        return {};
    // A path with a space ends in a tab here, so that other tools find its end.
    if (text.endsWith('\t'))
        text.chop(1);
    return QString::fromUtf8(unquoted(text)).mid(prefix);
}

// "diff --git a/X b/X": only needed where no other line names the path, and then both are the same.
QString pathOfHeader(QByteArrayView text)
{
    if (text.startsWith('"')) {
        const auto end = text.indexOf("\" ", 1);
        return end < 0 ? QString() : pathOf(text.first(end + 1), 2);
    }
    const qsizetype half = (text.size() - 1) / 2;
    if (text.size() % 2 == 0 || text.size() < 7 || text[half] != ' ')
        return {};
    return QString::fromUtf8(text.first(half)).mid(2);
}

class Parser final {
public:
    Diff parse(const QByteArray &text);

private:
    void line(QByteArrayView text);
    void header(QByteArrayView text);
    void hunkHeader(QByteArrayView text);
    void hunkLine(QByteArrayView text);
    void startFile(QByteArrayView text);

    Diff m_diff;
    DiffFile *m_file = nullptr;
    int m_oldLeft = 0, m_newLeft = 0; ///< lines that the current hunk still has
    int m_oldNumber = 0, m_newNumber = 0;
};

Diff Parser::parse(const QByteArray &text)
{
    const QByteArrayView all(text);
    for (qsizetype start = 0; start < all.size();) {
        qsizetype end = all.indexOf('\n', start);
        if (end < 0)
            end = all.size();
        line(all.sliced(start, end - start));
        start = end + 1;
    }
    return std::move(m_diff);
}

void Parser::line(QByteArrayView text)
{
    // Inside a hunk the counts decide, so a removed line "-- x" is not taken for a header.
    if (m_file && (m_oldLeft > 0 || m_newLeft > 0) && !text.startsWith("diff --git "))
        hunkLine(text);
    else if (text.startsWith("diff --git "))
        startFile(text.sliced(11));
    else if (!m_file)
        return;
    else if (text.startsWith("@@ "))
        hunkHeader(text);
    else
        header(text);
}

void Parser::startFile(QByteArrayView text)
{
    m_oldLeft = m_newLeft = 0;
    m_diff.files.emplaceBack();
    m_file = &m_diff.files.last();
    m_file->oldPath = m_file->newPath = pathOfHeader(text);
}

void Parser::header(QByteArrayView text)
{
    const auto after = [&](QByteArrayView prefix) -> std::optional<QByteArrayView> {
        return text.startsWith(prefix) ? std::optional(text.sliced(prefix.size())) : std::nullopt;
    };
    if (after("new file mode"))
        m_file->oldPath.clear();
    else if (after("deleted file mode"))
        m_file->newPath.clear();
    else if (const auto from = after("rename from "))
        m_file->oldPath = pathOf(*from, 0);
    else if (const auto to = after("rename to "))
        m_file->newPath = pathOf(*to, 0);
    else if (const auto old = after("--- "))
        m_file->oldPath = pathOf(*old, 2);
    else if (const auto current = after("+++ "))
        m_file->newPath = pathOf(*current, 2);
    else if (after("Binary files ") || after("GIT binary patch"))
        m_file->binary = true;
}

// "-12,3" or "-12": start and count.
bool range(QByteArrayView text, int &start, int &count)
{
    const auto comma = text.indexOf(',');
    bool good = false;
    start = (comma < 0 ? text.sliced(1) : text.sliced(1, comma - 1)).toInt(&good);
    count = 1;
    return good && (comma < 0 || ((count = text.sliced(comma + 1).toInt(&good)), good));
}

void Parser::hunkHeader(QByteArrayView text)
{
    const auto end = text.indexOf(" @@", 3);
    const auto space = text.indexOf(' ', 3);
    if (end < 0 || space < 0 || space >= end)
        return;
    DiffHunk hunk;
    const auto oldRange = text.sliced(3, space - 3);
    const auto newRange = text.sliced(space + 1, end - space - 1);
    if (oldRange.size() < 2 || newRange.size() < 2 || !range(oldRange, hunk.oldStart, m_oldLeft)
        || !range(newRange, hunk.newStart, m_newLeft)) {
        m_oldLeft = m_newLeft = 0;
        return;
    }
    if (text.size() > end + 4)
        hunk.header = QString::fromUtf8(text.sliced(end + 4));
    m_oldNumber = hunk.oldStart;
    m_newNumber = hunk.newStart;
    m_file->hunks.append(hunk);
}

void Parser::hunkLine(QByteArrayView text)
{
    if (text.startsWith('\\')) // "\ No newline at end of file"
        return;
    DiffLine line;
    line.text = QString::fromUtf8(text.isEmpty() ? text : text.sliced(1));
    const char mark = text.isEmpty() ? ' ' : text.front();
    if (mark == '+') {
        line.kind = DiffLine::Kind::Added;
        line.newNumber = m_newNumber++;
        --m_newLeft;
        ++m_file->added;
    } else if (mark == '-') {
        line.kind = DiffLine::Kind::Removed;
        line.oldNumber = m_oldNumber++;
        --m_oldLeft;
        ++m_file->removed;
    } else if (mark == ' ') {
        line.oldNumber = m_oldNumber++;
        line.newNumber = m_newNumber++;
        --m_oldLeft;
        --m_newLeft;
    } else {
        m_oldLeft = m_newLeft = 0; // garbage: the hunk ends here
        return;
    }
    m_file->hunks.last().lines.append(line);
}

} // namespace

Diff parseDiff(const QByteArray &text)
{
    return Parser().parse(text);
}

} // namespace slipway::git
