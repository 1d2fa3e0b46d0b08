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
    void requestStop() { m_scope.requestStop(); }
    [[nodiscard]] QCoro::Task<> stop();
    /// For a project that is deleted. Fails while something of it cannot be stopped.
    [[nodiscard]] Async<> removeAll(QString project);
    /// Once round all pull requests of a project.
    [[nodiscard]] QCoro::Task<> lookAfter(ProjectPtr project);
    /// `[{pull_request, deployment}]`, as the file has it.
    [[nodiscard]] static QJsonArray listOf(const QString &stateFolder, const QString &project);

private:
    struct Preview {
        int pullRequest = 0;
        int count = 0; ///< deployments so far
        domain::Deployment deployment; ///< of the newest commit that was tried
    };
    [[nodiscard]] Async<> run();
    [[nodiscard]] QCoro::Task<> revive();
    [[nodiscard]] QList<int> wanted(const QString &project) const;
    [[nodiscard]] Async<> update(ProjectPtr project, int pullRequest);
    [[nodiscard]] Async<> remove(QString project, int pullRequest);
    [[nodiscard]] Async<> tell(ProjectPtr project, int pullRequest, domain::Deployment deployment);
    [[nodiscard]] QCoro::Task<domain::Deployment> published(ProjectPtr project, QString name, domain::Deployment live);
    void load();
    void save() const;

    Services &m_services;
    QMap<QString, QMap<int, Preview>> m_previews; ///< by project
    base::TaskScope m_scope;
};

} // namespace slipway::orchestrator
