// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace slipway::forge::markers {

/// Hidden comments at the end of what Slipway writes, by which it finds its own issues, comments and reviews again.

/// `<!-- slipway:KIND:NAME -->`, with everything in NAME encoded that could end the comment early.
[[nodiscard]] QString of(const QString &kind, const QString &name);
/// The name in a text's last marker of that kind; empty without one.
[[nodiscard]] QString nameIn(const QString &text, const QString &kind);
[[nodiscard]] bool isIn(const QString &text, const QString &kind, const QString &name);
/// The body with its marker behind it, cut (with a note) so that both fit GitHub's 65,536 characters.
[[nodiscard]] QString withMarker(const QString &body, const QString &marker);

/// The line "Blocked by #3, #4" for people, and back.
[[nodiscard]] QString blockedByLine(const QList<int> &numbers);
[[nodiscard]] QList<int> blockersIn(const QString &text);

} // namespace slipway::forge::markers
