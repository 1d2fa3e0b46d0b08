// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/redis/hiredisadapter.h"
#include "core/redis/redisaddress.h"
#include "core/redis/reply.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>

struct redisAsyncContext;

namespace slipway::redis {

struct Request;
using Deadlines = std::multimap<std::chrono::steady_clock::time_point, std::shared_ptr<Request>>;

/// One command on its way. `source` may be resolved from any thread (cancellation); the rest belongs to the connection's.
struct Request {
    enum class State { Waiting, Sent, Ended };
    QList<QByteArray> arguments; ///< let go of once sent
    base::CompletionSource<Reply> source;
    State state = State::Waiting;
    QByteArray name; ///< for messages
    bool blocks = false; ///< the server may hold the answer back on purpose
    std::chrono::milliseconds timeout { 0 };
    std::chrono::steady_clock::time_point sentAt;
    Deadlines::iterator deadline;
    bool hasDeadline = false;
};

/// The machinery of a RedisClient: connects, signs in, sends, times out, reconnects. Private to core/redis; lives in the
/// client's thread, shared with the coroutines that wait for it.
class Connection final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Connection)
public:
    explicit Connection(RedisAddress address);
    ~Connection() override;

    void open();
    /// Ends for good: every command gets Cancelled.
    void shutDown();
    /// See RedisClient::setGuard().
    void setGuard(std::function<Result<>()> guard) { m_guard = std::move(guard); }
    void sendWaiting();
    [[nodiscard]] std::shared_ptr<Request> submit(QList<QByteArray> arguments, std::chrono::milliseconds timeout);
    /// The waiter of `request` has given up.
    void abandon(const std::shared_ptr<Request> &request);
    [[nodiscard]] bool isReady() const { return m_ready; }
    [[nodiscard]] const RedisAddress &address() const { return m_address; }

Q_SIGNALS:
    void connectedChanged(bool connected);

private:
    void connectTo(const QString &ip);
    void adopt(redisAsyncContext *context);
    static void onAnswer(redisAsyncContext *context, void *reply, void *data);
    static void onSignInAnswer(redisAsyncContext *context, void *reply, void *data);
    void signIn();
    void signInAnswered(const Result<Reply> &result, bool last);
    void close(); ///< the only place that frees a context by our will
    void contextGone();
    void retryLater();
    void setReady(bool ready);
    [[nodiscard]] bool write(const QList<QByteArray> &arguments, void (*callback)(redisAsyncContext *, void *, void *),
                             void *data);
    void send(const std::shared_ptr<Request> &request);
    void end(const std::shared_ptr<Request> &request, Result<Reply> result);
    void failWaiting(const Error &error);
    void expire();
    void armDeadlineTimer();
    [[nodiscard]] Error brokenError(const Request &request) const;
    [[nodiscard]] Error timeoutError(const Request &request) const;

    RedisAddress m_address;
    redisAsyncContext *m_context = nullptr;
    std::unique_ptr<HiredisAdapter> m_adapter;
    std::function<Result<>()> m_guard;
    std::deque<std::shared_ptr<Request>> m_waiting;
    Deadlines m_deadlines;
    QTimer m_deadlineTimer;
    QTimer m_retryTimer;
    QTimer m_signInTimer;
    int m_unanswered = 0; ///< commands that were sent on this context
    int m_failures = 0; ///< connections that failed in a row
    bool m_ready = false;
    bool m_ended = false;
    Error m_lastError; ///< why there is no connection
    std::chrono::steady_clock::time_point m_lastAnswer;
};

} // namespace slipway::redis
