// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/taskscope.h"
#include "core/base/threadhandle.h"
#include "core/redis/redisclient.h"
#include "tests/support/asynctest.h"
#include "tests/support/redisfixture.h"
#include "tests/support/testmain.h"

#include <QElapsedTimer>
#include <QLocalServer>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTcpServer>

using namespace slipway;
using namespace std::chrono_literals;
using redis::RedisAddress;
using redis::RedisClient;
using redis::Reply;
using test::await;

namespace {

Result<Reply> ask(RedisClient &client, QList<QByteArray> arguments, std::chrono::milliseconds timeout = 10s)
{
    return await(client.command(std::move(arguments), timeout));
}

/// A result that arrives while the test goes on.
struct Pending {
    std::optional<Result<Reply>> result;

    static QCoro::Task<> keep(std::shared_ptr<Pending> pending, Async<Reply> task)
    {
        pending->result = co_await std::move(task);
    }
};

std::shared_ptr<Pending> start(Async<Reply> task)
{
    auto pending = std::make_shared<Pending>();
    base::detach(Pending::keep(pending, std::move(task)), "pending");
    return pending;
}

/// Answers every command line of RESP with what `answer` says.
class ScriptedServer final : public QObject {
    Q_OBJECT
public:
    ScriptedServer(const QString &path, std::function<QByteArray(const QByteArray &)> answer)
        : m_answer(std::move(answer))
    {
        m_server.listen(path);
        connect(&m_server, &QLocalServer::newConnection, this, [this] {
            auto *socket = m_server.nextPendingConnection();
            connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
                const QByteArray reply = m_answer(socket->readAll());
                if (reply == "close")
                    socket->abort();
                else
                    socket->write(reply);
            });
        });
    }

private:
    QLocalServer m_server;
    std::function<QByteArray(const QByteArray &)> m_answer;
};

} // namespace

class TstRedisClient final : public QObject {
    Q_OBJECT
    std::unique_ptr<test::RedisFixture> m_server;
    std::unique_ptr<RedisClient> m_client;

    [[nodiscard]] RedisAddress address() const { return *RedisAddress::parse(m_server->url()); }

private Q_SLOTS:
    void initTestCase()
    {
        if (!test::RedisFixture::isAvailable())
            QSKIP("redis-server is not installed");
    }
    void init()
    {
        m_server = std::make_unique<test::RedisFixture>();
        m_client = std::make_unique<RedisClient>(address());
    }
    void cleanup()
    {
        m_client.reset();
        m_server.reset();
    }

    void answersAreValues()
    {
        QCOMPARE(ask(*m_client, { "SET", "k", "v" })->string, "OK");
        QCOMPARE(ask(*m_client, { "GET", "k" })->string, "v");
        QVERIFY(ask(*m_client, { "GET", "none" })->isNil());
        const auto number = ask(*m_client, { "INCRBY", "n", "41" });
        QCOMPARE(number->kind, Reply::Kind::Integer);
        QCOMPARE(number->integer, 41);
        QCOMPARE(ask(*m_client, { "MGET", "k", "none" })->strings(), (QList<QByteArray> { "v", "" }));
        ask(*m_client, { "HSET", "h", "a", "1", "b", "2" });
        QCOMPARE(ask(*m_client, { "HGETALL", "h" })->pairs(),
                 (QMap<QByteArray, QByteArray> { { "a", "1" }, { "b", "2" } }));
        QVERIFY(m_client->isConnected());
    }

    void valuesAreBinarySafe()
    {
        QByteArray all;
        for (int i = 0; i < 256; ++i)
            all.append(char(i));
        ask(*m_client, { "SET", all, all });
        QCOMPARE(ask(*m_client, { "GET", all })->string, all);
        ask(*m_client, { "SET", "empty", "" });
        QCOMPARE(ask(*m_client, { "GET", "empty" })->kind, Reply::Kind::String);
    }

    void serverErrorsAreErrors()
    {
        ask(*m_client, { "SET", "k", "v" });
        QCOMPARE(toString(ask(*m_client, { "LPUSH", "k", "v" }).error().code), toString(ErrorCode::Invalid));
        QCOMPARE(toString(ask(*m_client, { "NOSUCHCOMMAND" }).error().code), toString(ErrorCode::Invalid));
        ask(*m_client, { "CONFIG", "SET", "maxmemory", "1" });
        QCOMPARE(toString(ask(*m_client, { "SET", "k", "w" }).error().code), toString(ErrorCode::Exhausted));
        ask(*m_client, { "CONFIG", "SET", "maxmemory", "0" });
        ask(*m_client, { "REPLICAOF", "127.0.0.1", "1" });
        QCOMPARE(toString(ask(*m_client, { "SET", "k", "w" }).error().code), toString(ErrorCode::Unavailable));
        QCOMPARE(toString(ask(*m_client, {}).error().code), toString(ErrorCode::Internal));
    }

