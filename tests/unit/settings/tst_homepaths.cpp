// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/homepaths.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QFileInfo>
#include <QTemporaryDir>

using slipway::settings::HomePaths;

class TstHomePaths final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pathsAreThePromisedOnes()
    {
        const auto paths = HomePaths::of(QStringLiteral("/h"));
        QCOMPARE(paths.portAllocations, QStringLiteral("/h/.ai-dev-pipeline/port_allocations.json"));
        QCOMPARE(paths.settingsFile, QStringLiteral("/h/.ai-dev-pipeline/slipway.ini"));
        QCOMPARE(paths.redisSocket, QStringLiteral("/h/.ai-dev-pipeline/redis.sock"));
        QCOMPARE(paths.engineSocket, QStringLiteral("/h/.ai-dev-pipeline/engine.sock"));
        QCOMPARE(paths.projects, QStringLiteral("/h/ai-dev-pipeline/projects"));
        QCOMPARE(paths.vectorStore, QStringLiteral("/h/ai-dev-pipeline/memory/vector_store"));
        QCOMPARE(paths.runs, QStringLiteral("/h/ai-dev-pipeline/logs/runs"));
        QCOMPARE(paths.cloudflaredConfig, QStringLiteral("/h/.cloudflared/config.yml"));
    }
    void theEnvironmentNamesTheHome()
    {
        qputenv("SLIPWAY_HOME", "/somewhere/else/");
        QCOMPARE(HomePaths::of().home, QStringLiteral("/somewhere/else"));
        qunsetenv("SLIPWAY_HOME");
        QCOMPARE(HomePaths::of().home, QDir::homePath());
    }
    void longSocketPathsMoveToAPrivateFolder()
    {
        const QTemporaryDir folder;
        const QString home = folder.path() + QLatin1Char('/') + QString(90, QLatin1Char('x'));
        const auto paths = HomePaths::of(home);
        QVERIFY(paths.engineSocket.toUtf8().size() <= slipway::settings::longestSocketPath);
        QVERIFY(!paths.engineSocket.startsWith(home));
        QVERIFY_RESULT(paths.create());
        QVERIFY_RESULT(paths.create()); // again is no error
        const auto mode = QFileInfo(paths.socketFolder).permissions();
        QCOMPARE(mode & (QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther),
                 QFile::Permissions());
        QCOMPARE(HomePaths::of(home).engineSocket, paths.engineSocket); // found again by others
        QVERIFY(HomePaths::of(home + QLatin1Char('y')).engineSocket != paths.engineSocket);
        QDir(paths.socketFolder).removeRecursively();
    }
    void createMakesTheStatePrivate()
    {
        const QTemporaryDir folder;
        const auto paths = HomePaths::of(folder.filePath(QStringLiteral("home")));
        QVERIFY_RESULT(paths.create());
        QCOMPARE(QFileInfo(paths.state).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        for (const QString &made :
             { paths.redisFolder, paths.journal, paths.forge, paths.projects, paths.vectorStore, paths.runs })
            QVERIFY2(QFileInfo(made).isDir(), qPrintable(made));
    }
    void createSaysWhatCannotBeMade()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto outcome = HomePaths::of(file.fileName() + QStringLiteral("/home")).create();
        QVERIFY(!outcome);
        QVERIFY(outcome.error().message.contains(file.fileName()));
    }
    void networkFileSystemsAreKnown()
    {
        for (const char *type : { "nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "ceph" })
            QVERIFY2(slipway::settings::isNetworkFileSystem(type), type);
        for (const char *type : { "ext4", "btrfs", "xfs", "zfs", "tmpfs", "overlay", "fuse.ecryptfs", "9p" })
            QVERIFY2(!slipway::settings::isNetworkFileSystem(type), type);
    }
};

SLIPWAY_TEST(TstHomePaths)
#include "tst_homepaths.moc"
