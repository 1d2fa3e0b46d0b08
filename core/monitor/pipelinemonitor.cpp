// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitor/pipelinemonitor.h"

namespace slipway::monitor {

using domain::CiState;

PipelineMonitor::PipelineMonitor(forge::Forge &forge, QString repo, QString defaultBranch,
                                 std::chrono::milliseconds poll, QObject *parent)
    : QObject(parent)
    , m_forge(forge)
    , m_repo(std::move(repo))
    , m_defaultBranch(std::move(defaultBranch))
{
    m_timer.setInterval(poll);
    connect(&m_timer, &QTimer::timeout, this, &PipelineMonitor::pollNow);
    connect(&m_forge, &forge::Forge::ciRunChanged, this, &PipelineMonitor::onRunChanged);
}

void PipelineMonitor::start()
{
    m_timer.start();
    pollNow();
}

QCoro::Task<> PipelineMonitor::stop()
{
    m_timer.stop();
    m_heads.clear();
    co_await m_scope.drain();
}

void PipelineMonitor::watch(int pullRequest, const QString &headSha)
{
    m_heads.insert(pullRequest, headSha);
    m_scope.start(judge(pullRequest, headSha), "checks");
}

void PipelineMonitor::forget(int pullRequest)
{
    m_heads.remove(pullRequest);
}

void PipelineMonitor::pollNow()
{
    m_scope.start(pollAll(), "CI poll");
}

void PipelineMonitor::onRunChanged(const QString &repo, const domain::CiRun &run)
{
    if (repo != m_repo)
        return;
    if (run.branch == m_defaultBranch && run.event == QLatin1String("push"))
        Q_EMIT defaultBranchRun(run);
    for (auto it = m_heads.cbegin(); it != m_heads.cend(); ++it) {
        if (it.value() == run.sha && isFinal(run.state))
            m_scope.start(judge(it.key(), run.sha), "checks");
    }
}

QCoro::Task<> PipelineMonitor::pollAll()
{
    const auto heads = m_heads;
    for (auto it = heads.cbegin(); it != heads.cend(); ++it)
        co_await judge(it.key(), it.value());
    const auto runs = co_await m_forge.ciRuns(m_repo, {}, m_defaultBranch, 1);
    if (runs && !runs->isEmpty())
        Q_EMIT defaultBranchRun(runs->first());
}

QCoro::Task<> PipelineMonitor::judge(int pullRequest, QString sha)
{
    const auto runs = co_await m_forge.ciRuns(m_repo, sha, {}, 20);
    if (!runs || m_heads.value(pullRequest) != sha)
        co_return;
    if (runs->isEmpty()) {
        const auto expected = co_await m_forge.hasCi(m_repo, sha);
        if (!expected || *expected || m_heads.value(pullRequest) != sha)
            co_return; // its run has still to appear
    }
    // The newest attempt of each workflow counts; runs come newest first.
    QMap<QString, domain::CiRun> newest;
    for (const auto &run : *runs) {
        if (!newest.contains(run.workflow))
            newest.insert(run.workflow, run);
    }
    const domain::CiRun *bad = nullptr;
    for (const auto &run : std::as_const(newest)) {
        if (!isFinal(run.state))
            co_return;
        const bool passed = run.state == CiState::Success || run.state == CiState::Skipped;
        if (!passed && (!bad || run.state == CiState::Failure))
            bad = &run;
    }
    m_heads.remove(pullRequest); // said once
    if (!bad)
        Q_EMIT checksPassed(pullRequest, sha);
    else if (bad->state == CiState::Unsupported)
        Q_EMIT checksUnsupported(pullRequest, sha, *bad);
    else
        Q_EMIT checksFailed(pullRequest, sha, *bad);
}

} // namespace slipway::monitor
