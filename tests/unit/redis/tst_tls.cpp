// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/redisclient.h"
#include "tests/support/asynctest.h"
#include "tests/support/redisfixture.h"
#include "tests/support/testmain.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTemporaryDir>

using namespace slipway;
using namespace std::chrono_literals;
using redis::RedisAddress;
using redis::RedisClient;
using test::await;

/// rediss:// against a real server with a certificate of our own making.
class TstTls final : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::unique_ptr<test::RedisFixture> m_server;
    QString m_port;

    [[nodiscard]] QString file(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }

    bool makeCertificate()
    {
        return QProcess::execute(QStringLiteral("openssl"),
                                 { QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                                   QStringLiteral("rsa:2048"), QStringLiteral("-nodes"), QStringLiteral("-days"),
                                   QStringLiteral("2"), QStringLiteral("-batch"), QStringLiteral("-quiet"),
                                   QStringLiteral("-subj"), QStringLiteral("/CN=localhost"), QStringLiteral("-addext"),
                                   QStringLiteral("subjectAltName=DNS:localhost"), QStringLiteral("-keyout"),
                                   file("key.pem"), QStringLiteral("-out"), file("cert.pem") })
            == 0;
    }

    bool listenWithTls()
    {
        RedisClient admin(*RedisAddress::parse(m_server->url()));
        for (int attempt = 0; attempt < 20; ++attempt) {
            QTcpServer probe;
            if (!probe.listen(QHostAddress::LocalHost))
                continue;
            m_port = QString::number(probe.serverPort());
            probe.close();
            const QList<QByteArray> listen { "CONFIG",           "SET",
                                             "tls-cert-file",    file("cert.pem").toUtf8(),
                                             "tls-key-file",     file("key.pem").toUtf8(),
                                             "tls-ca-cert-file", file("cert.pem").toUtf8(),
                                             "tls-auth-clients", "no",
                                             "tls-port",         m_port.toUtf8() };
            const auto done = await(admin.command(listen));
            if (done)
                return true;
            qInfo("%s", qPrintable(done.error().message));
        }
        return false;
    }

    [[nodiscard]] Result<redis::Reply> pingAt(const QString &host)
    {
        RedisClient client(*RedisAddress::parse(QStringLiteral("rediss://%1:%2").arg(host, m_port)));
        return await(client.command({ "PING" }, 2s));
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!test::RedisFixture::isAvailable())
            QSKIP("redis-server is not installed");
        if (QStandardPaths::findExecutable(QStringLiteral("openssl")).isEmpty())
            QSKIP("openssl, which makes the certificate, is not installed");
        QVERIFY(makeCertificate());
        m_server = std::make_unique<test::RedisFixture>();
        if (!listenWithTls())
            QSKIP("this redis-server is built without TLS");
    }
    void cleanup() { qunsetenv("SSL_CERT_FILE"); }

    void aTrustedServerAnswers()
    {
        qputenv("SSL_CERT_FILE", QFile::encodeName(file("cert.pem")));
        const auto reply = pingAt(QStringLiteral("localhost"));
        if (!reply && reply.error().code == ErrorCode::Unsupported)
            QSKIP("built without libhiredis_ssl");
        QVERIFY_RESULT(reply);
        QCOMPARE(reply->string, "PONG");
    }

    void anUnknownAuthorityIsRefused()
    {
        const auto reply = pingAt(QStringLiteral("localhost"));
        QVERIFY(!reply);
        QVERIFY(reply.error().code == ErrorCode::Unavailable || reply.error().code == ErrorCode::Unsupported);
    }

    void aCertificateForAnotherHostIsRefused()
    {
        qputenv("SSL_CERT_FILE", QFile::encodeName(file("cert.pem")));
        const auto reply = pingAt(QStringLiteral("127.0.0.1")); // the certificate names localhost only
        QVERIFY(!reply);
    }
};

SLIPWAY_TEST(TstTls)
#include "tst_tls.moc"
