// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/connection.h"

#include "core/redis/tls.h"

#include <QHostAddress>
#include <QHostInfo>
#include <QRandomGenerator>

#include <async.h>

namespace slipway::redis {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

constexpr timeval connectTimeout { 5, 0 };
constexpr auto signInTimeout = 10s;
constexpr auto firstRetry = 50ms;
constexpr auto longestRetry = 2000ms;
/// With fewer commands on the way each is written at once, so that the server works while the next is made; with more they
/// go together when whoever runs now has said all.
constexpr int fewUnanswered = 8;

bool blocksServer(const QList<QByteArray> &arguments)
{
    static const QList<QByteArray> names { "BLPOP",    "BRPOP",    "BLMOVE", "BLMPOP", "BRPOPLPUSH",
                                           "BZPOPMIN", "BZPOPMAX", "BZMPOP", "WAIT",   "WAITAOF" };
    const QByteArray name = arguments.value(0).toUpper();
    if (name == "XREAD" || name == "XREADGROUP") {
        return std::ranges::any_of(
            arguments, [](const QByteArray &argument) { return argument.compare("BLOCK", Qt::CaseInsensitive) == 0; });
    }
    return names.contains(name);
}

Connection *ownerOf(const redisAsyncContext *context)
{
    return static_cast<Connection *>(context->data);
}

QString reasonOf(const redisAsyncContext *context)
{
    return context->err == 0 ? QStringLiteral("connection closed") : QString::fromUtf8(context->errstr);
}

} // namespace

Connection::Connection(RedisAddress address)
    : m_address(std::move(address))
{
    for (QTimer *timer : { &m_deadlineTimer, &m_retryTimer, &m_signInTimer })
        timer->setSingleShot(true);
    connect(&m_deadlineTimer, &QTimer::timeout, this, &Connection::expire);
    connect(&m_retryTimer, &QTimer::timeout, this, &Connection::open);
    connect(&m_signInTimer, &QTimer::timeout, this, [this] {
        m_lastError.detail = QStringLiteral("the server accepts connections but does not answer");
        close();
    });
}

Connection::~Connection()
{
    shutDown();
}

void Connection::open()
{
    if (m_ended || m_context)
        return;
    if (!m_address.socketPath.isEmpty() || !QHostAddress(m_address.host).isNull())
        return connectTo(m_address.host);
    // hiredis would resolve the name in place, blocking the event loop.
    QHostInfo::lookupHost(m_address.host, this, [this](const QHostInfo &info) {
        const auto addresses = info.addresses();
        if (m_ended || m_context)
            return;
        if (addresses.isEmpty()) {
            m_lastError.detail = info.errorString();
            return retryLater();
        }
        connectTo(addresses.at(m_failures % addresses.size()).toString());
    });
}

void Connection::connectTo(const QString &ip)
{
    const QByteArray path = m_address.socketPath.toLocal8Bit();
    const QByteArray host = ip.toLatin1();
    redisOptions options {};
    options.connect_timeout = &connectTimeout;
    if (path.isEmpty()) {
        REDIS_OPTIONS_SET_TCP(&options, host.constData(), m_address.port);
    } else {
        REDIS_OPTIONS_SET_UNIX(&options, path.constData());
    }
    redisAsyncContext *context = redisAsyncConnectWithOptions(&options);
    if (!context)
        return retryLater();
    if (context->err != 0) {
        m_lastError.detail = reasonOf(context);
        redisAsyncFree(context); // never adopted: no hook is set
        return retryLater();
    }
    adopt(context);
}

void Connection::adopt(redisAsyncContext *context)
{
    m_context = context;
    m_context->data = this;
    m_unanswered = 0;
    m_adapter = std::make_unique<HiredisAdapter>(context, [this] { contextGone(); });
    if (m_address.socketPath.isEmpty())
        redisEnableKeepAliveWithInterval(&context->c, 15);
    if (m_address.tls) {
        if (const auto secured = startTls(context, m_address.host); !secured) {
            m_lastError = secured.error();
            failWaiting(m_lastError);
            return close();
        }
    }
    m_signInTimer.start(signInTimeout);
    redisAsyncSetConnectCallback(context, [](const redisAsyncContext *c, int status) {
        if (status == REDIS_OK)
            ownerOf(c)->signIn();
        else
            ownerOf(c)->m_lastError.detail = reasonOf(c);
    });
    redisAsyncSetDisconnectCallback(context, [](const redisAsyncContext *, int) { /* contextGone() did it all */ });
}

