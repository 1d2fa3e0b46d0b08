// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testmain.h"
#include "tests/ui/support/sample.h"
#include "ui/panels/console/commandline.h"
#include "ui/panels/console/consolepanel.h"

#include <QJsonDocument>
#include <QLineEdit>

using namespace slipway;

class TstConsole final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void understandsWhatTheCommandLineUnderstands_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("verb");
        QTest::addColumn<QString>("arguments");
        const auto row = [](const char *line, const char *verb, const char *arguments) {
            QTest::newRow(line) << QString::fromUtf8(line) << QString::fromUtf8(verb) << QString::fromUtf8(arguments);
        };
        row("deploy", "deploy", R"({"project":"shop"})");
        row("deploy other", "deploy", R"({"project":"other"})");
        row("slipway pause --all", "pause", R"({"project":""})");
        row("rollback --to d2", "rollback", R"({"project":"shop","to":"d2"})");
        row("workers stop", "workers.stop", R"({})");
        row("task retry 14", "task.retry", R"({"task":"shop:14"})");
        row("task retry #14", "task.retry", R"({"task":"shop:14"})");
        row("task cancel other:3", "task.cancel", R"({"task":"other:3"})");
        row("task prioritise 3 0", "task.prioritise", R"({"priority":0,"task":"shop:3"})");
        row("task message 3 'use sqlite'", "task.message", R"({"task":"shop:3","text":"use sqlite"})");
        row("approve g4", "approve", R"({"id":"g4"})");
        row("reject g4 --why \"too large\"", "reject", R"({"id":"g4","why":"too large"})");
        row("new \"Build a shop\" --name shop --agent claude --yes", "new",
            R"({"agent":"claude","idea":"Build a shop","name":"shop","yes":true})");
    }
    void understandsWhatTheCommandLineUnderstands()
    {
        QFETCH(const QString, line);
        QFETCH(const QString, verb);
        QFETCH(const QString, arguments);
        const auto parsed = ui::parseLine(line, QStringLiteral("shop"));
        QVERIFY(parsed);
        QCOMPARE(parsed->verb, verb);
        QCOMPARE(QString::fromUtf8(QJsonDocument(parsed->arguments).toJson(QJsonDocument::Compact)), arguments);
    }

    void saysHowItIsSaid_data()
    {
        QTest::addColumn<QString>("line");
        for (const char *line : { "explode", "task", "task retry", "task prioritise 3 12", "task message 3",
                                  "reject g4", "approve", "new", "deploy \"x", "workers", "" })
            QTest::newRow(line) << QString::fromUtf8(line);
    }
    void saysHowItIsSaid()
    {
        QFETCH(const QString, line);
        const auto parsed = ui::parseLine(line, QStringLiteral("shop"));
        QVERIFY(!parsed);
        QVERIFY(!parsed.error().message.isEmpty());
    }

    void answersInTheConversation()
    {
        control::StateStore store;
        store.reset(test::sample::journey());
        test::FakeLink link;
        link.onCommand(QStringLiteral("deploy"), [](const QJsonObject &) -> Result<QJsonObject> {
            return fail(ErrorCode::Conflict, QStringLiteral("A deployment is under way"),
                        QStringLiteral("Wait for it"));
        });
        ui::CommandRunner commands(link);
        ui::Selection selection;
        selection.setProject(QStringLiteral("url-shortener"));
        ui::ConsolePanel panel({ store, link, commands, selection });
        panel.show();
        panel.enter(QStringLiteral("gates"));
        QVERIFY(panel.text().contains(QStringLiteral("g4  note-board")));
        panel.enter(QStringLiteral("deploy"));
        QTRY_VERIFY(panel.text().contains(QStringLiteral("A deployment is under way. Wait for it")));
        panel.enter(QStringLiteral("task retry 14"));
        QTRY_VERIFY(panel.text().contains(QStringLiteral("Done: task.retry")));
        QCOMPARE(link.commands().constLast().arguments.value(QLatin1String("task")).toString(),
                 QStringLiteral("url-shortener:14"));
        store.apply({ {},
                      QStringLiteral("notice"),
                      { { QStringLiteral("kind"), QStringLiteral("deploy_live") },
                        { QStringLiteral("title"), QStringLiteral("Live now") } } });
        QVERIFY(panel.text().contains(QStringLiteral("Live now")));
        auto *input = panel.findChild<QLineEdit *>();
        QTest::keyClick(input, Qt::Key_Up);
        QCOMPARE(input->text(), QStringLiteral("task retry 14"));
        QTest::keyClick(input, Qt::Key_Up);
        QCOMPARE(input->text(), QStringLiteral("deploy"));
    }
};

SLIPWAY_TEST(TstConsole)
#include "tst_console.moc"
