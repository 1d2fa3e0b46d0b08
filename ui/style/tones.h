// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

namespace slipway::ui {

/// Meaning of a colour. The colour itself depends on the palette (dark or light); each pair of text and fill has a
/// contrast of at least 4.5 : 1 (tests/ui checks it).
enum class Tone { Neutral, Accent, Success, Warning, Danger, Violet };

[[nodiscard]] bool isDark(const QPalette &palette);
/// For text, icons and thin lines on the window's background.
[[nodiscard]] QColor toneColor(Tone tone, const QPalette &palette);
/// The soft fill behind text of that tone.
[[nodiscard]] QColor toneFill(Tone tone, const QPalette &palette);
/// Secondary text, hairlines, raised surfaces.
[[nodiscard]] QColor mutedText(const QPalette &palette);
[[nodiscard]] QColor hairline(const QPalette &palette);
[[nodiscard]] QColor surface(const QPalette &palette);
[[nodiscard]] QColor hoverFill(const QPalette &palette);
[[nodiscard]] QColor selectionFill(const QPalette &palette);
/// Contrast as WCAG 2 defines it, 1 to 21.
[[nodiscard]] double contrast(const QColor &a, const QColor &b);

} // namespace slipway::ui
