// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deploy/dockersettings.h"
#include "core/deploy/runtime.h"

#include <QJsonObject>

namespace slipway::deploy {

/// Labels say what is ours. Docker hands an image's labels on to every container of it, also to one that a person starts,
/// so `slipway.role` tells a container of ours (`app`) from an image (`image`). Any thread.
[[nodiscard]] QStringList labelOptions(const Release &release, const DockerSettings &settings, const QString &role);
/// Those of them that name the home.
[[nodiscard]] QStringList homeLabels(const DockerSettings &settings);
/// `--filter` options that find a project's things, or one deployment's.
[[nodiscard]] QStringList labelFilters(const QString &project, const QString &deploymentId = {});
/// A label of what `inspect` printed for a container or an image.
[[nodiscard]] QString labelOf(const QJsonObject &object, const char *name);
/// Whether it was made by us, in this role, for this home.
[[nodiscard]] bool isOurs(const QJsonObject &object, const DockerSettings &settings, const QString &role);
/// Whether these labels name this home: by its id, which survives a move; what older versions made, by its folder.
[[nodiscard]] bool isOfHome(const QJsonObject &labels, const DockerSettings &settings);

} // namespace slipway::deploy