    void pipelinesKeepTheOrder()
    {
        QList<QList<QByteArray>> commands;
        for (int i = 1; i <= 10000; ++i)
            commands.append(QList<QByteArray> { "INCR", "n" });
        const auto replies = await(m_client->pipeline(commands));
        QVERIFY_RESULT(replies);
        for (int i = 0; i < 10000; ++i)
            QCOMPARE(replies->at(i).integer, i + 1);
    }

    void aPipelineGivesItsFirstError()
    {
        const QList<QList<QByteArray>> commands {
            { "SET", "k", "v" }, { "LPUSH", "k", "v" }, { "NOSUCH" }, { "SET", "l", "w" }
        };
        const auto replies = await(m_client->pipeline(commands));
        QVERIFY(!replies);
        QVERIFY(replies.error().detail.startsWith(QLatin1String("WRONGTYPE")));
        QCOMPARE(ask(*m_client, { "GET", "l" })->string, "w");
    }

    void bigRepliesArrive()
    {
        const QByteArray big(20 * 1024 * 1024, 'x');
        QVERIFY_RESULT(ask(*m_client, { "SET", "big", big }));
        const auto reply = ask(*m_client, { "GET", "big" }, 60s);
        QVERIFY_RESULT(reply);
        QVERIFY(reply->string == big);
        QList<QByteArray> push { "RPUSH", "list" };
        for (int i = 0; i < 100000; ++i)
            push.append(QByteArray::number(i));
        QVERIFY_RESULT(ask(*m_client, push));
        const auto list = ask(*m_client, { "LRANGE", "list", "0", "-1" });
        QVERIFY_RESULT(list);
        QCOMPARE(list->elements.size(), 100000);
        QCOMPARE(list->elements.last().string, "99999");
    }

    void aCommandWaitsForTheServer()
    {
        ask(*m_client, { "SET", "k", "v" });
        QSignalSpy changes(m_client.get(), &RedisClient::connectedChanged);
        m_server->kill();
        QTRY_VERIFY(!m_client->isConnected());
        const auto waiting = start(m_client->command({ "GET", "k" }));
        QVERIFY(m_server->start());
        QTRY_VERIFY(waiting->result);
        QVERIFY_RESULT(*waiting->result);
        QCOMPARE((*waiting->result)->string, "v"); // the append-only file survived the SIGKILL
        QTRY_COMPARE(changes.size(), 2);
        QCOMPARE(changes.first().first().toBool(), false);
        QCOMPARE(changes.last().first().toBool(), true);
    }

    void anEmptiedServerIsJustEmpty()
    {
        ask(*m_client, { "SET", "k", "v" });
        m_server = std::make_unique<test::RedisFixture>(); // another folder and socket
        m_client = std::make_unique<RedisClient>(address());
        QVERIFY(ask(*m_client, { "GET", "k" })->isNil());
        QCOMPARE(await(m_client->script(QStringLiteral("test/double"), { "x" }, { "21" }))->integer, 42);
    }

