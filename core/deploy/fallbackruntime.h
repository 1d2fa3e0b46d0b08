// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deploy/dockerruntime.h"

#include <QSet>

#include <memory>

namespace slipway::deploy {

/// Docker where it serves, else a second runtime: each build decides, by whether the engine answers and the base image is
/// here or can be pulled (a project without a Dockerfile has none), and says so in its log. A release remembers who built
/// it; a deployment is found wherever it is. What was to be stopped while the engine was away is stopped when it is back.
/// Lives in the engine thread.
class FallbackRuntime final : public Runtime {
public:
    /// `answers`: whether the first one's engine answered just now; only what name() says before the first build.
    FallbackRuntime(std::unique_ptr<DockerRuntime> first, std::unique_ptr<Runtime> second, bool answers = true);

    [[nodiscard]] QString name() const override; ///< of the one that the last build chose
    [[nodiscard]] Async<Release> build(Release release, BuildLog log, std::stop_token stop) override;
    [[nodiscard]] Async<> start(Release release, int port) override;
    [[nodiscard]] Async<> stop(QString project, QString deploymentId) override;
    [[nodiscard]] Async<AppStatus> status(QString project, QString deploymentId) override;
    [[nodiscard]] Async<QString> logTail(QString project, QString deploymentId, int lines) override;
    [[nodiscard]] Async<QStringList> deployments(QString project) override;
    [[nodiscard]] Async<bool> hasRelease(Release release) override;
    [[nodiscard]] Async<> removeRelease(Release release) override;
    [[nodiscard]] Async<> backUp(Release live, int keep) override;
    [[nodiscard]] Async<> remove(QString project, DataPolicy data) override;

private:
    [[nodiscard]] Runtime &of(const Release &release) const;
    [[nodiscard]] QCoro::Task<> settleDebts();

    std::unique_ptr<DockerRuntime> m_first;
    std::unique_ptr<Runtime> m_second;
    bool m_usedSecond;
    QSet<std::pair<QString, QString>> m_owed; ///< project and deployment
};

} // namespace slipway::deploy
