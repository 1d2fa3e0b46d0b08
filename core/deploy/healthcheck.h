// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deploy/runtime.h"

#include <chrono>
#include <memory>
#include <stop_token>

QT_BEGIN_NAMESPACE
class QNetworkAccessManager;
QT_END_NAMESPACE

namespace slipway::deploy {

struct HealthSettings {
    std::chrono::milliseconds deadline { 30000 };
    std::chrono::milliseconds interval { 100 };
    std::chrono::milliseconds answerTimeout { 5000 }; ///< of one request
    std::chrono::milliseconds healthPatience {
        60000
    }; ///< beyond the deadline for a HEALTHCHECK that has no result yet
    int goodAnswers = 2; ///< in a row
    QString path; ///< asked for, below 400 is good; empty: `/healthz` or `/`, below 500 is good
};

/// The settings with the path that the HEALTHCHECK of the release's Dockerfile asks for.
[[nodiscard]] HealthSettings healthOf(HealthSettings settings, const Release &release);

/// Asks an app on 127.0.0.1 over HTTP whether it serves. An answer below 500 counts (a login page is a 302 or 401);
/// `/healthz` is asked first, `/` where there is none; the path of the Dockerfile's HEALTHCHECK instead of them where it
/// names one (then below 400). What Docker says of the HEALTHCHECK counts too. No proxy, no cache, no redirects. One object a check, in a thread
/// with an event loop; it has to outlive its coroutines.
class HealthCheck final {
public:
    explicit HealthCheck(int port, HealthSettings settings = {});
    ~HealthCheck();
    HealthCheck(const HealthCheck &) = delete;
    HealthCheck &operator=(const HealthCheck &) = delete;

    /// HTTP status of one request; Unavailable if nothing answered, Timeout, Cancelled.
    [[nodiscard]] Async<int> ask(QString path, std::stop_token stop = {});
    /// True if `/healthz` or `/` answers below 500 now.
    [[nodiscard]] Async<bool> answersNow();
    /// Waits for the good answers while the runtime says that the app runs. An app that ended is reported at once,
    /// with its last log lines in `detail`; Timeout behind the deadline.
    [[nodiscard]] Async<> waitUntilHealthy(Runtime &runtime, QString project, QString deploymentId,
                                           std::stop_token stop);

private:
    [[nodiscard]] bool isGood(int answer) const;
    [[nodiscard]] Async<> failure(Runtime &runtime, QString project, QString deploymentId, Error error);

    int m_port;
    HealthSettings m_settings;
    std::unique_ptr<QNetworkAccessManager> m_network;
    QString m_path = QStringLiteral("/healthz");
};

} // namespace slipway::deploy
