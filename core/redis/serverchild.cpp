// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/serverchild.h"

#include "core/base/files.h"
#include "core/base/taskscope.h"
#include "core/redis/redisclient.h"
#include "core/redis/servercheck.h"

#include <QDateTime>
#include <QDir>
#include <QProcessEnvironment>
#include <QStandardPaths>

#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace slipway::redis {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto startLimit = 10s;
constexpr auto loadLimit = 5min;
constexpr int stopLimitMs = 5000;

/// Whether anything listens on a unix socket; never blocks.
bool listens(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    sockaddr_un address {};
    if (name.isEmpty() || size_t(name.size()) >= sizeof(address.sun_path))
        return false;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name.constData(), size_t(name.size()));
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return false;
    // EAGAIN: its backlog is full, so somebody is there.
    const bool connected
        = ::connect(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) == 0 || errno == EAGAIN;
    ::close(descriptor);
    return connected;
}

QString programNamed(const QStringList &names)
{
    for (const QString &name : names) {
        const QString found = QStandardPaths::findExecutable(name);
        if (!found.isEmpty())
            return QFileInfo(found).absoluteFilePath();
    }
    return {};
}

/// No tokens for a child that needs none.
QProcessEnvironment plainEnvironment()
{
    const auto own = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment environment;
    for (const auto &name :
         { QStringLiteral("PATH"), QStringLiteral("HOME"), QStringLiteral("TZ"), QStringLiteral("LD_LIBRARY_PATH") }) {
        if (own.contains(name))
            environment.insert(name, own.value(name));
    }
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    return environment;
}

QStringList serverArguments(const DataFolder &folder)
{
    const QList<std::pair<QString, QString>> settings {
        { QStringLiteral("--port"), QStringLiteral("0") },
        { QStringLiteral("--unixsocket"), folder.socketPath() },
        { QStringLiteral("--unixsocketperm"), QStringLiteral("700") },
        { QStringLiteral("--dir"), folder.path() },
        { QStringLiteral("--daemonize"), QStringLiteral("no") },
        { QStringLiteral("--save"), QString() },
        { QStringLiteral("--appendonly"), QStringLiteral("yes") },
        { QStringLiteral("--appendfsync"), QStringLiteral("everysec") },
        { QStringLiteral("--aof-load-truncated"), QStringLiteral("yes") },
        { QStringLiteral("--maxmemory-policy"), QStringLiteral("noeviction") },
        { QStringLiteral("--loglevel"), QStringLiteral("warning") },
        { QStringLiteral("--logfile"), folder.logFile() },
    };
    QStringList arguments;
    for (const auto &[name, value] : settings)
        arguments << name << value;
    return arguments;
}

/// A line of the server's log without its process id and time: `12:M 01 Jan 2026 12:00:00.000 # Bad file format`.
QString messageOf(const QByteArray &line)
{
    const qsizetype mark = line.indexOf(" # ");
    return QString::fromUtf8(mark < 0 ? line : line.mid(mark + 3)).trimmed();
}

bool isDamaged(const QByteArray &log)
{
    return log.contains("Bad file format reading the append only file")
        || log.contains("Unrecoverable error reading the append only file");
}

} // namespace

ServerChild::ServerChild(DataFolder folder)
    : m_folder(std::move(folder))
{
}

ServerChild::~ServerChild()
{
    endNow();
}

bool ServerChild::isRunning() const
{
    return m_process && m_process->state() != QProcess::NotRunning;
}

Async<RedisAddress> ServerChild::start(std::shared_ptr<ServerChild> self)
{
    if (self->m_starting)
        co_return fail(ErrorCode::Conflict, QStringLiteral("The private Redis is being started already"));
    if (self->isRunning() && self->m_isUp)
        co_return RedisAddress::unixSocket(self->m_folder.socketPath());
    self->m_starting = true;
    self->m_stopping = false;
    auto result = co_await findOrLaunch(self);
    self->m_starting = false;
    co_return result;
}

Async<RedisAddress> ServerChild::findOrLaunch(std::shared_ptr<ServerChild> self)
{
    CO_CHECK(self->m_folder.make());
    const auto deadline = Clock::now() + startLimit;
    while (!self->m_stopping) {
        const auto socket = co_await sharedSocket(self);
        if (socket) {
            self->watch(*socket);
            co_return RedisAddress::unixSocket(*socket);
        }
        if (socket.error().code == ErrorCode::Conflict)
            co_return forward(socket);
        const int lock = self->m_folder.tryLock();
        if (lock >= 0)
            co_return co_await launch(self, lock);
        // Somebody starts or ends one right now.
        if (Clock::now() > deadline) {
            co_return fail(ErrorCode::Unavailable,
                           QStringLiteral("A Redis holds %1 but does not answer").arg(self->m_folder.path()),
                           QStringLiteral("End the redis-server process of that folder, then try again"),
                           socket.error().detail);
        }
        CO_CHECK(co_await base::sleepFor(20ms));
    }
    co_return fail(ErrorCode::Cancelled, QStringLiteral("Starting the private Redis was cancelled"));
}

