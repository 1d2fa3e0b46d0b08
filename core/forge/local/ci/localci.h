// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/completion.h"
#include "core/base/taskscope.h"
#include "core/forge/local/ci/cirecords.h"
#include "core/forge/local/layout.h"
#include "core/forge/local/localforge.h"
#include "core/forge/local/repositoryrecords.h"
#include "core/git/git.h"
#include "core/storage/database.h"

#include <QObject>

namespace slipway::forge {

/// A branch that is at a commit now.
struct CiTrigger {
    RepositoryRecord repository;
    QString branch, sha;
    int pullRequest = 0; ///< the open one with this head, if any
    QString base; ///< its base
};

/// Runs the workflows of the local forge's repositories: decides what a push or pull request starts, queues it, runs at
/// most N at once, keeps states and logs. Everything is in the database first, so a restarted engine continues.
/// Engine thread; owned by LocalForge.
class LocalCi final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LocalCi)
public:
    LocalCi(storage::Database &database, git::Git &git, process::ProcessRunner &runner, const base::Clock &clock,
            Layout layout, LocalForgeSettings settings);
    ~LocalCi() override;

    /// Queues interrupted runs again and removes left-over clones. Before start().
    [[nodiscard]] Async<> recover();
    /// From now on queued runs are run.
    void start();
    /// Stops what runs (it stays `running` in the database, for recover()) and waits for its end.
    [[nodiscard]] QCoro::Task<> drain();

    /// Adds the runs of the commit's workflows that are not there yet. A push and a pull request of one commit share them.
    [[nodiscard]] Async<> trigger(CiTrigger trigger);
    /// Cancels the runs of other commits of a branch.
    [[nodiscard]] Async<> cancelOlder(qint64 repository, QString branch, QString keepSha);
    /// Whether a push to one of `branches` or a pull request to one of `bases` would run something at the commit.
    [[nodiscard]] Async<bool> wouldRun(QString path, QString sha, QStringList branches, QStringList bases);
    [[nodiscard]] Async<> rerun(QString repo, QString runId);
    /// Ends all runs of a repository that is about to be deleted and removes their logs.
    [[nodiscard]] Async<> forget(qint64 repository);

    [[nodiscard]] Async<QList<domain::CiRun>> runs(QString repo, QString sha, QString branch, int limit);
    [[nodiscard]] Async<domain::CiRun> run(QString repo, QString id);
    [[nodiscard]] Async<QByteArray> log(QString repo, QString runId, QString jobId, qsizetype maxBytes);

Q_SIGNALS:
    /// A run was queued, began or ended. Engine thread.
    void runChanged(const QString &repo, const slipway::domain::CiRun &run);

private:
    struct Active {
        qint64 id = 0;
        qint64 repository = 0;
        std::stop_source stop;
        std::vector<base::CompletionSource<>> waiters;
    };
    void enqueue(const CiRunRecord &record);
    void pump();
    void stopActive(qint64 id);
    [[nodiscard]] QCoro::Task<> execute(qint64 id);
    [[nodiscard]] QCoro::Task<> executeClaimed(CiRunRecord record);
    [[nodiscard]] Async<> conclude(CiRunRecord record, domain::CiState state, QString reason);
    void saveJob(const CiRunRecord &record, int position, const domain::CiJob &job);

    storage::Database &m_database;
    git::Git &m_git;
    process::ProcessRunner &m_runner;
    const base::Clock &m_clock;
    Layout m_layout;
    LocalForgeSettings m_settings;
    QList<qint64> m_queue;
    QList<std::shared_ptr<Active>> m_active;
    int m_slotsTaken = 0;
    bool m_started = false;
    bool m_draining = false;
    base::TaskScope m_scope;
};

} // namespace slipway::forge
