// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bootstrap/unixsignals.h"
#include "app/cli/verbs.h"
#include "app/mcp/mcpserver.h"
#include "app/shell/servershell.h"
#ifdef SLIPWAY_WITH_UI
#include "app/shell/guishell.h"
#endif

#include "core/agents/agentcatalog.h"
#include "core/agents/replay/replayplayer.h"
#include "core/base/logging.h"
#include "core/base/taskscope.h"
#include "core/deploy/supervisor.h"

#include <QCoreApplication>
#include <QTimer>

#include <cstdio>
#include <cstring>
#include <functional>

namespace {

using namespace slipway;

/// Runs a coroutine as the whole life of the application. It starts inside the event loop: one that ended before the
/// loop began could not end it.
int runToEnd(std::function<QCoro::Task<int>()> start)
{
    const auto whole
        = [](std::function<QCoro::Task<int>()> make) -> QCoro::Task<> { QCoreApplication::exit(co_await make()); };
    QTimer::singleShot(0, QCoreApplication::instance(), [whole, start] { base::detach(whole(start), "main"); });
    return QCoreApplication::exec();
}

QCoro::Task<int> printChosenAgent(app::Home home)
{
    QString name = home.settings.string(settings::Key::AgentDefault);
    if (name.isEmpty()) {
        process::HostProcessRunner runner { process::Sandbox(process::SandboxKind::None) };
        const agents::AgentCatalog catalog(
            agents::AgentCatalogOptions { QCoreApplication::applicationFilePath(), {}, home.paths.state });
        const auto driver = co_await catalog.detect(runner);
        name = driver ? (*driver)->name() : QStringLiteral("replay");
    }
    std::puts(qUtf8Printable(name));
    co_return app::Done;
}

int runHeadless(int argc, char **argv, const app::Invocation &invocation, bool chosenAgent)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("slipway"));
    QCoreApplication::setApplicationVersion(QStringLiteral(SLIPWAY_VERSION));
    const app::Output output(invocation.json);
    app::UnixSignals signals_;
    std::stop_source stop;
    QObject::connect(&signals_, &app::UnixSignals::stopRequested, &application, [&stop] { stop.request_stop(); });
    QObject::connect(&signals_, &app::UnixSignals::stopNowRequested, &application,
                     [] { std::_Exit(app::Interrupted); });
    const auto home = app::Home::open(invocation.overrides);
    if (!home)
        return output.failure(home.error());
    base::installLogging(home->paths.logs, false);
    if (chosenAgent)
        return runToEnd([&home] { return printChosenAgent(*home); });
    switch (invocation.mode) {
    case app::Invocation::Mode::Server:
        return runToEnd([&] { return app::runServer(*home, invocation, output, stop.get_token()); });
    case app::Invocation::Mode::Worker:
        return runToEnd([&] { return app::runWorker(*home, invocation, output, stop.get_token()); });
    default:
        break;
    }
    if (invocation.verb == QLatin1String("mcp")) {
        app::mcp::McpServer server(*home, output, stop.get_token(),
                                   invocation.arguments.value(QLatin1String("allow_control")).toBool());
        return runToEnd([&server] { return server.run(); });
    }
    app::Verbs verbs(*home, invocation, output, stop);
    return runToEnd([&verbs] { return verbs.run(); });
}

} // namespace

int main(int argc, char **argv)
{
    // Our own child processes: nothing heavy is built for them.
    if (argc >= 2 && std::strcmp(argv[1], "internal-replay") == 0)
        return agents::replayMain();
    if (argc >= 3 && std::strcmp(argv[1], "internal-supervise") == 0)
        return deploy::superviseMain(QString::fromLocal8Bit(argv[2]));
    const bool chosenAgent = argc >= 2 && std::strcmp(argv[1], "internal-agent") == 0;

    app::Invocation invocation;
    if (!chosenAgent) {
        if (const auto code = app::parseCommandLine(argc, argv, invocation))
            return *code;
    }
    if (invocation.mode == app::Invocation::Mode::Desktop && !chosenAgent) {
#ifdef SLIPWAY_WITH_UI
        return app::runDesktop(argc, argv, invocation);
#else
        std::fputs("slipway: This build has no desktop. Use `slipway --server` or a command (slipway --help)\n",
                   stderr);
        return app::WrongUsage;
#endif
    }
    return runHeadless(argc, argv, invocation, chosenAgent);
}
