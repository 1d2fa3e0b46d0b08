// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace slipway::process {

/// Folders outside the system's that a sandbox shows read-only so that the tools in `searchPath` run: the version
/// managers' roots (nvm, pyenv, rustup …), which hold programs only, else the single PATH folder. Never the home itself,
/// an ancestor of it, or a root known to keep credentials. `homes`: the home that the process is given and the person's.
/// Any thread.
[[nodiscard]] QStringList toolFolders(const QString &searchPath, const QStringList &homes);

/// What has to be visible for `program` to run: its resolved folder (all of `node_modules` if it is in one), or only the
/// file where the folder is the home or holds it.
[[nodiscard]] QString programFolder(const QString &resolvedProgram, const QStringList &homes);

/// Whether `path` is `root` or below it. Both absolute and clean.
[[nodiscard]] bool isBelow(const QString &path, const QString &root);

} // namespace slipway::process
