// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/dashboard/rawclient.h"

#include <QSignalSpy>
#include <QTest>

namespace slipway::test {

std::unique_ptr<QTcpSocket> RawClient::connect() const
{
    auto socket = std::make_unique<QTcpSocket>();
    socket->connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
    (void)QTest::qWaitFor([&] { return socket->state() == QAbstractSocket::ConnectedState; }, 5000);
    return socket;
}

RawResponse RawClient::finish(QTcpSocket &socket, int milliseconds)
{
    (void)QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::UnconnectedState; }, milliseconds);
    QByteArray text = socket.readAll();
    while (text.startsWith("HTTP/1.1 100 "))
        text = text.mid(text.indexOf("\r\n\r\n") + 4);
    RawResponse response;
    const qsizetype end = text.indexOf("\r\n\r\n");
    if (end < 0)
        return response;
    const auto lines = text.left(end).split('\n');
    response.status = lines.first().split(' ').value(1).toInt();
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const QByteArray line = lines.at(i).trimmed();
        response.headers.insert(line.left(line.indexOf(':')).toLower(), line.mid(line.indexOf(':') + 1).trimmed());
    }
    response.body = text.mid(end + 4);
    return response;
}

RawResponse RawClient::send(const QByteArray &bytes) const
{
    const auto socket = connect();
    socket->write(bytes);
    return finish(*socket);
}

RawResponse RawClient::get(const QByteArray &path, const RawHeaders &headers) const
{
    return request("GET", path, headers);
}

RawResponse RawClient::request(const QByteArray &method, const QByteArray &path, const RawHeaders &headers,
                               const QByteArray &body) const
{
    QByteArray text = method + QByteArray(" ") + path + QByteArray(" HTTP/1.1\r\n");
    bool host = false;
    for (const auto &[name, value] : headers) {
        text += name + QByteArray(": ") + value + QByteArray("\r\n");
        host = host || name.toLower() == "host";
    }
    if (!host)
        text += "Host: 127.0.0.1:" + QByteArray::number(m_port) + "\r\n";
    if (!body.isEmpty())
        text += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    return send(text + "\r\n" + body);
}

} // namespace slipway::test
