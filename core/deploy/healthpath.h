// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace slipway::deploy {

/// The path that a Dockerfile's HEALTHCHECK asks the app for (`curl -f http://localhost:8000/up` → `/up`), last stage
/// first; empty if there is none, it is NONE, or it asks nothing over HTTP. Any thread.
[[nodiscard]] QString healthPathOf(const QString &dockerfile);
/// The same for the Dockerfile in a release's folder.
[[nodiscard]] QString healthPathIn(const QString &folder);

} // namespace slipway::deploy
