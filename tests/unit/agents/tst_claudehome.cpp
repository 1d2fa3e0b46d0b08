// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/drivers/claudedriver.h"
#include "core/agents/drivers/claudehome.h"
#include "core/base/files.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QTemporaryDir>

using namespace slipway;

/// The login of a subscription on its way into the sandbox and back.
class TstClaudeHome final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void loginIsCopiedAlone();
    void refreshedLoginGoesBack();
    void loginRefreshedByThePersonWins();
    void forgedLoginStaysInside_data();
    void forgedLoginStaysInside();
    void removedLoginIsRemoved();
    void keyInTheEnvironmentNeedsNoLogin();
    void signedInMeansAToken();
    void sandboxSeesOnlyThePrivateFolder();
    void whatOnlyReadsHasNoToolsThatWrite_data();
    void whatOnlyReadsHasNoToolsThatWrite();

private:
    QString theirs() const { return m_folder->filePath(QStringLiteral("person/.credentials.json")); }
    QString ours() const { return state() + QStringLiteral("/claude/.credentials.json"); }
    QString state() const { return m_folder->filePath(QStringLiteral("state")); }
    static QJsonObject login(const QString &token, double hours, const QString &plan = QStringLiteral("max"));
    static QJsonObject read(const QString &path);

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {
const QString entry = QStringLiteral("claudeAiOauth");
}

QJsonObject TstClaudeHome::login(const QString &token, double hours, const QString &plan)
{
    const auto expiry = static_cast<double>(QDateTime::currentMSecsSinceEpoch()) + hours * 3600 * 1000;
    return { { QStringLiteral("accessToken"), token },
             { QStringLiteral("expiresAt"), expiry },
             { QStringLiteral("subscriptionType"), plan } };
}

QJsonObject TstClaudeHome::read(const QString &path)
{
    return base::readJsonObject(path).value_or(QJsonObject {});
}

void TstClaudeHome::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    for (const char *name : { "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN",
                              "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE" })
        qunsetenv(name);
    qputenv("CLAUDE_CONFIG_DIR", QFile::encodeName(m_folder->filePath(QStringLiteral("person"))));
    QVERIFY_RESULT(base::makeFolder(m_folder->filePath(QStringLiteral("person"))));
    QVERIFY_RESULT(base::writeJsonObject(
        theirs(),
        { { entry, login(QStringLiteral("first"), 2) }, { QStringLiteral("mcpOAuth"), QStringLiteral("private") } }));
}

void TstClaudeHome::cleanup()
{
    qunsetenv("CLAUDE_CONFIG_DIR");
    qunsetenv("ANTHROPIC_API_KEY");
}

void TstClaudeHome::loginIsCopiedAlone()
{
    QVERIFY_RESULT(agents::prepareClaudeHome(state()));
    QCOMPARE(read(ours()).value(entry), read(theirs()).value(entry));
    QCOMPARE(read(ours()).keys(), QStringList { entry });
    QCOMPARE(QFile::permissions(ours()) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions {});
}

void TstClaudeHome::refreshedLoginGoesBack()
{
    QVERIFY_RESULT(agents::prepareClaudeHome(state()));
    QVERIFY_RESULT(base::writeJsonObject(
        ours(),
        { { entry, login(QStringLiteral("second"), 8) }, { QStringLiteral("hooks"), QStringLiteral("evil") } }));
    const agents::ClaudeDriver driver({}, state());
    driver.finished({});
    QCOMPARE(read(theirs()).value(entry).toObject().value(QLatin1String("accessToken")).toString(),
             QStringLiteral("second"));
    QCOMPARE(read(theirs()).value(QLatin1String("mcpOAuth")).toString(), QStringLiteral("private")); // untouched
    QVERIFY(!read(theirs()).contains(QLatin1String("hooks")));
}

void TstClaudeHome::loginRefreshedByThePersonWins()
{
    QVERIFY_RESULT(agents::prepareClaudeHome(state()));
    QVERIFY_RESULT(base::writeJsonObject(theirs(), { { entry, login(QStringLiteral("newer"), 8) } }));
    QVERIFY_RESULT(agents::syncClaudeLogin(state()));
    QCOMPARE(read(ours()).value(entry).toObject().value(QLatin1String("accessToken")).toString(),
             QStringLiteral("newer"));
}

void TstClaudeHome::forgedLoginStaysInside_data()
{
    QTest::addColumn<QJsonObject>("forged");
    QTest::newRow("never expires") << login(QStringLiteral("forged"), 24 * 365);
    QTest::newRow("other account") << login(QStringLiteral("forged"), 8, QStringLiteral("team"));
    QTest::newRow("no token") << login(QString(), 8);
    QTest::newRow("older") << login(QStringLiteral("forged"), 1);
    QTest::newRow("not a login") << QJsonObject { { QStringLiteral("x"), 1 } };
}

