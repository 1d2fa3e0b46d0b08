// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/httpclient.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"
#include "tests/unit/net/scriptedserver.h"

#include <QLoggingCategory>
#include <QTcpSocket>

using namespace slipway;
using namespace slipway::net;
using namespace std::chrono_literals;

namespace {

QStringList logged;
void collect(QtMsgType, const QMessageLogContext &, const QString &text)
{
    logged.append(text);
}

} // namespace

class TstHttpClient final : public QObject {
    Q_OBJECT

    HttpRequest get(const QString &path = QStringLiteral("/"))
    {
        HttpRequest request;
        request.url = m_server->url(path);
        request.idleTimeout = 5s;
        return request;
    }
    HttpRequest post(const QByteArray &body = "{\"a\":1}")
    {
        HttpRequest request = get();
        request.method = "POST";
        request.body = body;
        return request;
    }
    HttpAnswer send(HttpRequest request) { return test::await(m_client->send(std::move(request))); }

    std::unique_ptr<test::ScriptedServer> m_server;
    std::unique_ptr<HttpClient> m_client;

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<test::ScriptedServer>();
        m_client = std::make_unique<HttpClient>("slipway/test");
    }
    void cleanup()
    {
        m_client.reset();
        m_server.reset();
    }

    void anAnswerComesWithStatusHeadersAndBody()
    {
        m_server->answer("200 OK", "hello", "X-Thing: 1\r\n");
        const auto answer = send(get(QStringLiteral("/a%2Fb?q=1")));
        QVERIFY(answer.isSuccess());
        QCOMPARE(answer.body, "hello");
        QCOMPARE(answer.header("x-thing"), "1");
        QVERIFY(m_server->requests().first().startsWith("GET /a%2Fb?q=1 HTTP/1.1\r\n"));
        QVERIFY(m_server->requests().first().toLower().contains("user-agent: slipway/test\r\n"));
    }

    void everyStatusIsAnAnswer_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : { 201, 302, 304, 400, 401, 403, 404, 405, 409, 410, 418, 422, 429, 500, 502, 503 })
            QTest::addRow("%d", status) << status;
    }
    void everyStatusIsAnAnswer()
    {
        QFETCH(int, status);
        const QByteArray body = status == 304 ? QByteArray() : QByteArray("text");
        m_server->answer(QByteArray::number(status) + " X", body, "Location: http://127.0.0.1:1/\r\n");
        const auto answer = send(get());
        QVERIFY(answer.end == HttpEnd::Answered);
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.body, body);
        QCOMPARE(m_server->requests().size(), 1);
        QCOMPARE(answer.isUncertain(), status >= 500);
    }

    void aBodyIsSentWithItsLength()
    {
        const QByteArray large(300'000, 'x');
        m_server->answer("201 Created", "{}");
        QCOMPARE(send(post(large)).status, 201);
        QVERIFY(m_server->requests().first().endsWith(QByteArray("\r\n\r\n" + large)));
    }

    // Qt alone sends it again on a kept connection; see conventions C13.
    void aRequestWhoseAnswerIsLostIsSentOnce_data()
    {
        QTest::addColumn<bool>("warm");
        QTest::addColumn<bool>("reset");
        QTest::addRow("new connection, reset") << false << true;
        QTest::addRow("kept connection, reset") << true << true;
        QTest::addRow("new connection, closed") << false << false;
        QTest::addRow("kept connection, closed") << true << false;
    }
    void aRequestWhoseAnswerIsLostIsSentOnce()
    {
        QFETCH(bool, warm);
        QFETCH(bool, reset);
        if (warm) {
            m_server->answer("200 OK", "{}");
            QCOMPARE(send(get()).status, 200);
        }
        if (reset)
            m_server->reset();
        else
            m_server->then([](QTcpSocket &socket) { socket.close(); });
        m_server->answer("201 Created", "{}");
        const auto answer = send(post());
        QVERIFY2(answer.end == HttpEnd::Lost, qPrintable(answer.error));
        QVERIFY(answer.isUncertain());
        QTest::qWait(50);
        QCOMPARE(m_server->requests().size(), warm ? 2 : 1);
    }

    void aCutAnswerIsLost()
    {
        m_server->then([](QTcpSocket &socket) {
            socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
            socket.close();
        });
        QVERIFY(send(get()).end == HttpEnd::Lost);
    }

    void silenceTimesOut()
    {
        m_server->sayNothing();
        auto request = post();
        request.idleTimeout = 80ms;
        const auto answer = send(request);
        QVERIFY(answer.end == HttpEnd::TimedOut);
        QVERIFY(answer.isUncertain());
    }

    void aSlowAnswerHasATotalLimit()
    {
        m_server->then([this](QTcpSocket &socket) {
            socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
            auto *drip = new QTimer(&socket);
            connect(drip, &QTimer::timeout, &socket, [&socket] { socket.write("x"); });
            drip->start(10ms);
        });
        auto request = get();
        request.timeout = 200ms;
        QVERIFY(send(request).end == HttpEnd::TimedOut);
    }

    void aRefusedConnectionWasNeverSent()
    {
        auto request = post();
        m_server.reset();
        const auto answer = send(request);
        QVERIFY(answer.end == HttpEnd::NotSent);
        QVERIFY(!answer.isUncertain());
        QVERIFY(!answer.error.isEmpty());
    }

    void aLongAnswerIsCutOff()
    {
        m_server->answer("200 OK", QByteArray(100'000, 'x'));
        auto request = get();
        request.maxBytes = 1000;
        QVERIFY(send(request).end == HttpEnd::TooLarge);
    }

    void stopCancels()
    {
        m_server->sayNothing();
        std::stop_source stop;
        QTimer::singleShot(20ms, this, [&stop] { stop.request_stop(); });
        QVERIFY(test::await(m_client->send(get(), stop.get_token())).end == HttpEnd::Cancelled);
        QVERIFY(test::await(m_client->send(get(), stop.get_token())).end == HttpEnd::Cancelled);
    }

    void theEndOfTheClientCancels()
    {
        m_server->sayNothing();
        auto task = m_client->send(get());
        QTimer::singleShot(20ms, this, [this] { m_client.reset(); });
        QVERIFY(test::await(std::move(task)).end == HttpEnd::Cancelled);
    }

    void neitherTokenNorQueryIsLogged()
    {
        QLoggingCategory::setFilterRules(QStringLiteral("slipway.net.debug=true"));
        const auto before = qInstallMessageHandler(collect);
        m_server->answer("403 Forbidden", "no");
        auto request = get(QStringLiteral("/path?sig=SIGNATURE"));
        request.headers.emplaceBack("Authorization", "Bearer TOKENVALUE");
        QCOMPARE(send(request).status, 403);
        qInstallMessageHandler(before);
        QLoggingCategory::setFilterRules({});
        QVERIFY(m_server->requests().first().contains("TOKENVALUE"));
        const QString all = logged.join(QLatin1Char('\n'));
        QVERIFY2(all.contains(QStringLiteral("/path")), qPrintable(all));
        QVERIFY(!all.contains(QStringLiteral("TOKENVALUE")));
        QVERIFY(!all.contains(QStringLiteral("SIGNATURE")));
    }

    void aRootMayHaveAPath()
    {
        const QUrl root(QStringLiteral("https://ghe.example/api/v3/"));
        QCOMPARE(joinUrl(root, QStringLiteral("/repos/o/r/labels/a%2Fb"), QStringLiteral("page=2")).toEncoded(),
                 "https://ghe.example/api/v3/repos/o/r/labels/a%2Fb?page=2");
        QVERIFY(isSameServer(root, QUrl(QStringLiteral("https://ghe.example:443/x"))));
        QVERIFY(!isSameServer(root, QUrl(QStringLiteral("http://ghe.example/x"))));
        QVERIFY(!isSameServer(root, QUrl(QStringLiteral("https://evil.example/api/v3"))));
    }
};

SLIPWAY_TEST(TstHttpClient)
#include "tst_httpclient.moc"