/// The socket of the server that runs already; NotFound (or Unavailable) if there is none, Conflict if it is not ours.
Async<QString> ServerChild::sharedSocket(std::shared_ptr<ServerChild> self)
{
    const QStringList candidates { self->m_folder.socketPath(), self->m_folder.notedSocket() };
    for (const QString &socket : candidates) {
        if (!listens(socket))
            continue;
        const int lock = self->m_folder.tryLock();
        if (lock >= 0) {
            // Our servers hold the lock. It may just have ended: only then the socket is silent now.
            const bool stranger = listens(socket);
            ::close(lock);
            if (!stranger)
                continue;
            co_return fail(ErrorCode::Conflict,
                           QStringLiteral("Another Redis than Slipway's listens at %1").arg(socket),
                           QStringLiteral("End it, or set SLIPWAY_REDIS_URL to use it"));
        }
        CO_CHECK(self->m_folder.check());
        RedisClient client(RedisAddress::unixSocket(socket));
        const QList<QByteArray> ping { "PING" };
        const auto pong = co_await client.command(ping, startLimit);
        if (!pong)
            co_return forward(pong);
        co_return socket;
    }
    co_return fail(ErrorCode::NotFound, QStringLiteral("No private Redis runs"));
}

Async<RedisAddress> ServerChild::launch(std::shared_ptr<ServerChild> self, int lock)
{
    auto started = self->run(lock);
    if (started)
        started = co_await waitUntilUp(self);
    if (!started && !self->isRunning() && isDamaged(self->newLog())) {
        const auto repaired = co_await repair(self);
        if (repaired) {
            started = self->run(lock);
            if (started)
                started = co_await waitUntilUp(self);
        }
    }
    ::close(lock); // the server has its own copy
    if (!started) {
        self->endNow();
        co_return forward(started);
    }
    self->m_isUp = true;
    co_return RedisAddress::unixSocket(self->m_folder.socketPath());
}

Result<> ServerChild::run(int lock)
{
    CHECK(m_folder.check());
    const QString program = programNamed({ QStringLiteral("redis-server"), QStringLiteral("valkey-server") });
    if (program.isEmpty()) {
        return fail(ErrorCode::Unavailable, QStringLiteral("redis-server is not installed"),
                    QStringLiteral("Install redis-server (or valkey-server), or set SLIPWAY_REDIS_URL"));
    }
    // Marked before the server writes its first file, so that a crash in between does not make the folder look foreign.
    CHECK(m_folder.note({}, m_folder.socketPath()));
    QFile::remove(m_folder.socketPath()); // we hold the lock: a leftover of a killed server
    m_logOffset = QFileInfo(m_folder.logFile()).size();
    m_ended = std::stop_source();
    m_process = std::make_unique<QProcess>();
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    m_process->setProcessEnvironment(plainEnvironment());
    m_process->setWorkingDirectory(m_folder.path());
    m_process->setStandardInputFile(QProcess::nullDevice());
    m_process->setChildProcessModifier([lock, parent = ::getpid()] {
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (::getppid() != parent)
            ::_exit(1); // it died before the line above
        ::setsid(); // Ctrl+C in a terminal is for us to handle, in our order
        ::fcntl(lock, F_SETFD, 0); // inherited
    });
    connect(m_process.get(), &QProcess::finished, this, &ServerChild::processEnded);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            processEnded();
    });
    m_process->start(program, serverArguments(m_folder));
    return {};
}

Async<> ServerChild::waitUntilUp(std::shared_ptr<ServerChild> self)
{
    const QString socket = self->m_folder.socketPath();
    const auto deadline = Clock::now() + startLimit;
    while (!listens(socket)) {
        if (!self->isRunning())
            co_return std::unexpected(self->whyItEnded());
        if (Clock::now() > deadline) {
            co_return fail(ErrorCode::Unavailable, QStringLiteral("redis-server does not come up"),
                           QStringLiteral("See %1").arg(self->m_folder.logFile()), QString::fromUtf8(self->newLog()));
        }
        CO_CHECK(co_await base::sleepFor(5ms));
    }
    // It listens before its data are loaded, and may find them damaged: the wait ends with the process.
    RedisClient client(RedisAddress::unixSocket(socket));
    const QList<QByteArray> ask { "INFO", "server" };
    const auto info = co_await client.command(ask, loadLimit, self->m_ended.get_token());
    if (!info && !self->isRunning())
        co_return std::unexpected(self->whyItEnded());
    if (!info)
        co_return forward(info);
    co_return self->m_folder.note(versionFromInfo(info->string), socket);
}

