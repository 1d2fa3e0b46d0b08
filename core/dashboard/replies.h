// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dashboard/access.h"

#include <QHttpServerRequest>
#include <QHttpServerResponse>

namespace slipway::dashboard {

/// Between our values and Qt's HTTP server. Pure functions, any thread.

inline constexpr auto html = "text/html; charset=utf-8";
inline constexpr auto json = "application/json";

[[nodiscard]] QHttpServerResponse answer(QByteArray type, QByteArray body,
                                         QHttpServerResponse::StatusCode status = QHttpServerResponse::StatusCode::Ok);
/// The shape that every `--json` failure has.
[[nodiscard]] QHttpServerResponse jsonError(const Error &error, QHttpServerResponse::StatusCode status);
[[nodiscard]] QHttpServerResponse::StatusCode statusOf(ErrorCode code);
/// Adds the security headers, and no-store where nothing else is said. Once, however often it is called.
void secure(QHttpServerResponse &response);

/// A browser asks for a page, a program for JSON.
[[nodiscard]] bool wantsHtml(const QHttpServerRequest &request);
/// What of the request Access judges.
[[nodiscard]] Asked asked(const QHttpServerRequest &request);

} // namespace slipway::dashboard
