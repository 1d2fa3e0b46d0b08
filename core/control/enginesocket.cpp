// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/enginesocket.h"

#include "core/base/completion.h"
#include "core/base/files.h"

#include <QFile>
#include <QLocalServer>
#include <QLocalSocket>
#include <QPointer>
#include <QTimer>

#include <cerrno>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace slipway::control {

namespace {

/// A descriptor that is closed unless it is handed on.
class Descriptor {
public:
    explicit Descriptor(int value)
        : m_value(value)
    {
    }
    ~Descriptor()
    {
        if (m_value >= 0)
            ::close(m_value);
    }
    Q_DISABLE_COPY_MOVE(Descriptor)
    [[nodiscard]] int value() const { return m_value; }
    [[nodiscard]] int release() { return std::exchange(m_value, -1); }

private:
    int m_value;
};

Result<sockaddr_un> addressOf(const QString &path)
{
    const QByteArray encoded = QFile::encodeName(path);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    if (encoded.isEmpty() || size_t(encoded.size()) >= sizeof address.sun_path)
        return fail(ErrorCode::Invalid, QStringLiteral("The path %1 is too long for a socket").arg(path),
                    QStringLiteral("Set SLIPWAY_HOME to a shorter path"));
    std::copy(encoded.begin(), encoded.end(), address.sun_path);
    return address;
}

Descriptor newSocket()
{
    return Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

const sockaddr *generic(const sockaddr_un &address)
{
    return reinterpret_cast<const sockaddr *>(&address);
}

/// Removes the socket of an engine that crashed.
Result<> clear(const QString &path, const sockaddr_un &address)
{
    struct stat info {};
    if (::lstat(address.sun_path, &info) != 0)
        return {};
    if (!S_ISSOCK(info.st_mode) || info.st_uid != ::getuid())
        return fail(ErrorCode::Conflict, QStringLiteral("%1 is in the way of the engine's socket").arg(path),
                    QStringLiteral("Remove it"));
    const auto probe = newSocket();
    if (::connect(probe.value(), generic(address), sizeof address) == 0 || errno == EAGAIN)
        return fail(ErrorCode::Conflict, QStringLiteral("Another engine listens at %1").arg(path),
                    QStringLiteral("Stop it first"));
    ::unlink(address.sun_path);
    return {};
}

bool isOurUser(const QLocalSocket &socket)
{
    ucred peer = {};
    socklen_t size = sizeof peer;
    return ::getsockopt(int(socket.socketDescriptor()), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0
        && peer.uid == ::getuid();
}

QByteArray lineOf(const Result<QJsonObject> &answer)
{
    const QJsonObject json = answer ? QJsonObject { { QStringLiteral("result"), *answer } }
                                    : QJsonObject { { QStringLiteral("error"), base::toJson(answer.error()) } };
    return base::compact(json) + '\n';
}

} // namespace

struct EngineSocket::Connection {
    QPointer<QLocalSocket> socket;
    QTimer patience;
    bool busy = false; ///< one request at a time
};

EngineSocket::EngineSocket(QString path, QHash<QString, Verb> verbs, EngineSocketLimits limits, QObject *parent)
    : QObject(parent)
    , m_path(std::move(path))
    , m_verbs(std::move(verbs))
    , m_limits(limits)
    , m_server(std::make_unique<QLocalServer>())
{
    connect(m_server.get(), &QLocalServer::newConnection, this, &EngineSocket::accept);
}

EngineSocket::~EngineSocket() = default;

Result<> EngineSocket::listen()
{
    TRY(const sockaddr_un address, addressOf(m_path));
    CHECK(clear(m_path, address));
    auto socket = newSocket();
    // QLocalServer's own way sets the mode only after others could have connected.
    const bool bound = socket.value() >= 0 && ::bind(socket.value(), generic(address), sizeof address) == 0
        && ::chmod(address.sun_path, 0700) == 0 && ::listen(socket.value(), m_limits.connections) == 0;
    if (!bound)
        return fail(ErrorCode::Denied, QStringLiteral("Cannot make the engine's socket %1").arg(m_path),
                    QStringLiteral("Check the permissions of its folder"), qt_error_string(errno));
    if (!m_server->listen(socket.value()))
        return fail(ErrorCode::Internal, QStringLiteral("Cannot listen at %1").arg(m_path), {},
                    m_server->errorString());
    [[maybe_unused]] const int taken = socket.release();
    return {};
}

QCoro::Task<> EngineSocket::close()
{
    if (m_server->isListening()) { // else what is at the path is somebody else's
        m_server->close();
        QFile::remove(m_path);
    }
    const auto connections = std::exchange(m_connections, {});
    for (auto *const socket : connections.keys()) {
        socket->disconnect(this);
        socket->flush();
        socket->abort();
        socket->deleteLater();
    }
    co_await m_scope.drain();
}

void EngineSocket::refuse(QLocalSocket *socket, const Error &error)
{
    socket->write(lineOf(std::unexpected(error)));
    socket->disconnectFromServer(); // when it is written
}

void EngineSocket::accept()
{
    while (QLocalSocket *const socket = m_server->nextPendingConnection()) {
        if (!isOurUser(*socket)) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        const auto connection = std::make_shared<Connection>();
        connection->socket = socket;
        connection->patience.setSingleShot(true);
        connection->patience.setInterval(m_limits.patience);
        socket->setReadBufferSize(m_limits.request + 1);
        const bool full = m_connections.size() >= m_limits.connections;
        // One that is refused is kept too, until it is gone or its time is up.
        m_connections.insert(socket, connection);
        // Queued: the timer goes with the connection.
        connect(&connection->patience, &QTimer::timeout, socket, &QLocalSocket::abort, Qt::QueuedConnection);
        connect(socket, &QLocalSocket::disconnected, this, [this, socket] {
            m_connections.remove(socket);
            socket->deleteLater();
        });
        connection->patience.start();
        if (full) {
            refuse(socket,
                   { ErrorCode::Exhausted,
                     QStringLiteral("The engine's socket serves enough others"),
                     QStringLiteral("Try again"),
                     {} });
            continue;
        }
        connect(socket, &QLocalSocket::readyRead, this, [this, weak = std::weak_ptr(connection)] {
            if (const auto strong = weak.lock())
                read(strong);
        });
        read(connection);
    }
}

void EngineSocket::read(const std::shared_ptr<Connection> &connection)
{
    auto *const socket = connection->socket.data();
    if (!socket || connection->busy || socket->state() != QLocalSocket::ConnectedState)
        return;
    if (!socket->canReadLine() && socket->bytesAvailable() <= m_limits.request)
        return; // the rest is still to come
    const QByteArray line = socket->readLine(m_limits.request + 1);
    if (!line.endsWith('\n')) {
        refuse(socket,
               { ErrorCode::Invalid,
                 QStringLiteral("The request is longer than %1 bytes").arg(m_limits.request),
                 {},
                 {} });
        return;
    }
    connection->busy = true;
    connection->patience.stop();
    m_scope.start(serve(connection, line), "engine socket");
}

QCoro::Task<> EngineSocket::serve(std::shared_ptr<Connection> connection, QByteArray line)
{
    const auto result = co_await answer(std::move(line));
    connection->busy = false;
    auto *const socket = connection->socket.data();
    if (!socket || !m_connections.contains(socket))
        co_return;
    socket->write(lineOf(result));
    socket->flush();
    connection->patience.start();
    QTimer::singleShot(0, socket, [this, weak = std::weak_ptr(connection)] {
        if (const auto strong = weak.lock())
            read(strong);
    });
}

Async<QJsonObject> EngineSocket::answer(QByteArray line)
{
    const QJsonObject request = base::parseObject(line);
    const QString name = request.value(QLatin1String("verb")).toString();
    if (name.isEmpty())
        co_return fail(ErrorCode::Invalid, QStringLiteral("A request is one JSON object with a verb, on a line"));
    const auto verb = m_verbs.constFind(name);
    if (verb == m_verbs.constEnd())
        co_return fail(ErrorCode::NotFound, QStringLiteral("The engine's socket knows no \"%1\"").arg(name.left(80)),
                       QStringLiteral("It knows health, pause and stop"));
    const QString actor = request.value(QLatin1String("actor")).toString().left(80);
    co_return co_await (*verb)(actor.isEmpty() ? QStringLiteral("socket") : actor);
}

Async<QJsonObject> askEngine(QString path, QString verb, QString actor, std::chrono::milliseconds timeout)
{
    QLocalSocket socket;
    const auto source = std::make_shared<base::CompletionSource<QByteArray>>();
    QObject::connect(&socket, &QLocalSocket::connected, &socket, [&] {
        const QJsonObject request { { QStringLiteral("verb"), verb }, { QStringLiteral("actor"), actor } };
        socket.write(base::compact(request) + '\n');
    });
    QObject::connect(&socket, &QLocalSocket::readyRead, &socket, [&] {
        if (socket.canReadLine())
            source->resolve(socket.readLine(64 * 1024));
    });
    QObject::connect(&socket, &QLocalSocket::errorOccurred, &socket, [&] {
        source->resolve(fail(ErrorCode::Unavailable, QStringLiteral("No engine answers at %1").arg(path),
                             QStringLiteral("Start one with `slipway --server` or open the desktop with `slipway`"),
                             socket.errorString()));
    });
    QTimer timer;
    timer.setSingleShot(true);
    QObject::connect(&timer, &QTimer::timeout, &timer, [&] {
        source->resolve(fail(ErrorCode::Timeout, QStringLiteral("The engine did not answer at %1 in time").arg(path),
                             QStringLiteral("See the log under ai-dev-pipeline/logs")));
    });
    timer.start(timeout);
    socket.connectToServer(path);
    auto completion = source->completion();
    const auto line = co_await completion;
    socket.disconnect();
    if (!line)
        co_return forward(line);
    const QJsonObject answer = base::parseObject(*line);
    if (answer.contains(QLatin1String("error"))) {
        Error error = base::errorFromJson(answer.value(QLatin1String("error")).toObject());
        error.answered = true;
        co_return std::unexpected(std::move(error));
    }
    co_return answer.value(QLatin1String("result")).toObject();
}

} // namespace slipway::control
