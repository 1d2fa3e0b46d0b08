// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/net/scriptedserver.h"

#include <QTcpSocket>

#include <sys/socket.h>

namespace slipway::test {

namespace {

qsizetype lengthOf(const QByteArray &head)
{
    const QByteArray lower = head.toLower();
    const auto at = lower.indexOf("content-length:");
    if (at < 0)
        return 0;
    return lower.mid(at + 15, lower.indexOf("\r\n", at) - at - 15).trimmed().toLongLong();
}

} // namespace

ScriptedServer::ScriptedServer()
{
    if (!m_server.listen(QHostAddress::LocalHost))
        qFatal("no free port");
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (auto *socket = m_server.nextPendingConnection()) {
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            connect(socket, &QObject::destroyed, this, [this, socket] { m_buffers.remove(socket); });
        }
    });
}

QUrl ScriptedServer::url(const QString &path) const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(m_server.serverPort()).arg(path));
}

void ScriptedServer::answer(const QByteArray &status, const QByteArray &body, const QByteArray &headers)
{
    const QByteArray text = "HTTP/1.1 " + status + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n"
        + headers + "\r\n" + body;
    then([text](QTcpSocket &socket) { socket.write(text); });
}

void ScriptedServer::reset()
{
    then([](QTcpSocket &socket) {
        const linger now { 1, 0 };
        ::setsockopt(int(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
        socket.abort();
    });
}

void ScriptedServer::sayNothing()
{
    then([](QTcpSocket &) { });
}

void ScriptedServer::read(QTcpSocket *socket)
{
    QByteArray &buffer = m_buffers[socket];
    buffer += socket->readAll();
    const auto end = buffer.indexOf("\r\n\r\n");
    if (end < 0)
        return;
    const auto size = end + 4 + lengthOf(buffer.left(end + 2));
    if (buffer.size() < size)
        return;
    m_requests.append(buffer.left(size));
    buffer.remove(0, size);
    if (m_scripts.isEmpty()) {
        socket->write("HTTP/1.1 500 No script\r\nContent-Length: 0\r\n\r\n");
        return;
    }
    m_scripts.takeFirst()(*socket);
}

} // namespace slipway::test
