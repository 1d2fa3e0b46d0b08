// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/settings/settingkeys.h"

#include <QMap>

#include <optional>

namespace slipway::settings {

/// Where something listens. Value type.
struct ListenAddress {
    QString host; ///< without brackets
    quint16 port = 0;
    bool operator==(const ListenAddress &) const = default;
};

/// Checks a value against its line of the table and gives it in canonical form. Invalid names key, value and what would do.
[[nodiscard]] Result<QString> canonicalValue(const SettingInfo &info, const QString &value);

/// `claude`, `acp:COMMAND`, … for agent.default and agent.roles.*.
[[nodiscard]] bool isAgentName(const QString &value);
/// `backend=2,qa=1` → map; nothing if it is not of that form. 0 switches a type off.
[[nodiscard]] std::optional<QMap<QString, int>> parseSlots(const QString &value, int maximum);
/// `127.0.0.1:8099`, `[::1]:80`, `8099`; nothing if it is not of that form (`off` is not an address).
[[nodiscard]] std::optional<ListenAddress> parseAddress(const QString &value);
[[nodiscard]] std::optional<bool> parseBoolean(const QString &value);

} // namespace slipway::settings
