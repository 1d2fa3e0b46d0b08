// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/diffhighlighter.h"

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/State>
#include <KSyntaxHighlighting/Theme>
#include <QCache>
#include <QHash>

namespace slipway::ui {

namespace {

constexpr int pieceLines = 128;
constexpr int maximumLineLength = 1000; ///< a longer line is not code that anyone reads
using Formats = QList<QTextLayout::FormatRange>;

class LineHighlighter final : public KSyntaxHighlighting::AbstractHighlighter {
public:
    Formats found;

    KSyntaxHighlighting::State line(const QString &text, const KSyntaxHighlighting::State &state)
    {
        found.clear();
        return highlightLine(text, state);
    }

protected:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format) override
    {
        if (length <= 0 || format.isDefaultTextStyle(theme()))
            return;
        QTextCharFormat text;
        if (format.hasTextColor(theme()))
            text.setForeground(format.textColor(theme()));
        if (format.isBold(theme()))
            text.setFontWeight(QFont::Bold);
        if (format.isItalic(theme()))
            text.setFontItalic(true);
        found.append({ offset, length, text });
    }
};

/// State in the old and in the new text: removed lines are not part of the new one.
struct Sides {
    KSyntaxHighlighting::State before, after;
};

struct Piece {
    QList<Formats> lines;
    Sides end;
};

struct PieceKey {
    int file, hunk, piece;
    bool operator==(const PieceKey &) const = default;
};

size_t qHash(const PieceKey &key, size_t seed)
{
    return qHashMulti(seed, key.file, key.hunk, key.piece);
}

} // namespace

struct DiffHighlighter::Private {
    KSyntaxHighlighting::Repository repository;
    LineHighlighter highlighter;
    QHash<int, KSyntaxHighlighting::Definition> definitions; ///< by file of the diff
    QCache<PieceKey, Piece> pieces { 400 };
    KSyntaxHighlighting::Theme theme;

    const KSyntaxHighlighting::Definition &definition(const DiffRows &rows, int file)
    {
        auto it = definitions.find(file);
        if (it == definitions.end())
            it = definitions.insert(file, repository.definitionForFileName(rows.diff().files.at(file).path()));
        return *it;
    }

    const Piece *piece(const DiffRows &rows, const PieceKey &key)
    {
        if (const Piece *known = pieces.object(key))
            return known;
        highlighter.setDefinition(definition(rows, key.file));
        highlighter.setTheme(theme);
        auto made = std::make_unique<Piece>();
        if (const Piece *previous = pieces.object({ key.file, key.hunk, key.piece - 1 }))
            made->end = previous->end;
        const auto &lines = rows.diff().files.at(key.file).hunks.at(key.hunk).lines;
        const qsizetype last = std::min<qsizetype>(lines.size(), qsizetype(key.piece + 1) * pieceLines);
        for (qsizetype i = qsizetype(key.piece) * pieceLines; i < last; ++i)
            made->lines.append(one(lines.at(i), made->end));
        Piece *raw = made.release();
        pieces.insert(key, raw);
        return raw;
    }

    Formats one(const git::DiffLine &line, Sides &sides)
    {
        if (line.text.size() > maximumLineLength)
            return {};
        const QString text = displayText(line.text);
        if (line.kind == git::DiffLine::Kind::Removed) {
            sides.before = highlighter.line(text, sides.before);
        } else {
            sides.after = highlighter.line(text, sides.after);
            if (line.kind == git::DiffLine::Kind::Context)
                sides.before = sides.after;
        }
        return highlighter.found;
    }
};

DiffHighlighter::DiffHighlighter()
    : d(std::make_unique<Private>())
{
    setDark(false);
}

DiffHighlighter::~DiffHighlighter() = default;

void DiffHighlighter::setDark(bool dark)
{
    using Repository = KSyntaxHighlighting::Repository;
    d->theme = d->repository.defaultTheme(dark ? Repository::DarkTheme : Repository::LightTheme);
    d->pieces.clear();
}

void DiffHighlighter::clear()
{
    d->definitions.clear();
    d->pieces.clear();
}

QList<QTextLayout::FormatRange> DiffHighlighter::formats(const DiffRows &rows, const DiffRow &row)
{
    if (row.kind != DiffRow::Kind::Line || !d->definition(rows, row.file).isValid())
        return {};
    const Piece *piece = d->piece(rows, { row.file, row.hunk, row.line / pieceLines });
    return piece->lines.value(row.line % pieceLines);
}

} // namespace slipway::ui
