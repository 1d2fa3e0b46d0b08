// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/enginesocket.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QLocalServer>
#include <QLocalSocket>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using namespace slipway;
using namespace std::chrono_literals;
using control::askEngine;
using control::EngineSocket;
using control::EngineSocketLimits;
using test::await;

namespace {

Async<QJsonObject> greet(QString actor)
{
    co_return QJsonObject { { QStringLiteral("hello"), actor } };
}

Async<QJsonObject> refuse(QString)
{
    co_return fail(ErrorCode::Denied, QStringLiteral("No"), QStringLiteral("Ask nicely"));
}

Async<QJsonObject> waitALittle(QString)
{
    CO_CHECK(co_await base::sleepFor(300ms));
    co_return QJsonObject { { QStringLiteral("waited"), true } };
}

struct Bench {
    explicit Bench(EngineSocketLimits limits = {})
        : socket(std::make_unique<EngineSocket>(
              path(),
              QHash<QString, EngineSocket::Verb> { { QStringLiteral("greet"), &greet },
                                                   { QStringLiteral("refuse"), &refuse },
                                                   { QStringLiteral("wait"), &waitALittle } },
              limits))
    {
    }
    ~Bench() { await(socket->close()); }
    [[nodiscard]] QString path() const { return folder.filePath(QStringLiteral("engine.sock")); }
    [[nodiscard]] Result<QJsonObject> ask(const char *verb, std::chrono::milliseconds timeout = 5s) const
    {
        return await(askEngine(path(), QLatin1String(verb), QStringLiteral("cli:alice"), timeout));
    }

    QTemporaryDir folder;
    std::unique_ptr<EngineSocket> socket;
};

/// What is left of a socket whose process was killed.
void leaveStaleSocket(const QString &path)
{
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    const QByteArray encoded = QFile::encodeName(path);
    std::copy(encoded.begin(), encoded.end(), address.sun_path);
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
    QCOMPARE(::bind(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
    ::close(descriptor);
    QVERIFY(QFileInfo::exists(path));
}

/// What the socket says to these bytes, up to the end of the line or of the connection.
QByteArray say(const QString &path, const QByteArray &bytes)
{
    QLocalSocket client;
    client.connectToServer(path);
    client.write(bytes);
    QByteArray answer;
    [[maybe_unused]] const bool came = QTest::qWaitFor(
        [&] {
            answer += client.readAll();
            return answer.contains('\n') || client.state() == QLocalSocket::UnconnectedState;
        },
        5000);
    return answer;
}

} // namespace

/// The way to the engine that needs no Redis: who may use it, what it answers, what it survives.
class TstEngineSocket final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { std::signal(SIGPIPE, SIG_IGN); } // as the application does; Qt Test catches it
    void verbsAreAnswered();
    void onlyItsOwnerCanEnter();
    void requestsFollowEachOther();
    void badRequests_data();
    void badRequests();
    void tooLongIsCutOff();
    void silentClientsAreClosed();
    void tooManyAreToldSo();
    void slowVerbsDoNotHoldOthers();
    void staleSocketIsTakenOver();
    void whatIsNotOursStays();
    void twoDoNotShare();
    void nobodyThere();
    void clientGivesUpInTime();
    void closingEndsEverything();
};

void TstEngineSocket::verbsAreAnswered()
{
    const Bench bench;
    QVERIFY_RESULT(bench.socket->listen());
    const auto hello = bench.ask("greet");
    QVERIFY_RESULT(hello);
    QCOMPARE(hello->value(QLatin1String("hello")).toString(), QStringLiteral("cli:alice"));
    const auto no = bench.ask("refuse");
    QVERIFY(!no);
    QVERIFY(no.error().code == ErrorCode::Denied);
    QCOMPARE(no.error().hint, QStringLiteral("Ask nicely"));
    QVERIFY(no.error().answered);
}

void TstEngineSocket::onlyItsOwnerCanEnter()
{
    const Bench bench;
    QVERIFY_RESULT(bench.socket->listen());
    struct stat info {};
    QCOMPARE(::lstat(QFile::encodeName(bench.path()).constData(), &info), 0);
    QVERIFY(S_ISSOCK(info.st_mode));
    QCOMPARE(int(info.st_mode & 0777), 0700);
}

void TstEngineSocket::requestsFollowEachOther()
{
    const Bench bench;
    QVERIFY_RESULT(bench.socket->listen());
    QLocalSocket client;
    client.connectToServer(bench.path());
    client.write("{\"verb\":\"wait\"}\n{\"verb\":\"greet\",\"actor\":\"a\"}\n{\"verb\":\"gre");
    QByteArray answers;
    QTRY_VERIFY((answers += client.readAll()).count('\n') == 2);
    QCOMPARE(answers, QByteArray("{\"result\":{\"waited\":true}}\n{\"result\":{\"hello\":\"a\"}}\n"));
    client.write("et\",\"actor\":\"b\"}\n");
    QTRY_VERIFY((answers += client.readAll()).count('\n') == 3);
    QVERIFY(answers.endsWith("{\"result\":{\"hello\":\"b\"}}\n"));
}

void TstEngineSocket::badRequests_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("error");
    QTest::newRow("garbage") << QByteArray("\x01\xff!!") << QByteArray("invalid");
    QTest::newRow("list") << QByteArray("[]") << QByteArray("invalid");
    QTest::newRow("empty") << QByteArray("") << QByteArray("invalid");
    QTest::newRow("no verb") << QByteArray("{}") << QByteArray("invalid");
    QTest::newRow("number as verb") << QByteArray("{\"verb\":1}") << QByteArray("invalid");
    QTest::newRow("unknown verb") << QByteArray("{\"verb\":\"resume\"}") << QByteArray("not_found");
}

