// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/timing.h"

#include "core/base/taskscope.h"

namespace slipway::net {

Async<> SystemTiming::sleep(std::chrono::milliseconds duration, std::stop_token stop) const
{
    return base::sleepFor(duration, std::move(stop));
}

} // namespace slipway::net
