// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/redisserver.h"
#include "tests/support/testmain.h"

#include <QCoreApplication>

#include <cstdio>

int runRegisteredTests(int argc, char **argv);

namespace {

/// As a slipway process that owns a server: prints its address and lives until it is killed.
int ownServer(const QString &stateFolder)
{
    slipway::redis::RedisServer server(stateFolder);
    const auto address = QCoro::waitFor(server.start());
    std::puts(address ? qPrintable(address->url) : qPrintable(address.error().message));
    std::fflush(stdout);
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const auto arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("--own-server"))
        return ownServer(arguments.value(2));
    return runRegisteredTests(argc, argv);
}