void TstEngineSocket::badRequests()
{
    QFETCH(const QByteArray, line);
    QFETCH(const QByteArray, error);
    const Bench bench;
    QVERIFY_RESULT(bench.socket->listen());
    const QByteArray answer = say(bench.path(), line + '\n');
    QVERIFY2(answer.startsWith("{\"error\":{") && answer.contains(QByteArray("\"class\":\"" + error + '"')),
             answer.constData());
    QVERIFY_RESULT(bench.ask("greet"));
}

void TstEngineSocket::tooLongIsCutOff()
{
    const Bench bench({ 100, 4, 10s });
    QVERIFY_RESULT(bench.socket->listen());
    for (const QByteArray &bytes : QList<QByteArray> { QByteArray(101, 'x'), QByteArray(200, 'x') + '\n' }) {
        const QByteArray answer = say(bench.path(), bytes);
        QVERIFY2(answer.contains("longer than 100 bytes"), answer.constData());
    }
    // Who still writes when it is closed may not come to read why.
    QElapsedTimer clock;
    clock.start();
    [[maybe_unused]] const QByteArray answer = say(bench.path(), QByteArray(5'000'000, 'x'));
    QVERIFY(clock.elapsed() < 4000);
    QVERIFY_RESULT(bench.ask("greet"));
}

void TstEngineSocket::silentClientsAreClosed()
{
    const Bench bench({ 4096, 4, 200ms });
    QVERIFY_RESULT(bench.socket->listen());
    QLocalSocket client;
    client.connectToServer(bench.path());
    client.write("{\"verb\":");
    QTRY_COMPARE(client.state(), QLocalSocket::UnconnectedState);
    QVERIFY_RESULT(bench.ask("wait")); // a verb may take longer than a client may be silent
}

void TstEngineSocket::tooManyAreToldSo()
{
    const Bench bench({ 4096, 2, 10s });
    QVERIFY_RESULT(bench.socket->listen());
    QLocalSocket first, second;
    for (auto *const client : { &first, &second }) {
        client->connectToServer(bench.path());
        client->write("{\"verb\":\"greet\"}\n");
        QTRY_VERIFY(client->canReadLine());
    }
    const auto third = bench.ask("greet");
    QVERIFY(!third);
    QVERIFY(third.error().code == ErrorCode::Exhausted);
    first.abort();
    QTRY_VERIFY(bench.ask("greet").has_value());
}

void TstEngineSocket::slowVerbsDoNotHoldOthers()
{
    const Bench bench;
    QVERIFY_RESULT(bench.socket->listen());
    QLocalSocket slow;
    slow.connectToServer(bench.path());
    slow.write("{\"verb\":\"wait\"}\n");
    QVERIFY_RESULT(bench.ask("greet"));
    QVERIFY(!slow.canReadLine());
    QTRY_VERIFY(slow.canReadLine());
}

void TstEngineSocket::staleSocketIsTakenOver()
{
    const Bench bench;
    leaveStaleSocket(bench.path());
    QVERIFY_RESULT(bench.socket->listen());
    QVERIFY_RESULT(bench.ask("greet"));
}

void TstEngineSocket::whatIsNotOursStays()
{
    const Bench bench;
    QFile file(bench.path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("precious");
    file.close();
    const auto listening = bench.socket->listen();
    QVERIFY(!listening);
    QVERIFY(listening.error().code == ErrorCode::Conflict);
    await(bench.socket->close());
    QCOMPARE(QFileInfo(bench.path()).size(), 8);
}

void TstEngineSocket::twoDoNotShare()
{
    const Bench bench;
    QVERIFY_RESULT(bench.socket->listen());
    EngineSocket second(bench.path(), {});
    const auto listening = second.listen();
    QVERIFY(!listening);
    QVERIFY(listening.error().code == ErrorCode::Conflict);
    await(second.close());
    QVERIFY_RESULT(bench.ask("greet"));
}

void TstEngineSocket::nobodyThere()
{
    const Bench bench;
    const auto nothing = bench.ask("greet");
    QVERIFY(!nothing);
    QVERIFY(nothing.error().code == ErrorCode::Unavailable);
    QVERIFY(!nothing.error().answered);
    leaveStaleSocket(bench.path());
    QVERIFY(bench.ask("greet").error().code == ErrorCode::Unavailable);
    EngineSocket tooLong(QDir::tempPath() + QLatin1Char('/') + QString(200, QLatin1Char('x')), {});
    QVERIFY(tooLong.listen().error().code == ErrorCode::Invalid);
}

void TstEngineSocket::clientGivesUpInTime()
{
    const Bench bench;
    QLocalServer mute; // accepts and says nothing, as a stopped engine does
    QVERIFY(mute.listen(bench.path()));
    const auto nothing = bench.ask("greet", 200ms);
    QVERIFY(!nothing);
    QVERIFY(nothing.error().code == ErrorCode::Timeout);
}

void TstEngineSocket::closingEndsEverything()
{
    Bench bench;
    QVERIFY_RESULT(bench.socket->listen());
    QLocalSocket client;
    client.connectToServer(bench.path());
    client.write("{\"verb\":\"wait\"}\n");
    QTRY_COMPARE(client.bytesToWrite(), 0);
    await(bench.socket->close());
    QVERIFY(!QFileInfo::exists(bench.path()));
    QTRY_COMPARE(client.state(), QLocalSocket::UnconnectedState);
    QVERIFY(bench.ask("greet").error().code == ErrorCode::Unavailable);
}

SLIPWAY_TEST(TstEngineSocket)
#include "tst_enginesocket.moc"
