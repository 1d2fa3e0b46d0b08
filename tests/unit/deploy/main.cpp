// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/portallocations.h"

#include <QCoreApplication>

#include <cstdio>

int runRegisteredTests(int argc, char **argv); // tests/support/testmain.cpp

/// As `hammer FILE PREFIX COUNT FIRST` it is the second process of tst_portallocations: allocates ports as fast as it can.
int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 6 && arguments.at(1) == QLatin1String("hammer")) {
        slipway::deploy::PortAllocations ports(arguments.at(2), arguments.at(5).toInt());
        for (int i = 0; i < arguments.at(4).toInt(); ++i) {
            const auto port = ports.allocate(arguments.at(3) + QString::number(i));
            if (!port) {
                std::fprintf(stderr, "%s\n", qUtf8Printable(port.error().message));
                return 1;
            }
            std::printf("%d\n", *port);
        }
        return 0;
    }
    return runRegisteredTests(argc, argv);
}
