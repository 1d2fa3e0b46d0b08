// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/supervisorcontrol.h"

#include "core/base/files.h"
#include "core/base/taskscope.h"
#include "core/deploy/deploylog.h"
#include "core/deploy/processtable.h"

#include <QFile>

#include <csignal>

namespace slipway::deploy {

namespace {
constexpr std::chrono::milliseconds pollInterval(25);
constexpr std::chrono::seconds launchTimeout(45);
} // namespace

SupervisorControl::SupervisorControl(process::ProcessRunner &runner, QString selfPath)
    : m_runner(runner)
    , m_selfPath(std::move(selfPath))
{
}

bool SupervisorControl::runs(const QString &folder)
{
    return lockHolder(folder + QStringLiteral("/lock")) > 0;
}

Async<> SupervisorControl::start(QString folder, SupervisorSpec spec)
{
    CO_CHECK(base::makeFolder(folder, true));
    const QString specFile = folder + QStringLiteral("/spec.json");
    CO_CHECK(writeSpec(specFile, spec));
    QFile::setPermissions(specFile, QFile::ReadOwner | QFile::WriteOwner);
    QFile::remove(folder + QStringLiteral("/state.json"));

    process::ProcessSpec launch;
    launch.program = m_selfPath;
    launch.arguments << QStringLiteral("internal-supervise") << specFile;
    launch.workingDirectory = folder;
    launch.environment = process::baseEnvironment();
    if (qEnvironmentVariableIsSet("LD_LIBRARY_PATH"))
        launch.environment.insert(QStringLiteral("LD_LIBRARY_PATH"), qEnvironmentVariable("LD_LIBRARY_PATH"));
    launch.timeout = launchTimeout;
    const auto outcome = co_await m_runner.run(launch);
    if (outcome.ok())
        co_return {};
    const QString why = QString::fromLocal8Bit(outcome.err).trimmed();
    const auto ended = co_await end(folder, spec.graceMs);
    if (!ended)
        qCWarning(lcDeploy, "%s", qUtf8Printable(ended.error().message));
    co_return fail(ErrorCode::Invalid,
                   QStringLiteral("The app could not be started: %1").arg(why.isEmpty() ? outcome.error : why),
                   QStringLiteral("Check the start command in the Procfile or the Dockerfile"));
}

Async<> SupervisorControl::end(QString folder, int graceMs)
{
    const QString lock = folder + QStringLiteral("/lock");
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(graceMs + 3000);
    bool asked = false;
    for (qint64 pid = lockHolder(lock); pid > 0; pid = lockHolder(lock)) {
        const bool late = std::chrono::steady_clock::now() > deadline;
        if (late || !asked) {
            const auto tree = late ? descendantsOf(static_cast<pid_t>(pid)) : QList<pid_t>();
            ::kill(static_cast<pid_t>(pid), late ? SIGKILL : SIGTERM);
            for (const pid_t member : tree)
                ::kill(member, SIGKILL);
            asked = true;
        }
        CO_CHECK(co_await base::sleepFor(pollInterval));
    }
    co_return {};
}

} // namespace slipway::deploy
