// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bootstrap/standby.h"

#include "app/bootstrap/enginehost.h"

#include "core/base/taskscope.h"
#include "core/queue/keys.h"

#include <csignal>
#include <sys/syscall.h>
#include <unistd.h>

namespace slipway::app {

namespace {

constexpr std::chrono::milliseconds look(250);
constexpr std::chrono::milliseconds patience(1000);
constexpr int looksThatProve = 3; // an engine that is shutting down lets go of its lead first

/// Reads who leads, as the engines of this home see it.
class LeadReader final {
public:
    LeadReader(const redis::RedisAddress &address, const queue::Keys &keys)
        : m_client(address)
        , m_keys(keys)
    {
    }

    /// Empty if nobody leads. An error while Redis cannot be read, or takes no writes: nobody could lead then.
    Async<QByteArray> leader()
    {
        const QList<QByteArray> who { "GET", m_keys.leader() };
        CO_TRY(const redis::Reply reply, co_await m_client.command(who, patience));
        if (!reply.isNil())
            co_return reply.string;
        const QList<QByteArray> probe { "SET", m_keys.leader() + ":probe", "1", "PX", "1000" };
        CO_CHECK(co_await m_client.command(probe, patience));
        co_return QByteArray();
    }

private:
    redis::RedisClient m_client;
    queue::Keys m_keys;
};

/// Ends the process that holds the engine lock, and no other that may have got its number meanwhile.
Result<> endHolder(const QString &lock, qint64 pid)
{
    const int process = int(::syscall(SYS_pidfd_open, pid_t(pid), 0u));
    if (process < 0)
        return {}; // it has ended
    const bool holds = EngineLock::holder(lock) == pid;
    const bool sent = !holds || ::syscall(SYS_pidfd_send_signal, process, SIGKILL, nullptr, 0u) == 0 || errno == ESRCH;
    ::close(process);
    if (sent)
        return {};
    return fail(ErrorCode::Denied,
                QStringLiteral("The engine (pid %1) hangs, and cannot be ended by this user").arg(pid),
                QStringLiteral("End it, or run the standby as the user that it belongs to"));
}

} // namespace

Standby::Standby(const Home &home, std::function<void(const QString &)> say)
    : m_home(home)
    , m_say(std::move(say))
{
}

Async<> Standby::untilNeeded(std::stop_token stop) const
{
    CO_TRY(const redis::RedisAddress address, RedisAccess(m_home).address());
    LeadReader reader(address, queue::Keys(m_home.settings.string(settings::Key::RedisPrefix).toUtf8()));
    qint64 told = 0, led = 0; // pids
    int without = 0;
    while (true) {
        const qint64 holder = EngineLock::holder(m_home.paths.engineLock);
        if (holder == 0)
            co_return Result<> {};
        if (holder > 1 && std::exchange(told, holder) != holder)
            m_say(QStringLiteral("Standing by: the engine with pid %1 leads on this home.").arg(holder));
        const auto leader = co_await reader.leader();
        if (leader && leader->endsWith(QByteArray(':' + QByteArray::number(holder))))
            led = holder;
        // Only whoever led can have lost it: an engine that starts, or waits for Redis, does not hang.
        const bool lost = leader && leader->isEmpty() && led == holder;
        without = lost ? without + 1 : 0;
        if (without >= looksThatProve) {
            m_say(QStringLiteral("The engine with pid %1 hangs: it is ended, this one takes over.").arg(holder));
            CO_CHECK(endHolder(m_home.paths.engineLock, holder));
            without = 0;
        }
        CO_CHECK(co_await base::sleepFor(look, stop));
    }
}

} // namespace slipway::app
