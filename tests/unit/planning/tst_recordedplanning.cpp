// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/recipe.h"
#include "core/agents/replay/replayplayer.h"
#include "core/base/files.h"
#include "core/planning/devopsagent.h"
#include "core/planning/pmagent.h"
#include "core/planning/projectmanageragent.h"
#include "core/planning/scaffoldcheck.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QTemporaryDir>

using namespace slipway;

namespace {

/// The replay agent without its process: plays the scene at once and reads its last line.
QCoro::Task<agents::AgentResult> playNow(QString recipe, QStringList *asked, agents::AgentRequest request)
{
    asked->append(request.purpose + QLatin1Char(' ') + request.subject + QLatin1Char(' ')
                  + QString::number(request.round));
    const QJsonObject play {
        { QStringLiteral("recipe"), recipe },           { QStringLiteral("pace"), 0 },
        { QStringLiteral("purpose"), request.purpose }, { QStringLiteral("subject"), request.subject },
        { QStringLiteral("round"), request.round },     { QStringLiteral("workspace"), request.workspace }
    };
    QByteArray last;
    agents::ReplayPlayer player([&last](const QByteArray &line) { last = line; });
    const int code = player.runReplay(base::compact(play));
    const auto finished = agents::transcriptEventFromJson(base::parseObject(last));
    agents::AgentResult result;
    result.failure = code == 0 ? domain::FailureClass::None : domain::FailureClass::AgentError;
    result.detail = code == 0 ? QString() : finished.text;
    result.text = finished.text;
    result.structured = finished.data.value(QLatin1String("structured")).toObject();
    co_return result;
}

} // namespace

/// Every recording in the executable leads through planning as it is: no repair, no revision, nothing out of bounds.
class TstRecordedPlanning final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void recordingPlansAProject_data();
    void recordingPlansAProject();
};

void TstRecordedPlanning::recordingPlansAProject_data()
{
    QTest::addColumn<QString>("recipe");
    const auto names = QDir(QStringLiteral(":/slipway/recipes")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    QVERIFY(!names.isEmpty());
    for (const QString &name : names)
        QTest::newRow(qPrintable(name)) << name;
}

void TstRecordedPlanning::recordingPlansAProject()
{
    QFETCH(QString, recipe);
    QTemporaryDir folder;
    QStringList asked;
    const planning::RunAgent run
        = [&](agents::AgentRequest request) { return playNow(recipe, &asked, std::move(request)); };
    planning::PlanningContext context;
    context.project = recipe;
    context.idea
        = agents::Recipe::byName(recipe)->manifest().value(QLatin1String("ideas")).toArray().first().toString();
    context.workspace = folder.path();

    planning::PrdRequest request;
    request.context = context;
    request.outputPath = folder.filePath(QStringLiteral("docs/PRD.md"));
    planning::PmAgent pm(run);
    const auto prd = test::await(pm.createPrdFromScratch(request));
    QVERIFY_RESULT(prd);
    const qsizetype bytes = prd->markdown.toUtf8().size();
    QVERIFY2(bytes >= 40'000 && bytes <= 50'000, qPrintable(QString::number(bytes)));
    QVERIFY2(prd->warnings.isEmpty(), qPrintable(prd->warnings.join(QLatin1Char('\n'))));

    planning::ProjectManagerAgent manager(run);
    const auto plan = test::await(manager.createPlan(context, prd->markdown));
    QVERIFY_RESULT(plan);

    planning::DatabaseAgent database(run);
    const auto schema = test::await(database.setupDatabase(context));
    QVERIFY_RESULT(schema);
    QVERIFY(!planning::schemaFiles(folder.path()).isEmpty());
    planning::DevOpsAgent devops(run);
    const auto scaffold = test::await(devops.setupCicdPipeline(context));
    QVERIFY_RESULT(scaffold);
    QCOMPARE(planning::scaffoldViolations(folder.path()), QStringList {});

    const auto again = asked.filter(QRegularExpression(QStringLiteral(" [1-9]$")));
    QVERIFY2(again.isEmpty(), qPrintable(again.join(QLatin1Char('\n')))); // nothing had to be asked twice
}

SLIPWAY_TEST(TstRecordedPlanning)
#include "tst_recordedplanning.moc"
