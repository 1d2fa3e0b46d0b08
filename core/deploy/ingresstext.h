// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace slipway::deploy {

/// Where things stand in a YAML file's bytes, for IngressFile. None of it has to be right in every case: what is made
/// with it is read back. Any thread.
struct TextSpan {
    qsizetype begin = -1, end = -1;
};
struct TextEdit {
    qsizetype at = 0;
    QByteArray text;
};

[[nodiscard]] QByteArray lineEndOf(const QByteArray &bytes); ///< of the first line; "\n" if there is none
/// Items of a block sequence whose first dash is at `first`: whole lines, without comments that belong to the next one.
[[nodiscard]] QList<TextSpan> blockItems(const QByteArray &bytes, qsizetype first);
/// Items `{…}` of a flow sequence that begin at these places; empty if one is something else.
[[nodiscard]] QList<TextSpan> flowItems(const QByteArray &bytes, const QList<qsizetype> &begins);
/// The scalar at a place, with its quotes, if it reads as `expected`; else a span of -1.
[[nodiscard]] TextSpan scalarAt(const QByteArray &bytes, qsizetype at, const QString &expected);
/// A rule above an item, and above the comments right over it, in the item's own layout.
[[nodiscard]] TextEdit blockInsertion(const QByteArray &bytes, TextSpan item, const QString &host,
                                      const QString &service);
[[nodiscard]] TextEdit flowInsertion(TextSpan item, const QString &host, const QString &service);

} // namespace slipway::deploy
