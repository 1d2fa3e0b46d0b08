// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deploy/publisher.h"
#include "tests/integration/deploy/deployfixture.h"

#include <atomic>
#include <mutex>
#include <thread>

namespace slipway::test {

/// A tunnel's files and a stand-in for cloudflared beside them (tests/fakes/cloudflared), whose "edge" is a folder that
/// names the port of each connector.
class TunnelFixture final {
public:
    explicit TunnelFixture(DeployFixture &deploy);
    ~TunnelFixture(); ///< ends our connectors

    [[nodiscard]] deploy::TunnelSettings settings(const char *domain = "example.com") const;
    [[nodiscard]] QString path(const char *name) const; ///< beside the stand-in
    [[nodiscard]] QString configPath() const { return path("config.yml"); }
    void write(const char *name, const QByteArray &content) const;
    [[nodiscard]] QByteArray read(const char *name) const;
    [[nodiscard]] QStringList calls(const char *containing) const;
    [[nodiscard]] static QByteArray tunnelId() { return "11111111-2222-3333-4444-555555555555"; }
    /// What somebody on the internet gets: status and body, by any connector; 530 if there is none.
    [[nodiscard]] std::pair<int, QString> visit(const QString &host) const;

private:
    DeployFixture &m_deploy;
    QString m_folder;
};

/// Visits a host over and over until it is stopped.
class Visitors final {
public:
    Visitors(const TunnelFixture &tunnel, QString host);
    ~Visitors();
    void stop();
    [[nodiscard]] int visits() const { return m_visits; }
    [[nodiscard]] QStringList failures() const;

private:
    mutable std::mutex m_mutex;
    QStringList m_failures;
    std::atomic<int> m_visits = 0;
    std::atomic<bool> m_done = false;
    std::vector<std::thread> m_threads;
};

} // namespace slipway::test
