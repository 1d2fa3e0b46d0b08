// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTest>

#include <functional>
#include <memory>

namespace slipway::test {

/// Adds a test class to this executable; main() of tests/support/testmain.cpp runs them one after the other.
void registerTest(std::function<std::unique_ptr<QObject>()> make);

struct Registration {
    explicit Registration(std::function<std::unique_ptr<QObject>()> make) { registerTest(std::move(make)); }
};

} // namespace slipway::test

/// At the end of tst_x.cpp, before `#include "tst_x.moc"`. The executable runs guiless unless it was built with a
/// QApplication of its own.
#define SLIPWAY_TEST(Class)                                                                                            \
    static const slipway::test::Registration registration##Class([] { return std::make_unique<Class>(); });
