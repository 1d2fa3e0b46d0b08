// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/github/httphost.h"

#include <QPointer>
#include <QTcpSocket>

#include <sys/socket.h>

namespace slipway::test {

class QPointerHolder final {
public:
    QPointer<QTcpSocket> socket;
};

namespace {

/// Joins the chunks of a body at `from`; the place behind it, or -1 if it is not complete.
qsizetype joinChunks(const QByteArray &buffer, qsizetype from, QByteArray *body)
{
    while (true) {
        const auto lineEnd = buffer.indexOf("\r\n", from);
        if (lineEnd < 0)
            return -1;
        bool ok = false;
        const auto size = buffer.mid(from, lineEnd - from).split(';').first().trimmed().toLongLong(&ok, 16);
        if (!ok || buffer.size() < lineEnd + 2 + size + 2)
            return -1;
        if (size == 0)
            return lineEnd + 4;
        body->append(buffer.mid(lineEnd + 2, size));
        from = lineEnd + 2 + size + 2;
    }
}

} // namespace

Responder::Responder(QTcpSocket *socket)
    : m_socket(std::make_shared<QPointerHolder>())
{
    m_socket->socket = socket;
}

void Responder::send(const HostResponse &response) const
{
    QTcpSocket *socket = m_socket->socket;
    if (!socket)
        return;
    QByteArray head = "HTTP/1.1 " + QByteArray::number(response.status) + " Status\r\n";
    for (const auto &[name, value] : response.headers)
        head += name + ": " + value + "\r\n";
    if (response.status != 204 && response.status != 304)
        head += "Content-Length: " + QByteArray::number(response.body.size()) + "\r\n";
    socket->write(head + "\r\n" + response.body);
}

void Responder::reset() const
{
    QTcpSocket *socket = m_socket->socket;
    if (!socket)
        return;
    const linger now { 1, 0 };
    ::setsockopt(int(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    socket->abort();
}

HttpHost::HttpHost(Handler handler, quint16 port)
    : m_handler(std::move(handler))
{
    if (!m_server.listen(QHostAddress::LocalHost, port))
        qFatal("cannot listen: %s", qPrintable(m_server.errorString()));
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (auto *socket = m_server.nextPendingConnection()) {
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            connect(socket, &QObject::destroyed, this, [this, socket] { m_buffers.remove(socket); });
        }
    });
}

void HttpHost::read(QTcpSocket *socket)
{
    m_buffers[socket] += socket->readAll();
    HostRequest request;
    while (takeRequest(socket, &request)) {
        m_handler(request, Responder(socket));
        request = {};
    }
}

bool HttpHost::takeRequest(QTcpSocket *socket, HostRequest *request)
{
    QByteArray &buffer = m_buffers[socket];
    const auto end = buffer.indexOf("\r\n\r\n");
    if (end < 0)
        return false;
    const auto lines = buffer.left(end).split('\n');
    const auto start = lines.first().trimmed().split(' ');
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const QByteArray &line = lines.at(i);
        const auto colon = line.indexOf(':');
        if (colon > 0)
            request->headers.insert(line.left(colon).trimmed().toLower(), line.mid(colon + 1).trimmed());
    }
    auto next = end + 4;
    if (request->headers.value("transfer-encoding").toLower() == "chunked") {
        next = joinChunks(buffer, next, &request->body);
    } else {
        const auto size = request->headers.value("content-length").toLongLong();
        request->body = buffer.mid(next, size);
        next = request->body.size() < size ? -1 : next + size;
    }
    if (next < 0) {
        if (request->headers.value("expect").toLower() == "100-continue" && buffer.size() == end + 4)
            socket->write("HTTP/1.1 100 Continue\r\n\r\n");
        request->headers.clear();
        request->body.clear();
        return false;
    }
    buffer.remove(0, next);
    request->method = start.value(0);
    const QByteArray target = start.value(1);
    const auto question = target.indexOf('?');
    request->path = QString::fromLatin1(question < 0 ? target : target.left(question));
    request->rawQuery = question < 0 ? QByteArray() : target.mid(question + 1);
    request->query = QUrlQuery(QString::fromLatin1(request->rawQuery));
    return true;
}

} // namespace slipway::test
