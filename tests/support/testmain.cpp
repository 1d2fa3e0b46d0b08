// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testmain.h"

#include <QCoreApplication>

#include <cstdio>
#include <vector>

namespace slipway::test {

namespace {
std::vector<std::function<std::unique_ptr<QObject>()>> &factories()
{
    static std::vector<std::function<std::unique_ptr<QObject>()>> list;
    return list;
}
} // namespace

void registerTest(std::function<std::unique_ptr<QObject>()> make)
{
    factories().push_back(std::move(make));
}

} // namespace slipway::test

/// A test executable with widgets defines its own main() and calls this after making its QApplication.
int runRegisteredTests(int argc, char **argv)
{
    if (slipway::test::factories().empty()) {
        std::fputs("no test class is registered\n", stderr);
        return 1;
    }
    int failed = 0;
    for (const auto &make : slipway::test::factories()) {
        const auto object = make();
        failed += QTest::qExec(object.get(), argc, argv);
    }
    return failed == 0 ? 0 : 1;
}

__attribute__((weak)) int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("slipway-test"));
    return runRegisteredTests(argc, argv);
}
