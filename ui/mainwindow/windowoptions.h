// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/notifications/noticerules.h"

#include <functional>

namespace slipway::ui {

/// What a window has to know about where it runs.
struct WindowOptions {
    QString layoutFile; ///< INI file for the layout and the theme; empty: nothing is kept
    QString homeTitle; ///< which home this is, for the title; empty for the usual one
    bool ownsEngine = false; ///< the engine runs in this process: closing asks what shall go on
    bool trayIcon = true;
    std::function<notifications::NoticeRules()> noticeRules = [] { return notifications::NoticeRules {}; };
};

} // namespace slipway::ui
