// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/support/shortener.h"
#include "tests/e2e/support/slipwayhome.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

using namespace slipway::test;

/// The main job by the real executable: from a line to a running service, offline.
class TstJourney final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void buildReportsTheService();
    void serviceAnswers();
    void serviceOutlivesTheCommand();
    void oneMergePerIssue();
    void filesAreWhereTheyArePromised();
    void statusWithoutAnEngine();
    void redisShowsTheOriginsKeys();
    void buildingAgainChecksTheService();
    void prdHasItsSize();
    void theServiceBecomesPublicOnAWord();
    void undeployEndsTheDeployThatItsEngineTakesUp();

private:
    [[nodiscard]] QJsonObject liveDeployment();
    SlipwayHome m_home;
    CommandEnd m_build;
    QString m_url;
};

void TstJourney::initTestCase()
{
    m_build = m_home.run({ QStringLiteral("build"), QStringLiteral("Build a URL shortener"), QStringLiteral("--pace"),
                           QStringLiteral("0"), QStringLiteral("--yes"), QStringLiteral("--json") },
                         420000);
    m_url = m_build.json().value(QLatin1String("url")).toString();
}

void TstJourney::buildReportsTheService()
{
    QVERIFY2(m_build.exitCode == 0, QByteArray(m_build.err.right(3000)).constData());
    const auto json = m_build.json();
    QCOMPARE(json.value(QLatin1String("success")).toBool(), true);
    QCOMPARE(json.value(QLatin1String("project")).toString(), QStringLiteral("url-shortener"));
    QCOMPARE(json.value(QLatin1String("issues")).toInt(), 17);
    QVERIFY(json.value(QLatin1String("port")).toInt() >= 3001);
    QVERIFY(json.value(QLatin1String("elapsed_s")).toDouble() > 0);
    QVERIFY(json.contains(QLatin1String("overhead_s_per_issue")));
    qInfo("elapsed %.1f s, overhead %.2f s an issue", json.value(QLatin1String("elapsed_s")).toDouble(),
          json.value(QLatin1String("overhead_s_per_issue")).toDouble());
}

void TstJourney::serviceAnswers()
{
    checkShortener(m_url);
}

void TstJourney::serviceOutlivesTheCommand()
{
    QVERIFY(QFile::exists(m_home.path(QStringLiteral(".ai-dev-pipeline/port_allocations.json"))));
    QCOMPARE(SlipwayHome::httpStatus(m_url + QStringLiteral("/")), 200);
}

void TstJourney::oneMergePerIssue()
{
    const auto merges = m_home
                            .git({ QStringLiteral("log"), QStringLiteral("--merges"), QStringLiteral("--format=%s"),
                                   QStringLiteral("dev") })
                            .split('\n');
    const auto ours
        = std::ranges::count_if(merges, [](const QByteArray &line) { return line.startsWith("Merge pull request #"); });
    QCOMPARE(ours, 17);
}

void TstJourney::filesAreWhereTheyArePromised()
{
    const QString project = m_home.projectFolder();
    for (const char *name : { ".project_metadata.json", ".qa_config.json", "docs/PRD.md", "src", "tests", "Dockerfile",
                              ".github/workflows" })
        QVERIFY2(QFile::exists(project + QLatin1Char('/') + QLatin1String(name)), name);
    QFile metadata(project + QStringLiteral("/.project_metadata.json"));
    QVERIFY(metadata.open(QIODevice::ReadOnly));
    const auto json = QJsonDocument::fromJson(metadata.readAll()).object();
    for (const char *key : { "name", "idea", "created_at", "forge", "repo", "default_branch", "agent", "stage", "state",
                             "recipe", "deployments" })
        QVERIFY2(json.contains(QLatin1String(key)), key);
    QFile qa(project + QStringLiteral("/.qa_config.json"));
    QVERIFY(qa.open(QIODevice::ReadOnly));
    const auto config = QJsonDocument::fromJson(qa.readAll()).object();
    for (const char *key : { "test_command", "checks", "acceptance", "max_rounds", "reviewer" })
        QVERIFY2(config.contains(QLatin1String(key)), key);
}

