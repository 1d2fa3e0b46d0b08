// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/recipe.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QJsonArray>

using namespace slipway;
using agents::Recipe;

class TstRecipe final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ideaNeedsAWordOfEachGroup_data();
    void ideaNeedsAWordOfEachGroup();
    void mostSpecificSceneWins_data();
    void mostSpecificSceneWins();
    void missingSceneNamesWhatWasAsked();
    void filesIncludeDotFiles();
    void fileNeverLeavesTheRecipe();
    void idleLimitScalesWithPaceAndHasAFloor();
    void embeddedRecipesAreSound();
};

void TstRecipe::ideaNeedsAWordOfEachGroup_data()
{
    QTest::addColumn<QString>("idea");
    QTest::addColumn<bool>("matches");
    QTest::newRow("example") << QStringLiteral("Build a sample counter") << true;
    QTest::newRow("other words, other case") << QStringLiteral("COUNT things, as a Sample!") << true;
    QTest::newRow("hyphen") << QStringLiteral("a sample-counter") << true;
    QTest::newRow("one group missing") << QStringLiteral("Build a counter") << false;
    QTest::newRow("only part of a word") << QStringLiteral("samples of counters") << false;
    QTest::newRow("empty") << QString() << false;
}

void TstRecipe::ideaNeedsAWordOfEachGroup()
{
    QFETCH(QString, idea);
    QFETCH(bool, matches);
    const auto recipe = Recipe::forIdea(idea);
    QCOMPARE(recipe.has_value(), matches);
    if (matches)
        QCOMPARE(recipe->name(), QStringLiteral("sample"));
    else
        QVERIFY(recipe.error().hint.contains(QStringLiteral("Build a sample counter")));
}

void TstRecipe::mostSpecificSceneWins_data()
{
    QTest::addColumn<QString>("subject");
    QTest::addColumn<int>("round");
    QTest::addColumn<int>("attempt");
    QTest::addColumn<QString>("said");
    QTest::newRow("exact subject") << QStringLiteral("first") << 0 << 1 << QStringLiteral("Reading first.");
    QTest::newRow("any subject") << QStringLiteral("unknown") << 0 << 1 << QStringLiteral("any");
    QTest::newRow("any subject, named round") << QStringLiteral("unknown") << 1 << 1 << QStringLiteral("any, round 1");
    QTest::newRow("subject before round") << QStringLiteral("hidden") << 1 << 1 << QString();
    QTest::newRow("subject and round") << QStringLiteral("first") << 1 << 1 << QStringLiteral("first, round 1");
    QTest::newRow("subject, round and attempt")
        << QStringLiteral("first") << 1 << 2 << QStringLiteral("first, round 1, attempt 2");
    QTest::newRow("named attempt") << QStringLiteral("stall") << 0 << 2 << QStringLiteral("Now it works");
    QTest::newRow("other attempt") << QStringLiteral("stall") << 0 << 3 << QStringLiteral("Thinking");
}

void TstRecipe::mostSpecificSceneWins()
{
    QFETCH(QString, subject);
    QFETCH(int, round);
    QFETCH(int, attempt);
    QFETCH(QString, said);
    const auto recipe = Recipe::byName(QStringLiteral("sample"));
    QVERIFY_RESULT(recipe);
    const auto scene = recipe->scene(QStringLiteral("implement"), subject, round, attempt);
    QVERIFY_RESULT(scene);
    const auto steps = scene->value(QLatin1String("steps")).toArray();
    QCOMPARE(steps.first().toObject().value(QLatin1String("say")).toString(), said);
}

void TstRecipe::missingSceneNamesWhatWasAsked()
{
    const auto recipe = Recipe::byName(QStringLiteral("sample"));
    QVERIFY_RESULT(recipe);
    const auto scene = recipe->scene(QStringLiteral("ci_fix"), QStringLiteral("first"), 2);
    QVERIFY(!scene);
    QCOMPARE(toString(scene.error().code), toString(ErrorCode::NotFound));
    QVERIFY(scene.error().message.contains(QStringLiteral("ci_fix first, round 2")));
}

void TstRecipe::filesIncludeDotFiles()
{
    const auto recipe = Recipe::byName(QStringLiteral("sample"));
    QVERIFY_RESULT(recipe);
    QCOMPARE(recipe->files(QStringLiteral("hidden")),
             QStringList({ QStringLiteral(".dockerignore"), QStringLiteral(".github/workflows/ci.yml") }));
}

void TstRecipe::fileNeverLeavesTheRecipe()
{
    const auto recipe = Recipe::byName(QStringLiteral("sample"));
    QVERIFY_RESULT(recipe);
    QVERIFY_RESULT(recipe->file(QStringLiteral("answers/first.md")));
    QCOMPARE(toString(recipe->file(QStringLiteral("../sample/recipe.json")).error().code), toString(ErrorCode::Denied));
    QCOMPARE(toString(recipe->file(QStringLiteral("/etc/passwd")).error().code), toString(ErrorCode::Denied));
    QCOMPARE(toString(recipe->file(QStringLiteral("no/such")).error().code), toString(ErrorCode::NotFound));
}

void TstRecipe::idleLimitScalesWithPaceAndHasAFloor()
{
    using std::chrono::milliseconds;
    const QJsonObject scene { { QStringLiteral("idle_ms"), 6000 } };
    QCOMPARE(Recipe::idleLimit(scene, 1.0), milliseconds(6000));
    QCOMPARE(Recipe::idleLimit(scene, 0.5), milliseconds(3000));
    QCOMPARE(Recipe::idleLimit(scene, 0.0), milliseconds(200));
    QVERIFY(!Recipe::idleLimit({}, 1.0));
}

/// Every recording in the executable: its scenes name files that exist and purposes that are asked for.
void TstRecipe::embeddedRecipesAreSound()
{
    static const QStringList purposes {
        QStringLiteral("prd.outline"), QStringLiteral("prd.section"), QStringLiteral("prd.review"),
        QStringLiteral("plan"),        QStringLiteral("database"),    QStringLiteral("devops"),
        QStringLiteral("implement"),   QStringLiteral("rework"),      QStringLiteral("ci_fix"),
        QStringLiteral("conflict"),    QStringLiteral("review"),
    };
    const auto names = QDir(QStringLiteral(":/slipway/recipes")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &name : names) {
        const auto recipe = Recipe::byName(name);
        if (name == QLatin1String("sample") || !recipe)
            continue; // the sample holds broken scenes on purpose
        QVERIFY(!recipe->manifest().value(QLatin1String("ideas")).toArray().isEmpty());
        const auto scenes = recipe->manifest().value(QLatin1String("scenes")).toArray();
        for (const auto &value : scenes) {
            const QJsonObject scene = value.toObject();
            const QString purpose = scene.value(QLatin1String("purpose")).toString();
            QVERIFY2(purposes.contains(purpose), qPrintable(purpose));
            for (const char *key : { "answer", "structured" }) {
                const QString path = scene.value(QLatin1String(key)).toString();
                QVERIFY2(path.isEmpty() || recipe->file(path), qPrintable(path));
            }
            const auto steps = scene.value(QLatin1String("steps")).toArray();
            for (const auto &step : steps) {
                const QString folder = step.toObject().value(QLatin1String("write")).toString();
                QVERIFY2(folder.isEmpty() || !recipe->files(folder).isEmpty(), qPrintable(folder));
            }
        }
    }
}

SLIPWAY_TEST(TstRecipe)
#include "tst_recipe.moc"
