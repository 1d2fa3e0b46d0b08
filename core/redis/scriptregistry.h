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

/// For tests that have to look into scripts: each one goes through `filter` from now on, before its digest is taken. nullptr
/// ends that. Any thread.
using ScriptFilter = QByteArray (*)(const QByteArray &text);
void setScriptFilter(ScriptFilter filter);

} // namespace slipway::redis