void TstJourney::statusWithoutAnEngine()
{
    const auto status = m_home.run({ QStringLiteral("status"), QStringLiteral("--json") });
    QCOMPARE(status.exitCode, 0);
    const auto json = status.json();
    for (const char *key :
         { "version", "time", "engine", "redis", "active_project", "projects", "queues", "workers", "gates" })
        QVERIFY2(json.contains(QLatin1String(key)), key);
    QCOMPARE(json.value(QLatin1String("engine")).toObject().value(QLatin1String("mode")).toString(),
             QStringLiteral("none"));
    const auto project = json.value(QLatin1String("projects")).toArray().at(0).toObject();
    QCOMPARE(project.value(QLatin1String("state")).toString(), QStringLiteral("idle"));
    QCOMPARE(project.value(QLatin1String("stage")).toString(), QStringLiteral("done"));
    const auto issues = project.value(QLatin1String("issues")).toObject();
    QCOMPARE(issues.value(QLatin1String("closed")).toInt(), 17);
    QCOMPARE(issues.value(QLatin1String("total")).toInt(), 17);
    QCOMPARE(project.value(QLatin1String("ci")).toObject().value(QLatin1String("state")).toString(),
             QStringLiteral("success"));
    QCOMPARE(project.value(QLatin1String("deploy")).toObject().value(QLatin1String("state")).toString(),
             QStringLiteral("live"));
}

void TstJourney::redisShowsTheOriginsKeys()
{
    const auto server = m_home.start({ QStringLiteral("--server") });
    QTRY_VERIFY_WITH_TIMEOUT(
        m_home.redis({ QStringLiteral("EXISTS"), QStringLiteral("slipway:leader") }).trimmed() == "1", 20000);
    const auto task = m_home
                          .redis({ QStringLiteral("HMGET"), QStringLiteral("task:url-shortener:1"),
                                   QStringLiteral("status"), QStringLiteral("agent_type"), QStringLiteral("phase") })
                          .split('\n');
    QCOMPARE(task.value(0), QByteArray("completed"));
    QCOMPARE(task.value(1), QByteArray("database"));
    QCOMPARE(task.value(2), QByteArray("done"));
    QVERIFY(m_home.redis({ QStringLiteral("HGET"), QStringLiteral("task:url-shortener:1"), QStringLiteral("member") })
                .startsWith("{\"_seq\":"));
    const auto second = m_home.run({ QStringLiteral("--server") });
    QCOMPARE(second.exitCode, 1);
    QVERIFY2(second.err.contains(QByteArray::number(server->processId())), QByteArray(second.err).constData());
    server->terminate();
    QVERIFY(server->waitForFinished(20000));
    QCOMPARE(server->exitCode(), 0);
}

void TstJourney::buildingAgainChecksTheService()
{
    const auto again = m_home.run({ QStringLiteral("build"), QStringLiteral("Build a URL shortener"),
                                    QStringLiteral("--yes"), QStringLiteral("--json") });
    QVERIFY2(again.exitCode == 0, QByteArray(again.err).constData());
    QCOMPARE(again.json().value(QLatin1String("url")).toString(), m_url);
}

void TstJourney::prdHasItsSize()
{
    const qint64 size = QFileInfo(m_home.projectFolder() + QStringLiteral("/docs/PRD.md")).size();
    QVERIFY2(size >= 40000 && size <= 51200, QByteArray(QByteArray::number(size)).constData());
}

QJsonObject TstJourney::liveDeployment()
{
    const auto status = m_home.run({ QStringLiteral("status"), QStringLiteral("--json") }).json();
    return status.value(QLatin1String("projects")).toArray().at(0).toObject().value(QLatin1String("deploy")).toObject();
}

