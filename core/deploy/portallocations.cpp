// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/portallocations.h"

#include "core/base/files.h"
#include "core/deploy/deploylog.h"
#include "core/deploy/filelock.h"

#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace slipway::deploy {

namespace {

constexpr int lastPort = 65535;
constexpr std::chrono::seconds lockPatience(5);

/// A listening socket on 127.0.0.1; -1 if the port is taken. SO_REUSEADDR as servers do, so that TIME_WAIT is no hindrance.
int listenOn(int port)
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return -1;
    const int on = 1;
    ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0 && ::listen(descriptor, 1) == 0)
        return descriptor;
    ::close(descriptor);
    return -1;
}

QString asideName(const QString &path)
{
    const QString stamp = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd_HHmmss_zzz"));
    return path + QStringLiteral(".damaged_") + stamp;
}

} // namespace

PortAllocations::PortAllocations(QString path, int firstPort)
    : m_path(std::move(path))
    , m_firstPort(firstPort)
{
}

Result<int> PortAllocations::allocate(const QString &project, const QSet<int> &avoid)
{
    if (project.isEmpty())
        return fail(ErrorCode::Invalid, QStringLiteral("A port cannot be allocated without a project name"));
    const auto lock = FileLock::acquire(m_path + QStringLiteral(".lock"), lockPatience);
    if (!lock)
        return forward(lock);
    auto ports = load(true);
    if (const int own = ports.value(project); own > 0 && !avoid.contains(own))
        return own;
    const QList<int> recorded = ports.values();
    const QSet<int> used(recorded.cbegin(), recorded.cend());
    for (int port = m_firstPort; port <= lastPort; ++port) {
        if (used.contains(port) || avoid.contains(port) || !isFree(port))
            continue;
        ports.insert(project, port);
        CHECK(store(ports));
        return port;
    }
    return fail(ErrorCode::Exhausted, QStringLiteral("No port from %1 up is free on 127.0.0.1").arg(m_firstPort),
                QStringLiteral("Undeploy a project that is no longer needed"));
}

Result<> PortAllocations::release(const QString &project)
{
    const auto lock = FileLock::acquire(m_path + QStringLiteral(".lock"), lockPatience);
    if (!lock)
        return forward(lock);
    auto ports = load(true);
    if (ports.remove(project) == 0)
        return {};
    return store(ports);
}

QMap<QString, int> PortAllocations::all() const
{
    return load(false); // replaced atomically, so a reader needs no lock
}

QMap<QString, int> PortAllocations::load(bool repair) const
{
    QFile file(m_path);
    if (!file.exists() || !file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray bytes = file.readAll();
    file.close();
    const auto document = QJsonDocument::fromJson(bytes);
    const auto object = document.object();
    bool foreign = !document.isObject() && !bytes.trimmed().isEmpty();
    QMap<QString, int> ports;
    for (auto it = object.begin(); it != object.end(); ++it) {
        const double value = it->toDouble();
        if (it->isDouble() && value >= 1 && value <= lastPort && value == static_cast<int>(value))
            ports.insert(it.key(), static_cast<int>(value));
        else
            foreign = true;
    }
    if (foreign && repair) {
        const QString aside = asideName(m_path);
        if (QFile::rename(m_path, aside)) {
            qCWarning(lcDeploy, "%s could not be read as port allocations and was moved to %s; %d entries were kept",
                      qUtf8Printable(m_path), qUtf8Printable(aside), static_cast<int>(ports.size()));
        }
    }
    return ports;
}

Result<> PortAllocations::store(const QMap<QString, int> &ports) const
{
    QJsonObject object;
    for (auto it = ports.begin(); it != ports.end(); ++it)
        object.insert(it.key(), it.value());
    return base::writeJsonObject(m_path, object);
}

Result<int> PortAllocations::probeFreePort()
{
    const int descriptor = listenOn(0);
    sockaddr_in address {};
    socklen_t size = sizeof address;
    const bool known = descriptor >= 0 && ::getsockname(descriptor, reinterpret_cast<sockaddr *>(&address), &size) == 0;
    if (descriptor >= 0)
        ::close(descriptor);
    if (!known) {
        return fail(ErrorCode::Exhausted, QStringLiteral("No free port was found on 127.0.0.1"),
                    QStringLiteral("Check that the loopback interface is up"));
    }
    return static_cast<int>(ntohs(address.sin_port));
}

bool PortAllocations::isFree(int port)
{
    if (port < 1 || port > lastPort)
        return false;
    const int descriptor = listenOn(port);
    if (descriptor >= 0)
        ::close(descriptor);
    return descriptor >= 0;
}

} // namespace slipway::deploy
