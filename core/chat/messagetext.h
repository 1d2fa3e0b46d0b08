// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace slipway::chat {

constexpr qsizetype contentLimit = 2000; ///< UTF-16 units are never fewer than Discord's characters

/// Text from outside as it may stand in a message: secrets masked, markdown without effect, at most `limit` long.
[[nodiscard]] QString foreignText(const QString &text, qsizetype limit = 300);
/// What an agent wrote for people: its markdown stays, but no link hides where it leads and no mention means anything;
/// secrets are masked.
[[nodiscard]] QString agentText(const QString &text);
/// At most `limit` units, an ellipsis at the end if it was cut; never through a surrogate pair.
[[nodiscard]] QString clipped(const QString &text, qsizetype limit);
/// As a code block whose content cannot end it; cut from the front to fit.
[[nodiscard]] QString codeBlock(const QString &text, qsizetype limit = 1800);
/// Parts that fit into a message each, split at line ends; a code block that is cut is closed and opened again.
[[nodiscard]] QStringList splitText(const QString &text, qsizetype limit = contentLimit);

} // namespace slipway::chat
