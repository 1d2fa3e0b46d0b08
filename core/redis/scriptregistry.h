// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace slipway::redis {

/// A Lua script and its digest. Scripts are Qt resources `:/slipway/<domain>/scripts/<name>.lua`, one operation a file; a
/// line `--- @include "<name>"` stands for another script of the same domain.
struct Script {
    QByteArray text;
    QByteArray sha1; ///< hex
};

/// Looks a script up by `domain/name` (`queue/claim`); cached, any thread. NotFound for an unknown name.
[[nodiscard]] Result<Script> findScript(const QString &name);

} // namespace slipway::redis
