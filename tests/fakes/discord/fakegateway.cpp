// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/discord/fakegateway.h"

#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTcpSocket>
#include <QUrlQuery>
#include <QWebSocket>
#include <QWebSocketServer>

namespace slipway::test {

struct FakeGateway::Peer {
    QWebSocket *socket = nullptr;
    QString session;
    bool resumeUrl = false, introduced = false;
};

FakeGateway::FakeGateway(FakeGatewayOptions options, QJsonObject ready, QList<QJsonObject> guilds)
    : m_options(std::move(options))
    , m_ready(std::move(ready))
    , m_guilds(std::move(guilds))
    , m_server(std::make_unique<QWebSocketServer>(QStringLiteral("gateway"), QWebSocketServer::NonSecureMode))
{
    m_server->listen(QHostAddress::LocalHost);
    connect(m_server.get(), &QWebSocketServer::newConnection, this, &FakeGateway::accept);
}

FakeGateway::~FakeGateway()
{
    for (Peer *peer : std::as_const(m_peers)) {
        peer->socket->disconnect(this);
        delete peer->socket;
        delete peer;
    }
}

QUrl FakeGateway::url() const
{
    return QUrl(QStringLiteral("ws://127.0.0.1:%1").arg(m_server->serverPort()));
}

void FakeGateway::accept()
{
    auto *const peer = new Peer;
    peer->socket = m_server->nextPendingConnection();
    m_peers.append(peer);
    ++connections;
    const QUrl url = peer->socket->requestUrl();
    const QUrlQuery query(url);
    if (query.queryItemValue(QStringLiteral("v")) != QLatin1String("10")
        || query.queryItemValue(QStringLiteral("encoding")) != QLatin1String("json"))
        wrong(QStringLiteral("connected without v=10&encoding=json: ") + url.toString());
    peer->resumeUrl = url.path().startsWith(QLatin1String("/resume"));
    connect(peer->socket, &QWebSocket::textMessageReceived, this,
            [this, peer](const QString &text) { read(peer, text); });
    connect(peer->socket, &QWebSocket::disconnected, this, [this, peer] {
        if (auto it = m_sessions.find(peer->session); it != m_sessions.end() && it->peer == peer)
            it->peer = nullptr;
        // Qt gives 1000 for a reset, too: only a reason shows that it was said.
        if (peer->socket->closeCode() == QWebSocketProtocol::CloseCodeNormal && peer->introduced)
            ++cleanCloses;
        m_peers.removeOne(peer);
        peer->socket->deleteLater();
        delete peer;
    });
    if (!m_silent)
        send(peer,
             { { QStringLiteral("op"), 10 },
               { QStringLiteral("d"),
                 QJsonObject { { QStringLiteral("heartbeat_interval"), m_options.heartbeatMs } } } });
}

void FakeGateway::send(Peer *peer, const QJsonObject &frame)
{
    peer->socket->sendTextMessage(QString::fromUtf8(QJsonDocument(frame).toJson(QJsonDocument::Compact)));
}

void FakeGateway::read(Peer *peer, const QString &text)
{
    if (text.toUtf8().size() > 4096) {
        wrong(QStringLiteral("a frame over 4096 bytes"));
        peer->socket->close(QWebSocketProtocol::CloseCode(4002));
        return;
    }
    const QJsonObject frame = QJsonDocument::fromJson(text.toUtf8()).object();
    const auto data = frame.value(QLatin1String("d"));
    switch (frame.value(QLatin1String("op")).toInt(-1)) {
    case 1:
        heartbeat(peer, data);
        break;
    case 2:
        identify(peer, data.toObject());
        break;
    case 6:
        resume(peer, data.toObject());
        break;
    default:
        wrong(QStringLiteral("unknown opcode"));
        peer->socket->close(QWebSocketProtocol::CloseCode(4001));
    }
}

void FakeGateway::heartbeat(Peer *peer, const QJsonValue &data)
{
    ++heartbeats;
    const auto session = m_sessions.constFind(peer->session);
    if (session != m_sessions.constEnd() && data.isDouble() && data.toInteger() > session->sequence)
        wrong(QStringLiteral("a heartbeat from the future"));
    if (session != m_sessions.constEnd() && peer->introduced && session->sequence > 3 && data.isNull())
        wrong(QStringLiteral("a heartbeat without the sequence"));
    if (m_acknowledging)
        send(peer, { { QStringLiteral("op"), 11 } });
}

void FakeGateway::identify(Peer *peer, const QJsonObject &data)
{
    ++identifies;
    if (peer->resumeUrl)
        wrong(QStringLiteral("identified on the resume address"));
    lastIntents = data.value(QLatin1String("intents")).toInt();
    int code = std::exchange(m_refusal, 0);
    if (data.value(QLatin1String("token")).toString() != m_options.token)
        code = 4004;
    else if (peer->introduced)
        code = 4005;
    else if ((lastIntents & 32768) != 0 && !m_options.messageContentAllowed)
        code = 4014;
    if (code != 0) {
        peer->socket->close(QWebSocketProtocol::CloseCode(code));
        return;
    }
    peer->introduced = true;
    peer->session = QStringLiteral("session-%1").arg(++m_lastSession);
    auto &session = m_sessions[peer->session];
    session.peer = peer;
    QJsonObject ready = m_ready;
    ready.insert(QStringLiteral("session_id"), peer->session);
    ready.insert(QStringLiteral("resume_gateway_url"), QString(url().toString() + QStringLiteral("/resume")));
    sendEvent(session, QStringLiteral("READY"), ready);
    for (const QJsonObject &guild : std::as_const(m_guilds))
        sendEvent(session, QStringLiteral("GUILD_CREATE"), guild);
}

void FakeGateway::resume(Peer *peer, const QJsonObject &data)
{
    ++resumes;
    if (!peer->resumeUrl)
        wrong(QStringLiteral("resumed elsewhere than at the resume address"));
    const QString id = data.value(QLatin1String("session_id")).toString();
    auto session = m_sessions.find(id);
    if (data.value(QLatin1String("token")).toString() != m_options.token) {
        peer->socket->close(QWebSocketProtocol::CloseCode(4004));
        return;
    }
    if (session == m_sessions.end()) {
        send(peer, { { QStringLiteral("op"), 9 }, { QStringLiteral("d"), false } });
        return;
    }
    const qint64 seen = data.value(QLatin1String("seq")).toInteger();
    if (seen > session->sequence) {
        peer->socket->close(QWebSocketProtocol::CloseCode(4007));
        return;
    }
    peer->introduced = true;
    peer->session = id;
    session->peer = peer;
    for (const QJsonObject &frame : std::as_const(session->frames)) {
        if (frame.value(QLatin1String("s")).toInteger() > seen)
            send(peer, frame);
    }
    sendEvent(*session, QStringLiteral("RESUMED"), {});
}

void FakeGateway::sendEvent(Session &session, const QString &event, const QJsonObject &data)
{
    const QJsonObject frame { { QStringLiteral("op"), 0 },
                              { QStringLiteral("t"), event },
                              { QStringLiteral("s"), ++session.sequence },
                              { QStringLiteral("d"), data } };
    session.frames.append(frame);
    if (session.peer)
        send(session.peer, frame);
}

void FakeGateway::dispatch(const QString &event, const QJsonObject &data)
{
    for (auto it = m_sessions.begin(); it != m_sessions.end(); ++it)
        sendEvent(*it, event, data);
}

bool FakeGateway::isConnected() const
{
    return std::ranges::any_of(m_sessions, [](const Session &s) { return s.peer != nullptr; });
}

void FakeGateway::drop()
{
    const auto peers = m_peers;
    for (Peer *peer : peers) {
        if (auto it = m_sessions.find(peer->session); it != m_sessions.end())
            it->peer = nullptr;
        peer->introduced = false;
        peer->socket->abort();
    }
}

void FakeGateway::close(int code)
{
    const auto peers = m_peers;
    for (Peer *peer : peers) {
        peer->introduced = false;
        peer->socket->close(QWebSocketProtocol::CloseCode(code));
    }
}

void FakeGateway::askToReconnect()
{
    for (Peer *peer : std::as_const(m_peers))
        send(peer, { { QStringLiteral("op"), 7 } });
}

void FakeGateway::invalidate(bool resumable)
{
    if (!resumable)
        forgetSessions();
    for (Peer *peer : std::as_const(m_peers))
        send(peer, { { QStringLiteral("op"), 9 }, { QStringLiteral("d"), resumable } });
}

void FakeGateway::askForHeartbeat()
{
    for (Peer *peer : std::as_const(m_peers))
        send(peer, { { QStringLiteral("op"), 1 } });
}

void FakeGateway::forgetSessions()
{
    m_sessions.clear();
}

} // namespace slipway::test
