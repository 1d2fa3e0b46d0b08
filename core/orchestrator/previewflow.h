// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/taskscope.h"
#include "core/orchestrator/services.h"

namespace slipway::orchestrator {

/// A running copy of each open pull request, `pr-12--project`, with data of its own: deployed when the pull request opens
/// or moves, named in a comment on it, removed when it is closed. At most `deploy.previews` a project at once (0: none).
/// What is there is kept in `previews.json`. Engine thread; await stop() before destruction.
class PreviewFlow final {
public:
    explicit PreviewFlow(Services &services);
    void start();
    void requestStop(); ///< a deploy that runs ends early
    [[nodiscard]] QCoro::Task<> stop();
    /// For a project that is deleted: what is being done for it is ended first, and nothing new begins until letGo().
    /// Fails while something of it cannot be stopped.
    [[nodiscard]] Async<> removeAll(QString project);
    /// Its deletion is over, one way or the other.
    void letGo(const QString &project) { m_leaving.remove(project); }
    /// `[{pull_request, deployment}]`, as the file has it.
    [[nodiscard]] static QJsonArray listOf(const QString &stateFolder, const QString &project);

private:
    struct Preview {
        int pullRequest = 0;
        int count = 0; ///< deployments so far
        domain::Deployment deployment; ///< of the newest commit that was tried
    };
    [[nodiscard]] Async<> run();
    /// Whether work at the project may begin; if so it is being worked at until m_at is cleared.
    [[nodiscard]] bool begin(const QString &project);
    [[nodiscard]] QCoro::Task<> revive();
    [[nodiscard]] QCoro::Task<> reviveThoseOf(QString project);
    [[nodiscard]] QCoro::Task<> removeQuietly(QString project, int pullRequest);
    /// Once round all pull requests of a project.
    [[nodiscard]] QCoro::Task<> lookAfter(ProjectPtr project);
    [[nodiscard]] QList<int> wanted(const QString &project) const;
    [[nodiscard]] Async<> update(ProjectPtr project, int pullRequest);
    [[nodiscard]] Async<> remove(QString project, int pullRequest);
    [[nodiscard]] Async<> tell(ProjectPtr project, int pullRequest, domain::Deployment deployment);
    [[nodiscard]] QCoro::Task<domain::Deployment> published(ProjectPtr project, int pullRequest,
                                                            domain::Deployment live);
    /// Whether one that is live might become public now: it was answered, or its way broke.
    [[nodiscard]] QCoro::Task<bool> wantsPublishing(ProjectPtr project, int pullRequest, domain::Deployment live);
    /// Its way to the public, made anew for what is live.
    [[nodiscard]] Async<> renew(ProjectPtr project, int pullRequest);
    void load();
    void save() const;

    Services &m_services;
    QMap<QString, QMap<int, Preview>> m_previews; ///< by project
    QSet<QString> m_leaving; ///< projects that are being deleted
    QSet<QString> m_tried; ///< previews that were published, or in vain, since the engine's start
    QString m_at; ///< the project that is being worked at
    std::stop_source m_step; ///< ends that work
    base::TaskScope m_scope;
};

} // namespace slipway::orchestrator
