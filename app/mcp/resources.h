// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"
#include "app/mcp/jsonrpc.h"

/// What a client may read without calling a tool: the status document, the requirements and plan of a project, the newest
/// transcript of a task. Coroutines over values; main thread.
namespace slipway::app::mcp {

/// A page of `resources/list`; `cursor` is the `nextCursor` of the page before. InvalidParams for any other.
[[nodiscard]] QCoro::Task<Answer> listResources(std::shared_ptr<Session> session, QString cursor);
[[nodiscard]] QJsonObject resourceTemplates();
/// Whether the URI has the form of one of our resources.
[[nodiscard]] bool isResource(const QString &uri);
/// ResourceNotFound if there is none (any more, or yet).
[[nodiscard]] QCoro::Task<Answer> readResource(std::shared_ptr<Session> session, QString uri);

} // namespace slipway::app::mcp
