// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/redis/redisserver.h"
#include "tests/support/asynctest.h"
#include "tests/support/redisfixture.h"
#include "tests/support/testmain.h"

#include <QCoreApplication>
#include <QDir>
#include <QLocalServer>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <csignal>
#include <optional>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

using namespace slipway;
using namespace std::chrono_literals;
using redis::RedisAddress;
using redis::RedisClient;
using redis::RedisServer;
using test::await;

namespace {

redis::Reply ask(const RedisAddress &address, QList<QByteArray> arguments)
{
    RedisClient client(address);
    const auto reply = await(client.command(std::move(arguments)));
    return reply ? *reply : redis::Reply {};
}

qint64 pidOf(const RedisAddress &address)
{
    const auto info = ask(address, { "INFO", "server" }).string;
    const auto start = info.indexOf("process_id:") + 11;
    return info.mid(start, info.indexOf('\r', start) - start).toLongLong();
}

} // namespace

class TstRedisServer final : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_state;

    [[nodiscard]] QString inData(const QString &name) const { return m_state + QStringLiteral("/redis/") + name; }

    [[nodiscard]] QString logFile(const QString &suffix) const
    {
        const QDir data(inData(QStringLiteral("appendonlydir")));
        const auto names = data.entryList({ QStringLiteral("*") + suffix }, QDir::Files);
        return names.isEmpty() ? QString() : data.filePath(names.first());
    }

    void appendTo(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY2(file.open(QIODevice::Append), qPrintable(path));
        file.write(bytes);
    }

    /// A server that was filled with one key and ended in order.
    void fill()
    {
        RedisServer server(m_state);
        const auto address = await(server.start());
        QVERIFY_RESULT(address);
        ask(*address, { "SET", "kept", "yes" });
        await(server.stop());
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!test::RedisFixture::isAvailable())
            QSKIP("redis-server is not installed");
    }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_state = m_folder->filePath(QStringLiteral("state"));
    }

    void startsAsPromised()
    {
        RedisServer server(m_state);
        const auto address = await(server.start());
        QVERIFY_RESULT(address);
        QVERIFY(server.isOurs());
        QCOMPARE(address->socketPath, m_state + QStringLiteral("/redis.sock"));
        const QFileInfo state(m_state);
        QVERIFY(!state.permission(QFile::ReadGroup) && !state.permission(QFile::ExeGroup)
                && !state.permission(QFile::ExeOther));
        const auto setting
            = [&](const char *name) { return ask(*address, { "CONFIG", "GET", name }).strings().value(1); };
        QCOMPARE(setting("appendonly"), "yes");
        QCOMPARE(setting("appendfsync"), "everysec");
        QCOMPARE(setting("port"), "0");
        QCOMPARE(setting("save"), "");
        QCOMPARE(setting("maxmemory-policy"), "noeviction");
        const auto marker = base::readJsonObject(inData(QStringLiteral("slipway-redis.json")));
        QVERIFY_RESULT(marker);
        QCOMPARE(marker->value(QLatin1String("format")).toInt(), 1);
        QVERIFY(marker->value(QLatin1String("redis")).toString().contains(QLatin1Char('.')));
        // Asking again gives the same one.
        const qint64 pid = pidOf(*address);
        const auto again = await(server.start());
        QVERIFY_RESULT(again);
        QCOMPARE(pidOf(*again), pid);
    }

    void stoppingSavesAndEnds()
    {
        fill();
        QVERIFY(!QFile::exists(m_state + QStringLiteral("/redis.sock")));
        RedisServer server(m_state);
        QSignalSpy deaths(&server, &RedisServer::died);
        const auto address = await(server.start());
        QVERIFY_RESULT(address);
        QCOMPARE(ask(*address, { "GET", "kept" }).string, "yes");
        const qint64 pid = pidOf(*address);
        await(server.stop());
        QVERIFY(!server.isOurs());
        QCOMPARE(::kill(pid_t(pid), 0), -1);
        QCOMPARE(deaths.size(), 0);
        await(server.stop()); // twice does no harm
    }

    void whoeverFindsItSharesItAndTakesOver()
    {
        auto owner = std::make_unique<RedisServer>(m_state);
        RedisServer guest(m_state);
        const auto address = await(owner->start());
        QVERIFY_RESULT(address);
        const auto shared = await(guest.start());
        QVERIFY_RESULT(shared);
        QCOMPARE(shared->socketPath, address->socketPath);
        QVERIFY(!guest.isOurs());
        RedisClient client(*shared);
        QVERIFY_RESULT(await(client.command({ "SET", "k", "v" })));

        QSignalSpy deaths(&guest, &RedisServer::died);
        owner.reset();
        QTRY_COMPARE(deaths.size(), 1);
        QVERIFY_RESULT(await(guest.start()));
        QVERIFY(guest.isOurs());
        const auto reply = await(client.command({ "GET", "k" }));
        QVERIFY_RESULT(reply);
        QCOMPARE(reply->string, "v");
    }

    void aGuestLeavesItRunning()
    {
        RedisServer owner(m_state);
        const auto address = await(owner.start());
        QVERIFY_RESULT(address);
        {
            RedisServer guest(m_state);
            QVERIFY_RESULT(await(guest.start()));
            await(guest.stop());
        }
        QVERIFY(owner.isOurs());
        QCOMPARE(ask(*address, { "PING" }).string, "PONG");
    }

    void manyStartAtOnceOneOwns()
    {
        std::vector<std::unique_ptr<RedisServer>> servers;
        std::vector<std::optional<Result<RedisAddress>>> results(5);
        for (size_t i = 0; i < results.size(); ++i)
            servers.push_back(std::make_unique<RedisServer>(m_state));
        const auto keep = [](RedisServer *server, std::optional<Result<RedisAddress>> *result) -> QCoro::Task<> {
            *result = co_await server->start();
        };
        std::vector<QCoro::Task<>> tasks;
        for (size_t i = 0; i < results.size(); ++i)
            tasks.push_back(keep(servers[i].get(), &results[i]));
        for (auto &result : results) {
            QTRY_VERIFY_WITH_TIMEOUT(result, 15000);
            QVERIFY_RESULT(*result);
        }
        QCOMPARE(std::ranges::count_if(servers, [](const auto &server) { return server->isOurs(); }), 1);
    }

    void aKilledServerIsReported()
    {
        RedisServer server(m_state);
        QSignalSpy deaths(&server, &RedisServer::died);
        const auto address = await(server.start());
        QVERIFY_RESULT(address);
        ask(*address, { "SET", "k", "v" });
        ::kill(pid_t(pidOf(*address)), SIGKILL);
        QTRY_COMPARE(deaths.size(), 1);
        QVERIFY(!server.isOurs());
        QVERIFY(QFile::exists(address->socketPath)); // left behind
        QVERIFY_RESULT(await(server.start()));
        QCOMPARE(ask(*address, { "GET", "k" }).string, "v");
    }

    void itDiesWithItsOwner()
    {
        QProcess owner;
        owner.start(QCoreApplication::applicationFilePath(), { QStringLiteral("--own-server"), m_state });
        QTRY_VERIFY_WITH_TIMEOUT(owner.canReadLine(), 15000);
        const auto address = RedisAddress::parse(QString::fromUtf8(owner.readLine()).trimmed());
        QVERIFY_RESULT(address);
        RedisServer guest(m_state);
        QSignalSpy deaths(&guest, &RedisServer::died);
        QVERIFY_RESULT(await(guest.start()));
        QVERIFY(!guest.isOurs());
        ask(*address, { "SET", "k", "v" });
        owner.kill();
        QTRY_COMPARE_WITH_TIMEOUT(deaths.size(), 1, 15000);
        QVERIFY_RESULT(await(guest.start()));
        QVERIFY(guest.isOurs());
        QCOMPARE(ask(*address, { "GET", "k" }).string, "v");
        owner.waitForFinished();
    }

    void aCutAppendOnlyFileIsTakenOver()
    {
        fill();
        appendTo(logFile(QStringLiteral(".incr.aof")), "*3\r\n$3\r\nSET\r\n$4\r\nlo");
        RedisServer server(m_state);
        const auto address = await(server.start());
        QVERIFY_RESULT(address);
        QCOMPARE(ask(*address, { "GET", "kept" }).string, "yes");
    }

    void rubbishAtTheEndIsCutOffAfterACopy()
    {
        fill();
        appendTo(logFile(QStringLiteral(".incr.aof")), QByteArray(4096, '\0'));
        RedisServer server(m_state);
        const auto address = await(server.start());
        QVERIFY_RESULT(address);
        QCOMPARE(ask(*address, { "GET", "kept" }).string, "yes");
        const auto copies = QDir(inData({})).entryList({ QStringLiteral("damaged-*") }, QDir::Dirs);
        QCOMPARE(copies.size(), 1);
        QVERIFY(!QDir(inData(copies.first())).entryList({ QStringLiteral("*.incr.aof") }).isEmpty());
    }

    void aForeignFolderIsRefused()
    {
        QVERIFY_RESULT(base::makeFolder(inData({})));
        appendTo(inData(QStringLiteral("dump.rdb")), "REDIS0011");
        RedisServer server(m_state);
        const auto address = await(server.start());
        QVERIFY(!address);
        QCOMPARE(toString(address.error().code), toString(ErrorCode::Conflict));
        QVERIFY(address.error().hint.contains(inData({}).chopped(1)));
        QVERIFY(!server.isOurs());
    }

    void aNewerFormatIsRefused_data()
    {
        QTest::addColumn<QByteArray>("marker");
        QTest::addColumn<QString>("word");
        QTest::newRow("newer") << QByteArray(R"({"format": 2, "redis": "9.0.0"})") << QStringLiteral("newer Slipway");
        QTest::newRow("broken") << QByteArray("{") << QStringLiteral("cannot be understood");
    }

    void aNewerFormatIsRefused()
    {
        QFETCH(QByteArray, marker);
        QFETCH(QString, word);
        QVERIFY_RESULT(base::makeFolder(inData({})));
        appendTo(inData(QStringLiteral("slipway-redis.json")), marker);
        RedisServer server(m_state);
        const auto address = await(server.start());
        QVERIFY(!address);
        QCOMPARE(toString(address.error().code), toString(ErrorCode::Conflict));
        QVERIFY2(address.error().message.contains(word), qPrintable(address.error().message));
        QVERIFY(!address.error().hint.isEmpty());
    }

    void dataOfANewerRedisAreRefused()
    {
        fill();
        const QString base = logFile(QStringLiteral(".base.rdb"));
        QFile file(base);
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.write("REDIS9999");
        file.close();
        RedisServer server(m_state);
        const auto address = await(server.start());
        QVERIFY(!address);
        QCOMPARE(toString(address.error().code), toString(ErrorCode::Conflict));
        QVERIFY2(address.error().message.contains(QLatin1String("newer Redis")), qPrintable(address.error().message));
    }

    void aStrangerOnTheSocketIsNotUsed()
    {
        QVERIFY_RESULT(base::makeFolder(m_state));
        QLocalServer stranger;
        QVERIFY(stranger.listen(m_state + QStringLiteral("/redis.sock")));
        RedisServer server(m_state);
        const auto address = await(server.start());
        QVERIFY(!address);
        QCOMPARE(toString(address.error().code), toString(ErrorCode::Conflict));
    }

    void aLongPathMovesTheSocket()
    {
        m_state = m_folder->filePath(QString(90, QLatin1Char('x')) + QStringLiteral("/state"));
        RedisServer server(m_state);
        const auto address = await(server.start());
        QVERIFY_RESULT(address);
        QVERIFY(QFile::encodeName(address->socketPath).size() <= 100);
        QVERIFY(!address->socketPath.startsWith(m_state));
        const QFileInfo folder(QFileInfo(address->socketPath).path());
        QVERIFY(!folder.permission(QFile::ReadGroup) && !folder.permission(QFile::ExeOther));
        // Somebody with another runtime folder finds it by the note in the data folder.
        const QByteArray session = qgetenv("XDG_RUNTIME_DIR");
        const QTemporaryDir other;
        qputenv("XDG_RUNTIME_DIR", QFile::encodeName(other.path()));
        RedisServer guest(m_state);
        const auto found = await(guest.start());
        if (session.isEmpty())
            qunsetenv("XDG_RUNTIME_DIR");
        else
            qputenv("XDG_RUNTIME_DIR", session);
        QVERIFY_RESULT(found);
        QCOMPARE(found->socketPath, address->socketPath);
        QVERIFY(!guest.isOurs());
    }

    void theCallerMayChooseTheSocket()
    {
        const QString socket = m_folder->filePath(QStringLiteral("own/r.sock"));
        RedisServer server(m_state, socket);
        const auto address = await(server.start());
        QVERIFY_RESULT(address);
        QCOMPARE(address->socketPath, socket);
        QCOMPARE(ask(*address, { "PING" }).string, "PONG");
        RedisServer guest(m_state); // looks elsewhere first
        const auto found = await(guest.start());
        QVERIFY_RESULT(found);
        QCOMPARE(found->socketPath, socket);
    }

    void aMissingProgramIsSaid()
    {
        const QByteArray path = qgetenv("PATH");
        qputenv("PATH", "/nowhere");
        RedisServer server(m_state);
        const auto address = await(server.start());
        qputenv("PATH", path);
        QVERIFY(!address);
        QCOMPARE(toString(address.error().code), toString(ErrorCode::Unavailable));
        QVERIFY(address.error().message.contains(QLatin1String("redis-server")));
        QVERIFY(!address.error().hint.isEmpty());
    }

    void nobodyElseStartsWhileTheFolderIsInUse()
    {
        // The socket file of a living server was removed by hand: a second server would ruin the data.
        RedisServer owner(m_state);
        const auto address = await(owner.start());
        QVERIFY_RESULT(address);
        const int lock = ::open(qPrintable(inData(QStringLiteral("slipway-redis.lock"))), O_RDWR | O_CLOEXEC);
        QVERIFY(lock >= 0);
        QCOMPARE(::flock(lock, LOCK_EX | LOCK_NB), -1);
        await(owner.stop());
        QCOMPARE(::flock(lock, LOCK_EX | LOCK_NB), 0);
        ::close(lock);
    }
};

SLIPWAY_TEST(TstRedisServer)
#include "tst_redisserver.moc"
