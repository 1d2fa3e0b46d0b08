// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/orchestrator/projectviews.h"

namespace slipway::orchestrator {

/// Who can reach a deployment: this machine only, or the public through the tunnel. Going public is a person's word, asked
/// once a project (`publish` gate); until then, and without a domain, the service stays on its loopback address, and its
/// `reach` says so. Engine thread.
class Exposure final {
public:
    Exposure(Services &services, ProjectViews &views);

    /// The deployment with its address and `reach`. Asks, or publishes if that was agreed to; never fails: what did not
    /// work stands in `reach`, and the service goes on at its loopback address.
    [[nodiscard]] QCoro::Task<domain::Deployment> of(ProjectPtr project, domain::Deployment live);
    /// Does it anew for what is live now, and tells when its address changed: after an answer, and now and then.
    /// Gives it; id empty if nothing is live.
    [[nodiscard]] QCoro::Task<domain::Deployment> renew(ProjectPtr project);
    /// Whether renew() may change something: not public yet, or its way to the public broke.
    [[nodiscard]] QCoro::Task<bool> wantsRenewal(ProjectPtr project);
    /// A person deploys: what was refused is asked again.
    void askAgain(const ProjectPtr &project);
    /// See Publisher::withdraw(): on an Error the project's port stays taken. A person is told what only they can do.
    [[nodiscard]] Async<> withdraw(QString project);
    /// The same for a service of the project, which may be a preview.
    [[nodiscard]] static Async<> withdraw(Services &services, QString project, QString service);
    /// Whether a person agreed that everybody may reach the project's previews, and there is a way. Asks, once the project
    /// itself may be public (`publish:<project>:previews`); `reach` says how far it is.
    [[nodiscard]] static bool mayShowPreviews(Services &services, const QString &project, int pullRequest,
                                              QString *reach);
    /// Says yes beforehand (`--allow publish`).
    static void allow(Services &services, const QString &project);

private:
    [[nodiscard]] bool isAgreed(const ProjectPtr &project, domain::Deployment &live);
    [[nodiscard]] QCoro::Task<domain::Deployment> published(ProjectPtr project, domain::Deployment live);
    void askToOverwrite(const QString &project, const QString &host);
    QSet<QString> m_tried; ///< projects without a publication for which it was tried since the engine's start

    Services &m_services;
    ProjectViews &m_views;
};

} // namespace slipway::orchestrator
