// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/e2e/support/slipwayhome.h"

namespace slipway::test {

/// A server on this home with a project whose issues are queued: the recording plays it, but for one role. Null if one of the
/// steps failed, which is said then.
[[nodiscard]] std::unique_ptr<QProcess> serveWithAgentFor(SlipwayHome &home, const QString &role, const QString &agent);

} // namespace slipway::test
