// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>
#include <QStringList>

namespace slipway::agents {

/// Those of `names` that are set in this process's environment, with proxy and certificate settings: all that a real agent
/// CLI sees besides process::baseEnvironment(). Values of keys and tokens are registered for redaction. Any thread.
[[nodiscard]] QMap<QString, QString> passedEnvironment(const QStringList &names);

/// Files named by such settings, which have to be visible in the sandbox.
[[nodiscard]] QStringList certificateFiles(const QMap<QString, QString> &environment);

} // namespace slipway::agents
