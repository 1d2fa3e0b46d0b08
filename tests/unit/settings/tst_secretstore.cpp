// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/redaction.h"
#include "core/settings/secretstore.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

using namespace slipway::settings;
using slipway::Async;
using slipway::ErrorCode;
using slipway::test::await;

namespace {

class MemoryStore final : public SecretStore {
public:
    Async<QString> read(QString name) override
    {
        if (!values.contains(name))
            co_return slipway::fail(ErrorCode::NotFound, QStringLiteral("no %1").arg(name));
        co_return values.value(name);
    }
    Async<> write(QString name, QString value) override
    {
        values.insert(name, value);
        co_return {};
    }
    Async<> remove(QString name) override
    {
        values.remove(name);
        co_return {};
    }
    QString description() const override { return QStringLiteral("memory"); }
    QMap<QString, QString> values;
};

} // namespace

class TstSecretStore final : public QObject {
    Q_OBJECT
    static Settings settings()
    {
        QMap<QString, QString> environment;
        environment.insert(QStringLiteral("GITHUB_TOKEN"), QStringLiteral("from-the-environment"));
        return *Settings::load(QStringLiteral("/nowhere/slipway.ini"), environment);
    }

private Q_SLOTS:
    void theEnvironmentIsReadOnly()
    {
        EnvironmentSecretStore store(settings());
        const auto token = await(store.read(QStringLiteral("github.token")));
        QVERIFY_RESULT(token);
        QCOMPARE(*token, QStringLiteral("from-the-environment"));
        QVERIFY(await(store.read(QStringLiteral("control.token"))).error().code == ErrorCode::NotFound);
        QVERIFY(await(store.read(QStringLiteral("redis.url"))).error().code == ErrorCode::NotFound);
        QVERIFY(await(store.write(QStringLiteral("github.token"), QStringLiteral("other"))).error().code
                == ErrorCode::Unsupported);
    }
    void aChainReadsInOrderAndWritesWhereItCan()
    {
        auto memory = std::make_unique<MemoryStore>();
        MemoryStore *kept = memory.get();
        kept->values.insert(QStringLiteral("github.token"), QStringLiteral("from-memory"));
        std::vector<std::unique_ptr<SecretStore>> stores;
        stores.push_back(std::make_unique<EnvironmentSecretStore>(settings()));
        stores.push_back(std::move(memory));
        ChainedSecretStore chain(std::move(stores));
        QCOMPARE(await(chain.read(QStringLiteral("github.token"))).value_or(QString()),
                 QStringLiteral("from-the-environment"));
        QVERIFY_RESULT(await(chain.write(QStringLiteral("audit.key"), QStringLiteral("0123456789abcdef"))));
        QCOMPARE(kept->values.value(QStringLiteral("audit.key")), QStringLiteral("0123456789abcdef"));
        QCOMPARE(await(chain.read(QStringLiteral("audit.key"))).value_or(QString()),
                 QStringLiteral("0123456789abcdef"));
        QCOMPARE(slipway::base::redact(QStringLiteral("k=0123456789abcdef")), QStringLiteral("k=***"));
        QVERIFY_RESULT(await(chain.remove(QStringLiteral("audit.key"))));
        QVERIFY(await(chain.read(QStringLiteral("audit.key"))).error().code == ErrorCode::NotFound);
    }
    void withoutAKeychainItSaysSoInsteadOfHanging()
    {
        // No session bus in the test: the desktop's real keychain is never touched.
        const QByteArray bus = qgetenv("DBUS_SESSION_BUS_ADDRESS");
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/slipway-test");
        KeychainSecretStore store(QStringLiteral("slipway-test"));
        const auto value = await(store.read(QStringLiteral("github.token")));
        QVERIFY(!value);
        QVERIFY2(value.error().code == ErrorCode::Unavailable || value.error().code == ErrorCode::NotFound,
                 qPrintable(value.error().message));
        const auto written = await(store.write(QStringLiteral("github.token"), QStringLiteral("never-in-plain-text")));
        QVERIFY(!written);
        QVERIFY(written.error().code == ErrorCode::Unavailable);
        QVERIFY(!written.error().hint.isEmpty());
        if (bus.isEmpty())
            qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        else
            qputenv("DBUS_SESSION_BUS_ADDRESS", bus);
    }
};

SLIPWAY_TEST(TstSecretStore)
#include "tst_secretstore.moc"
