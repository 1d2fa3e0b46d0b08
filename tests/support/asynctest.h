// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QCoroTask>
#include <QTest>

#include <utility>

namespace slipway::test {

/// Runs a coroutine to its end in the test's event loop. Nested loops are allowed in tests only.
template <typename T>
T await(QCoro::Task<T> task)
{
    return QCoro::waitFor(std::move(task));
}

} // namespace slipway::test

/// Fails with the error's sentence when a Result is one.
#define QVERIFY_RESULT(result)                                                                                         \
    do {                                                                                                               \
        const auto &slipwayResult = (result);                                                                          \
        if (!slipwayResult) {                                                                                          \
            QFAIL(qPrintable(QStringLiteral("%1: %2 %3")                                                               \
                                 .arg(slipway::base::toString(slipwayResult.error().code),                             \
                                      slipwayResult.error().message, slipwayResult.error().detail)));                  \
        }                                                                                                              \
    } while (false)
