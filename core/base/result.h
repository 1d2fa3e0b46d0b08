// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QCoroTask>

#include <expected>

namespace slipway::base {

/// A value or an Error. Never call `.value()` unchecked; it throws.
template <typename T = void>
using Result = std::expected<T, Error>;

/// Shorthand for the error branch: `return fail(ErrorCode::Invalid, u"…"_s, u"what to do"_s);`
[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, QString message, QString hint = {},
                                                 QString detail = {})
{
    return std::unexpected(Error { code, std::move(message), std::move(hint), std::move(detail) });
}

/// Passes an error on from one Result type to another.
template <typename T>
[[nodiscard]] std::unexpected<Error> forward(const Result<T> &result)
{
    return std::unexpected(result.error());
}

/// A coroutine that ends in a Result. `QCoro::Task` is not nodiscard by itself: mark every function that returns one.
template <typename T = void>
using Async = QCoro::Task<Result<T>>;

} // namespace slipway::base

namespace slipway {
using base::Async;
using base::Error;
using base::ErrorCode;
using base::fail;
using base::forward;
using base::Result;
} // namespace slipway

/// Early return of the error in a coroutine: `CO_TRY(auto value, co_await something());`
#define SLIPWAY_JOIN_(a, b) a##b
#define SLIPWAY_JOIN(a, b) SLIPWAY_JOIN_(a, b)
#define SLIPWAY_CO_TRY_(name, declaration, expression)                                                                 \
    auto name = (expression);                                                                                          \
    if (!name)                                                                                                         \
        co_return std::unexpected(std::move(name).error());                                                            \
    declaration = std::move(*name)
#define SLIPWAY_TRY_(name, declaration, expression)                                                                    \
    auto name = (expression);                                                                                          \
    if (!name)                                                                                                         \
        return std::unexpected(std::move(name).error());                                                               \
    declaration = std::move(*name)
#define CO_TRY(declaration, expression) SLIPWAY_CO_TRY_(SLIPWAY_JOIN(slipwayTry, __LINE__), declaration, expression)
#define TRY(declaration, expression) SLIPWAY_TRY_(SLIPWAY_JOIN(slipwayTry, __LINE__), declaration, expression)
/// The same for Result<void>.
#define CO_CHECK(expression)                                                                                           \
    if (auto slipwayCheck = (expression); !slipwayCheck)                                                               \
    co_return std::unexpected(std::move(slipwayCheck).error())
#define CHECK(expression)                                                                                              \
    if (auto slipwayCheck = (expression); !slipwayCheck)                                                               \
    return std::unexpected(std::move(slipwayCheck).error())
