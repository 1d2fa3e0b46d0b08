// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dashboard/access.h"
#include "tests/support/testmain.h"

using slipway::dashboard::Access;
using slipway::dashboard::Asked;
using slipway::dashboard::Verdict;

Q_DECLARE_METATYPE(slipway::dashboard::Asked)
Q_DECLARE_METATYPE(slipway::dashboard::Verdict)

namespace {
const QString readToken = QStringLiteral("reader");
const QString controlToken = QStringLiteral("pilot");

Asked read(const QByteArray &host, const QByteArray &authorization = {}, const QByteArray &token = {})
{
    Asked asked;
    asked.host = host;
    asked.authorization = authorization;
    asked.token = token;
    return asked;
}

Asked write(const QByteArray &host, const QByteArray &authorization = {}, const QByteArray &token = {})
{
    Asked asked = read(host, authorization, token);
    asked.isRead = false;
    return asked;
}
} // namespace

class TstAccess final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void hosts_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<bool>("onLoopback");
        QTest::addColumn<bool>("onNetwork");
        const auto row = [](const char *host, bool onLoopback, bool onNetwork) {
            QTest::newRow(host) << QByteArray(host) << onLoopback << onNetwork;
        };
        row("127.0.0.1:8099", true, true);
        row("127.0.0.1", true, true);
        row("localhost:1234", true, true);
        row("LOCALHOST", true, true);
        row("[::1]:8099", true, true);
        row("192.0.2.7:8099", false, true);
        row("dash.example.org", false, true); // named in the settings, for both
        row("evil.example.com", false, false);
        row("127.0.0.1.evil.example.com", false, false);
        row("localhost.evil.example.com", false, false);
        row("user@localhost", false, false);
        row("localhost/x", false, false);
        row("local host", false, false);
        row("", false, false);
    }
    void hosts()
    {
        QFETCH(QByteArray, host);
        QFETCH(bool, onLoopback);
        QFETCH(bool, onNetwork);
        const Access loopback(QHostAddress(QHostAddress::LocalHost), {}, {}, {});
        QCOMPARE(loopback.judge(read(host)) == Verdict::Allowed, onLoopback);
        const Access network(QHostAddress(QHostAddress::AnyIPv4), readToken, {},
                             { QStringLiteral("dash.example.org") });
        QCOMPARE(network.judge(read(host, {}, "reader")) == Verdict::Allowed, onNetwork);
        if (!onNetwork)
            QCOMPARE(int(network.judge(read(host, {}, "reader"))), int(Verdict::ForeignHost));
    }

    void reading_data()
    {
        QTest::addColumn<QByteArray>("authorization");
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<Verdict>("verdict");
        QTest::newRow("nothing") << QByteArray() << QByteArray() << Verdict::NeedsToken;
        QTest::newRow("bearer") << QByteArray("Bearer reader") << QByteArray() << Verdict::Allowed;
        QTest::newRow("bearer in capitals") << QByteArray("BEARER reader") << QByteArray() << Verdict::Allowed;
        QTest::newRow("field") << QByteArray() << QByteArray("reader") << Verdict::Allowed;
        QTest::newRow("password") << QByteArray("Basic ") + QByteArray("anybody:reader").toBase64() << QByteArray()
                                  << Verdict::Allowed;
        QTest::newRow("control token reads too") << QByteArray("Bearer pilot") << QByteArray() << Verdict::Allowed;
        QTest::newRow("wrong") << QByteArray("Bearer readers") << QByteArray() << Verdict::WrongToken;
        QTest::newRow("prefix") << QByteArray("Bearer read") << QByteArray() << Verdict::WrongToken;
        QTest::newRow("another scheme") << QByteArray("Digest reader") << QByteArray() << Verdict::NeedsToken;
    }
    void reading()
    {
        QFETCH(QByteArray, authorization);
        QFETCH(QByteArray, token);
        QFETCH(Verdict, verdict);
        const Access access(QHostAddress(QHostAddress::AnyIPv4), readToken, controlToken, {});
        QCOMPARE(int(access.judge(read("192.0.2.7", authorization, token))), int(verdict));
        // On loopback the machine's own person reads without.
        const Access loopback(QHostAddress(QHostAddress::LocalHost), readToken, controlToken, {});
        QCOMPARE(int(loopback.judge(read("127.0.0.1", authorization, token))), int(Verdict::Allowed));
    }

    void withoutAControlTokenEveryWriteIsRefused()
    {
        const Access access(QHostAddress(QHostAddress::LocalHost), readToken, {}, {});
        QCOMPARE(int(access.judge(write("127.0.0.1"))), int(Verdict::NoControl));
        QCOMPARE(int(access.judge(write("127.0.0.1", "Bearer reader"))), int(Verdict::NoControl));
        QCOMPARE(int(access.judge(write("127.0.0.1", "Bearer "))), int(Verdict::NoControl));
        QCOMPARE(int(access.judge(write("evil.example.com"))), int(Verdict::ForeignHost));
    }

    void onlyTheControlTokenControls()
    {
        const Access access(QHostAddress(QHostAddress::LocalHost), readToken, controlToken, {});
        QCOMPARE(int(access.judge(write("127.0.0.1"))), int(Verdict::NeedsToken));
        QCOMPARE(int(access.judge(write("127.0.0.1", "Bearer reader"))), int(Verdict::WrongToken));
        QCOMPARE(int(access.judge(write("127.0.0.1", "Bearer pilot"))), int(Verdict::Allowed));
        QCOMPARE(int(access.judge(write("127.0.0.1", {}, "pilot"))), int(Verdict::Allowed));
        Asked form = write("127.0.0.1");
        form.formToken = "pilot";
        QCOMPARE(int(access.judge(form)), int(Verdict::Allowed));
    }

    void aPasswordTheBrowserKeepsDoesNotControl()
    {
        const Access access(QHostAddress(QHostAddress::LocalHost), readToken, controlToken, {});
        QCOMPARE(int(access.judge(write("127.0.0.1", "Basic " + QByteArray("x:pilot").toBase64()))),
                 int(Verdict::NeedsToken));
    }

    void anotherSitesPageDoesNotControl()
    {
        const Access access(QHostAddress(QHostAddress::LocalHost), readToken, controlToken, {});
        Asked asked = write("127.0.0.1:8099", "Bearer pilot");
        asked.origin = "http://127.0.0.1:8099";
        QCOMPARE(int(access.judge(asked)), int(Verdict::Allowed));
        asked.origin = "http://127.0.0.1:3001"; // one of the deployed services
        QCOMPARE(int(access.judge(asked)), int(Verdict::CrossSite));
        asked.origin = "null";
        QCOMPARE(int(access.judge(asked)), int(Verdict::CrossSite));
        asked.origin.clear();
        asked.fetchSite = "cross-site";
        QCOMPARE(int(access.judge(asked)), int(Verdict::CrossSite));
    }
};

SLIPWAY_TEST(TstAccess)
#include "tst_access.moc"
