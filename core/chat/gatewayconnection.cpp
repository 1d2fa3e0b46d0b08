// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/gatewayconnection.h"

#include "core/base/files.h"
#include "core/base/redaction.h"
#include "core/chat/apierrors.h"
#include "core/chat/discordapi.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLoggingCategory>
#include <QRandomGenerator>
#include <QUrlQuery>
#include <QWebSocket>

Q_LOGGING_CATEGORY(lcGateway, "slipway.discord.gateway")

namespace slipway::chat {

namespace {

double random01()
{
    return QRandomGenerator::global()->generateDouble();
}

QUrl withQuery(QUrl url)
{
    if (!url.path().endsWith(QLatin1Char('/')))
        url.setPath(url.path() + QLatin1Char('/'));
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("v"), QStringLiteral("10"));
    query.addQueryItem(QStringLiteral("encoding"), QStringLiteral("json"));
    url.setQuery(query);
    return url;
}

constexpr int ownClose = 4000; // not 1000 or 1001: those end the session

} // namespace

GatewayConnection::GatewayConnection(GatewaySettings settings, Locate locate, QObject *parent)
    : QObject(parent)
    , m_settings(std::move(settings))
    , m_locate(std::move(locate))
{
    base::addSecret(m_settings.token);
    m_heartbeat.setSingleShot(true);
    m_patience.setSingleShot(true);
    connect(&m_heartbeat, &QTimer::timeout, this, &GatewayConnection::heartbeatDue);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        qCInfo(lcGateway, "no answer from the gateway");
        abandon(ownClose);
        closed(1006);
    });
}

GatewayConnection::~GatewayConnection() = default;

void GatewayConnection::start()
{
    if (std::exchange(m_running, true))
        return;
    m_scope.start(reconnect(Next::Identify, {}), "discord gateway");
}

QCoro::Task<> GatewayConnection::stop()
{
    m_running = false;
    abandon(1000);
    co_await m_scope.drain();
}

void GatewayConnection::abandon(int closeCode)
{
    m_heartbeat.stop();
    m_patience.stop();
    setReady(false);
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    auto *const old = m_socket.release();
    // It answers the close, or its peer is gone: neither is waited for.
    QObject::connect(old, &QWebSocket::disconnected, old, &QObject::deleteLater);
    old->close(QWebSocketProtocol::CloseCode(closeCode));
    QTimer::singleShot(std::chrono::seconds(2), old, [old] {
        old->abort(); // without a close frame of its own
        old->deleteLater();
    });
}

void GatewayConnection::setReady(bool ready)
{
    if (std::exchange(m_ready, ready) != ready)
        Q_EMIT readyChanged(ready);
}

void GatewayConnection::schedule(Next next, bool slow)
{
    if (!m_running)
        return;
    ++m_failures;
    std::chrono::milliseconds wait { 0 };
    if (slow || m_failures > 1) { // the first attempt after a drop is made at once
        const int doublings = std::min(m_failures - (slow ? 1 : 2), 10);
        wait = std::min(m_settings.backoffFirst * (1 << std::max(doublings, 0)), m_settings.backoffLongest);
        wait = std::chrono::milliseconds(qint64(double(wait.count()) * (0.5 + 0.5 * random01())));
    }
    m_scope.start(reconnect(next, wait), "discord gateway");
}

QCoro::Task<> GatewayConnection::reconnect(Next next, std::chrono::milliseconds wait)
{
    if (next == Next::Identify) {
        m_session.clear();
        m_sequence = -1;
        if (m_sinceIdentify.isValid())
            wait = std::max(wait, m_settings.identifyGap - std::chrono::milliseconds(m_sinceIdentify.elapsed()));
    }
    if (wait.count() > 0) {
        const auto waited = co_await base::sleepFor(wait, m_scope.stopToken());
        if (!waited)
            co_return;
    }
    const auto url = co_await findUrl(next);
    if (!m_running)
        co_return;
    if (url) {
        m_resuming = next == Next::Resume && canResume();
        open(*url);
        co_return;
    }
    if (url.error().code == ErrorCode::Denied || url.error().code == ErrorCode::Invalid) {
        m_running = false;
        Q_EMIT stopped(url.error());
        co_return;
    }
    Q_EMIT troubled(url.error());
    schedule(next, true);
}

Async<QUrl> GatewayConnection::findUrl(Next next)
{
    if (next == Next::Resume && canResume())
        co_return QUrl(m_resumeUrl); // a copy: QCoro moves out of what is returned, members too
    // Asked each time: the number of sessions that may be started is part of the answer.
    CO_TRY(const GatewayPlace place, co_await m_locate());
    if (!isSafeFor(place.url))
        co_return fail(ErrorCode::Denied,
                       QStringLiteral("The gateway's address is not encrypted: no token is sent there"),
                       QStringLiteral("Use an https address in SLIPWAY_DISCORD_API_URL"));
    if (place.startsLeft <= 0) {
        const Error error { ErrorCode::Exhausted,
                            QStringLiteral("Too many Discord sessions were started today"),
                            QStringLiteral("Slipway waits until Discord allows the next one"),
                            {} };
        Q_EMIT troubled(error);
        const auto waited = co_await base::sleepFor(place.resetAfter, m_scope.stopToken());
        CO_CHECK(waited);
    }
    co_return QUrl(place.url);
}

