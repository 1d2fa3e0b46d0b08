// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/commandgrammar.h"
#include "tests/support/testmain.h"

#include <QJsonDocument>

using namespace slipway;

class TstCommandGrammar final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void understandsWhatIsTyped_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("verb");
        QTest::addColumn<QString>("arguments");
        const auto row = [](const char *line, const char *verb, const char *arguments) {
            QTest::newRow(line) << QString::fromUtf8(line) << QString::fromUtf8(verb) << QString::fromUtf8(arguments);
        };
        row("deploy", "deploy", R"({"project":"shop"})");
        row("deploy other", "deploy", R"({"project":"other"})");
        row("Deploy", "deploy", R"({"project":"shop"})");
        row("run pipeline", "run", R"({"project":"shop"})");
        row("run pipeline other", "run", R"({"project":"other"})");
        row("run other", "run", R"({"project":"other"})");
        row("slipway pause --all", "pause", R"({"project":""})");
        row("ask why is 3 \"so slow\"", "ask", R"({"project":"shop","question":"why is 3 so slow"})");
        row("rollback --to d2", "rollback", R"({"project":"shop","to":"d2"})");
        row("workers stop", "workers.stop", R"({})");
        row("task retry #14", "task.retry", R"({"task":"shop:14"})");
        row("task message 3 use sqlite", "task.message", R"({"task":"shop:3","text":"use sqlite"})");
        row("approve g4", "approve", R"({"id":"g4"})");
        row("reject g4 --why \"too large\"", "reject", R"({"id":"g4","why":"too large"})");
        row("reject g4 it is Bob's, not ours", "reject", "{\"id\":\"g4\",\"why\":\"it is Bob's, not ours\"}");
        row("new Build a URL shortener", "new", R"({"idea":"Build a URL shortener","yes":false})");
        row("new Build Bob's shop", "new", "{\"idea\":\"Build Bob's shop\",\"yes\":false}");
        row("new “Build a shop” --name shop --yes", "new", R"({"idea":"Build a shop","name":"shop","yes":true})");
    }
    void understandsWhatIsTyped()
    {
        QFETCH(const QString, line);
        QFETCH(const QString, verb);
        QFETCH(const QString, arguments);
        const auto parsed = chat::parseLine(line, QStringLiteral("shop"));
        QVERIFY(parsed);
        QCOMPARE(parsed->verb, verb);
        QCOMPARE(QString::fromUtf8(QJsonDocument(parsed->arguments).toJson(QJsonDocument::Compact)), arguments);
    }

    void understandsQuestions_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("question");
        QTest::addColumn<QString>("task");
        for (const char *word : { "status", "projects", "tasks", "gates", "budget", "help" })
            QTest::newRow(word) << QString::fromUtf8(word) << QString::fromUtf8(word) << QString();
        QTest::newRow("task") << QStringLiteral("task 7") << QStringLiteral("task") << QStringLiteral("shop:7");
        QTest::newRow("show") << QStringLiteral("task show #7") << QStringLiteral("task") << QStringLiteral("shop:7");
        QTest::newRow("logs") << QStringLiteral("logs other:7") << QStringLiteral("logs") << QStringLiteral("other:7");
    }
    void understandsQuestions()
    {
        QFETCH(const QString, line);
        QFETCH(const QString, question);
        QFETCH(const QString, task);
        const auto parsed = chat::parseLine(line, QStringLiteral("shop"));
        QVERIFY(parsed);
        QVERIFY(parsed->verb.isEmpty());
        QCOMPARE(parsed->question, question);
        QCOMPARE(parsed->arguments.value(QLatin1String("task")).toString(), task);
    }

    void saysHowItIsSaid_data()
    {
        QTest::addColumn<QString>("line");
        for (const char *line :
             { "explode", "task", "task retry", "task x", "task prioritise 3 12", "task message 3", "reject g4",
               "approve", "new", "deploy \"x", "workers", "logs", "logs ../etc", "switch", "" })
            QTest::newRow(line) << QString::fromUtf8(line);
    }
    void saysHowItIsSaid()
    {
        QFETCH(const QString, line);
        const auto parsed = chat::parseLine(line, QStringLiteral("shop"));
        QVERIFY(!parsed);
        QVERIFY(!parsed.error().message.isEmpty());
    }

    void longIdeasAreNotCut()
    {
        const auto most = chat::parseWords({ QStringLiteral("new"), QString(2000, QLatin1Char('x')) }, {});
        QVERIFY(most);
        QCOMPARE(most->arguments.value(QLatin1String("idea")).toString().size(), 2000);
        const auto more = chat::parseWords({ QStringLiteral("new"), QString(2001, QLatin1Char('x')) }, {});
        QVERIFY(!more);
        QVERIFY2(more.error().message.contains(QStringLiteral("2001")), qPrintable(more.error().message));
        QVERIFY(more.error().hint.contains(QStringLiteral("2000")));
    }

    void everyFormOfHelpBeginsWithAVerbThatIsKnown()
    {
        const auto forms = chat::commandForms();
        for (const QString &form : forms) {
            const auto parsed = chat::parseLine(form.section(QLatin1Char(' '), 0, 0), QStringLiteral("shop"));
            QVERIFY2(parsed || !parsed.error().message.contains(QStringLiteral("There is no command")),
                     qPrintable(form));
        }
    }
};

SLIPWAY_TEST(TstCommandGrammar)
#include "tst_commandgrammar.moc"
