// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/homepaths.h"

#include "core/base/files.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>

#include <sys/stat.h>
#include <unistd.h>

namespace slipway::settings {

namespace {

// Short whatever the home is called, one a home and user, and gone after a reboot, as sockets are.
QString runtimeFolder(const QString &home)
{
    const QByteArray digest = QCryptographicHash::hash(home.toUtf8(), QCryptographicHash::Sha256).toHex().left(12);
    QString parent = qEnvironmentVariable("XDG_RUNTIME_DIR");
    if (parent.isEmpty() || parent.toUtf8().size() > 60 || !QFileInfo(parent).isWritable())
        parent = QStringLiteral("/tmp/slipway-%1").arg(::getuid());
    else
        parent += QStringLiteral("/slipway");
    return parent + QLatin1Char('/') + QString::fromLatin1(digest);
}

// In /tmp another user may have made the folder first, to sit on our socket.
Result<> makePrivateFolder(const QString &path)
{
    CHECK(base::makeFolder(path, true));
    struct stat info {};
    if (::lstat(QFile::encodeName(path).constData(), &info) != 0 || !S_ISDIR(info.st_mode)
        || info.st_uid != ::getuid()) {
        return fail(ErrorCode::Denied, QStringLiteral("The folder %1 belongs to somebody else").arg(path),
                    QStringLiteral("Remove it, or set XDG_RUNTIME_DIR to a folder of your own"));
    }
    return {};
}

} // namespace

bool isNetworkFileSystem(const QByteArray &type)
{
    static const QList<QByteArray> types { "nfs",      "nfs4",       "cifs",           "smb3",      "smbfs",
                                           "ncpfs",    "afs",        "coda",           "ceph",      "glusterfs",
                                           "lustre",   "fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.rclone",
                                           "fuse.s3fs" };
    return types.contains(type.toLower());
}

HomePaths HomePaths::of(const QString &chosen)
{
    HomePaths p;
    p.home = chosen.isEmpty() ? qEnvironmentVariable("SLIPWAY_HOME") : chosen;
    p.home = QDir::cleanPath(QDir(p.home.isEmpty() ? QDir::homePath() : p.home).absolutePath());
    const QString root = p.home == QLatin1String("/") ? QString() : p.home;

    p.state = root % QStringLiteral("/.ai-dev-pipeline");
    const auto state = [&](const char *name) { return QString(p.state % QLatin1Char('/') % QLatin1String(name)); };
    p.settingsFile = state("slipway.ini");
    p.portAllocations = state("port_allocations.json");
    p.redisFolder = state("redis");
    p.engineLock = state("engine.lock");
    p.journal = state("journal");
    p.audit = state("audit.jsonl");
    p.forge = state("forge");
    p.database = state("slipway.db");
    p.workspaces = state("workspaces");
    p.releases = state("releases");
    p.cache = state("cache");

    const QString data = root % QStringLiteral("/ai-dev-pipeline");
    p.projects = data % QStringLiteral("/projects");
    p.memory = data % QStringLiteral("/memory");
    p.vectorStore = data % QStringLiteral("/memory/vector_store");
    p.logs = data % QStringLiteral("/logs");
    p.runs = data % QStringLiteral("/logs/runs");
    p.cloudflaredConfig = root % QStringLiteral("/.cloudflared/config.yml");

    const bool fits = QFile::encodeName(state("engine.sock")).size() <= longestSocketPath;
    p.socketFolder = fits ? p.state : runtimeFolder(p.home);
    p.redisSocket = p.socketFolder % QStringLiteral("/redis.sock");
    p.engineSocket = p.socketFolder % QStringLiteral("/engine.sock");
    return p;
}

Result<> HomePaths::create() const
{
    CHECK(base::makeFolder(home));
    const QStorageInfo storage(home);
    if (isNetworkFileSystem(storage.fileSystemType())) {
        return fail(ErrorCode::Unsupported,
                    QStringLiteral("The home %1 is on a network file system (%2)")
                        .arg(home, QString::fromLatin1(storage.fileSystemType())),
                    QStringLiteral("Set SLIPWAY_HOME to a folder on a local disk"));
    }
    CHECK(base::makeFolder(state, true));
    for (const QString &folder : { redisFolder, journal, forge, workspaces, releases, cache })
        CHECK(base::makeFolder(folder));
    for (const QString &folder : { projects, vectorStore, runs })
        CHECK(base::makeFolder(folder));
    if (socketFolder != state) {
        CHECK(makePrivateFolder(QFileInfo(socketFolder).path()));
        CHECK(makePrivateFolder(socketFolder));
    }
    return {};
}

} // namespace slipway::settings
