// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/launcher.h"

#include <QElapsedTimer>
#include <QThread>

#include <signal.h>

namespace slipway::process {

namespace {
constexpr qsizetype readBufferSize = 256 * 1024;
constexpr int softShutdownMs = 1000;
constexpr int hardShutdownMs = 1000;
} // namespace

HostProcessRunner::Launcher::Launcher()
    : m_readBuffer(readBufferSize, Qt::Uninitialized)
{
}

HostProcessRunner::Launcher::~Launcher()
{
    shutDown();
}

void HostProcessRunner::Launcher::submit(std::shared_ptr<ProcessJob> job)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_closed) {
            m_submitted.push_back(std::move(job));
            if (m_submitted.size() == 1)
                QMetaObject::invokeMethod(this, [this] { takeSubmitted(); }, Qt::QueuedConnection);
            return;
        }
    }
    ProcessOutcome outcome;
    outcome.end = ProcessEnd::Cancelled;
    job->finish(std::move(outcome));
}

void HostProcessRunner::Launcher::takeSubmitted()
{
    std::vector<std::shared_ptr<ProcessJob>> jobs;
    {
        const std::lock_guard lock(m_mutex);
        jobs.swap(m_submitted);
    }
    for (auto &job : jobs)
        start(std::move(job));
}

void HostProcessRunner::Launcher::start(std::shared_ptr<ProcessJob> job)
{
    auto *run = new ProcessRun(job, m_readBuffer, this);
    m_runs.push_back(run);
    QObject::connect(run, &ProcessRun::finished, this, [this, run] {
        std::erase(m_runs, run);
        run->deleteLater();
    });
    // The hook runs in any thread under the job's mutex, and the job drops it before the run can be deleted.
    job->setCancelHook([run, grace = job->spec.grace] {
        QMetaObject::invokeMethod(
            run, [run, grace] { run->terminate(ProcessEnd::Cancelled, grace); }, Qt::QueuedConnection);
    });
    run->start();
}

void HostProcessRunner::Launcher::shutDown()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
    }
    std::vector<std::shared_ptr<ProcessJob>> waiting;
    {
        const std::lock_guard lock(m_mutex);
        waiting.swap(m_submitted);
    }
    for (const auto &job : waiting) {
        ProcessOutcome outcome;
        outcome.end = ProcessEnd::Cancelled;
        job->finish(std::move(outcome));
    }
    const auto pollAll = [this] {
        const auto runs = m_runs; // poll() removes what has ended
        for (auto *run : runs)
            run->poll();
    };
    QElapsedTimer clock;
    clock.start();
    for (auto *run : std::vector(m_runs))
        run->terminate(ProcessEnd::Cancelled, std::chrono::milliseconds(softShutdownMs));
    for (pollAll(); !m_runs.empty() && clock.elapsed() < softShutdownMs; pollAll())
        QThread::msleep(5);
    while (!m_runs.empty() && clock.elapsed() < softShutdownMs + hardShutdownMs) {
        for (auto *run : std::vector(m_runs))
            run->killTree();
        QThread::msleep(5);
        pollAll();
    }
}

Sandbox HostProcessRunner::Launcher::sandbox() const
{
    const std::lock_guard lock(m_mutex);
    return m_sandbox;
}

void HostProcessRunner::Launcher::setSandbox(Sandbox sandbox)
{
    const std::lock_guard lock(m_mutex);
    m_sandbox = std::move(sandbox);
}

} // namespace slipway::process
