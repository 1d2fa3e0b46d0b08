// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/taskscope.h"

#include <QElapsedTimer>
#include <QJsonObject>
#include <QObject>
#include <QTimer>
#include <QUrl>

#include <functional>
#include <memory>

class QWebSocket;

namespace slipway::chat {

/// GUILDS, GUILD_MESSAGES and MESSAGE_CONTENT, to read `!commands`; without the last one slash commands and mentions work.
constexpr int leastIntents = 1 | 512, messageContentIntent = 1 << 15;
constexpr int readingIntents = leastIntents | messageContentIntent;

/// Where the gateway is, and how many sessions may still be started.
struct GatewayPlace {
    QUrl url;
    int startsLeft = 1;
    std::chrono::milliseconds resetAfter { 0 };
};

struct GatewaySettings {
    QString token;
    int intents = readingIntents;
    std::chrono::milliseconds backoffFirst { 1000 }, backoffLongest { 60'000 };
    std::chrono::milliseconds identifyGap { 5000 }; ///< max_concurrency: one in five seconds
    std::chrono::milliseconds afterInvalid { 1000 }; ///< up to five times that, at random
    std::chrono::milliseconds handshake { 20'000 }; ///< patience from connecting to READY or RESUMED
};

/// The receiving side of the Discord link: one session that survives drops. Lives in one thread with an event loop; its
/// signals are emitted there. Every event is emitted once and in order, also over resumes.
class GatewayConnection final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GatewayConnection)
public:
    using Locate = std::function<Async<GatewayPlace>()>;
    GatewayConnection(GatewaySettings settings, Locate locate, QObject *parent = nullptr);
    ~GatewayConnection() override;

    void start();
    /// A wanted end: the session is closed and the bot goes offline.
    [[nodiscard]] QCoro::Task<> stop();
    [[nodiscard]] bool isReady() const { return m_ready; }

Q_SIGNALS:
    void dispatched(const QString &event, const QJsonObject &data); ///< READY and RESUMED among them
    void readyChanged(bool ready);
    void troubled(const slipway::base::Error &error); ///< goes on by itself
    void stopped(const slipway::base::Error &error); ///< only a person can help

private:
    enum class Next { Resume, Identify };
    [[nodiscard]] QCoro::Task<> reconnect(Next next, std::chrono::milliseconds wait);
    [[nodiscard]] Async<QUrl> findUrl(Next next);
    void open(const QUrl &url);
    void schedule(Next next, bool slow);
    void received(const QString &text);
    void hello(const QJsonObject &data);
    void dispatch(const QString &event, const QJsonObject &data);
    void heartbeatDue();
    void sendHeartbeat();
    void sendFrame(int op, const QJsonValue &data);
    void introduce();
    void abandon(int closeCode);
    void closed(int code);
    void setReady(bool ready);
    [[nodiscard]] bool canResume() const { return !m_session.isEmpty() && m_resumeUrl.isValid(); }

    GatewaySettings m_settings;
    Locate m_locate;
    std::unique_ptr<QWebSocket> m_socket;
    QTimer m_heartbeat, m_patience;
    QString m_session;
    QUrl m_resumeUrl;
    qint64 m_sequence = -1;
    int m_interval = 0;
    bool m_acknowledged = true, m_resuming = false, m_ready = false, m_running = false;
    int m_failures = 0; ///< in a row
    QElapsedTimer m_sinceIdentify;
    base::TaskScope m_scope;
};

} // namespace slipway::chat