void TstClaudeHome::forgedLoginStaysInside()
{
    QFETCH(QJsonObject, forged);
    QVERIFY_RESULT(agents::prepareClaudeHome(state()));
    QVERIFY_RESULT(base::writeJsonObject(ours(), { { entry, forged } }));
    const auto before = base::readFile(theirs());
    QVERIFY_RESULT(agents::syncClaudeLogin(state()));
    QCOMPARE(base::readFile(theirs()).value_or("gone"), before.value_or("unread"));
    QCOMPARE(read(ours()).value(entry), read(theirs()).value(entry)); // and the good one is back
}

void TstClaudeHome::removedLoginIsRemoved()
{
    QVERIFY_RESULT(agents::prepareClaudeHome(state()));
    QVERIFY(QFile::remove(theirs()));
    QVERIFY_RESULT(agents::syncClaudeLogin(state()));
    QVERIFY(!QFileInfo::exists(ours()));
    QVERIFY(!QFileInfo::exists(theirs()));
    QVERIFY(!agents::isClaudeSignedIn());
}

void TstClaudeHome::keyInTheEnvironmentNeedsNoLogin()
{
    qputenv("ANTHROPIC_API_KEY", "key-of-a-test");
    const auto home = agents::prepareClaudeHome(state());
    QVERIFY_RESULT(home);
    QVERIFY(home->usesApiKey);
    QVERIFY(!QFileInfo::exists(ours()));
    QCOMPARE(home->environment.value(QStringLiteral("ANTHROPIC_API_KEY")), QStringLiteral("key-of-a-test"));
}

void TstClaudeHome::signedInMeansAToken()
{
    QVERIFY(agents::isClaudeSignedIn());
    QVERIFY_RESULT(base::writeFileAtomically(theirs(), "{}"));
    QVERIFY(!agents::isClaudeSignedIn());
    QVERIFY_RESULT(base::writeFileAtomically(theirs(), "garbage"));
    QVERIFY(!agents::isClaudeSignedIn());
    qputenv("ANTHROPIC_API_KEY", "key-of-a-test");
    QVERIFY(agents::isClaudeSignedIn());
}

void TstClaudeHome::sandboxSeesOnlyThePrivateFolder()
{
    const agents::ClaudeDriver driver(QStringLiteral("/bin/true"), state());
    agents::AgentRequest request;
    request.workspace = m_folder->path() + QStringLiteral("/work");
    request.limits.usd = 3;
    const auto spec = driver.command(request);
    QVERIFY_RESULT(spec);
    QCOMPARE(spec->sandbox->writable, QStringList({ request.workspace, state() + QStringLiteral("/claude") }));
    QVERIFY(spec->sandbox->readable.isEmpty());
    QCOMPARE(spec->environment.value(QStringLiteral("CLAUDE_CONFIG_DIR")), state() + QStringLiteral("/claude"));
    QVERIFY(!spec->arguments.contains(QStringLiteral("--max-budget-usd"))); // a subscription has no price
    qputenv("ANTHROPIC_API_KEY", "key-of-a-test");
    QVERIFY(driver.command(request)->arguments.contains(QStringLiteral("--max-budget-usd")));
}

void TstClaudeHome::whatOnlyReadsHasNoToolsThatWrite_data()
{
    QTest::addColumn<QString>("purpose");
    QTest::addColumn<bool>("onlyReads");
    for (const char *purpose : { "prd.outline", "prd.section", "plan", "ask" })
        QTest::newRow(purpose) << QString::fromLatin1(purpose) << true;
    for (const char *purpose : { "implement", "rework", "ci_fix", "conflict", "review" })
        QTest::newRow(purpose) << QString::fromLatin1(purpose) << false;
}

void TstClaudeHome::whatOnlyReadsHasNoToolsThatWrite()
{
    QFETCH(const QString, purpose);
    QFETCH(const bool, onlyReads);
    const agents::ClaudeDriver driver(QStringLiteral("/bin/true"), state());
    agents::AgentRequest request;
    request.workspace = m_folder->path() + QStringLiteral("/work");
    request.purpose = purpose;
    const auto spec = driver.command(request);
    QVERIFY_RESULT(spec);
    const auto at = spec->arguments.indexOf(QStringLiteral("--tools"));
    QCOMPARE(at >= 0, onlyReads);
    if (onlyReads)
        QCOMPARE(spec->arguments.value(at + 1), QStringLiteral("Read,Glob,Grep"));
}

SLIPWAY_TEST(TstClaudeHome)
#include "tst_claudehome.moc"
