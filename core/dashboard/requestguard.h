// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QHostAddress>
#include <QObject>
#include <QTcpServer>

#include <chrono>

namespace slipway::dashboard {

struct GuardLimits {
    int connections = 64;
    qsizetype headerBytes = 16 * 1024;
    qsizetype bodyBytes = 64 * 1024;
    std::chrono::milliseconds requestTime { 10'000 }; ///< for the whole request to arrive
    std::chrono::milliseconds responseTime { 60'000 }; ///< for the answer to be made and taken
};

/// Stands between the network and Qt's HTTP server, which has no limits of its own: takes one whole, bounded request a
/// connection, hands it on over a private local socket, relays the answer and closes. What breaks a limit or the grammar
/// is answered here (400, 408, 411, 413, 431, 503, 505) and never reaches the server. Lives in the dashboard's thread.
class RequestGuard final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RequestGuard)
public:
    /// `upstream`: name of the local socket that the HTTP server listens on.
    RequestGuard(QString upstream, GuardLimits limits = {}, QObject *parent = nullptr);

    /// Conflict if the port is taken, Invalid if the address is none of this machine.
    [[nodiscard]] Result<quint16> listen(const QHostAddress &address, quint16 port);
    [[nodiscard]] QHostAddress address() const { return m_server.serverAddress(); }
    void close();
    [[nodiscard]] int openConnections() const { return m_open; }

private:
    void accept();
    QTcpServer m_server;
    QString m_upstream;
    GuardLimits m_limits;
    int m_open = 0;
};

} // namespace slipway::dashboard
