// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/style/tones.h"

#include <QIcon>

#include <optional>

namespace slipway::ui {

/// A Breeze icon drawn in the colour of the application palette's text (or of `tone`), so that it follows a change
/// between dark and light by itself. An unknown name gives an empty icon.
[[nodiscard]] QIcon themeIcon(const QString &name, std::optional<Tone> tone = {});

} // namespace slipway::ui
