// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/local/ci/expression.h"

#include <optional>

namespace slipway::forge::expression {

/// Conversions and functions of the expression language; the parser is in expression.cpp.

[[nodiscard]] double numberOf(const QJsonValue &value);
[[nodiscard]] bool equal(const QJsonValue &a, const QJsonValue &b);
/// Less (-1), equal (0), greater (1), or nothing when the two cannot be ordered.
[[nodiscard]] std::optional<int> order(const QJsonValue &a, const QJsonValue &b);
/// Property of an object without regard to case; null if there is none.
[[nodiscard]] QJsonValue property(const QJsonValue &object, const QString &name);
/// Calls a function of the language that does not ask for the status. NotFound if there is none of that name.
[[nodiscard]] Result<QJsonValue> callFunction(const QString &lowerName, const QList<QJsonValue> &arguments);

} // namespace slipway::forge::expression