void Connection::signIn()
{
    m_lastError = {};
    QList<QList<QByteArray>> steps;
    if (!m_address.password.isEmpty()) {
        QList<QByteArray> auth { "AUTH" };
        if (!m_address.user.isEmpty())
            auth << m_address.user.toUtf8();
        steps.append(auth << m_address.password.toUtf8());
    }
    if (m_address.database != 0)
        steps.append({ "SELECT", QByteArray::number(m_address.database) });
    // PING tells a server that is still loading its data from one that is ready.
    steps.append({ "PING" });
    for (const auto &step : std::as_const(steps)) {
        const bool last = &step == &steps.constLast();
        if (!write(step, &Connection::onSignInAnswer, last ? this : nullptr))
            return close();
    }
}

void Connection::onSignInAnswer(redisAsyncContext *context, void *reply, void *data)
{
    if (reply)
        ownerOf(context)->signInAnswered(replyFrom(static_cast<redisReply *>(reply)), data != nullptr);
    else if (context->err != 0)
        ownerOf(context)->m_lastError.detail = reasonOf(context);
}

void Connection::signInAnswered(const Result<Reply> &result, bool last)
{
    if (m_lastError.detail.isEmpty() && !result && !result.error().detail.startsWith(QLatin1String("NOPERM")))
        m_lastError = result.error();
    if (!last)
        return;
    m_signInTimer.stop();
    if (!m_lastError.detail.isEmpty()) {
        // Waiting does not help against a wrong password or a missing database.
        if (m_lastError.code != ErrorCode::Unavailable)
            failWaiting(m_lastError);
        return close();
    }
    m_failures = 0;
    setReady(true);
    sendWaiting();
}

void Connection::sendWaiting()
{
    if (!m_ready)
        return;
    for (const auto &request : std::exchange(m_waiting, {})) {
        if (request->state == Request::State::Waiting)
            send(request);
    }
}

void Connection::shutDown()
{
    if (m_ended)
        return;
    m_ended = true;
    for (QTimer *timer : { &m_deadlineTimer, &m_retryTimer, &m_signInTimer })
        timer->stop();
    close();
    failWaiting({ ErrorCode::Cancelled, QStringLiteral("The Redis client was closed"), {}, {} });
}

void Connection::close()
{
    if (m_context)
        redisAsyncFree(m_context); // answers what is in flight with nothing, then contextGone()
}

void Connection::contextGone()
{
    m_context = nullptr;
    m_signInTimer.stop();
    setReady(false);
    retryLater();
}

void Connection::retryLater()
{
    if (m_ended)
        return;
    const auto most = std::min<std::chrono::milliseconds>(longestRetry, firstRetry * (1 << std::min(m_failures, 6)));
    ++m_failures;
    const auto jitter = 0.5 + QRandomGenerator::global()->generateDouble() / 2;
    m_retryTimer.start(std::chrono::milliseconds(qint64(double(most.count()) * jitter)));
}

void Connection::setReady(bool ready)
{
    if (std::exchange(m_ready, ready) != ready)
        Q_EMIT connectedChanged(ready);
}

std::shared_ptr<Request> Connection::submit(QList<QByteArray> arguments, std::chrono::milliseconds timeout)
{
    auto request = std::make_shared<Request>();
    request->name = arguments.value(0);
    request->blocks = blocksServer(arguments);
    request->arguments = std::move(arguments);
    request->timeout = timeout;
    if (m_ended || request->arguments.isEmpty()) {
        end(request,
            m_ended ? fail(ErrorCode::Cancelled, QStringLiteral("The Redis client was closed"))
                    : fail(ErrorCode::Internal, QStringLiteral("An empty Redis command")));
        return request;
    }
    if (timeout.count() > 0) {
        request->deadline = m_deadlines.emplace(Clock::now() + timeout, request);
        request->hasDeadline = true;
        armDeadlineTimer();
    }
    if (m_ready)
        send(request);
    else
        m_waiting.push_back(request);
    return request;
}

bool Connection::write(const QList<QByteArray> &arguments, void (*callback)(redisAsyncContext *, void *, void *),
                       void *data)
{
    std::vector<const char *> parts;
    std::vector<size_t> sizes;
    parts.reserve(size_t(arguments.size()));
    sizes.reserve(size_t(arguments.size()));
    for (const QByteArray &argument : arguments) {
        parts.push_back(argument.constData());
        sizes.push_back(size_t(argument.size()));
    }
    return m_context
        && redisAsyncCommandArgv(m_context, callback, data, int(parts.size()), parts.data(), sizes.data()) == REDIS_OK;
}

