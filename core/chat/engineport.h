// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/controlclient.h"

#include <functional>

namespace slipway::chat {

/// All that this face may do with the engine: what control::ControlClient offers. A test puts its own in place.
struct EnginePort {
    std::function<Async<QJsonObject>(control::Command, std::chrono::milliseconds, std::stop_token)> execute;
    std::function<Async<QJsonObject>(QString, QJsonObject)> query;
};

/// `client` has to outlive it.
[[nodiscard]] inline EnginePort portOf(control::ControlClient &client)
{
    return { [&client](control::Command command, std::chrono::milliseconds timeout, std::stop_token stop) {
                return client.execute(std::move(command), timeout, std::move(stop));
            },
             [&client](QString name, QJsonObject arguments) {
                 return client.query(std::move(name), std::move(arguments));
             } };
}

} // namespace slipway::chat
