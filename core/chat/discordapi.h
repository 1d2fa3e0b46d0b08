// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/net/httpclient.h"

#include <QElapsedTimer>
#include <QHash>
#include <QJsonObject>
#include <QUrl>

#include <deque>
#include <memory>
#include <stop_token>

namespace slipway::chat {

/// One REST call. `path` is relative to the API root and encoded.
struct ApiCall {
    QByteArray method = "GET";
    QString path;
    QJsonValue body; ///< object or array; undefined: none
    QByteArray file; ///< sent as an attachment beside the body, if not empty
    QString fileName;
    bool isInteraction = false; ///< outside the global limit, and without the token
};

struct ApiPace {
    std::chrono::milliseconds firstRetry { 1000 }, longestRetry { 30'000 };
    int attempts = 6; ///< of a call that fails in passing
    int perSecond = 50; ///< the global limit
    int refusalsAllowed = 1000; ///< answers 401, 403, 429 in ten minutes; at 10,000 Discord bans the address
};

/// Discord's REST API with its manners: per-route buckets from the headers, the global limit, 429 with retry_after, repeats
/// of what failed in passing (creates carry a nonce, so that none is doubled), one call at a time and in order per route
/// and channel. A refused token ends everything: nothing is sent any more. Lives in one thread with an event loop;
/// await stop() before destruction.
class DiscordApi final {
public:
    DiscordApi(QUrl root, QString token, ApiPace pace = {});
    ~DiscordApi();
    DiscordApi(const DiscordApi &) = delete;
    DiscordApi &operator=(const DiscordApi &) = delete;

    /// The answer's document; an array comes as `{"list": […]}`, no content as an empty object. Denied: token, access or
    /// permission; NotFound; Invalid: the request (a bug); Exhausted: too many refusals; Unavailable: not reached. The
    /// error's detail is Discord's own code.
    [[nodiscard]] Async<QJsonObject> send(ApiCall call);

    /// `allowed_mentions` is always added, empty, and a nonce, if there is none: what was sent with the same one lately is
    /// not made twice. Content has to fit (see splitText).
    [[nodiscard]] Async<QJsonObject> post(QString channel, QJsonObject message);
    [[nodiscard]] Async<QJsonObject> edit(QString channel, QString id, QJsonObject message);
    /// A message with a text file.
    [[nodiscard]] Async<QJsonObject> postFile(QString channel, QJsonObject message, QString name, QByteArray content);
    /// The first answer to an interaction; within three seconds.
    [[nodiscard]] Async<QJsonObject> answer(QString interaction, QString token, int type, QJsonValue data);
    /// Edits the first answer to an interaction.
    [[nodiscard]] Async<QJsonObject> editAnswer(QString application, QString token, QJsonObject message);

    [[nodiscard]] bool isRefused() const { return m_refused; }
    void stop() { m_stop.request_stop(); }

private:
    struct Lane;
    [[nodiscard]] Async<QJsonObject> sendInLane(std::shared_ptr<Lane> lane, ApiCall call);
    [[nodiscard]] Async<> waitForLimits(std::shared_ptr<Lane> lane, bool interaction);
    [[nodiscard]] net::HttpRequest requestOf(const ApiCall &call) const;
    void noteHeaders(Lane &lane, const net::HttpAnswer &answer);
    [[nodiscard]] qint64 noteRefusal(Lane &lane, const net::HttpAnswer &answer);
    [[nodiscard]] Result<> mayAsk();

    QUrl m_root;
    QString m_token;
    ApiPace m_pace;
    net::HttpClient m_http;
    std::stop_source m_stop;
    QElapsedTimer m_clock; ///< monotonic: the wall clock may jump
    QHash<QString, std::shared_ptr<Lane>> m_lanes;
    QHash<QString, qint64> m_buckets; ///< bucket and major parameter: not before
    qint64 m_globalUntil = 0;
    std::deque<qint64> m_recent; ///< of the last second
    std::deque<qint64> m_refusals; ///< of the last ten minutes
    bool m_refused = false;
    quint64 m_lastNonce = 0;
};

/// Plain http and ws are for this machine only: a token never goes over them elsewhere.
[[nodiscard]] bool isSafeFor(const QUrl &url);

} // namespace slipway::chat