    void withoutServerACommandEndsUnavailableInTime()
    {
        m_server->kill();
        QElapsedTimer timer;
        timer.start();
        const auto reply = ask(*m_client, { "PING" }, 300ms);
        QVERIFY(!reply);
        QCOMPARE(toString(reply.error().code), toString(ErrorCode::Unavailable));
        QVERIFY(!reply.error().hint.isEmpty());
        QVERIFY2(timer.elapsed() >= 250 && timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    }

    void whatWasInFlightEndsUnavailable()
    {
        QVERIFY_RESULT(ask(*m_client, { "PING" }));
        const auto blocked = start(m_client->command({ "BLPOP", "none", "0" }, 0ms));
        QVERIFY_RESULT(ask(*std::make_unique<RedisClient>(address()), { "PING" })); // the loop ran: it was sent
        m_server->kill();
        QTRY_VERIFY(blocked->result);
        QCOMPARE(toString(blocked->result->error().code), toString(ErrorCode::Unavailable));
    }

    void aCommandThatIsNotAnsweredTimesOut()
    {
        const auto reply = ask(*m_client, { "BLPOP", "none", "0" }, 100ms);
        QVERIFY(!reply);
        QCOMPARE(toString(reply.error().code), toString(ErrorCode::Timeout));
        // Nothing came back meanwhile, so the connection is made anew and works.
        QVERIFY_RESULT(ask(*m_client, { "PING" }));
    }

    void cancellingABlockingCommandFreesTheServer()
    {
        std::stop_source stop;
        const auto blocked = start(m_client->command({ "BLPOP", "list", "0" }, 0ms, stop.get_token()));
        RedisClient other(address());
        QTRY_VERIFY(ask(other, { "INFO", "clients" })->string.contains("blocked_clients:1"));
        stop.request_stop();
        QTRY_VERIFY(blocked->result);
        QCOMPARE(toString(blocked->result->error().code), toString(ErrorCode::Cancelled));
        QTRY_VERIFY(ask(other, { "INFO", "clients" })->string.contains("blocked_clients:0"));
        ask(other, { "RPUSH", "list", "kept" });
        QCOMPARE(ask(*m_client, { "LLEN", "list" })->integer, 1);
        QCOMPARE(toString(await(m_client->command({ "PING" }, 10s, stop.get_token())).error().code),
                 toString(ErrorCode::Cancelled));
    }

    void cancellingFromAnotherThreadResumesHere()
    {
        std::stop_source stop;
        const auto blocked = start(m_client->command({ "BLPOP", "list", "0" }, 0ms, stop.get_token()));
        QVERIFY_RESULT(ask(*std::make_unique<RedisClient>(address()), { "PING" }));
        const auto thread = base::startThread(QStringLiteral("stopper"));
        QObject context;
        context.moveToThread(thread.get());
        QMetaObject::invokeMethod(&context, [&] { stop.request_stop(); }, Qt::QueuedConnection);
        QTRY_VERIFY(blocked->result);
        QCOMPARE(toString(blocked->result->error().code), toString(ErrorCode::Cancelled));
    }

    void aDeletedClientLeavesNobodyWaiting()
    {
        QVERIFY_RESULT(ask(*m_client, { "PING" }));
        const auto sent = start(m_client->command({ "BLPOP", "none", "0" }, 0ms));
        const auto script = start(m_client->script(QStringLiteral("test/double"), { "x" }, { "1" }));
        m_client.reset();
        QTRY_VERIFY(sent->result && script->result);
        QCOMPARE(toString(sent->result->error().code), toString(ErrorCode::Cancelled));
        QCOMPARE(toString(script->result->error().code), toString(ErrorCode::Cancelled));
    }

    void everyThreadHasItsOwnClient()
    {
        constexpr int threads = 4;
        std::vector<base::ThreadHandle> handles;
        std::atomic<int> done = 0;
        for (int i = 0; i < threads; ++i) {
            handles.push_back(base::startThread(QStringLiteral("client %1").arg(i)));
            auto *context = new QObject;
            context->moveToThread(handles.back().get());
            connect(handles.back().get(), &QThread::finished, context, &QObject::deleteLater);
            QMetaObject::invokeMethod(context, [&done, where = address()] {
                RedisClient client(where);
                for (int n = 0; n < 200; ++n) {
                    if (!ask(client, { "INCR", "shared" }))
                        return;
                }
                ++done;
            });
        }
        QTRY_COMPARE_WITH_TIMEOUT(done.load(), threads, 20000);
        QCOMPARE(ask(*m_client, { "GET", "shared" })->string, QByteArray::number(threads * 200));
    }

    void scriptsLoadThemselves()
    {
        const auto twice = [this](const char *number) {
            return await(m_client->script(QStringLiteral("test/double"), { "x" }, { number }));
        };
        QCOMPARE(twice("4")->integer, 8);
        QCOMPARE(ask(*m_client, { "GET", "x" })->string, "8");
        ask(*m_client, { "SCRIPT", "FLUSH" });
        QCOMPARE(twice("5")->integer, 10);
        // The second time it is known by its digest.
        ask(*m_client, { "CONFIG", "RESETSTAT" });
        QCOMPARE(twice("6")->integer, 12);
        const auto stats = ask(*m_client, { "INFO", "commandstats" })->string;
        QVERIFY(stats.contains("cmdstat_evalsha:"));
        QVERIFY(!stats.contains("cmdstat_eval:"));
    }

    void scriptsFailWithTheirOwnWords()
    {
        const auto refuse = [this](const char *line) {
            return await(m_client->script(QStringLiteral("test/refuse"), {}, { line })).error();
        };
        const auto conflict = refuse("SLIPWAY conflict It is taken → wait|Try later");
        QCOMPARE(toString(conflict.code), toString(ErrorCode::Conflict));
        QCOMPARE(conflict.message, QStringLiteral("It is taken → wait"));
        QCOMPARE(conflict.hint, QStringLiteral("Try later"));
        QCOMPARE(toString(refuse("WRONGTYPE x").code), toString(ErrorCode::Invalid));
        QCOMPARE(toString(await(m_client->script(QStringLiteral("test/none"), {}, {})).error().code),
                 toString(ErrorCode::NotFound));
    }

    void passwordsAreChecked()
    {
        ask(*m_client, { "ACL", "SETUSER", "worker", "on", ">hidden-word", "~*", "+@all" });
        ask(*m_client, { "CONFIG", "SET", "requirepass", "main-word" });
        auto where = address();
        RedisClient none(where);
        QCOMPARE(toString(ask(none, { "GET", "k" }).error().code), toString(ErrorCode::Denied));
        where.password = QStringLiteral("wrong-word");
        RedisClient wrong(where);
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(toString(ask(wrong, { "GET", "k" }).error().code), toString(ErrorCode::Denied));
        QVERIFY(timer.elapsed() < 5000); // at once, not at the time limit
        where.password = QStringLiteral("main-word");
        RedisClient right(where);
        QVERIFY_RESULT(ask(right, { "GET", "k" }));
        where.user = QStringLiteral("worker");
        where.password = QStringLiteral("hidden-word");
        RedisClient user(where);
        QCOMPARE(ask(user, { "ACL", "WHOAMI" })->string, "worker");
    }

    void theDatabaseIsSelectedAlsoAfterReconnecting()
    {
        RedisClient third(*RedisAddress::parse(m_server->url() + QStringLiteral("?db=3")));
        ask(third, { "SET", "k", "in three" });
        QVERIFY(ask(*m_client, { "GET", "k" })->isNil());
        m_server->kill();
        QTRY_VERIFY(!third.isConnected());
        QVERIFY(m_server->start());
        QCOMPARE(ask(third, { "GET", "k" })->string, "in three");
        RedisClient missing(*RedisAddress::parse(m_server->url() + QStringLiteral("?db=99")));
        QCOMPARE(toString(ask(missing, { "PING" }).error().code), toString(ErrorCode::Invalid));
    }

    void hostNamesWorkOverTcp()
    {
        // Redis cannot pick a port itself: take one that was free a moment ago, and another one if somebody was faster.
        int port = 0;
        for (int attempt = 0; attempt < 20 && port == 0; ++attempt) {
            QTcpServer probe;
            QVERIFY(probe.listen(QHostAddress::LocalHost));
            const quint16 candidate = probe.serverPort();
            probe.close();
            if (ask(*m_client, { "CONFIG", "SET", "port", QByteArray::number(candidate) }))
                port = candidate;
        }
        QVERIFY(port != 0);
        for (const auto &host : { QStringLiteral("localhost"), QStringLiteral("127.0.0.1") }) {
            RedisClient client(*RedisAddress::parse(QStringLiteral("redis://%1:%2").arg(host).arg(port)));
            QVERIFY_RESULT(ask(client, { "PING" }));
        }
        RedisClient nowhere(*RedisAddress::parse(QStringLiteral("redis://no-such-host.invalid")));
        QCOMPARE(toString(ask(nowhere, { "PING" }, 500ms).error().code), toString(ErrorCode::Unavailable));
    }

    void aLoadingServerIsWaitedFor()
    {
        const QTemporaryDir folder;
        int pings = 0;
        const ScriptedServer server(
            folder.filePath(QStringLiteral("s")), [&pings](const QByteArray &command) -> QByteArray {
                if (command.contains("PING"))
                    return ++pings < 3 ? "-LOADING Redis is loading the dataset in memory\r\n" : "+PONG\r\n";
                return "+OK\r\n";
            });
        RedisClient client(RedisAddress::unixSocket(folder.filePath(QStringLiteral("s"))));
        const auto reply = ask(client, { "SET", "k", "v" });
        QVERIFY_RESULT(reply);
        QCOMPARE(pings, 3);
    }

    void rubbishBreaksTheConnectionOnly_data()
    {
        QTest::addColumn<QByteArray>("rubbish");
        QTest::newRow("http") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n");
        QTest::newRow("bad length") << QByteArray("$-77\r\n");
        QTest::newRow("bad array") << QByteArray("*99999999999999999999\r\n");
        QTest::newRow("closed") << QByteArray("close");
        QTest::newRow("half an answer, then closed") << QByteArray("$100\r\nabc");
    }

    void rubbishBreaksTheConnectionOnly()
    {
        QFETCH(QByteArray, rubbish);
        const QTemporaryDir folder;
        bool isSane = false;
        const ScriptedServer server(folder.filePath(QStringLiteral("s")), [&](const QByteArray &command) -> QByteArray {
            if (command.contains("PING"))
                return "+PONG\r\n";
            return isSane ? "+OK\r\n" : rubbish;
        });
        RedisClient client(RedisAddress::unixSocket(folder.filePath(QStringLiteral("s"))));
        const auto reply = ask(client, { "SET", "k", "v" }, 500ms);
        QVERIFY(!reply);
        QVERIFY(reply.error().code == ErrorCode::Unavailable || reply.error().code == ErrorCode::Timeout);
        isSane = true;
        QVERIFY_RESULT(ask(client, { "SET", "k", "v" }));
    }
};

SLIPWAY_TEST(TstRedisClient)
#include "tst_redisclient.moc"