/// Power loss can leave rubbish, not only a cut, at the end of the append-only file; the server refuses it. The folder is
/// copied and the tool that comes with Redis cuts the file at the last whole command.
Async<> ServerChild::repair(std::shared_ptr<ServerChild> self)
{
    const QString program = programNamed({ QStringLiteral("redis-check-aof"), QStringLiteral("valkey-check-aof") });
    const QString data = self->m_folder.path() + QStringLiteral("/appendonlydir");
    const QString copy = self->m_folder.path() + QStringLiteral("/damaged-")
        + QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd_HHmmss"));
    const auto manifests = QDir(data).entryList({ QStringLiteral("*.manifest") }, QDir::Files);
    if (program.isEmpty() || manifests.isEmpty())
        co_return fail(ErrorCode::NotFound, QStringLiteral("redis-check-aof is not installed"));
    CO_CHECK(base::makeFolder(copy, true));
    const auto files = QDir(data).entryList(QDir::Files);
    for (const QString &file : files) {
        if (!QFile::copy(data + QLatin1Char('/') + file, copy + QLatin1Char('/') + file))
            co_return fail(ErrorCode::Exhausted, QStringLiteral("Cannot copy %1 to %2").arg(file, copy));
    }
    const auto ended = std::make_shared<base::CompletionSource<int>>();
    QProcess process;
    process.setProcessEnvironment(plainEnvironment());
    process.setProcessChannelMode(QProcess::MergedChannels);
    connect(&process, &QProcess::finished, &process, [ended](int code) { ended->resolve(code); });
    connect(&process, &QProcess::errorOccurred, &process, [ended](QProcess::ProcessError) { ended->resolve(-1); });
    process.start(program, { QStringLiteral("--fix"), data + QLatin1Char('/') + manifests.first() });
    process.write("y\ny\n");
    process.closeWriteChannel();
    auto completion = ended->completion();
    const auto code = co_await completion;
    if (!code || *code != 0) {
        co_return fail(ErrorCode::Conflict, QStringLiteral("The append-only file of Redis cannot be repaired"),
                       QStringLiteral("Move %1 away to start with empty queues").arg(data),
                       QString::fromUtf8(process.readAll()));
    }
    co_return Result<> {};
}

QByteArray ServerChild::newLog() const
{
    QFile file(m_folder.logFile());
    if (!file.open(QIODevice::ReadOnly))
        return {};
    file.seek(m_logOffset);
    return file.read(64 * 1024);
}

Error ServerChild::whyItEnded() const
{
    const QByteArray log = newLog() + (m_process ? m_process->readAll() : QByteArray());
    const QString detail = QString::fromUtf8(log).trimmed();
    const QString away = QStringLiteral("Move %1 away to start with empty queues").arg(m_folder.path());
    if (log.contains("Can't handle RDB format version") || log.contains("Can't handle AOF format version")) {
        return { ErrorCode::Conflict,
                 QStringLiteral("The Redis data in %1 was written by a newer Redis").arg(m_folder.path()),
                 QStringLiteral("Install that version of Redis again. ") + away, detail };
    }
    if (isDamaged(log)) {
        return { ErrorCode::Conflict, QStringLiteral("The Redis data in %1 are damaged").arg(m_folder.path()),
                 QStringLiteral("Run redis-check-aof --fix on its appendonlydir. ") + away, detail };
    }
    QString last;
    for (const QByteArray &line : log.split('\n')) {
        if (!line.trimmed().isEmpty() && !line.contains("Memory overcommit") && !line.contains("WARNING"))
            last = messageOf(line);
    }
    return { ErrorCode::Unavailable,
             QStringLiteral("redis-server ended at once: %1").arg(last.isEmpty() ? m_process->errorString() : last),
             QStringLiteral("See %1").arg(m_folder.logFile()), detail };
}

void ServerChild::watch(const QString &socket)
{
    m_watch = std::make_unique<QLocalSocket>();
    connect(m_watch.get(), &QLocalSocket::disconnected, this, [this] {
        if (!m_stopping)
            Q_EMIT died();
    });
    m_watch->connectToServer(socket);
}

void ServerChild::processEnded()
{
    m_ended.request_stop();
    for (const auto &waiter : std::exchange(m_endWaiters, {}))
        waiter.resolve({});
    if (std::exchange(m_isUp, false) && !m_stopping)
        Q_EMIT died();
}

QCoro::Task<> ServerChild::stop(std::shared_ptr<ServerChild> self)
{
    self->m_stopping = true;
    self->m_watch.reset();
    if (!self->isRunning())
        co_return;
    self->m_process->terminate();
    const QPointer<QProcess> process(self->m_process.get());
    QTimer::singleShot(stopLimitMs, process.get(), [process] { process->kill(); });
    auto completion = self->m_endWaiters.emplace_back().completion();
    co_await completion;
}

void ServerChild::endNow()
{
    m_stopping = true;
    m_watch.reset();
    if (!isRunning())
        return;
    m_process->terminate();
    if (m_process->waitForFinished(stopLimitMs))
        return;
    m_process->kill();
    m_process->waitForFinished(500);
}

} // namespace slipway::redis
