// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/deploy/tunnelfixture.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

using namespace slipway;
using namespace slipway::deploy;
using slipway::test::await;
using slipway::test::DeployFixture;
using slipway::test::TunnelFixture;
using slipway::test::Visitors;

/// The way to the public, with a stand-in for cloudflared and real apps behind it.
class TstTunnel final : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<DeployFixture> m_fixture;
    std::unique_ptr<TunnelFixture> m_tunnel;
    std::unique_ptr<Publisher> m_publisher;
    QByteArray m_config;
    int m_shop = 0, m_blog = 0;

    [[nodiscard]] int startApp(const QString &project)
    {
        DeployFixture::App app;
        app.version = project;
        const QString folder = m_fixture->writeApp(m_fixture->path(QStringLiteral("app-") + project), app);
        const Release source { project, QStringLiteral("d1"), {}, folder, {}, {} };
        const auto built = await(m_fixture->runtime().build(source, {}, {}));
        const int port = PortAllocations::probeFreePort().value_or(0);
        if (!built || !await(m_fixture->runtime().start(*built, port)))
            return 0;
        for (int i = 0; i < 300 && DeployFixture::get(port).isEmpty(); ++i)
            QTest::qWait(20);
        return port;
    }
    void restartEngine(const char *domain = "example.com")
    {
        auto settings = m_tunnel->settings(domain);
        settings.readyPatience = std::chrono::seconds(m_patience);
        m_publisher = std::make_unique<Publisher>(settings, m_fixture->runner());
    }
    [[nodiscard]] QString visit(const char *host) const
    {
        const auto [status, body] = m_tunnel->visit(QLatin1String(host));
        return QStringLiteral("%1 %2").arg(status).arg(body.section(QLatin1Char(' '), 0, 0));
    }
    /// As another owner (systemd, a person) does.
    [[nodiscard]] bool runConnector(QProcess &process) const
    {
        process.start(m_tunnel->path("cloudflared"),
                      { QStringLiteral("tunnel"), QStringLiteral("--config"), m_tunnel->configPath(),
                        QStringLiteral("--metrics"),
                        QStringLiteral("127.0.0.1:%1").arg(PortAllocations::probeFreePort().value_or(0)),
                        QStringLiteral("run") });
        return process.waitForStarted();
    }
    [[nodiscard]] QJsonObject zone() const { return QJsonDocument::fromJson(m_tunnel->read("dns.json")).object(); }
    int m_patience = 30;

