// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dashboard/requestguard.h"
#include "tests/integration/dashboard/rawclient.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QHttpServer>
#include <QLocalServer>
#include <QTemporaryDir>

using namespace std::chrono_literals;
using slipway::dashboard::GuardLimits;
using slipway::dashboard::RequestGuard;
using slipway::test::RawClient;

namespace {

/// Qt's HTTP server on a local socket, counting what reaches it.
struct Upstream {
    Upstream()
    {
        auto *local = new QLocalServer(&http);
        local->listen(folder.filePath(QStringLiteral("http")));
        http.bind(local);
        http.route(QStringLiteral("/hello"), QHttpServerRequest::Method::Get, &http,
                   [this](const QHttpServerRequest &) {
                       ++requests;
                       return QByteArray("hello");
                   });
        http.route(QStringLiteral("/big"), QHttpServerRequest::Method::Get, &http, [this](const QHttpServerRequest &) {
            ++requests;
            return QByteArray(3'000'000, 'x');
        });
        http.route(QStringLiteral("/echo"), QHttpServerRequest::Method::Post, &http,
                   [this](const QHttpServerRequest &request) {
                       ++requests;
                       return request.body();
                   });
    }
    QTemporaryDir folder;
    QHttpServer http;
    int requests = 0;
    [[nodiscard]] QString name() const { return folder.filePath(QStringLiteral("http")); }
};

quint16 listen(RequestGuard &guard)
{
    return guard.listen(QHostAddress(QHostAddress::LocalHost), 0).value_or(0);
}

} // namespace

class TstRequestGuard final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void relaysAndCloses()
    {
        Upstream upstream;
        RequestGuard guard(upstream.name());
        const RawClient client(listen(guard));
        const auto hello = client.get("/hello");
        QCOMPARE(hello.status, 200);
        QCOMPARE(hello.body, QByteArray("hello"));
        QCOMPARE(hello.headers.value("connection"), QByteArray("close"));
        QCOMPARE(client.get("/big").body.size(), 3'000'000);
        QCOMPARE(client.request("POST", "/echo", {}, QByteArray(60'000, 'y')).body, QByteArray(60'000, 'y'));
        QCOMPARE(upstream.requests, 3);
        QTRY_COMPARE(guard.openConnections(), 0);
    }

    void headHasNoBody()
    {
        Upstream upstream;
        RequestGuard guard(upstream.name());
        const auto head = RawClient(listen(guard)).request("HEAD", "/hello", {});
        QCOMPARE(head.status, 200);
        QCOMPARE(head.headers.value("content-length"), QByteArray("5"));
        QVERIFY(head.body.isEmpty());
    }

    void aRequestMayArriveInPieces()
    {
        Upstream upstream;
        RequestGuard guard(upstream.name());
        const auto socket = RawClient(listen(guard)).connect();
        for (const char c : QByteArray("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc")) {
            socket->write(&c, 1);
            socket->flush();
            QCoreApplication::processEvents();
        }
        QCOMPARE(RawClient::finish(*socket).body, QByteArray("abc"));
    }

    void whatIsTooMuchNeverReachesTheServer_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::newRow("endless header") << QByteArray("GET /hello HTTP/1.1\r\nHost: h\r\nX: " + QByteArray(40'000, 'a'))
                                        << 431;
        QTest::newRow("many headers") << QByteArray("GET /hello HTTP/1.1\r\nHost: h\r\n"
                                                    + QByteArray("X: y\r\n").repeated(4'000) + "\r\n")
                                      << 431;
        QTest::newRow("endless request line") << QByteArray("GET /" + QByteArray(40'000, 'a')) << 431;
        QTest::newRow("big body announced")
            << QByteArray("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 400000000\r\n\r\n") << 413;
        QTest::newRow("chunked") << QByteArray(
            "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
                                 << 411;
        QTest::newRow("http 2 preface") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") << 400;
        QTest::newRow("not http") << QByteArray("\x16\x03\x01\x02\r\n\r\n") << 400;
    }
    void whatIsTooMuchNeverReachesTheServer()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        Upstream upstream;
        RequestGuard guard(upstream.name());
        const auto response = RawClient(listen(guard)).send(bytes);
        QCOMPARE(response.status, status);
        QCOMPARE(response.headers.value("x-content-type-options"), QByteArray("nosniff"));
        QCOMPARE(upstream.requests, 0);
        QTRY_COMPARE(guard.openConnections(), 0);
    }

    void aSecondRequestInTheSameConnectionIsNotRead()
    {
        Upstream upstream;
        RequestGuard guard(upstream.name());
        const QByteArray one = "GET /hello HTTP/1.1\r\nHost: h\r\n\r\n";
        const auto response = RawClient(listen(guard)).send(one + one + "GARBAGE");
        QCOMPARE(response.body, QByteArray("hello"));
        QCOMPARE(upstream.requests, 1);
    }

    void aFloodAfterTheRequestIsDropped()
    {
        Upstream upstream;
        RequestGuard guard(upstream.name());
        const auto socket = RawClient(listen(guard)).connect();
        socket->write("GET /big HTTP/1.1\r\nHost: h\r\n\r\n");
        socket->write(QByteArray(8'000'000, 'z'));
        const auto response = RawClient::finish(*socket);
        QCOMPARE(upstream.requests, 1);
        QTRY_COMPARE(guard.openConnections(), 0);
    }

    void aSlowRequestRunsOutOfTime()
    {
        Upstream upstream;
        GuardLimits limits;
        limits.requestTime = 100ms;
        RequestGuard guard(upstream.name(), limits);
        const auto response = RawClient(listen(guard)).send("GET /hello HTTP/1.1\r\nHost:");
        QCOMPARE(response.status, 408);
        QTRY_COMPARE(guard.openConnections(), 0);
    }

    void connectionsAreCounted()
    {
        Upstream upstream;
        GuardLimits limits;
        limits.connections = 3;
        RequestGuard guard(upstream.name(), limits);
        const RawClient client(listen(guard));
        std::vector<std::unique_ptr<QTcpSocket>> idle;
        for (int i = 0; i < 3; ++i)
            idle.push_back(client.connect());
        QTRY_COMPARE(guard.openConnections(), 3);
        QCOMPARE(client.send({}).status, 503); // refused without being asked
        idle.clear();
        QTRY_COMPARE(guard.openConnections(), 0);
        QCOMPARE(client.get("/hello").status, 200);
    }

    void aMissingServerIsABadGateway()
    {
        RequestGuard guard(QStringLiteral("/nonexistent/slipway-http"));
        QCOMPARE(RawClient(listen(guard)).get("/hello").status, 502);
    }

    void closingEndsWhatIsOpen()
    {
        Upstream upstream;
        RequestGuard guard(upstream.name());
        const RawClient client(listen(guard));
        const auto socket = client.connect();
        QTRY_COMPARE(guard.openConnections(), 1);
        guard.close();
        QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
        QTRY_COMPARE(guard.openConnections(), 0);
    }
};

SLIPWAY_TEST(TstRequestGuard)
#include "tst_requestguard.moc"
