// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/supervisor.h"
#include "tests/integration/deploy/deployfixture.h"

#include <QCoreApplication>

#include <csignal>
#include <cstdio>
#include <cstring>
#include <unistd.h>

int runRegisteredTests(int argc, char **argv); // tests/support/testmain.cpp

namespace {

/// `engine STATE RELEASE PORT`: an engine that starts an app and is then killed, as by a crash.
int startAndDie(const QStringList &arguments)
{
    slipway::process::HostProcessRunner runner(slipway::test::workingSandbox());
    auto runtime = slipway::test::makeProcessRuntime(arguments.at(2), runner);
    const slipway::deploy::Release release {
        QStringLiteral("shop"), QStringLiteral("d1"), {}, arguments.at(3), {}, {}
    };
    const auto started = slipway::test::await(runtime->start(release, arguments.at(4).toInt()));
    if (!started) {
        std::fprintf(stderr, "%s\n", qUtf8Printable(started.error().message));
        return 1;
    }
    ::kill(::getpid(), SIGKILL);
    return 2;
}

} // namespace

/// Besides the tests this executable plays the two programs that they need: Slipway's own supervisor, and an engine.
int main(int argc, char **argv)
{
    if (argc == 3 && std::strcmp(argv[1], "internal-supervise") == 0)
        return slipway::deploy::superviseMain(QString::fromLocal8Bit(argv[2]));
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 5 && arguments.at(1) == QLatin1String("engine"))
        return startAndDie(arguments);
    return runRegisteredTests(argc, argv);
}
