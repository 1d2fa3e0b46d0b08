// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bootstrap/secrets.h"

#include "core/settings/secretstore.h"

namespace slipway::app {

QCoro::Task<QString> readSecret(Home home, settings::Key key)
{
    const QString name = settings::nameOf(key);
    settings::EnvironmentSecretStore environment(home.settings);
    auto found = co_await environment.read(name);
    // A keychain may ask its owner for a password: only for what `slipway login` has put there.
    if (!found && home.secretsInKeychain().contains(name)) {
        settings::KeychainSecretStore keychain;
        found = co_await keychain.read(name);
        if (!found)
            qWarning("%s", qUtf8Printable(found.error().message));
    }
    co_return found.value_or(QString());
}

} // namespace slipway::app
