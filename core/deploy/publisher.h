// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deploy/connectorprobe.h"
#include "core/deploy/connectors.h"
#include "core/deploy/filelock.h"
#include "core/deploy/ingressfile.h"
#include "core/deploy/publications.h"
#include "core/deploy/tunnelconfig.h"
#include "core/deploy/tunneldns.h"

namespace slipway::deploy {

/// Makes a project's port reachable under `<project>.<domain>` through a Cloudflare tunnel: a rule in its config.yml, a
/// DNS record, and a connector that has loaded the rule. The project's port is stable, so only the first deploy changes
/// anything. It asks nobody: call it only when a person has agreed. Engine thread; await all calls before destroying it.
class Publisher final {
public:
    Publisher(TunnelSettings settings, process::ProcessRunner &runner);

    [[nodiscard]] bool isOn() const { return m_settings.isOn(); }
    [[nodiscard]] bool isQuick() const { return m_settings.isQuick(); }
    /// The name that it gets or has; of a quick tunnel empty until it runs.
    [[nodiscard]] QString hostOf(const QString &project) const;
    /// What is published of it; host empty: nothing.
    [[nodiscard]] Publication of(const QString &project) const;

    /// Idempotent. Conflict if the host's record or rule leads elsewhere (a record may be overwritten, by a person's
    /// word only); Denied with the exact command where rights are missing. On an Error the configuration is what it was.
    /// Not active but no Error: a connector that is not ours has to be started again first, `todo` says how.
    [[nodiscard]] Async<Publication> publish(QString project, int port, bool overwriteDns = false);
    /// Whether the last publish() of it failed because a record of its host leads elsewhere.
    [[nodiscard]] bool recordLeadsElsewhere(const QString &project) const { return m_elsewhere.contains(project); }
    /// Takes the rule away (the DNS record stays, as only the dashboard can remove it). Nothing published is fine. Waiting,
    /// with the exact command, while a connector that is not ours still hands its requests on. On an Error the project's
    /// port may be given to nobody else; it is leaving() until this, or a publish(), succeeds.
    [[nodiscard]] Async<> withdraw(QString project);
    /// Projects that were withdrawn without success.
    [[nodiscard]] QStringList leaving() const;
    /// withdraw() again, for one of leaving(); published again meanwhile is fine.
    [[nodiscard]] Async<> finishWithdrawal(QString project);
    /// Whether its way to the public stands now; if not, publish() again.
    [[nodiscard]] QCoro::Task<bool> stands(QString project);
    /// Of our connectors to Cloudflare, or of the one that somebody else runs; 0 if they are cut off.
    [[nodiscard]] QCoro::Task<int> connections(QString project);

private:
    struct Place { ///< which file counts, and whose connector reads it
        QString configPath;
        ForeignConnector foreign;
    };
    [[nodiscard]] QString recordPath() const;
    [[nodiscard]] Place locate() const;
    [[nodiscard]] Async<FileLock> lock();
    [[nodiscard]] Async<Publication> publishQuick(QString project, int port);
    [[nodiscard]] Async<> takeAway(QString project, Publication known);
    [[nodiscard]] Async<IngressFile> cutRule(QString configPath, QString host);
    [[nodiscard]] Async<Publication> apply(Place place, IngressFile file, Publication wanted);
    [[nodiscard]] QList<IngressRule> ownRules(const IngressFile &file, const QString &host) const;
    [[nodiscard]] Result<> remember(const QString &project, const Publication &publication);

    TunnelSettings m_settings;
    process::ProcessRunner &m_runner;
    Connectors m_connectors;
    TunnelDns m_dns;
    QSet<QString> m_elsewhere; ///< projects whose host has a record that leads elsewhere
};

} // namespace slipway::deploy
