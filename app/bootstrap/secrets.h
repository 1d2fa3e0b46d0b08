// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/bootstrap/home.h"

#include <QCoroTask>

namespace slipway::app {

/// The value of a secret setting: environment or NAME_FILE, else the keychain, if `slipway login` has put it there. Empty:
/// there is none. Any thread with an event loop.
[[nodiscard]] QCoro::Task<QString> readSecret(Home home, settings::Key key);

} // namespace slipway::app
