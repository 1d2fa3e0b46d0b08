// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/support/slipwayhome.h"
#include "tests/fakes/github/fakegithub.h"
#include "tests/support/testmain.h"

#include <QDirIterator>
#include <QJsonArray>

using namespace slipway::test;

namespace {

const QString idea = QStringLiteral("Build a URL shortener");
constexpr int patienceMs = 300000;

QByteArray told(const CommandEnd &end)
{
    return QByteArray::number(end.exitCode) + ": " + end.out + end.err;
}

/// Names of files below `folder` that hold the text.
QStringList filesWith(const QString &folder, const QByteArray &text)
{
    QStringList found;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(text))
            found.append(file.fileName());
    }
    return found;
}

} // namespace

/// The real executable on GitHub's stand-in: nothing happens on the account before a person said so, then the repository
/// with everything in it is there, and the token is nowhere on disk.
class TstGitHubJourney final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void withoutATokenItSaysWhatToDo();
    void nothingHappensBeforeAPersonSaidSo();
    void createsRepositoryAndIssues();
    void pushesAndQueues();
    void aRefusedTokenPausesAndAsks();
    void goesOnToTheLastMerge();
    void theTokenIsNowhereOnDisk();

private:
    [[nodiscard]] int merged();
    void setToken(const QByteArray &token) const;
    QJsonObject project() const;
    QJsonObject signInGate() const; ///< empty: there is none
    QTemporaryDir m_secrets;
    std::unique_ptr<QProcess> m_engine;
    FakeGitHub m_gitHub { [] {
        FakeGitHubOptions options;
        options.automaticRuns = true;
        return options;
    }() };
    SlipwayHome m_home;
    const QByteArray m_token = FakeGitHubOptions().accounts.first().token.toUtf8();
    const QByteArray m_newToken = "ghp_newNewNewNewNewNewNewNewNewNewNewNewNe";
};

void TstGitHubJourney::initTestCase()
{
    m_home.setEnvironment(QStringLiteral("SLIPWAY_GITHUB_API_URL"), m_gitHub.apiRoot().toString());
    m_home.setEnvironment(QStringLiteral("SLIPWAY_CI_POLL_SECONDS"), QStringLiteral("1"));
}

void TstGitHubJourney::withoutATokenItSaysWhatToDo()
{
    const auto end = m_home.run({ QStringLiteral("new"), idea, QStringLiteral("--forge"), QStringLiteral("github") });
    QVERIFY2(end.exitCode == 1, told(end).constData());
    QVERIFY2(end.err.contains("GITHUB_TOKEN"), told(end).constData());
    QCOMPARE(m_gitHub.counted(), 0);
}

void TstGitHubJourney::nothingHappensBeforeAPersonSaidSo()
{
    setToken(m_token);
    m_home.setEnvironment(QStringLiteral("GITHUB_TOKEN_FILE"), m_secrets.filePath(QStringLiteral("token")));
    const auto end = m_home.run({ QStringLiteral("new"), idea, QStringLiteral("--forge"), QStringLiteral("github"),
                                  QStringLiteral("--yes"), QStringLiteral("--pace"), QStringLiteral("0"),
                                  QStringLiteral("--name"), QStringLiteral("asked") },
                                patienceMs);
    QVERIFY2(end.exitCode == 4, told(end).constData()); // --yes passes plan gates only
    QVERIFY2(end.err.contains("GitHub"), told(end).constData());
    m_gitHub.with([](FakeState &state) { QVERIFY(state.repos.isEmpty()); });
    const auto gone = m_home.run({ QStringLiteral("delete"), QStringLiteral("asked"), QStringLiteral("--yes") });
    QVERIFY2(gone.exitCode == 0, told(gone).constData());
}

void TstGitHubJourney::createsRepositoryAndIssues()
{
    const auto end = m_home.run({ QStringLiteral("new"), idea, QStringLiteral("--forge"), QStringLiteral("github"),
                                  QStringLiteral("--yes"), QStringLiteral("--allow"), QStringLiteral("github"),
                                  QStringLiteral("--pace"), QStringLiteral("0"), QStringLiteral("--json") },
                                patienceMs);
    QVERIFY2(end.exitCode == 0, told(end).constData());
    QCOMPARE(end.json().value(QLatin1String("repo")).toString(), QStringLiteral("octo/url-shortener"));
    m_gitHub.with([](FakeState &state) {
        const auto repo = state.find(QStringLiteral("octo/url-shortener"));
        QVERIFY(repo);
    });
}

