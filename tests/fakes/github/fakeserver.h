// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/fakes/github/fakeroutes.h"

namespace slipway::test {

/// The server itself: authentication, limits, ETags, faults, routing; git requests go to `git http-backend`. Lives in its
/// thread.
class FakeServer final : public QObject {
public:
    FakeServer(FakeGitHubOptions options, QString folder);

    [[nodiscard]] FakeState &state() { return m_state; }
    [[nodiscard]] quint16 port() const { return m_host.port(); }
    [[nodiscard]] QString host() const { return QStringLiteral("http://127.0.0.1:%1").arg(port()); }
    [[nodiscard]] QDateTime now() const { return m_clock->now().addMSecs(m_state.options.clockSkewMs); }

private:
    void handle(const HostRequest &request, const Responder &responder);
    void serveApi(HostRequest request, const Responder &responder);
    void serveGit(const HostRequest &request, const Responder &responder);
    void serveBlob(const HostRequest &request, const Responder &responder);
    [[nodiscard]] FakeAccount *accountOf(const QString &token);
    [[nodiscard]] HostResponse route(const HostRequest &request, FakeAccount &account);
    /// The fault that strikes now, used up by it.
    [[nodiscard]] std::optional<FakeFault::Kind> fault(const HostRequest &request);
    [[nodiscard]] HostResponse limited(FakeFault::Kind kind) const;
    void addLimitHeaders(HostResponse &response, FakeAccount *account, bool free) const;
    void runBackend(const std::shared_ptr<FakeRepo> &repo, const HostRequest &request, const FakeAccount &account,
                    const QString &pathInfo, const Responder &responder);

    FakeState m_state;
    base::SystemClock m_systemClock;
    const base::Clock *m_clock;
    FakeRoutes m_routes;
    HttpHost m_host;
};

} // namespace slipway::test
