// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QTcpServer>
#include <QUrlQuery>

#include <functional>
#include <memory>

class QTcpSocket;

namespace slipway::test {

struct HostRequest {
    QByteArray method;
    QString path; ///< still percent-encoded
    QUrlQuery query;
    QByteArray rawQuery;
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body; ///< chunks joined
};

struct HostResponse {
    int status = 200;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
};

/// The way back for one request. Copies share it.
class Responder final {
public:
    explicit Responder(QTcpSocket *socket);
    void send(const HostResponse &response) const;
    /// Breaks the connection with an RST.
    void reset() const;

private:
    std::shared_ptr<class QPointerHolder> m_socket;
};

/// A small HTTP/1.1 server: keep-alive, Content-Length and chunked bodies. Lives in one thread, on a free port of the
/// loopback.
class HttpHost final : public QObject {
public:
    using Handler = std::function<void(const HostRequest &, Responder)>;
    explicit HttpHost(Handler handler, quint16 port = 0);
    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }

private:
    void read(QTcpSocket *socket);
    /// One request off the buffer's front; false if it is not complete.
    bool takeRequest(QTcpSocket *socket, HostRequest *request);

    Handler m_handler;
    QHash<QTcpSocket *, QByteArray> m_buffers;
    QTcpServer m_server; // last: its sockets use the others until they are gone
};

} // namespace slipway::test
