// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/notifications/noticerules.h"

#include <functional>

namespace slipway::notifications {

/// Where a face finds the rules, and how it changes them for good (the settings of the home). In the face's thread.
struct NoticePort {
    std::function<NoticeRules()> rules = [] { return NoticeRules {}; };
    /// Invalid for hours that are none.
    std::function<Result<>(const QString &hours)> setQuiet;
    std::function<Result<>(const NoticeRules &)> setKinds; ///< what is off and what is gathered
};

} // namespace slipway::notifications
