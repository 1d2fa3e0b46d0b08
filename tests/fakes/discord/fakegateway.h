// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QJsonObject>
#include <QObject>
#include <QStringList>
#include <QUrl>

#include <memory>

class QWebSocket;
class QWebSocketServer;

namespace slipway::test {

struct FakeGatewayOptions {
    QString token;
    int heartbeatMs = 150;
    bool messageContentAllowed = true;
};

/// Discord's gateway as its documentation describes it: hello, heartbeats, identify, resume with everything missed in order,
/// close codes; and every way in which it may fail. Rules that a client breaks are in violations().
class FakeGateway final : public QObject {
    Q_OBJECT
public:
    FakeGateway(FakeGatewayOptions options, QJsonObject ready, QList<QJsonObject> guilds);
    ~FakeGateway() override;

    [[nodiscard]] QUrl url() const;
    /// An event to every session; kept for those that are away.
    void dispatch(const QString &event, const QJsonObject &data);
    [[nodiscard]] bool isConnected() const; ///< a session receives events now

    void drop(); ///< TCP reset, no close frame
    void close(int code);
    void askToReconnect(); ///< op 7
    void invalidate(bool resumable); ///< op 9
    void askForHeartbeat(); ///< op 1
    void setAcknowledging(bool on) { m_acknowledging = on; }
    void setSilent(bool on) { m_silent = on; } ///< accepts connections and says nothing
    void forgetSessions(); ///< resumes are refused with op 9
    void setMessageContentAllowed(bool on) { m_options.messageContentAllowed = on; }
    void refuseNextIdentify(int code) { m_refusal = code; }

    int identifies = 0, resumes = 0, heartbeats = 0, connections = 0, cleanCloses = 0;
    int lastIntents = 0;
    [[nodiscard]] QStringList violations() const { return m_violations; }

private:
    struct Peer;
    struct Session {
        qint64 sequence = 0;
        QList<QJsonObject> frames;
        Peer *peer = nullptr;
    };
    void accept();
    void read(Peer *peer, const QString &text);
    void identify(Peer *peer, const QJsonObject &data);
    void resume(Peer *peer, const QJsonObject &data);
    void heartbeat(Peer *peer, const QJsonValue &data);
    void sendEvent(Session &session, const QString &event, const QJsonObject &data);
    static void send(Peer *peer, const QJsonObject &frame);
    void wrong(const QString &what) { m_violations.append(what); }

    FakeGatewayOptions m_options;
    QJsonObject m_ready;
    QList<QJsonObject> m_guilds;
    std::unique_ptr<QWebSocketServer> m_server;
    QList<Peer *> m_peers;
    QHash<QString, Session> m_sessions;
    QStringList m_violations;
    bool m_acknowledging = true, m_silent = false;
    int m_refusal = 0, m_lastSession = 0;
};

} // namespace slipway::test
