// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QLocale>

int runRegisteredTests(int argc, char **argv);

/// Replaces the guiless main() of tests/support.
int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("slipway-test"));
    QLocale::setDefault(QLocale::c()); // the tests expect English texts
    QApplication::setQuitOnLastWindowClosed(false);
    return runRegisteredTests(argc, argv);
}