private Q_SLOTS:
    void initTestCase()
    {
        if (!DeployFixture::isAvailable())
            QSKIP("python3 and git are needed");
    }
    void init()
    {
        m_patience = 30;
        m_fixture = std::make_unique<DeployFixture>();
        m_tunnel = std::make_unique<TunnelFixture>(*m_fixture);
        m_shop = startApp(QStringLiteral("shop"));
        m_blog = startApp(QStringLiteral("blog"));
        QVERIFY(m_shop > 0 && m_blog > 0);
        m_config = "# written by hand\ntunnel: " + TunnelFixture::tunnelId()
            + "\ncredentials-file: " + m_tunnel->path("tunnel.json").toUtf8()
            + "\n\ningress:\n  # the blog\n  - hostname: \"blog.example.org\"\n    service: http://127.0.0.1:"
            + QByteArray::number(m_blog) + "   # kept\n\n  # all others\n  - service: http_status:404\n";
        m_tunnel->write("config.yml", m_config);
        restartEngine();
    }
    void cleanup()
    {
        if (!m_publisher)
            return;
        QVERIFY_RESULT(await(m_publisher->withdraw(QStringLiteral("shop"))));
        QVERIFY_RESULT(await(m_publisher->withdraw(QStringLiteral("blog"))));
        m_publisher.reset();
        m_tunnel.reset();
        QVERIFY_RESULT(await(m_fixture->runtime().remove(QStringLiteral("shop"), DataPolicy::Delete)));
        QVERIFY_RESULT(await(m_fixture->runtime().remove(QStringLiteral("blog"), DataPolicy::Delete)));
        QTRY_COMPARE(m_fixture->leftovers(), QStringList());
        m_fixture.reset();
    }

    void aProjectBecomesPublicAndStaysSo()
    {
        QCOMPARE(m_publisher->hostOf(QStringLiteral("shop")), QStringLiteral("shop.example.com"));
        const auto done = await(m_publisher->publish(QStringLiteral("shop"), m_shop));
        QVERIFY_RESULT(done);
        QVERIFY(done->active);
        QCOMPARE(done->host, QStringLiteral("shop.example.com"));
        QCOMPARE(visit("shop.example.com"), QStringLiteral("200 shop"));
        QCOMPARE(visit("blog.example.org"), QStringLiteral("200 blog"));
        QCOMPARE(visit("wiki.example.com"), QStringLiteral("404 by"));
        QCOMPARE(zone().value(QLatin1String("shop.example.com")).toString(),
                 QString::fromLatin1(TunnelFixture::tunnelId()));
        // One insertion; every other byte is what it was, and the file before it stands beside it.
        const QByteArray rule
            = "  - hostname: shop.example.com\n    service: http://127.0.0.1:" + QByteArray::number(m_shop) + "\n";
        QCOMPARE(m_tunnel->read("config.yml").replace(rule, QByteArray()), m_config);
        QCOMPARE(m_tunnel->read("config.yml.slipway-backup"), m_config);

        restartEngine(); // the connector goes on, and is found again
        QVERIFY(await(m_publisher->stands(QStringLiteral("shop"))));
        QCOMPARE(await(m_publisher->connections(QStringLiteral("shop"))), 4);
        QVERIFY_RESULT(await(m_publisher->publish(QStringLiteral("shop"), m_shop)));
        QCOMPARE(m_tunnel->calls("route dns").size(), 1);
        QCOMPARE(m_tunnel->calls(" run").size(), 1);

        QVERIFY_RESULT(await(m_publisher->withdraw(QStringLiteral("shop"))));
        QCOMPARE(m_tunnel->read("config.yml"), m_config);
        QCOMPARE(visit("shop.example.com"), QStringLiteral("404 by"));
        QCOMPARE(visit("blog.example.org"), QStringLiteral("200 blog"));
        QVERIFY(!await(m_publisher->stands(QStringLiteral("shop"))));
    }

    void nothingIsCutWhileOthersComeAndGo()
    {
        QVERIFY_RESULT(await(m_publisher->publish(QStringLiteral("shop"), m_shop)));
        Visitors load(*m_tunnel, QStringLiteral("shop.example.com"));
        for (int i = 0; i < 3; ++i) {
            QVERIFY_RESULT(await(m_publisher->publish(QStringLiteral("blog"), m_blog)));
            QCOMPARE(visit("blog.example.com"), QStringLiteral("200 blog"));
            QVERIFY_RESULT(await(m_publisher->withdraw(QStringLiteral("blog"))));
        }
        load.stop();
        qInfo("%d visits, %lld failed", load.visits(), static_cast<long long>(load.failures().size()));
        QVERIFY2(load.failures().isEmpty(), qPrintable(load.failures().join(QStringLiteral("; ")).left(500)));
        QVERIFY(load.visits() > 20);
    }

    void aRecordThatLeadsElsewhereNeedsAWord()
    {
        m_tunnel->write("dns.json", R"({"shop.example.com": "somebody-else"})");
        const auto refused = await(m_publisher->publish(QStringLiteral("shop"), m_shop));
        QVERIFY(!refused);
        QCOMPARE(base::toString(refused.error().code), base::toString(ErrorCode::Conflict));
        QVERIFY2(refused.error().message.contains(QLatin1String("DNS record")), qPrintable(refused.error().message));
        QVERIFY(m_publisher->recordLeadsElsewhere(QStringLiteral("shop")));
        QCOMPARE(zone().value(QLatin1String("shop.example.com")).toString(), QStringLiteral("somebody-else"));
        QCOMPARE(m_tunnel->read("config.yml"), m_config);
        const auto done = await(m_publisher->publish(QStringLiteral("shop"), m_shop, true));
        QVERIFY_RESULT(done);
        QVERIFY(done->active);
        QCOMPARE(m_tunnel->calls("route dns --overwrite-dns").size(), 1);
        QVERIFY(!m_publisher->recordLeadsElsewhere(QStringLiteral("shop")));
    }

    void aRuleThatLeadsElsewhereIsNoMatterOfTheRecord()
    {
        QByteArray config = m_config;
        m_tunnel->write(
            "config.yml",
            config.replace("ingress:\n", "ingress:\n  - hostname: shop.example.com\n    service: http://10.0.0.1\n"));
        const auto refused = await(m_publisher->publish(QStringLiteral("shop"), m_shop));
        QVERIFY(!refused);
        QCOMPARE(base::toString(refused.error().code), base::toString(ErrorCode::Conflict));
        QVERIFY(!m_publisher->recordLeadsElsewhere(QStringLiteral("shop")));
    }

    void whatCloudflaredRefusesIsNotWritten()
    {
        m_tunnel->write("refuse-config", "");
        const auto refused = await(m_publisher->publish(QStringLiteral("shop"), m_shop));
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(QLatin1String("cloudflared refuses")),
                 qPrintable(refused.error().message));
        QCOMPARE(m_tunnel->read("config.yml"), m_config);
        QCOMPARE(m_tunnel->calls(" run").size(), 0);
        QCOMPARE(QDir(m_tunnel->path("")).entryList({ QStringLiteral(".slipway*") }, QDir::Files | QDir::Hidden),
                 QStringList());
    }

    void aConnectorThatDoesNotConnectChangesNothing()
    {
        QVERIFY_RESULT(await(m_publisher->publish(QStringLiteral("blog"), m_blog)));
        const QByteArray before = m_tunnel->read("config.yml");
        m_tunnel->write("refuse-run", "");
        m_patience = 1;
        restartEngine();
        const auto refused = await(m_publisher->publish(QStringLiteral("shop"), m_shop));
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(QLatin1String("did not reach Cloudflare")),
                 qPrintable(refused.error().message));
        QCOMPARE(m_tunnel->read("config.yml"), before);
        QCOMPARE(visit("blog.example.com"), QStringLiteral("200 blog"));
        QVERIFY(QFile::remove(m_tunnel->path("refuse-run")));
    }

    void aConnectorOfAnotherOwnerIsLeftToThem()
    {
        QProcess first;
        QVERIFY(runConnector(first));
        QTRY_COMPARE(visit("blog.example.org"), QStringLiteral("200 blog"));
        const auto waiting = await(m_publisher->publish(QStringLiteral("shop"), m_shop));
        QVERIFY_RESULT(waiting);
        QVERIFY(!waiting->active);
        QVERIFY2(waiting->todo.contains(QStringLiteral("kill %1").arg(first.processId())), qPrintable(waiting->todo));
        QCOMPARE(first.state(), QProcess::Running);
        QVERIFY(!await(m_publisher->stands(QStringLiteral("shop"))));
        first.terminate();
        QVERIFY(first.waitForFinished());
        QProcess second;
        QVERIFY(runConnector(second));
        QTRY_COMPARE(visit("blog.example.org"), QStringLiteral("200 blog"));
        const auto done = await(m_publisher->publish(QStringLiteral("shop"), m_shop));
        QVERIFY_RESULT(done);
        QVERIFY2(done->active, qPrintable(done->todo));
        QCOMPARE(visit("shop.example.com"), QStringLiteral("200 shop"));
        QCOMPARE(await(m_publisher->connections(QStringLiteral("shop"))), 4);
        second.terminate();
        QVERIFY(second.waitForFinished());
    }

    void aWithdrawalIsProvedAtAConnectorOfAnotherOwner()
    {
        const QString shop = QStringLiteral("shop");
        QVERIFY_RESULT(await(m_publisher->publish(shop, m_shop))); // by ours, so that the rule and the record are there
        Connectors ours(m_tunnel->settings(), m_fixture->runner());
        QVERIFY_RESULT(await(ours.stop()));
        QProcess first;
        QVERIFY(runConnector(first));
        QTRY_COMPARE(visit("shop.example.com"), QStringLiteral("200 shop"));
        const auto waiting = await(m_publisher->withdraw(shop));
        QVERIFY(!waiting);
        QCOMPARE(base::toString(waiting.error().code), base::toString(ErrorCode::Waiting));
        QVERIFY2(waiting.error().hint.contains(QStringLiteral("kill %1").arg(first.processId())),
                 qPrintable(waiting.error().hint));
        QCOMPARE(m_tunnel->read("config.yml"), m_config);
        QCOMPARE(visit("shop.example.com"), QStringLiteral("200 shop")); // which is why
        QCOMPARE(m_publisher->leaving(), QStringList { shop });
        QVERIFY(!await(m_publisher->finishWithdrawal(shop)));
        first.terminate();
        QVERIFY(first.waitForFinished());
        QProcess second;
        QVERIFY(runConnector(second));
        QTRY_COMPARE(visit("blog.example.org"), QStringLiteral("200 blog"));
        QVERIFY_RESULT(await(m_publisher->finishWithdrawal(shop)));
        QCOMPARE(m_publisher->leaving(), QStringList());
        QCOMPARE(visit("shop.example.com"), QStringLiteral("404 by"));
        second.terminate();
        QVERIFY(second.waitForFinished());
    }

    void whatIsPublishedAgainLeavesNoMore()
    {
        const QString shop = QStringLiteral("shop");
        QProcess theirs;
        QVERIFY_RESULT(await(m_publisher->publish(shop, m_shop)));
        Connectors ours(m_tunnel->settings(), m_fixture->runner());
        QVERIFY_RESULT(await(ours.stop()));
        QVERIFY(runConnector(theirs));
        QTRY_COMPARE(visit("shop.example.com"), QStringLiteral("200 shop"));
        QVERIFY(!await(m_publisher->withdraw(shop)));
        QVERIFY_RESULT(await(m_publisher->publish(shop, m_shop)));
        QCOMPARE(m_publisher->leaving(), QStringList());
        QVERIFY_RESULT(await(m_publisher->finishWithdrawal(shop)));
        QVERIFY(await(m_publisher->stands(shop)));
        theirs.terminate();
        QVERIFY(theirs.waitForFinished());
    }

    void aWithdrawalWaitsForThePublicationBeforeIt()
    {
        auto publishing = m_publisher->publish(QStringLiteral("shop"), m_shop);
        QVERIFY(m_publisher->of(QStringLiteral("shop")).host.isEmpty());
        QVERIFY_RESULT(await(m_publisher->withdraw(QStringLiteral("shop"))));
        QVERIFY_RESULT(await(std::move(publishing)));
        QCOMPARE(m_tunnel->read("config.yml"), m_config);
        QVERIFY(m_publisher->of(QStringLiteral("shop")).host.isEmpty());
    }

    void aFileThatMayNotBeWrittenNamesTheCommand()
    {
        if (::geteuid() == 0)
            QSKIP("root may write everything");
        QVERIFY(QFile::setPermissions(m_tunnel->configPath(), QFile::ReadOwner));
        const auto refused = await(m_publisher->publish(QStringLiteral("shop"), m_shop));
        QVERIFY(!refused);
        QVERIFY2(refused.error().hint.contains(QLatin1String("sudo setfacl")), qPrintable(refused.error().hint));
    }

    void aQuickTunnelNeedsNoAccount()
    {
        restartEngine("trycloudflare.com");
        const auto done = await(m_publisher->publish(QStringLiteral("shop"), m_shop));
        QVERIFY_RESULT(done);
        QVERIFY2(done->host.endsWith(QLatin1String(".trycloudflare.com")), qPrintable(done->host));
        QCOMPARE(visit(qPrintable(done->host)), QStringLiteral("200 shop"));
        QCOMPARE(m_tunnel->calls("route dns").size(), 0);
        QCOMPARE(m_tunnel->read("config.yml"), m_config);
        restartEngine("trycloudflare.com");
        const auto again = await(m_publisher->publish(QStringLiteral("shop"), m_shop));
        QVERIFY_RESULT(again);
        QCOMPARE(again->host, done->host);
        QVERIFY(await(m_publisher->stands(QStringLiteral("shop"))));
        QVERIFY_RESULT(await(m_publisher->withdraw(QStringLiteral("shop"))));
        QVERIFY(!await(m_publisher->stands(QStringLiteral("shop"))));
    }
};

SLIPWAY_TEST(TstTunnel)
#include "tst_tunnel.moc"
