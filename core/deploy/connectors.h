// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deploy/ingressrule.h"
#include "core/deploy/supervisorcontrol.h"
#include "core/deploy/tunnelsettings.h"

namespace slipway::deploy {

/// Our connectors: cloudflared under a supervisor of its own, outside the engine's process tree, so that a tunnel stays
/// up while Slipway is stopped. A changed configuration is loaded by a second one that takes over from the first: no
/// connection is cut. Engine thread; the runner has to outlive it.
class Connectors final {
public:
    /// Whether requests for each of these hosts go where its rule says.
    [[nodiscard]] static bool serves(const QList<IngressRule> &loaded, const QList<IngressRule> &wanted);

    Connectors(TunnelSettings settings, process::ProcessRunner &runner);

    /// Starts one with this configuration, waits until it is connected and serves these rules, then lets the
    /// former one end (it answers what it has begun). On an Error the former one goes on alone.
    [[nodiscard]] Async<> load(QString configPath, QString tunnel, QList<IngressRule> rules);
    /// Whether a connector of ours runs and serves these rules.
    [[nodiscard]] QCoro::Task<bool> hasLoaded(QList<IngressRule> rules) const;
    [[nodiscard]] bool runs() const { return !current().isEmpty(); }
    /// Connections of ours to Cloudflare's edge.
    [[nodiscard]] QCoro::Task<int> connections() const;
    [[nodiscard]] Async<> stop();

    /// A quick tunnel to a port; its host name, which changes whenever the tunnel is started.
    [[nodiscard]] Async<QString> quick(QString project, int port);
    [[nodiscard]] QCoro::Task<int> quickConnections(QString project) const;
    [[nodiscard]] bool quickRuns(const QString &project) const;
    [[nodiscard]] Async<> endQuick(QString project);

private:
    [[nodiscard]] QString folderOf(const QString &name) const;
    [[nodiscard]] QString current() const; ///< `a`, `b`, or empty
    [[nodiscard]] int metricsOf(const QString &name) const;
    [[nodiscard]] Async<> start(QString name, QStringList arguments, int metrics);
    [[nodiscard]] Async<> waitReady(QString name, int metrics);
    [[nodiscard]] Async<> prove(QString name, int metrics, QList<IngressRule> rules);

    TunnelSettings m_settings;
    SupervisorControl m_supervisors;
};

} // namespace slipway::deploy
