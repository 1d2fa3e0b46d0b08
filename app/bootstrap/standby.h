// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/bootstrap/home.h"

#include "core/base/result.h"

#include <functional>
#include <stop_token>

namespace slipway::app {

/// Watches over the engine of a home from a second process on the same machine. It is needed when the engine is gone, or when
/// it lives but has let its lead run out while Redis takes writes: that one hangs, and is ended (SIGKILL) before anybody takes
/// over, so that it can write nothing when it wakes. Main thread.
class Standby final {
public:
    Standby(const Home &home, std::function<void(const QString &)> say);
    /// Cancelled when stopped; Denied if a hanging engine may not be ended by this user.
    [[nodiscard]] Async<> untilNeeded(std::stop_token stop) const;

private:
    const Home &m_home;
    std::function<void(const QString &)> m_say;
};

} // namespace slipway::app
