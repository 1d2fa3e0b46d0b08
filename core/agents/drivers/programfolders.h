// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>
#include <QStringList>

namespace slipway::agents {

/// Folders that have to be visible inside the sandbox so that an installed program can start: its own, the one its link
/// points to, the `node_modules` it belongs to, and node's. Folders below /usr are always there and left out.
[[nodiscard]] QStringList programFolders(const QString &program);

/// Those of `names` that are set in this process's environment, with proxy and certificate settings: the whole of what a
/// real agent CLI sees besides process::baseEnvironment(). Values of keys and tokens are registered for redaction.
[[nodiscard]] QMap<QString, QString> passedEnvironment(const QStringList &names);

} // namespace slipway::agents