void TstGitHubJourney::pushesAndQueues()
{
    const auto end
        = m_home.run({ QStringLiteral("run"), QStringLiteral("--wait"), QStringLiteral("--json") }, patienceMs);
    QVERIFY2(end.exitCode == 0, told(end).constData());
    const auto tasks = m_home.run({ QStringLiteral("tasks"), QStringLiteral("--json") });
    QCOMPARE(tasks.json().value(QLatin1String("tasks")).toArray().size(), 17);
    QProcess git;
    git.start(QStringLiteral("git"),
              { QStringLiteral("-C"), m_gitHub.repositoryPath(QStringLiteral("octo/url-shortener")),
                QStringLiteral("ls-tree"), QStringLiteral("-r"), QStringLiteral("--name-only"),
                QStringLiteral("dev") });
    QVERIFY(git.waitForFinished());
    const QByteArray files = git.readAllStandardOutput();
    for (const char *file : { "Dockerfile", "docs/PRD.md", ".github/workflows" })
        QVERIFY2(files.contains(file), files.constData());
    const auto stopped = m_home.run({ QStringLiteral("undeploy") });
    QVERIFY2(stopped.exitCode == 0, told(stopped).constData());
}

int TstGitHubJourney::merged()
{
    int count = 0;
    m_gitHub.with([&count](FakeState &state) {
        const auto repo = state.find(QStringLiteral("octo/url-shortener"));
        count = int(std::ranges::count_if(repo->items, &FakeItem::isMerged));
    });
    return count;
}

void TstGitHubJourney::setToken(const QByteArray &token) const
{
    QFile file(m_secrets.filePath(QStringLiteral("token")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(token);
}

QJsonObject TstGitHubJourney::project() const
{
    const auto status = m_home.run({ QStringLiteral("status"), QStringLiteral("--json") });
    return status.json().value(QLatin1String("projects")).toArray().at(0).toObject();
}

QJsonObject TstGitHubJourney::signInGate() const
{
    const auto gates = m_home.run({ QStringLiteral("gates"), QStringLiteral("--json") });
    const auto list = gates.json().value(QLatin1String("gates")).toArray();
    for (const auto &gate : list) {
        if (gate.toObject().value(QLatin1String("kind")).toString() == QLatin1String("sign_in"))
            return gate.toObject();
    }
    return {};
}

void TstGitHubJourney::aRefusedTokenPausesAndAsks()
{
    m_home.setEnvironment(QStringLiteral("SLIPWAY_REPLAY_PACE"), QStringLiteral("0"));
    m_engine = m_home.start({ QStringLiteral("--server") });
    QTRY_VERIFY_WITH_TIMEOUT(merged() >= 2, patienceMs);
    m_gitHub.with([this](FakeState &state) { state.options.accounts.first().token = QString::fromUtf8(m_newToken); });
    QTRY_COMPARE_WITH_TIMEOUT(project().value(QLatin1String("state")).toString(), QStringLiteral("paused"), 60000);
    QJsonObject gate;
    QTRY_VERIFY_WITH_TIMEOUT(!(gate = signInGate()).isEmpty(), 30000);
    QVERIFY2(gate.value(QLatin1String("detail")).toString().contains(QLatin1String("slipway login github")),
             qPrintable(gate.value(QLatin1String("detail")).toString()));
    // Too early: the token is the old one, and the question stays.
    const auto early = m_home.run({ QStringLiteral("approve"), gate.value(QLatin1String("id")).toString() });
    QVERIFY2(early.exitCode == 1, told(early).constData());
    const auto asked = gate.value(QLatin1String("id"));
    QTRY_VERIFY_WITH_TIMEOUT(!(gate = signInGate()).isEmpty() && gate.value(QLatin1String("id")) != asked, 30000);
    QCOMPARE(project().value(QLatin1String("state")).toString(), QStringLiteral("paused"));
    setToken(m_newToken);
    const auto approved = m_home.run({ QStringLiteral("approve"), gate.value(QLatin1String("id")).toString() });
    QVERIFY2(approved.exitCode == 0, told(approved).constData());
    QTRY_COMPARE_WITH_TIMEOUT(project().value(QLatin1String("state")).toString(), QStringLiteral("running"), 30000);
    QVERIFY(signInGate().isEmpty());
}

void TstGitHubJourney::goesOnToTheLastMerge()
{
    QTRY_COMPARE_WITH_TIMEOUT(project().value(QLatin1String("stage")).toString(), QStringLiteral("done"), patienceMs);
    QCOMPARE(merged(), 17);
    m_gitHub.with([](FakeState &state) {
        const auto repo = state.find(QStringLiteral("octo/url-shortener"));
        QVERIFY(std::ranges::none_of(repo->items, &FakeItem::isOpen));
    });
    const auto stopped = m_home.run({ QStringLiteral("undeploy") });
    QVERIFY2(stopped.exitCode == 0, told(stopped).constData());
    m_engine->terminate();
    QVERIFY(m_engine->waitForFinished(30000));
}

void TstGitHubJourney::theTokenIsNowhereOnDisk()
{
    for (const QByteArray &token : { m_token, m_newToken }) {
        const QStringList leaks = filesWith(m_home.path(QString()), token);
        QVERIFY2(leaks.isEmpty(), leaks.join(QLatin1Char(' ')).toUtf8().constData());
    }
}

SLIPWAY_TEST(TstGitHubJourney)
#include "tst_githubjourney.moc"