void TstJourney::theServiceBecomesPublicOnAWord()
{
    QVERIFY(liveDeployment().value(QLatin1String("reach")).toString().contains(QLatin1String("This machine only")));
    QVERIFY(QDir().mkpath(m_home.path(QStringLiteral(".cloudflared"))));
    const QString program = m_home.path(QStringLiteral(".cloudflared/cloudflared"));
    QVERIFY(QFile::copy(QStringLiteral(SLIPWAY_TEST_FAKES "/cloudflared/cloudflared"), program));
    const QString credentials = m_home.path(QStringLiteral(".cloudflared/tunnel.json"));
    const QByteArray before = "tunnel: devbot-pipeline\ncredentials-file: " + credentials.toUtf8()
        + "\ningress:\n  - service: http_status:404 # all others\n";
    const auto write = [this](const char *name, const QByteArray &content) {
        QFile file(m_home.path(QStringLiteral(".cloudflared/") + QLatin1String(name)));
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
    };
    QVERIFY(write("tunnel.json", R"({"TunnelID": "11111111-2222-3333-4444-555555555555"})"));
    QVERIFY(write("cert.pem", "a certificate") && write("config.yml", before));
    m_home.setEnvironment(QStringLiteral("SLIPWAY_DOMAIN"), QStringLiteral("example.com"));
    m_home.setEnvironment(QStringLiteral("SLIPWAY_CLOUDFLARED"), program);

    const auto deployed = m_home.run({ QStringLiteral("deploy"), QStringLiteral("--json") }, 120000);
    QVERIFY2(deployed.exitCode == 0, QByteArray(deployed.err.right(2000)).constData());
    QCOMPARE(deployed.json().value(QLatin1String("url")).toString(), m_url);
    const auto gates = m_home.run({ QStringLiteral("gates"), QStringLiteral("--json") }).json();
    const auto gate = gates.value(QLatin1String("gates")).toArray().at(0).toObject();
    QCOMPARE(gate.value(QLatin1String("kind")).toString(), QStringLiteral("publish"));
    QVERIFY(gate.value(QLatin1String("title")).toString().contains(QLatin1String("url-shortener.example.com")));
    QVERIFY(!QFile::exists(m_home.path(QStringLiteral(".cloudflared/calls")))); // nothing was touched so far

    const QString id = gate.value(QLatin1String("id")).toString();
    const auto approved = m_home.run({ QStringLiteral("approve"), id, QStringLiteral("--json") });
    QVERIFY2(approved.exitCode == 0, QByteArray(approved.err.right(2000)).constData());
    const QString address = QStringLiteral("https://url-shortener.example.com");
    QVERIFY2(approved.json().value(QLatin1String("url")).toString() == address, approved.out.constData());
    QCOMPARE(liveDeployment().value(QLatin1String("url")).toString(), address);

    // A later deploy keeps the address, and touches neither the configuration nor the record.
    const auto again = m_home.run({ QStringLiteral("deploy"), QStringLiteral("--json") }, 120000);
    QVERIFY2(again.exitCode == 0, QByteArray(again.err.right(2000)).constData());
    QCOMPARE(again.json().value(QLatin1String("url")).toString(), address);
    QFile calls(m_home.path(QStringLiteral(".cloudflared/calls")));
    QVERIFY(calls.open(QIODevice::ReadOnly));
    const QByteArray said = calls.readAll();
    QCOMPARE(said.count("route dns"), 1);
    QCOMPARE(said.count(" run devbot-pipeline") + said.count(" run\n"), 1);

    const auto stopped = m_home.run({ QStringLiteral("undeploy"), QStringLiteral("--json") });
    QVERIFY2(stopped.exitCode == 0, QByteArray(stopped.err.right(2000)).constData());
    QFile config(m_home.path(QStringLiteral(".cloudflared/config.yml")));
    QVERIFY(config.open(QIODevice::ReadOnly));
    QCOMPARE(config.readAll(), before);
    QCOMPARE(QDir(m_home.path(QStringLiteral(".cloudflared/edge"))).entryList(QDir::Files), QStringList());
}

void TstJourney::undeployEndsTheDeployThatItsEngineTakesUp()
{
    const auto stateOfLast = [this] {
        QFile file(m_home.projectFolder() + QStringLiteral("/.project_metadata.json"));
        if (!file.open(QIODevice::ReadOnly))
            return QString();
        const auto all = QJsonDocument::fromJson(file.readAll()).object().value(QLatin1String("deployments")).toArray();
        return all.last().toObject().value(QLatin1String("state")).toString();
    };
    const auto isUnfinished = [&] {
        const QString state = stateOfLast();
        return state == QLatin1String("building") || state == QLatin1String("starting");
    };
    const auto deploying = m_home.start({ QStringLiteral("deploy") });
    QTRY_VERIFY_WITH_TIMEOUT(isUnfinished() || deploying->state() == QProcess::NotRunning, 60000);
    deploying->kill();
    QVERIFY(deploying->waitForFinished());
    QVERIFY2(isUnfinished(), qPrintable(stateOfLast()));
    // None runs now, so the command starts an engine, which takes the deploy up again.
    const auto stopped = m_home.run({ QStringLiteral("undeploy") }, 120000);
    QVERIFY2(stopped.exitCode == 0, QByteArray(stopped.err.right(2000)).constData());
    QCOMPARE(stateOfLast(), QStringLiteral("none"));
    QVERIFY(SlipwayHome::httpStatus(m_url + QStringLiteral("/healthz")) != 200);
}

SLIPWAY_TEST(TstJourney)
#include "tst_journey.moc"
