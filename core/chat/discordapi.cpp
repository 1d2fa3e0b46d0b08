// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/discordapi.h"

#include "core/base/completion.h"
#include "core/base/files.h"
#include "core/base/redaction.h"
#include "core/base/taskscope.h"
#include "core/chat/apierrors.h"
#include "core/net/retrypolicy.h"

#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLoggingCategory>
#include <QRandomGenerator>
#include <QUuid>

Q_LOGGING_CATEGORY(lcDiscordApi, "slipway.discord.api")

namespace slipway::chat {

/// What one route and channel has in common: order and limit.
struct DiscordApi::Lane {
    QString major; ///< channel, guild or webhook
    QString bucket; ///< learned from the first answer
    bool busy = false;
    std::deque<base::CompletionSource<>> waiting;
    qint64 notBefore = 0;
    struct Denial {
        qint64 until = 0;
        Error error;
    };
    QHash<QByteArray, Denial> denied; ///< by kind of call: a 403 is not repeated
};

namespace {

constexpr qint64 tenMinutesMs = 600'000;

bool isId(const QString &part)
{
    return part.size() > 4 && std::ranges::all_of(part, [](QChar c) { return c.isDigit(); });
}

/// `channels/1234/messages/:` and its major parameter; edits and posts of a channel keep their order together.
QPair<QString, QString> routeOf(const QString &path)
{
    QStringList parts = path.section(QLatin1Char('?'), 0, 0).split(QLatin1Char('/'), Qt::SkipEmptyParts);
    const QString top = parts.value(0);
    QString major = parts.value(1);
    if (top == QLatin1String("webhooks") || top == QLatin1String("interactions"))
        major += QLatin1Char('/') + parts.value(2);
    const bool isWebhook = top == QLatin1String("webhooks") || top == QLatin1String("interactions");
    if (top == QLatin1String("channels") && parts.value(2) == QLatin1String("messages"))
        return { QStringLiteral("channels/%1/messages").arg(major), major };
    for (qsizetype i = isWebhook ? 3 : 2; i < parts.size(); ++i) {
        if (isId(parts[i]))
            parts[i] = QStringLiteral(":");
    }
    return { parts.join(QLatin1Char('/')), major };
}

/// What a permission is for: who may not attach files may still write.
QByteArray kindOf(const ApiCall &call)
{
    return call.file.isEmpty() ? call.method : QByteArray(call.method + " file");
}

QByteArray multipart(const QByteArray &boundary, const QJsonObject &body, const QByteArray &file, const QString &name)
{
    QByteArray content;
    content += "--" + boundary
        + "\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n"
          "Content-Type: application/json\r\n\r\n";
    content += QJsonDocument(body).toJson(QJsonDocument::Compact) + "\r\n";
    content += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"" + name.toUtf8()
        + "\"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n";
    content += file + "\r\n--" + boundary + "--\r\n";
    return content;
}

QJsonObject withoutMentions(QJsonObject message)
{
    message.insert(QStringLiteral("allowed_mentions"), QJsonObject { { QStringLiteral("parse"), QJsonArray() } });
    return message;
}

QJsonObject documentOf(const QByteArray &body)
{
    const auto document = QJsonDocument::fromJson(body);
    if (document.isArray())
        return { { QStringLiteral("list"), document.array() } };
    return document.object();
}

} // namespace

bool isSafeFor(const QUrl &url)
{
    if (url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("wss"))
        return true;
    return url.host() == QLatin1String("localhost") || QHostAddress(url.host()).isLoopback();
}

DiscordApi::DiscordApi(QUrl root, QString token, ApiPace pace)
    : m_root(std::move(root))
    , m_token(std::move(token))
    , m_pace(pace)
    , m_http("DiscordBot (https://slipway.invalid, " SLIPWAY_VERSION ")")
{
    base::addSecret(m_token);
    m_clock.start();
    m_lastNonce = QRandomGenerator::global()->generate64() >> 20;
}

DiscordApi::~DiscordApi() = default;

Async<QJsonObject> DiscordApi::send(ApiCall call)
{
    const auto [route, major] = routeOf(call.path);
    auto &known = m_lanes[route];
    if (!known)
        known = std::make_shared<Lane>();
    const std::shared_ptr<Lane> lane = known;
    lane->major = major;
    if (lane->busy) {
        auto &turn = lane->waiting.emplace_back();
        auto completion = turn.completion();
        CO_CHECK(co_await completion);
    }
    lane->busy = true;
    auto result = co_await sendInLane(lane, std::move(call));
    if (lane->waiting.empty()) {
        lane->busy = false;
        if (lane->major.contains(QLatin1Char('/'))) // of an interaction: never used again
            m_lanes.remove(route);
    } else {
        auto next = std::move(lane->waiting.front());
        lane->waiting.pop_front();
        next.resolve({});
    }
    co_return result;
}

Async<QJsonObject> DiscordApi::sendInLane(std::shared_ptr<Lane> lane, ApiCall call)
{
    const net::RetryPolicy policy { m_pace.attempts, m_pace.firstRetry, m_pace.longestRetry };
    int failures = 0;
    for (int limited = 0; limited < 20;) {
        if (const auto denial = lane->denied.value(kindOf(call)); denial.until > m_clock.elapsed())
            co_return std::unexpected(denial.error);
        CO_CHECK(mayAsk());
        CO_CHECK(co_await waitForLimits(lane, call.isInteraction));
        const auto request = requestOf(call);
        const net::HttpAnswer answer = co_await m_http.send(request, m_stop.get_token());
        noteHeaders(*lane, answer);
        if (answer.isSuccess())
            co_return documentOf(answer.body);
        if (answer.end == net::HttpEnd::Cancelled)
            co_return fail(ErrorCode::Cancelled, QStringLiteral("The Discord link stops"));
        if (answer.end == net::HttpEnd::Answered && answer.status == 429) {
            ++limited;
            lane->notBefore = std::max(lane->notBefore, m_clock.elapsed() + noteRefusal(*lane, answer));
            continue;
        }
        const bool passing = answer.end != net::HttpEnd::Answered || answer.status >= 500;
        if (passing && answer.end != net::HttpEnd::TooLarge && policy.mayRetry(++failures)) {
            const auto wait = policy.delayBefore(failures + 1, QRandomGenerator::global()->generateDouble());
            CO_CHECK(co_await base::sleepFor(wait, m_stop.get_token()));
            continue;
        }
        Error error = errorOf(answer);
        qCWarning(lcDiscordApi, "%s %s: %d %s %s", call.method.constData(),
                  qUtf8Printable(call.isInteraction ? QStringLiteral("(interaction)") : call.path), answer.status,
                  qUtf8Printable(error.message), qUtf8Printable(base::redact(error.detail)));
        if (answer.status == 401 && !call.isInteraction)
            m_refused = true;
        if (answer.status == 401 || answer.status == 403)
            m_refusals.push_back(m_clock.elapsed());
        if (answer.status == 403 && !call.isInteraction)
            lane->denied.insert(kindOf(call), { m_clock.elapsed() + 60'000, error });
        co_return std::unexpected(std::move(error));
    }
    co_return fail(ErrorCode::Exhausted, QStringLiteral("Discord limits this bot's messages again and again"),
                   QStringLiteral("Wait a few minutes, and see whether another program uses the same bot"));
}

Result<> DiscordApi::mayAsk()
{
    if (m_stop.stop_requested())
        return fail(ErrorCode::Cancelled, QStringLiteral("The Discord link stops"));
    if (m_refused)
        return fail(ErrorCode::Denied, QStringLiteral("Discord refuses this bot's token"), tokenAdvice());
    while (!m_refusals.empty() && m_refusals.front() < m_clock.elapsed() - tenMinutesMs)
        m_refusals.pop_front();
    if (int(m_refusals.size()) >= m_pace.refusalsAllowed)
        return fail(ErrorCode::Exhausted, QStringLiteral("Discord refused too many requests of this bot lately"),
                    QStringLiteral("Nothing is sent for ten minutes, so that the address is not banned; the log says "
                                   "what was refused"));
    return {};
}

Async<> DiscordApi::waitForLimits(std::shared_ptr<Lane> lane, bool interaction)
{
    for (;;) {
        const qint64 now = m_clock.elapsed();
        qint64 until = std::max(lane->notBefore, m_buckets.value(lane->bucket + lane->major));
        if (!interaction) {
            until = std::max(until, m_globalUntil);
            while (!m_recent.empty() && m_recent.front() <= now - 1000)
                m_recent.pop_front();
            if (int(m_recent.size()) >= m_pace.perSecond)
                until = std::max(until, m_recent.front() + 1001);
        }
        if (until <= now) {
            if (!interaction)
                m_recent.push_back(now);
            co_return Result<> {};
        }
        CO_CHECK(co_await base::sleepFor(std::chrono::milliseconds(until - now + 1), m_stop.get_token()));
    }
}

void DiscordApi::noteHeaders(Lane &lane, const net::HttpAnswer &answer)
{
    const QByteArray bucket = answer.header("X-RateLimit-Bucket");
    if (bucket.isEmpty())
        return;
    lane.bucket = QString::fromLatin1(bucket) + QLatin1Char(' ');
    if (answer.header("X-RateLimit-Remaining") != "0")
        return;
    const qint64 wait = qint64(std::ceil(answer.header("X-RateLimit-Reset-After").toDouble() * 1000));
    const qint64 now = m_clock.elapsed();
    m_buckets.removeIf([now](const auto &old) { return old.value() <= now; });
    auto &until = m_buckets[lane.bucket + lane.major];
    until = std::max(until, now + wait);
}

qint64 DiscordApi::noteRefusal(Lane &lane, const net::HttpAnswer &answer)
{
    const QJsonObject body = base::parseObject(answer.body);
    double seconds = body.value(QLatin1String("retry_after")).toDouble(-1);
    if (seconds < 0)
        seconds = std::max(answer.header("Retry-After").toDouble(), 1.0);
    const qint64 wait = qint64(std::ceil(seconds * 1000)) + 1;
    const bool global = body.value(QLatin1String("global")).toBool() || answer.header("X-RateLimit-Global") == "true";
    if (global)
        m_globalUntil = std::max(m_globalUntil, m_clock.elapsed() + wait);
    if (answer.header("X-RateLimit-Scope") != "shared")
        m_refusals.push_back(m_clock.elapsed());
    qCInfo(lcDiscordApi, "limited for %lld ms%s (%s)", wait, global ? ", everything" : "", qUtf8Printable(lane.major));
    return wait;
}

net::HttpRequest DiscordApi::requestOf(const ApiCall &call) const
{
    net::HttpRequest request;
    request.method = call.method;
    request.url = net::joinUrl(m_root, QLatin1Char('/') + call.path.section(QLatin1Char('?'), 0, 0),
                               call.path.section(QLatin1Char('?'), 1));
    request.idleTimeout = std::chrono::seconds(15);
    request.timeout = std::chrono::seconds(60);
    if (!call.isInteraction && isSafeFor(m_root))
        request.headers.append({ "Authorization", "Bot " + m_token.toUtf8() });
    if (!call.file.isEmpty()) {
        const QByteArray boundary = "slipway-" + QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
        request.headers.append({ "Content-Type", "multipart/form-data; boundary=" + boundary });
        request.body = multipart(boundary, call.body.toObject(), call.file, call.fileName);
    } else if (call.body.isObject() || call.body.isArray()) {
        request.headers.emplaceBack("Content-Type", "application/json");
        const auto document
            = call.body.isArray() ? QJsonDocument(call.body.toArray()) : QJsonDocument(call.body.toObject());
        request.body = document.toJson(QJsonDocument::Compact);
    }
    return request;
}

Async<QJsonObject> DiscordApi::post(QString channel, QJsonObject message)
{
    if (!message.contains(QLatin1String("nonce")))
        message.insert(QStringLiteral("nonce"), QStringLiteral("slip-%1").arg(++m_lastNonce));
    message.insert(QStringLiteral("enforce_nonce"), true);
    ApiCall call { "POST", QStringLiteral("channels/%1/messages").arg(channel), withoutMentions(message), {}, {} };
    return send(std::move(call));
}

Async<QJsonObject> DiscordApi::edit(QString channel, QString id, QJsonObject message)
{
    ApiCall call {
        "PATCH", QStringLiteral("channels/%1/messages/%2").arg(channel, id), withoutMentions(message), {}, {}
    };
    return send(std::move(call));
}

Async<QJsonObject> DiscordApi::postFile(QString channel, QJsonObject message, QString name, QByteArray content)
{
    message.insert(QStringLiteral("nonce"), QStringLiteral("slip-%1").arg(++m_lastNonce));
    message.insert(QStringLiteral("enforce_nonce"), true);
    message.insert(QStringLiteral("attachments"),
                   QJsonArray { QJsonObject { { QStringLiteral("id"), 0 }, { QStringLiteral("filename"), name } } });
    ApiCall call { "POST", QStringLiteral("channels/%1/messages").arg(channel), withoutMentions(message), content,
                   name };
    return send(std::move(call));
}

Async<QJsonObject> DiscordApi::answer(QString interaction, QString token, int type, QJsonValue data)
{
    base::addPassingSecret(token);
    QJsonObject body { { QStringLiteral("type"), type } };
    if (data.isObject())
        body.insert(QStringLiteral("data"),
                    type == 4 || type == 7 ? withoutMentions(data.toObject()) : data.toObject());
    ApiCall call { "POST", QStringLiteral("interactions/%1/%2/callback").arg(interaction, token), body, {}, {}, true };
    return send(std::move(call));
}

Async<QJsonObject> DiscordApi::editAnswer(QString application, QString token, QJsonObject message)
{
    ApiCall call { "PATCH",
                   QStringLiteral("webhooks/%1/%2/messages/@original").arg(application, token),
                   withoutMentions(message),
                   {},
                   {},
                   true };
    return send(std::move(call));
}

} // namespace slipway::chat
