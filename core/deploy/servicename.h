// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace slipway::deploy {

/// What a service is called: a project's slug, or `pr-12--project` for the preview of a pull request. It becomes folders,
/// images, containers and the first label of a host name, so nothing else gets through. Any thread.
[[nodiscard]] bool isServiceName(const QString &name);
[[nodiscard]] QString previewName(const QString &project, int pullRequest);

} // namespace slipway::deploy
