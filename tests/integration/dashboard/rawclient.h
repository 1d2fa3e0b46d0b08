// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QTcpSocket>

#include <memory>

namespace slipway::test {

struct RawResponse {
    int status = 0; ///< 0: the connection ended without an answer
    QMap<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;
};

using RawHeaders = QList<std::pair<QByteArray, QByteArray>>;

/// An HTTP client that sends exactly the bytes it is given, as an attacker would.
class RawClient {
public:
    explicit RawClient(quint16 port)
        : m_port(port)
    {
    }
    /// Sends the bytes and reads until the server closes.
    [[nodiscard]] RawResponse send(const QByteArray &bytes) const;
    [[nodiscard]] RawResponse get(const QByteArray &path, const RawHeaders &headers = {}) const;
    [[nodiscard]] RawResponse request(const QByteArray &method, const QByteArray &path, const RawHeaders &headers,
                                      const QByteArray &body = {}) const;
    /// A connection that the caller uses itself.
    [[nodiscard]] std::unique_ptr<QTcpSocket> connect() const;
    /// What has arrived on `socket` when the server has closed it, or when `milliseconds` have passed.
    [[nodiscard]] static RawResponse finish(QTcpSocket &socket, int milliseconds = 20'000);

private:
    quint16 m_port;
};

} // namespace slipway::test