void Connection::send(const std::shared_ptr<Request> &request)
{
    if (const auto may = m_guard ? m_guard() : Result<> {}; !may) {
        if (may.error().code != ErrorCode::Unavailable)
            return end(request, forward(may));
        m_waiting.push_back(request);
        return;
    }
    auto holder = std::make_unique<std::shared_ptr<Request>>(request);
    if (!write(request->arguments, &Connection::onAnswer, holder.get())) {
        m_waiting.push_back(request); // the connection is being closed; the next one takes it
        return;
    }
    (void)holder.release(); // onAnswer() comes exactly once for it
    request->state = Request::State::Sent;
    request->sentAt = Clock::now();
    request->arguments.clear();
    if (++m_unanswered <= fewUnanswered)
        m_adapter->write(); // last: it may find the connection broken
}

void Connection::onAnswer(redisAsyncContext *context, void *reply, void *data)
{
    const std::unique_ptr<std::shared_ptr<Request>> holder(static_cast<std::shared_ptr<Request> *>(data));
    Connection *self = ownerOf(context);
    --self->m_unanswered;
    if (!reply) {
        if (context->err != 0)
            self->m_lastError.detail = reasonOf(context);
        return self->end(*holder, std::unexpected(self->brokenError(**holder)));
    }
    self->m_lastAnswer = Clock::now();
    if ((*holder)->state == Request::State::Sent)
        self->end(*holder, replyFrom(static_cast<redisReply *>(reply)));
}

void Connection::end(const std::shared_ptr<Request> &request, Result<Reply> result)
{
    if (request->state == Request::State::Ended)
        return;
    request->state = Request::State::Ended;
    if (std::exchange(request->hasDeadline, false))
        m_deadlines.erase(request->deadline);
    request->source.resolve(std::move(result));
}

void Connection::abandon(const std::shared_ptr<Request> &request)
{
    const bool drop = request->state == Request::State::Sent && request->blocks;
    const auto keep = request; // the deadline entry may be its last other holder
    end(keep, fail(ErrorCode::Cancelled, QStringLiteral("The Redis command was cancelled")));
    if (drop)
        close();
}

void Connection::failWaiting(const Error &error)
{
    for (const auto &request : std::exchange(m_waiting, {}))
        end(request, std::unexpected(error));
}

void Connection::armDeadlineTimer()
{
    if (m_deadlines.empty())
        return m_deadlineTimer.stop();
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(m_deadlines.begin()->first - Clock::now());
    // Later deadlines than the armed one need no new timer: expire() arms the next.
    if (!m_deadlineTimer.isActive() || m_deadlineTimer.remainingTimeAsDuration() > wait)
        m_deadlineTimer.start(std::max(wait, 0ms));
}

void Connection::expire()
{
    const auto now = Clock::now();
    bool isDead = false;
    while (!m_deadlines.empty() && m_deadlines.begin()->first <= now) {
        const auto request = m_deadlines.begin()->second;
        isDead = isDead || (request->state == Request::State::Sent && m_lastAnswer < request->sentAt);
        end(request, std::unexpected(timeoutError(*request)));
    }
    std::erase_if(m_waiting, [](const auto &request) { return request->state == Request::State::Ended; });
    armDeadlineTimer();
    if (isDead)
        close();
}

Error Connection::timeoutError(const Request &request) const
{
    if (request.state == Request::State::Waiting) {
        return { ErrorCode::Unavailable, QStringLiteral("Redis at %1 cannot be reached").arg(m_address.display()),
                 QStringLiteral("Check that the Redis server runs and SLIPWAY_REDIS_URL is right"),
                 m_lastError.detail };
    }
    const double seconds = std::chrono::duration<double>(request.timeout).count();
    return { ErrorCode::Timeout,
             QStringLiteral("Redis did not answer %1 within %2 s")
                 .arg(QString::fromLatin1(request.name), QString::number(seconds)),
             QStringLiteral("Check the load of the Redis server at %1").arg(m_address.display()),
             {} };
}

Error Connection::brokenError(const Request &request) const
{
    if (m_ended)
        return { ErrorCode::Cancelled, QStringLiteral("The Redis client was closed"), {}, {} };
    return { ErrorCode::Unavailable,
             QStringLiteral("The connection to Redis at %1 broke while %2 was carried out")
                 .arg(m_address.display(), QString::fromLatin1(request.name)),
             QStringLiteral("Try again; the connection is made anew by itself"), m_lastError.detail };
}

} // namespace slipway::redis
