// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace slipway::agents {

/// Marks text that others wrote (issues, reviews, logs, file names) as data: between two lines with a random word that the
/// text does not contain, so that nothing inside can end the block. Control, bidirectional and invisible tag characters are
/// removed, and what is longer than `limit` loses its middle. The system prompts say what such a block is.
/// Any thread.
[[nodiscard]] QString fenced(const QString &label, const QString &text, qsizetype limit = 24 * 1024);

} // namespace slipway::agents
