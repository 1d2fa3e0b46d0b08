// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dashboard/requestguard.h"

#include "core/dashboard/requesthead.h"
#include "core/dashboard/securityheaders.h"

#include <QLocalSocket>
#include <QTcpSocket>
#include <QTimer>

namespace slipway::dashboard {

namespace {

QByteArray refusalText(const Refusal &refusal)
{
    const QByteArray body = refusal.reason + "\n";
    QByteArray text = "HTTP/1.1 " + QByteArray::number(refusal.status) + " " + refusal.reason
        + "\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: " + QByteArray::number(body.size())
        + "\r\n";
    for (const auto &[name, value] : securityHeaders())
        text += name + QByteArray(": ") + value + QByteArray("\r\n");
    return text + "\r\n" + body;
}

/// One connection: one request in, one answer out. Deletes itself at the end.
class Exchange final : public QObject {
public:
    Exchange(QTcpSocket *client, QString upstream, const GuardLimits &limits, QObject *parent)
        : QObject(parent)
        , m_client(client)
        , m_upstreamName(std::move(upstream))
        , m_limits(limits)
    {
        client->setParent(this);
        // Never more in memory than one request may have, whatever the peer sends.
        client->setReadBufferSize(limits.headerBytes + limits.bodyBytes);
        connect(client, &QTcpSocket::readyRead, this, &Exchange::readRequest);
        connect(client, &QTcpSocket::disconnected, this, &QObject::deleteLater);
        connect(client, &QTcpSocket::errorOccurred, this, &QObject::deleteLater);
        connect(&m_upstream, &QLocalSocket::connected, this, &Exchange::sendRequest);
        connect(&m_upstream, &QLocalSocket::readyRead, this, &Exchange::relay);
        connect(&m_upstream, &QLocalSocket::disconnected, this, &Exchange::finish);
        connect(&m_upstream, &QLocalSocket::errorOccurred, this, [this](QLocalSocket::LocalSocketError error) {
            if (error != QLocalSocket::PeerClosedError)
                refuse({ 502, "Bad Gateway" });
        });
        m_patience.setSingleShot(true);
        connect(&m_patience, &QTimer::timeout, this,
                [this] { refuse({ m_forwarded ? 504 : 408, m_forwarded ? "Gateway Timeout" : "Request Timeout" }); });
        m_patience.start(limits.requestTime);
    }

    void refuse(const Refusal &refusal)
    {
        m_upstream.disconnect(this);
        m_upstream.abort();
        m_client->disconnect(this);
        if (m_answered) { // half an answer is out: cut it
            m_client->abort();
            deleteLater();
            return;
        }
        m_answered = true;
        m_client->write(refusalText(refusal));
        closeClient();
    }

private:
    void readRequest()
    {
        if (m_forwarded) { // one request a connection; more is not read
            m_client->skip(m_client->bytesAvailable());
            return;
        }
        m_request += m_client->readAll();
        if (m_headSize == 0 && !readHead())
            return;
        const qsizetype wanted = m_headSize + m_head.contentLength;
        if (m_request.size() < wanted)
            return;
        m_request.truncate(wanted);
        m_forwarded = true;
        m_patience.start(m_limits.responseTime);
        m_upstream.connectToServer(m_upstreamName);
    }

    bool readHead()
    {
        const qsizetype end = m_request.indexOf("\r\n\r\n");
        if (end < 0 || end > m_limits.headerBytes) {
            if (m_request.size() > m_limits.headerBytes)
                refuse({ 431, "Request Header Fields Too Large" });
            return false;
        }
        m_headSize = end + 4;
        auto head = RequestHead::parse(m_request.left(m_headSize));
        if (!head) {
            refuse(head.error());
            return false;
        }
        m_head = std::move(*head);
        if (m_head.contentLength > m_limits.bodyBytes) {
            refuse({ 413, "Content Too Large" });
            return false;
        }
        if (m_head.expectsContinue && m_request.size() < m_headSize + m_head.contentLength)
            m_client->write("HTTP/1.1 100 Continue\r\n\r\n");
        return true;
    }

    void sendRequest() { m_upstream.write(m_head.forwarded() + m_request.mid(m_headSize)); }

