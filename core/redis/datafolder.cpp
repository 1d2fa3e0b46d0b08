// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/datafolder.h"

#include "core/base/files.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <sys/file.h>

#include <fcntl.h>
#include <unistd.h>

namespace slipway::redis {

namespace {

constexpr int knownFormat = 1;
constexpr qsizetype longestSocketPath = 100; // the kernel's limit is 107
constexpr qint64 largestLog = 4 * 1024 * 1024;

/// A folder that only we can enter and that outlives this process: the session's, else one in /tmp with our user id.
QString runtimeFolder()
{
    const QString session = qEnvironmentVariable("XDG_RUNTIME_DIR");
    if (!session.isEmpty() && QFileInfo(session).isWritable() && QFile::encodeName(session).size() < 60)
        return session + QStringLiteral("/slipway");
    return QStringLiteral("/tmp/slipway-%1").arg(::getuid());
}

Result<> makePrivateFolder(const QString &path)
{
    CHECK(base::makeFolder(path, true));
    const QFileInfo info(path);
    if (info.isSymLink() || !info.isDir() || info.ownerId() != ::getuid()) {
        return fail(ErrorCode::Denied, QStringLiteral("The folder %1 belongs to somebody else").arg(path),
                    QStringLiteral("Remove it, or set XDG_RUNTIME_DIR"));
    }
    return {};
}

} // namespace

DataFolder::DataFolder(QString stateFolder, QString socketPath)
    : m_stateFolder(QDir::cleanPath(QFileInfo(stateFolder).absoluteFilePath()))
    , m_socketPath(std::move(socketPath))
{
}

QString DataFolder::path() const
{
    return m_stateFolder + QStringLiteral("/redis");
}

QString DataFolder::logFile() const
{
    return path() + QStringLiteral("/redis.log");
}

QString DataFolder::markerFile() const
{
    return path() + QStringLiteral("/slipway-redis.json");
}

QString DataFolder::socketPath() const
{
    if (!m_socketPath.isEmpty())
        return m_socketPath;
    const QString usual = m_stateFolder + QStringLiteral("/redis.sock");
    if (QFile::encodeName(usual).size() <= longestSocketPath)
        return usual;
    const auto digest = QCryptographicHash::hash(QFile::encodeName(m_stateFolder), QCryptographicHash::Sha256).toHex();
    return runtimeFolder() + QStringLiteral("/redis-%1.sock").arg(QString::fromLatin1(digest.left(16)));
}

QString DataFolder::notedSocket() const
{
    const auto marker = base::readJsonObject(markerFile());
    return marker ? marker->value(QLatin1String("socket")).toString() : QString();
}

Result<> DataFolder::make() const
{
    CHECK(base::makeFolder(m_stateFolder, true));
    CHECK(base::makeFolder(path(), true));
    const QString socketFolder = QFileInfo(socketPath()).path();
    if (socketFolder != m_stateFolder)
        CHECK(makePrivateFolder(socketFolder));
    return {};
}

Result<> DataFolder::check() const
{
    const QString away = QStringLiteral("Move %1 away to start with empty queues").arg(path());
    if (!QFile::exists(markerFile())) {
        auto files = QDir(path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
        files.removeAll(QStringLiteral("slipway-redis.lock"));
        if (files.isEmpty())
            return {};
        return fail(ErrorCode::Conflict,
                    QStringLiteral("The folder %1 holds files that Slipway did not write").arg(path()), away,
                    files.mid(0, 10).join(QLatin1String(", ")));
    }
    const auto marker = base::readJsonObject(markerFile());
    if (!marker) {
        return fail(ErrorCode::Conflict, QStringLiteral("The file %1 cannot be understood").arg(markerFile()), away,
                    marker.error().message);
    }
    if (marker->value(QLatin1String("format")).toInt() > knownFormat) {
        return fail(ErrorCode::Conflict,
                    QStringLiteral("The Redis data in %1 was written by a newer Slipway (format %2; this one knows %3)")
                        .arg(path(), QString::number(marker->value(QLatin1String("format")).toInt()),
                             QString::number(knownFormat)),
                    QStringLiteral("Update Slipway. ") + away);
    }
    return {};
}

Result<> DataFolder::note(const QString &redisVersion, const QString &socket) const
{
    if (QFileInfo(logFile()).size() > largestLog) {
        QFile::remove(logFile() + QStringLiteral(".1"));
        QFile::rename(logFile(), logFile() + QStringLiteral(".1"));
    }
    const QJsonObject marker { { QStringLiteral("format"), knownFormat },
                               { QStringLiteral("redis"), redisVersion },
                               { QStringLiteral("socket"), socket } };
    const auto known = base::readJsonObject(markerFile());
    if (known && *known == marker)
        return {};
    return base::writeJsonObject(markerFile(), marker);
}

int DataFolder::tryLock() const
{
    const QByteArray file = QFile::encodeName(path() + QStringLiteral("/slipway-redis.lock"));
    const int descriptor = ::open(file.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor >= 0 && ::flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        return descriptor;
    if (descriptor >= 0)
        ::close(descriptor);
    return -1;
}

} // namespace slipway::redis
