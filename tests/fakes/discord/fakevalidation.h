// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace slipway::test {

/// What is wrong with a message by Discord's limits, as `field: why`; empty if nothing. `edit`: nothing has to be there.
[[nodiscard]] QString messageFault(const QJsonObject &message, bool edit);
/// The same for a list of application commands.
[[nodiscard]] QString commandsFault(const QJsonArray &commands);

} // namespace slipway::test
