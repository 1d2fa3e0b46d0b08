// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/homepaths.h"
#include "core/settings/settings.h"

#include <QLockFile>

#include <memory>

namespace slipway::app {

/// One home as a process sees it: where things are, and what is set.
struct Home {
    settings::HomePaths paths;
    settings::Settings settings;

    /// Makes the folders and reads the settings; `overrides` come from the command line, by key name.
    [[nodiscard]] static Result<Home> open(const QMap<QString, QString> &overrides);

    /// Names of the settings whose secrets `slipway login` has put into the keychain, so that nobody else's is asked for.
    [[nodiscard]] QStringList secretsInKeychain() const;
    [[nodiscard]] Result<> rememberInKeychain(const QString &name) const;

private:
    [[nodiscard]] QString keychainList() const { return paths.state + QStringLiteral("/keychain.json"); }
};

/// Held by the one engine of a home. The kernel lets go of it when the process dies, however it dies.
class EngineLock final {
public:
    explicit EngineLock(QString path);
    ~EngineLock();
    EngineLock(const EngineLock &) = delete;
    EngineLock &operator=(const EngineLock &) = delete;
    /// Conflict, with the pid of the engine there is.
    [[nodiscard]] Result<> acquire();
    /// The pid of the engine that holds it, 0 if none does.
    [[nodiscard]] static qint64 holder(const QString &path);

private:
    QString m_path;
    int m_descriptor = -1;
};

} // namespace slipway::app