    void relay()
    {
        if (!m_answered) {
            m_response += m_upstream.readAll();
            const qsizetype end = m_response.indexOf("\r\n\r\n");
            if (end < 0)
                return;
            m_answered = true;
            readResponseLength(m_response.left(end + 2));
            write(m_response.left(end) + "\r\nConnection: close\r\n\r\n");
            writeBody(m_response.mid(end + 4));
            m_response.clear();
        } else {
            writeBody(m_upstream.readAll());
        }
    }

    void readResponseLength(const QByteArray &head)
    {
        const QByteArray lower = head.toLower();
        const qsizetype at = lower.indexOf("\r\ncontent-length:");
        if (at >= 0)
            m_bodyLeft = lower.mid(at + 17, lower.indexOf('\r', at + 2) - at - 17).trimmed().toLongLong();
    }

    void writeBody(const QByteArray &bytes)
    {
        if (m_head.method != "HEAD")
            write(bytes);
        if (m_bodyLeft >= 0) {
            m_bodyLeft -= bytes.size();
            if (m_bodyLeft <= 0)
                finish(); // the server would keep the connection open for more
        }
    }

    void write(const QByteArray &bytes)
    {
        if (m_client->state() == QAbstractSocket::ConnectedState)
            m_client->write(bytes);
    }

    void finish()
    {
        if (!m_answered) {
            refuse({ 502, "Bad Gateway" });
            return;
        }
        m_upstream.disconnect(this);
        m_upstream.abort();
        m_client->disconnect(this);
        closeClient();
    }

    // Sends what is left, then closes; a peer that takes nothing is cut off when its patience has run out.
    void closeClient()
    {
        connect(m_client, &QTcpSocket::disconnected, this, &QObject::deleteLater);
        connect(m_client, &QTcpSocket::readyRead, this, [this] { m_client->skip(m_client->bytesAvailable()); });
        QTimer::singleShot(m_limits.requestTime, this, [this] {
            m_client->abort();
            deleteLater();
        });
        m_patience.stop();
        m_client->disconnectFromHost();
        if (m_client->state() == QAbstractSocket::UnconnectedState)
            deleteLater();
    }

    QTcpSocket *m_client; // child
    QLocalSocket m_upstream;
    QString m_upstreamName;
    GuardLimits m_limits;
    QTimer m_patience;
    QByteArray m_request, m_response;
    RequestHead m_head;
    qsizetype m_headSize = 0;
    qsizetype m_bodyLeft = -1; // of the answer; -1: until the server closes
    bool m_forwarded = false;
    bool m_answered = false;
};

} // namespace

RequestGuard::RequestGuard(QString upstream, GuardLimits limits, QObject *parent)
    : QObject(parent)
    , m_upstream(std::move(upstream))
    , m_limits(limits)
{
    connect(&m_server, &QTcpServer::newConnection, this, &RequestGuard::accept);
}

Result<quint16> RequestGuard::listen(const QHostAddress &address, quint16 port)
{
    if (m_server.listen(address, port))
        return m_server.serverPort();
    const bool taken = m_server.serverError() == QAbstractSocket::AddressInUseError;
    return fail(taken ? ErrorCode::Conflict : ErrorCode::Invalid,
                QStringLiteral("The dashboard cannot listen on %1 port %2: %3")
                    .arg(address.toString())
                    .arg(port)
                    .arg(m_server.errorString()),
                taken ? QStringLiteral(
                            "Choose another port with SLIPWAY_DASHBOARD (port 0 picks a free one), or end what uses it")
                      : QStringLiteral("Set SLIPWAY_DASHBOARD to an address of this machine"));
}

void RequestGuard::close()
{
    m_server.close();
    const auto exchanges = findChildren<QTcpSocket *>();
    for (QTcpSocket *socket : exchanges)
        socket->abort();
}

void RequestGuard::accept()
{
    while (QTcpSocket *client = m_server.nextPendingConnection()) {
        auto *exchange = new Exchange(client, m_upstream, m_limits, this);
        ++m_open;
        connect(exchange, &QObject::destroyed, this, [this] { --m_open; });
        if (m_open > m_limits.connections)
            exchange->refuse({ 503, "Service Unavailable" });
    }
}

} // namespace slipway::dashboard
