// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/hostprocessrunner.h"
#include "tests/e2e/support/modelserver.h"
#include "tests/e2e/support/shortener.h"
#include "tests/e2e/support/slipwayhome.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

using namespace slipway;
using test::CommandEnd;
using test::ModelServer;
using test::SlipwayHome;

/// The main job by the real Claude Code, in the real sandbox, from an emptied environment: only the model is a stand-in, which
/// knows the recipe and reads the same prompts that a real one would. No account, no network.
class TstClaudeJourney final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void everyIssueIsClosed();
    void serviceAnswers();
    void oneMergePerIssue();
    void theCourseWasRun();
    void everyRunIsInItsTranscript();
    void costIsCounted();
    void homeIsUntouchedAndTheKeyIsInNoFile();
    void serviceIsStopped();

private:
    [[nodiscard]] QList<QJsonObject> lines(const QString &transcript) const;
    [[nodiscard]] QStringList filesBelow(const QString &folder) const;

    std::unique_ptr<ModelServer> m_model;
    std::unique_ptr<SlipwayHome> m_home;
    CommandEnd m_build;
    QString m_url;
};

namespace {
const QByteArray dummyKey = "dummy-key-of-the-claude-journey";
}

void TstClaudeJourney::initTestCase()
{
    const QString claude = process::findProgram(qEnvironmentVariable("SLIPWAY_TEST_CLAUDE", QStringLiteral("claude")));
    if (claude.isEmpty())
        QSKIP("Claude Code is not installed: npm install -g @anthropic-ai/claude-code, or name it in "
              "SLIPWAY_TEST_CLAUDE");
    process::HostProcessRunner runner { process::Sandbox(process::SandboxKind::Bubblewrap) };
    if (const auto holds = test::await(process::Sandbox::probe(runner)); !holds)
        QSKIP(qPrintable(holds.error().message));
    m_model = std::make_unique<ModelServer>();
    QVERIFY(!m_model->url().isEmpty());
    m_home = std::make_unique<SlipwayHome>();
    m_home->emptyEnvironment();
    m_home->setEnvironment(QStringLiteral("PATH"),
                           QFileInfo(claude).path() + QLatin1Char(':') + qEnvironmentVariable("PATH"));
    m_home->setEnvironment(QStringLiteral("SLIPWAY_AGENT"), QStringLiteral("claude"));
    m_home->setEnvironment(QStringLiteral("ANTHROPIC_BASE_URL"), m_model->url());
    m_home->setEnvironment(QStringLiteral("ANTHROPIC_API_KEY"), QString::fromUtf8(dummyKey));
    m_build = m_home->run({ QStringLiteral("build"), QStringLiteral("Build a URL shortener"), QStringLiteral("--yes"),
                            QStringLiteral("--allow"), QStringLiteral("agent"), QStringLiteral("--json") },
                          1'200'000);
    m_url = m_build.json().value(QLatin1String("url")).toString();
}

void TstClaudeJourney::cleanupTestCase()
{
    m_home.reset();
    m_model.reset();
}

QStringList TstClaudeJourney::filesBelow(const QString &folder) const
{
    QStringList files;
    QDirIterator it(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext())
        files.append(it.next());
    return files;
}

QList<QJsonObject> TstClaudeJourney::lines(const QString &transcript) const
{
    QFile file(transcript);
    QList<QJsonObject> list;
    if (!file.open(QIODevice::ReadOnly))
        return list;
    const auto all = file.readAll().split('\n');
    for (const QByteArray &line : all) {
        if (!line.isEmpty())
            list.append(QJsonDocument::fromJson(line).object());
    }
    return list;
}

void TstClaudeJourney::everyIssueIsClosed()
{
    QVERIFY2(m_build.exitCode == 0, QByteArray(m_build.err.right(3000)).constData());
    const auto json = m_build.json();
    QCOMPARE(json.value(QLatin1String("success")).toBool(), true);
    QCOMPARE(json.value(QLatin1String("issues")).toInt(), 17);
    const auto status = m_home->run({ QStringLiteral("status"), QStringLiteral("--json") });
    const auto project = status.json().value(QLatin1String("projects")).toArray().at(0).toObject();
    QCOMPARE(project.value(QLatin1String("agent")).toString(), QStringLiteral("claude"));
    QCOMPARE(project.value(QLatin1String("stage")).toString(), QStringLiteral("done"));
    QCOMPARE(project.value(QLatin1String("issues")).toObject().value(QLatin1String("closed")).toInt(), 17);
    QCOMPARE(project.value(QLatin1String("deploy")).toObject().value(QLatin1String("state")).toString(),
             QStringLiteral("live"));
}

void TstClaudeJourney::serviceAnswers()
{
    test::checkShortener(m_url);
}

