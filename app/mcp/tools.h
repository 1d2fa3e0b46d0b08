// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"

#include <functional>

namespace slipway::app::mcp {

/// One call of a tool. The session is open for it alone and outlives it.
struct Call {
    std::shared_ptr<Session> session;
    QJsonObject arguments; ///< checked against the tool's schema
    std::stop_token stop;
};

/// What a tool gives back: text for the model, and the same as a document where there is one.
struct ToolResult {
    QString text;
    QJsonObject document;
};

/// One tool as it is listed and as it is run.
struct Tool {
    enum class Effect { Reads, Changes, Destroys };

    QString name, title, description;
    Effect effect = Effect::Reads;
    bool needsAllowance
        = false; ///< exists only with --allow-control: what lifts a pause, passes a gate, or ends a service
    QJsonObject schema; ///< of the arguments
    std::function<Async<ToolResult>(Call)> run;
};

/// Every tool there is with this allowance, in the order of listing. An agent may neither lift a pause nor pass a gate
/// unless the owner allowed it when they started this server.
[[nodiscard]] QList<Tool> tools(bool allowControl);
/// Whether a tool of this name exists with --allow-control only.
[[nodiscard]] bool isControlTool(const QString &name);
/// The tool as `tools/list` shows it; titles and annotations came with later versions of the protocol.
[[nodiscard]] QJsonObject descriptionOf(const Tool &tool, const QString &protocolVersion);

} // namespace slipway::app::mcp