void GatewayConnection::open(const QUrl &url)
{
    m_socket = std::make_unique<QWebSocket>();
    m_socket->setMaxAllowedIncomingMessageSize(16 * 1024 * 1024);
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, &GatewayConnection::received);
    connect(m_socket.get(), &QWebSocket::disconnected, this, [this] {
        const int code = m_socket ? int(m_socket->closeCode()) : 1006;
        abandon(ownClose);
        closed(code);
    });
    connect(m_socket.get(), &QWebSocket::errorOccurred, this, [this] {
        if (m_socket->state() == QAbstractSocket::ConnectedState)
            return; // disconnected() follows
        qCInfo(lcGateway, "%s", qUtf8Printable(base::redact(m_socket->errorString())));
        const int code = int(m_socket->closeCode());
        abandon(ownClose);
        closed(code);
    });
    QNetworkRequest request(withQuery(url));
    request.setRawHeader("User-Agent", "DiscordBot (https://slipway.invalid, " SLIPWAY_VERSION ")");
    m_patience.start(m_settings.handshake);
    m_socket->open(request);
}

void GatewayConnection::closed(int code)
{
    if (!m_running)
        return;
    CloseMeaning meaning = meaningOf(code);
    if (code == 4014 && (m_settings.intents & messageContentIntent) != 0) {
        // Slash commands, mentions and direct messages work without it.
        m_settings.intents &= ~messageContentIntent;
        Q_EMIT troubled({ ErrorCode::Denied,
                          meaning.sentence,
                          meaning.advice + QStringLiteral(". Until then slash commands and mentions work"),
                          {} });
        schedule(Next::Identify, false);
        return;
    }
    if (meaning.next == CloseMeaning::Next::Stop) {
        m_running = false;
        Q_EMIT stopped({ ErrorCode::Denied, meaning.sentence, meaning.advice, {} });
        return;
    }
    qCInfo(lcGateway, "%s (%d)", qUtf8Printable(meaning.sentence), code);
    const bool resumes = meaning.next == CloseMeaning::Next::Resume && canResume();
    schedule(resumes ? Next::Resume : Next::Identify, meaning.slow);
}

void GatewayConnection::received(const QString &text)
{
    const QJsonObject frame = base::parseObject(text.toUtf8());
    if (const auto s = frame.value(QLatin1String("s")); s.isDouble()) {
        if (s.toInteger() <= m_sequence)
            return; // told again by a resume
        m_sequence = s.toInteger();
    }
    const auto data = frame.value(QLatin1String("d"));
    switch (frame.value(QLatin1String("op")).toInt(-1)) {
    case 0:
        dispatch(frame.value(QLatin1String("t")).toString(), data.toObject());
        break;
    case 1:
        sendHeartbeat();
        break;
    case 7:
        abandon(ownClose);
        closed(ownClose);
        break;
    case 9: {
        const bool resumable = data.toBool() && canResume();
        abandon(ownClose);
        ++m_failures;
        const auto wait
            = std::chrono::milliseconds(qint64(double(m_settings.afterInvalid.count()) * (1 + 4 * random01())));
        m_scope.start(reconnect(resumable ? Next::Resume : Next::Identify, wait), "discord gateway");
        break;
    }
    case 10:
        hello(data.toObject());
        break;
    case 11:
        m_acknowledged = true;
        break;
    default:
        break;
    }
}

void GatewayConnection::hello(const QJsonObject &data)
{
    m_interval = std::max(data.value(QLatin1String("heartbeat_interval")).toInt(41250), 10);
    m_acknowledged = true;
    m_heartbeat.start(int(m_interval * random01())); // so that not all bots beat at once after an outage
    introduce();
}

void GatewayConnection::introduce()
{
    if (m_resuming) {
        sendFrame(6,
                  QJsonObject { { QStringLiteral("token"), m_settings.token },
                                { QStringLiteral("session_id"), m_session },
                                { QStringLiteral("seq"), m_sequence } });
        return;
    }
    m_sinceIdentify.start();
    const QString name = QStringLiteral("slipway");
    sendFrame(2,
              QJsonObject { { QStringLiteral("token"), m_settings.token },
                            { QStringLiteral("intents"), m_settings.intents },
                            { QStringLiteral("properties"),
                              QJsonObject { { QStringLiteral("os"), QStringLiteral("linux") },
                                            { QStringLiteral("browser"), name },
                                            { QStringLiteral("device"), name } } } });
}

void GatewayConnection::dispatch(const QString &event, const QJsonObject &data)
{
    if (event == QLatin1String("READY")) {
        m_session = data.value(QLatin1String("session_id")).toString();
        m_resumeUrl = QUrl(data.value(QLatin1String("resume_gateway_url")).toString());
        if (!isSafeFor(m_resumeUrl))
            m_resumeUrl.clear();
    }
    if (event == QLatin1String("READY") || event == QLatin1String("RESUMED")) {
        m_patience.stop();
        m_failures = 0;
        setReady(true);
    }
    Q_EMIT dispatched(event, data);
}

void GatewayConnection::heartbeatDue()
{
    if (!m_acknowledged) {
        qCInfo(lcGateway, "the last heartbeat was not acknowledged: the connection is dead");
        abandon(ownClose);
        closed(1006);
        return;
    }
    sendHeartbeat();
    m_acknowledged = false;
    m_heartbeat.start(m_interval);
}

void GatewayConnection::sendHeartbeat()
{
    sendFrame(1, m_sequence < 0 ? QJsonValue() : QJsonValue(m_sequence));
}

void GatewayConnection::sendFrame(int op, const QJsonValue &data)
{
    if (!m_socket)
        return;
    const QJsonObject frame { { QStringLiteral("op"), op }, { QStringLiteral("d"), data } };
    m_socket->sendTextMessage(QString::fromUtf8(QJsonDocument(frame).toJson(QJsonDocument::Compact)));
}

} // namespace slipway::chat
