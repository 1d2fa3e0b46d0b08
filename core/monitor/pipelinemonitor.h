// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/taskscope.h"
#include "core/forge/forge.h"

#include <QMap>
#include <QTimer>

namespace slipway::monitor {

/// Watches the CI of one project: the heads of its open pull requests and its default branch. Hears of local runs at once
/// and polls for the rest. Decides nothing: it says what the checks of a head came to, once per head. Lives in the engine
/// thread; await stop() before destruction.
class PipelineMonitor final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PipelineMonitor)
public:
    PipelineMonitor(forge::Forge &forge, QString repo, QString defaultBranch, std::chrono::milliseconds poll,
                    QObject *parent = nullptr);
    void start();
    [[nodiscard]] QCoro::Task<> stop();

    /// From now on the checks of this head are followed; an older head of the pull request is forgotten.
    void watch(int pullRequest, const QString &headSha);
    void forget(int pullRequest);
    /// What followed from the checks of this head failed: judge it again at the next poll.
    void keep(int pullRequest, const QString &headSha) { m_heads.insert(pullRequest, headSha); }
    /// Asks the forge now instead of at the next poll.
    void pollNow();

Q_SIGNALS:
    void checksPassed(int pullRequest, const QString &sha); ///< also when there is nothing to check
    void checksFailed(int pullRequest, const QString &sha, const slipway::domain::CiRun &run);
    void checksUnsupported(int pullRequest, const QString &sha, const slipway::domain::CiRun &run);
    void defaultBranchRun(const slipway::domain::CiRun &run); ///< every change of a run of the default branch

private:
    void onRunChanged(const QString &repo, const domain::CiRun &run);
    [[nodiscard]] QCoro::Task<> judge(int pullRequest, QString sha);
    [[nodiscard]] QCoro::Task<> pollAll();

    forge::Forge &m_forge;
    QString m_repo;
    QString m_defaultBranch;
    QTimer m_timer;
    QMap<int, QString> m_heads; ///< pull request → head whose checks are still open
    base::TaskScope m_scope;
};

} // namespace slipway::monitor
