// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/queue/assignmentmanager.h"
#include "tests/fakes/fakeclock.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

using namespace slipway;
using queue::Classification;
using By = Classification::By;

Q_DECLARE_METATYPE(By)

class TstClassification final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void classifies_data()
    {
        QTest::addColumn<QString>("title");
        QTest::addColumn<QStringList>("labels");
        QTest::addColumn<QString>("type");
        QTest::addColumn<By>("by");
        QTest::addColumn<QString>("matched");
        const auto row = [](const char *title, const char *labels, const char *type, By by, const char *matched) {
            const auto text = [](const char *value) { return QString::fromUtf8(value); };
            QTest::newRow(qPrintable(text(title) + QLatin1String(" [") + text(labels) + QLatin1Char(']')))
                << text(title) << text(labels).split(QLatin1Char(','), Qt::SkipEmptyParts) << text(type) << by
                << text(matched);
        };
        // Labels come first, whatever the title says.
        row("Create the users table", "frontend", "frontend", By::Label, "frontend");
        row("Anything", "bug,database,priority:1", "database", By::Label, "database");
        row("Anything", "Backend", "backend", By::Label, "Backend");
        row("Anything", "ui", "frontend", By::Label, "ui");
        row("Anything", "CI/CD", "devops", By::Label, "CI/CD");
        row("Anything", "infrastructure", "devops", By::Label, "infrastructure");
        row("Anything", "migration", "database", By::Label, "migration");
        row("Anything", "e2e", "qa", By::Label, "e2e");
        row("Anything", "api", "backend", By::Label, "api");
        // A type's own name beats a related word that stands before it; else the first label decides.
        row("Anything", "docker,qa", "qa", By::Label, "qa");
        row("Anything", "docker,ui", "devops", By::Label, "docker");
        // Then the words of the title, whole and in any case.
        row("Create the users table", "", "database", By::TitleKeyword, "table");
        row("Add a SCHEMA for links", "enhancement", "database", By::TitleKeyword, "schema");
        row("Write the Dockerfile", "", "devops", By::TitleKeyword, "dockerfile");
        row("Set up CI", "", "devops", By::TitleKeyword, "ci");
        row("Add tests for the login page", "", "qa", By::TitleKeyword, "tests");
        row("Build the login page", "", "frontend", By::TitleKeyword, "page");
        row("Style the form with CSS", "", "frontend", By::TitleKeyword, "form");
        row("Add an endpoint that shortens a link", "", "backend", By::TitleKeyword, "endpoint");
        row("Front-end for statistics", "", "frontend", By::TitleKeyword, "front-end");
        row("GraphQL: add authorization", "", "backend", By::TitleKeyword, "graphql");
        row("Migrations (first version)", "", "database", By::TitleKeyword, "migrations");
        // Parts of words do not count.
        row("Specialise the decision", "", "backend", By::Default, "");
        row("Build a suitable latest circuit", "", "backend", By::Default, "");
        row("Größere Änderung", "", "backend", By::Default, "");
        row("", "", "backend", By::Default, "");
        row("", "priority:3,in-review", "backend", By::Default, "");
    }

    void classifies()
    {
        QFETCH(QString, title);
        QFETCH(QStringList, labels);
        QFETCH(By, by);
        // No server is needed to classify.
        redis::RedisClient client(redis::RedisAddress::unixSocket(QStringLiteral("/nowhere/r.sock")));
        const test::FakeClock clock;
        queue::TaskQueue tasks(client, queue::Keys(), clock);
        const queue::AssignmentManager manager(tasks);
        const auto result = manager.classify(title, labels);
        QTEST(domain::toString(result.type), "type");
        QVERIFY(result.by == by);
        QTEST(result.matched, "matched");
    }

    void ownRulesReplaceTheTable()
    {
        redis::RedisClient client(redis::RedisAddress::unixSocket(QStringLiteral("/nowhere/r.sock")));
        const test::FakeClock clock;
        queue::TaskQueue tasks(client, queue::Keys(), clock);
        const queue::AssignmentManager manager(
            tasks, { { domain::AgentType::Qa, { QStringLiteral("prüfen") }, { QStringLiteral("prüfe") } } });
        QCOMPARE(domain::toString(manager.classify(QStringLiteral("Prüfe das API"), {}).type), QStringLiteral("qa"));
        QCOMPARE(domain::toString(manager.classify(QStringLiteral("API"), { QStringLiteral("PRÜFEN") }).type),
                 QStringLiteral("qa"));
        QVERIFY(manager.classify(QStringLiteral("API"), {}).by == By::Default);
    }
};

SLIPWAY_TEST(TstClassification)
#include "tst_classification.moc"