void TstClaudeJourney::oneMergePerIssue()
{
    const auto log = m_home->git(
        { QStringLiteral("log"), QStringLiteral("--merges"), QStringLiteral("--format=%s"), QStringLiteral("dev") });
    QCOMPARE(log.count("Merge pull request #"), 17);
}

/// Every prompt was understood, and the detours of the recipe were taken: a review sent back, a red CI run, fresh eyes.
void TstClaudeJourney::theCourseWasRun()
{
    QMap<QString, int> starts;
    int turns = 0;
    const auto requests = m_model->requests();
    for (const QJsonObject &request : requests) {
        QVERIFY2(request.value(QLatin1String("status")).toInt() == 200,
                 QJsonDocument(request).toJson(QJsonDocument::Compact).constData());
        ++turns;
        if (request.value(QLatin1String("first")).toBool())
            ++starts[request.value(QLatin1String("purpose")).toString()];
    }
    QCOMPARE(starts.value(QStringLiteral("prd.outline")), 1);
    QCOMPARE(starts.value(QStringLiteral("prd.section")), 12);
    QCOMPARE(starts.value(QStringLiteral("plan")), 1);
    QCOMPARE(starts.value(QStringLiteral("implement")), 17);
    QCOMPARE(starts.value(QStringLiteral("rework")), 1);
    QCOMPARE(starts.value(QStringLiteral("ci_fix")), 1);
    QVERIFY(starts.value(QStringLiteral("review")) >= 18);
    int sum = 0;
    for (const int count : std::as_const(starts))
        sum += count;
    const auto json = m_build.json();
    qInfo("%d starts of the CLI, %d turns, %d conflicts; %.1f s, overhead %.2f s an issue", sum, turns,
          starts.value(QStringLiteral("conflict")), json.value(QLatin1String("elapsed_s")).toDouble(),
          json.value(QLatin1String("overhead_s_per_issue")).toDouble());
}

void TstClaudeJourney::everyRunIsInItsTranscript()
{
    int resumed = 0;
    const QStringList transcripts = filesBelow(m_home->path(QStringLiteral("ai-dev-pipeline/logs/runs")));
    QVERIFY(transcripts.size() > 50);
    for (const QString &path : transcripts) {
        const auto all = lines(path);
        QVERIFY(all.size() > 2);
        QCOMPARE(all.first().value(QLatin1String("driver")).toString(), QStringLiteral("claude"));
        QVERIFY2(all.last().value(QLatin1String("ok")).toBool(),
                 qPrintable(all.last().value(QLatin1String("detail")).toString()));
        resumed += all.first().value(QLatin1String("resume")).toString().isEmpty() ? 0 : 1;
    }
    QVERIFY(resumed >= 2); // rework and the CI fix go on with their author's session
}

void TstClaudeJourney::costIsCounted()
{
    const auto status = m_home->run({ QStringLiteral("status"), QStringLiteral("--json") });
    const auto project = status.json().value(QLatin1String("projects")).toArray().at(0).toObject();
    const auto cost = project.value(QLatin1String("cost")).toObject();
    // The stand-in counts 100 tokens in and 50 out for a turn; planning is part of the project's cost.
    QVERIFY(cost.value(QLatin1String("usd")).toDouble() > 0);
    QCOMPARE(cost.value(QLatin1String("input_tokens")).toInt(), 100 * int(m_model->requests().size()));
    QCOMPARE(cost.value(QLatin1String("output_tokens")).toInt(), 50 * int(m_model->requests().size()));
}

void TstClaudeJourney::homeIsUntouchedAndTheKeyIsInNoFile()
{
    // The CLI's own folder is in the state folder; a person's home gets none.
    QVERIFY(!QFileInfo::exists(m_home->path(QStringLiteral(".claude"))));
    QVERIFY(!QFileInfo::exists(m_home->path(QStringLiteral(".claude.json"))));
    for (const char *folder : { ".ai-dev-pipeline", "ai-dev-pipeline" }) {
        for (const QString &path : filesBelow(m_home->path(QLatin1String(folder)))) {
            QFile file(path);
            if (file.open(QIODevice::ReadOnly))
                QVERIFY2(!file.readAll().contains(dummyKey), qPrintable(path));
        }
    }
}

void TstClaudeJourney::serviceIsStopped()
{
    const auto end = m_home->run({ QStringLiteral("undeploy"), QStringLiteral("--json") });
    QVERIFY2(end.exitCode == 0, QByteArray(end.err).constData());
    QVERIFY(SlipwayHome::httpStatus(m_url + QStringLiteral("/healthz")) != 200);
}

SLIPWAY_TEST(TstClaudeJourney)
#include "tst_claudejourney.moc"
