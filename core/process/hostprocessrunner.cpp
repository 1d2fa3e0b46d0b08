// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/hostprocessrunner.h"

#include "core/process/launcher.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace slipway::process {

namespace {

// What can be said before anything is started: a missing program, folder or mount.
QString problemWith(const ProcessSpec &spec)
{
    if (!QFileInfo(spec.workingDirectory).isDir())
        return QStringLiteral("the working directory %1 does not exist").arg(spec.workingDirectory);
    if (spec.sandbox) {
        const auto paths = spec.sandbox->writable + spec.sandbox->readable;
        for (const QString &path : paths) {
            if (!QFileInfo::exists(path))
                return QStringLiteral("the sandbox needs %1, which does not exist").arg(path);
        }
    }
    const auto zero = [](const QString &text) { return text.contains(QChar(0)); };
    if (std::ranges::any_of(spec.arguments, zero) || std::ranges::any_of(spec.environment, zero))
        return QStringLiteral("an argument contains a zero byte");
    return {};
}

ProcessOutcome failedToStart(QString error)
{
    ProcessOutcome outcome;
    outcome.error = std::move(error);
    return outcome;
}

QString missing(const QString &program)
{
    return QDir::isAbsolutePath(program)
        ? QStringLiteral("there is no executable %1; install it or correct the path").arg(program)
        : QStringLiteral("the program “%1” is not in PATH; install it, or add its folder to PATH").arg(program);
}

// Program and sandbox resolved; the error as text otherwise.
std::expected<ProcessSpec, QString> prepared(ProcessSpec spec, const Sandbox &sandbox, bool *sandboxed)
{
    if (spec.workingDirectory.isEmpty())
        spec.workingDirectory = QStringLiteral("/");
    if (const QString problem = problemWith(spec); !problem.isEmpty())
        return std::unexpected(problem);
    const QString path = spec.environment.value(QStringLiteral("PATH"), qEnvironmentVariable("PATH"));
    const QString program = findProgram(spec.program, path);
    if (program.isEmpty())
        return std::unexpected(missing(spec.program));
    spec.program = program;
    *sandboxed = spec.sandbox.has_value() && sandbox.kind() == SandboxKind::Bubblewrap;
    if (!*sandboxed)
        return spec;
    spec = sandbox.wrap(std::move(spec));
    const QString wrapper = findProgram(spec.program);
    if (wrapper.isEmpty())
        return std::unexpected(QStringLiteral("bubblewrap (bwrap) is not installed; install the package bubblewrap"));
    spec.program = wrapper;
    return spec;
}

} // namespace

HostProcessRunner::HostProcessRunner(Sandbox sandbox)
    : m_thread(base::startThread(QStringLiteral("launcher")))
    , m_launcher(new Launcher)
{
    m_launcher->setSandbox(std::move(sandbox));
    m_launcher->moveToThread(m_thread.get());
    QObject::connect(m_thread.get(), &QThread::finished, m_launcher, &QObject::deleteLater);
}

HostProcessRunner::~HostProcessRunner()
{
    base::runIn(m_launcher, [launcher = m_launcher] { launcher->shutDown(); });
}

void HostProcessRunner::setSandbox(Sandbox sandbox)
{
    m_launcher->setSandbox(std::move(sandbox));
}

QCoro::Task<ProcessOutcome> HostProcessRunner::run(ProcessSpec spec, LineSink sink, std::stop_token stop)
{
    if (stop.stop_requested()) {
        ProcessOutcome cancelled;
        cancelled.end = ProcessEnd::Cancelled;
        co_return cancelled;
    }
    bool sandboxed = false;
    auto ready = prepared(std::move(spec), m_launcher->sandbox(), &sandboxed);
    if (!ready)
        co_return failedToStart(std::move(ready).error());

    QObject port; // receives the lines: it lives in the calling thread
    const auto job = std::make_shared<ProcessJob>(std::move(*ready), sandboxed, std::move(sink), &port);
    auto completion = job->done.completion();
    m_launcher->submit(job);
    ProcessOutcome outcome;
    {
        const std::stop_callback onStop(stop, [job] { job->requestCancel(); });
        auto result = co_await completion;
        if (result)
            outcome = std::move(*result);
        else
            outcome.end = ProcessEnd::Cancelled;
    }
    job->detach();
    co_return outcome;
}

} // namespace slipway::process
