// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/redaction.h"

#include "core/base/logging.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <thread>

using namespace slipway::base;

namespace {
// In pieces, so that no scanner takes this file for a leak.
QString joined(const char *a, const char *b)
{
    return QLatin1String(a) + QLatin1String(b);
}
} // namespace

class TstRedaction final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void masksCredentials_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QString &text, const QString &expected) {
            QTest::newRow(name) << text << expected;
        };
        const QString stars = QStringLiteral("token ***!");
        row("GitHub", QStringLiteral("token %1!").arg(joined("ghp_", "0123456789abcdefghijABCDEFGHIJ012345")), stars);
        row("GitHub app", QStringLiteral("token %1!").arg(joined("ghs_", "0123456789abcdefghijABCDEFGHIJ012345")),
            stars);
        row("GitHub fine-grained",
            QStringLiteral("token %1!").arg(joined("github_pat_", "11ABCDEFG0abcdefghij_KLMNOP")), stars);
        row("Anthropic", QStringLiteral("token %1!").arg(joined("sk-ant-", "api03-abcdefghijklmnop_-qrst")), stars);
        row("OpenAI", QStringLiteral("token %1!").arg(joined("sk-", "abcdefghijklmnopqrstuvwx")), stars);
        row("Slack", QStringLiteral("token %1!").arg(joined("xoxb-", "1234567890-abcdef")), stars);
        row("AWS", QStringLiteral("token %1!").arg(joined("AKIA", "ABCDEFGHIJKLMNOP")), stars);
        row("bearer", QStringLiteral("Authorization: Bearer abcdef.ghijkl-mnop"),
            QStringLiteral("Authorization: Bearer ***"));
        row("password in a URL", QStringLiteral("redis://user:hunter2@host:6379"),
            QStringLiteral("redis://***@host:6379"));
        row("private key",
            QStringLiteral("x\n%1\nabc\ndef\n%2\ny")
                .arg(joined("-----BEGIN OPENSSH PRI", "VATE KEY-----"),
                     joined("-----END OPENSSH PRI", "VATE KEY-----")),
            QStringLiteral("x\n***\ny"));
        for (const char *plain : { "ordinary text", "https://example.org/a:b", "user@host", "sk-short",
                                   "git@github.com:a/b", "task-runner" })
            row(plain, QString::fromLatin1(plain), QString::fromLatin1(plain));
    }
    void masksCredentials()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(redact(text), expected);
        QCOMPARE(redact(text.toUtf8()), expected.toUtf8());
    }
    void masksRegisteredSecrets()
    {
        const QString secret = QStringLiteral("quite.ordinary(words)");
        QCOMPARE(redact(secret), secret);
        addSecret(secret);
        addSecret(secret);
        QCOMPARE(redact(QStringLiteral("a quite.ordinary(words) b quite.ordinary(words)")),
                 QStringLiteral("a *** b ***"));
        addSecret(QStringLiteral("short")); // it would mask ordinary text
        QCOMPARE(redact(QStringLiteral("a short text")), QStringLiteral("a short text"));
    }
    void masksTheNewestPassingSecrets()
    {
        const auto secret = [](int number) { return QStringLiteral("passing-secret-%1-").arg(number); };
        addSecret(secret(0)); // this one lasts
        for (int i = 0; i < 250; ++i)
            addPassingSecret(secret(i));
        QCOMPARE(redact(secret(0)), QStringLiteral("***"));
        QCOMPARE(redact(secret(49)), secret(49));
        QCOMPARE(redact(secret(50)), QStringLiteral("***"));
        addPassingSecret(secret(50)); // used again
        addPassingSecret(secret(250));
        QCOMPARE(redact(secret(50)), QStringLiteral("***"));
        QCOMPARE(redact(secret(51)), secret(51));
        QCOMPARE(redact(secret(250)), QStringLiteral("***"));
        addPassingSecret(QStringLiteral("brief")); // it would mask ordinary text
        QCOMPARE(redact(QStringLiteral("a brief text")), QStringLiteral("a brief text"));
    }
    void isSafeFromManyThreads()
    {
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([i] {
                for (int n = 0; n < 200; ++n) {
                    addSecret(QStringLiteral("thread-secret-%1-%2").arg(i).arg(n % 10));
                    (void)redact(QStringLiteral("text with thread-secret-%1-%2").arg(i).arg(n % 10));
                }
            });
        }
        for (auto &thread : threads)
            thread.join();
        QCOMPARE(redact(QStringLiteral("thread-secret-3-9")), QStringLiteral("***"));
    }
    void logIsRedacted()
    {
        QTemporaryDir folder;
        addSecret(QStringLiteral("the-log-secret"));
        installLogging(folder.path(), false);
        qCWarning(lcBase, "found %s here", "the-log-secret");
        qInstallMessageHandler(nullptr);
        const auto files = QDir(folder.path()).entryList({ QStringLiteral("slipway_*.log") });
        QCOMPARE(files.size(), 1);
        QFile file(folder.filePath(files.first()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY2(text.contains("found *** here"), text.constData());
        QVERIFY(!text.contains("the-log-secret"));
    }
};

SLIPWAY_TEST(TstRedaction)
#include "tst_redaction.moc"
