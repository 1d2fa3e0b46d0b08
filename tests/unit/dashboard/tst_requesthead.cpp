// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dashboard/requesthead.h"
#include "tests/support/testmain.h"

using slipway::dashboard::RequestHead;

class TstRequestHead final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsARequest()
    {
        const auto head = RequestHead::parse("POST /projects/x/deploy?a=b HTTP/1.1\r\nHost: h:1\r\nContent-Length: "
                                             "12\r\nX-Slipway-Token:  abc \r\n\r\n");
        QVERIFY(head.has_value());
        QCOMPARE(head->method, QByteArray("POST"));
        QCOMPARE(head->target, QByteArray("/projects/x/deploy?a=b"));
        QCOMPARE(head->contentLength, 12);
        QCOMPARE(head->field("x-slipway-token"), QByteArray("abc"));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("status");
        const auto row
            = [](const char *name, const QByteArray &text, int status) { QTest::newRow(name) << text << status; };
        row("empty", "\r\n\r\n", 400);
        row("two words", "GET /\r\nHost: h\r\n\r\n", 400);
        row("not a method", "G(T / HTTP/1.1\r\nHost: h\r\n\r\n", 400);
        row("absolute target", "GET http://h/ HTTP/1.1\r\nHost: h\r\n\r\n", 400);
        row("http 2", "GET / HTTP/2.0\r\nHost: h\r\n\r\n", 505);
        row("no host", "GET / HTTP/1.1\r\nAccept: x\r\n\r\n", 400);
        row("two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400);
        row("chunked", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n", 411);
        row("two lengths", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400);
        row("negative length", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n", 400);
        row("signed length", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +1\r\n\r\n", 400);
        row("length in words", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: ten\r\n\r\n", 400);
        row("folded field", "GET / HTTP/1.1\r\nHost: h\r\n x: y\r\n\r\n", 400);
        row("no colon", "GET / HTTP/1.1\r\nHost: h\r\nnonsense\r\n\r\n", 400);
        row("control character", QByteArray("GET / HTTP/1.1\r\nHost: h\r\nX: a\x01\r\n\r\n"), 400);
        row("space before colon", "GET / HTTP/1.1\r\nHost : h\r\n\r\n", 400);
    }
    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, status);
        const auto head = RequestHead::parse(text);
        QVERIFY(!head.has_value());
        QCOMPARE(head.error().status, status);
    }

    void forwardsOneRequestAConnection()
    {
        const auto head = RequestHead::parse("HEAD /x HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, "
                                             "upgrade\r\nUpgrade: h2c\r\nTE: trailers\r\nAccept: a\r\n\r\n");
        QVERIFY(head.has_value());
        QCOMPARE(head->forwarded(), QByteArray("GET /x HTTP/1.1\r\nHost: h\r\nAccept: a\r\nConnection: close\r\n\r\n"));
    }
};

SLIPWAY_TEST(TstRequestHead)
#include "tst_requesthead.moc"
