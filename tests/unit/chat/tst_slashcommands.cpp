// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/commandgrammar.h"
#include "core/chat/slashcommands.h"
#include "tests/support/testmain.h"
#include "tests/unit/chat/facefixture.h"

#include <QJsonArray>

using namespace slipway;
using test::FaceFixture;
using test::FakeDiscord;

namespace {

QJsonObject chosen(const char *name, const QString &value, bool focused = false)
{
    QJsonObject option { { QStringLiteral("name"), QLatin1String(name) }, { QStringLiteral("value"), value } };
    if (focused)
        option.insert(QStringLiteral("focused"), true);
    return option;
}

} // namespace

/// Slash commands: registered once, completed, and the same grammar behind.
class TstSlashCommands final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void areRegisteredOnceAndOnlyIfTheyDiffer();
    void everyCommandIsInTheGrammar();
    void saysTheSameAsAMessage_data();
    void saysTheSameAsAMessage();
    void slowAnswersAreDeferred();
    void strangersAreToldPrivately();
    void completesProjectsTasksAndDecisions();
};

void TstSlashCommands::areRegisteredOnceAndOnlyIfTheyDiffer()
{
    FaceFixture f;
    QTRY_COMPARE(f.discord.commandPuts, 1);
    QCOMPARE(f.discord.commands().size(), chat::slashCommands().size());
    f.restart();
    f.settle();
    QCOMPARE(f.discord.commandPuts, 1);
    QVERIFY(chat::areRegistered(chat::slashCommands(), f.discord.commands()));
    auto changed = f.discord.commands();
    auto first = changed.at(0).toObject();
    first.insert(QStringLiteral("description"), QStringLiteral("Another"));
    changed.replace(0, first);
    QVERIFY(!chat::areRegistered(chat::slashCommands(), changed));
}

void TstSlashCommands::everyCommandIsInTheGrammar()
{
    const auto commands = chat::slashCommands();
    for (const auto &each : commands) {
        const QJsonObject command = each.toObject();
        const QString name = command[QLatin1String("name")].toString();
        if (name == QLatin1String("quiet") || name == QLatin1String("notify"))
            continue; // the notice board's own
        chat::Interaction interaction;
        QJsonArray options;
        const auto known = command[QLatin1String("options")].toArray();
        for (const auto &one : known) {
            const QJsonObject option = one.toObject();
            const auto choices = option[QLatin1String("choices")].toArray();
            const QString which = option[QLatin1String("name")].toString();
            QString value = which == QLatin1String("task") ? QStringLiteral("links:7") : QStringLiteral("x");
            if (!choices.isEmpty())
                value = choices[0][QLatin1String("value")].toString();
            options.append(chosen(which.toLatin1().constData(), value));
        }
        interaction.data = { { QStringLiteral("name"), name }, { QStringLiteral("options"), options } };
        const auto line = chat::parseWords(chat::wordsOf(interaction), QStringLiteral("links"));
        QVERIFY2(line.has_value(), qPrintable(name));
    }
}

void TstSlashCommands::saysTheSameAsAMessage_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QJsonArray>("options");
    QTest::addColumn<QString>("verb");
    QTest::addColumn<QString>("argument");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *title, const char *name, const QJsonArray &options, const char *verb,
                        const char *argument, const char *expected) {
        QTest::newRow(title) << QString::fromLatin1(name) << options << QString::fromLatin1(verb)
                             << QString::fromLatin1(argument) << QString::fromLatin1(expected);
    };
    row("new", "new", { chosen("idea", QStringLiteral("Build \"it\" now")) }, "new", "idea", "Build \"it\" now");
    row("active project", "run", {}, "run", "project", "links");
    row("named project", "deploy", { chosen("project", QStringLiteral("notes")) }, "deploy", "project", "notes");
    row("all", "pause", { chosen("project", QStringLiteral("--all")) }, "pause", "project", "");
    row("workers", "workers", { chosen("action", QStringLiteral("start")) }, "workers.start", "project", "");
    row("task", "task", { chosen("task", QStringLiteral("links:7")), chosen("action", QStringLiteral("retry")) },
        "task.retry", "task", "links:7");
    row("reject", "reject", { chosen("decision", QStringLiteral("g1")), chosen("why", QStringLiteral("far too big")) },
        "reject", "why", "far too big");
}

void TstSlashCommands::saysTheSameAsAMessage()
{
    QFETCH(const QString, name);
    QFETCH(const QJsonArray, options);
    QFETCH(const QString, verb);
    QFETCH(const QString, argument);
    QFETCH(const QString, expected);
    FaceFixture f;
    const QString id = f.discord.slash(FakeDiscord::alice, name, options);
    QTRY_COMPARE(f.commands.size(), 1);
    QCOMPARE(f.commands[0].verb, verb);
    QCOMPARE(f.commands[0].arguments[argument].toString(), expected);
    QCOMPARE(f.commands[0].actor, QStringLiteral("discord:") + FakeDiscord::alice);
    QTRY_VERIFY(!f.discord.interaction(id).edited.isEmpty());
}

void TstSlashCommands::slowAnswersAreDeferred()
{
    FaceFixture f;
    f.answersAfter = std::chrono::milliseconds(300);
    const QString id = f.discord.slash(FakeDiscord::alice, QStringLiteral("deploy"));
    QTRY_COMPARE(f.discord.interaction(id).type, 5); // at once
    QTRY_VERIFY(
        f.discord.interaction(id).edited[QLatin1String("content")].toString().contains(QStringLiteral("🌐 Deployed")));
    QVERIFY(f.discord.posted().isEmpty());
}

void TstSlashCommands::strangersAreToldPrivately()
{
    FaceFixture f;
    const QString id = f.discord.slash(FakeDiscord::mallory, QStringLiteral("deploy"));
    QTRY_COMPARE(f.discord.interaction(id).type, 4);
    QCOMPARE(f.discord.interaction(id).answer[QLatin1String("flags")].toInt(), 64);
    const QString typing = f.discord.autocomplete(FakeDiscord::mallory, QStringLiteral("deploy"),
                                                  { chosen("project", QString(), true) });
    QTRY_COMPARE(f.discord.interaction(typing).type, 8);
    QVERIFY(
        f.discord.interaction(typing).answer[QLatin1String("choices")].toArray().isEmpty()); // nothing is given away
    QVERIFY(f.commands.isEmpty());
}

void TstSlashCommands::completesProjectsTasksAndDecisions()
{
    FaceFixture f;
    auto snapshot = f.store.snapshot();
    for (int i = 0; i < 60; ++i) {
        domain::ProjectView view;
        view.name = QStringLiteral("project-%1").arg(i);
        view.state = QStringLiteral("idle");
        snapshot.projects.append(view);
    }
    f.store.reset(snapshot);
    const auto complete = [&](const char *command, const char *option, const QString &typed) {
        const QString id
            = f.discord.autocomplete(FakeDiscord::alice, QLatin1String(command), { chosen(option, typed, true) });
        [&] { QTRY_COMPARE(f.discord.interaction(id).type, 8); }();
        return f.discord.interaction(id).answer[QLatin1String("choices")].toArray();
    };
    QCOMPARE(complete("deploy", "project", QString()).size(), 25);
    QCOMPARE(complete("deploy", "project", QStringLiteral("LINK"))[0][QLatin1String("value")].toString(),
             QStringLiteral("links"));
    QCOMPARE(complete("pause", "project", QStringLiteral("all"))[0][QLatin1String("value")].toString(),
             QStringLiteral("--all"));
    QCOMPARE(complete("logs", "task", QStringLiteral("store"))[0][QLatin1String("value")].toString(),
             QStringLiteral("links:7"));
    f.openGate(QStringLiteral("plan"));
    QCOMPARE(complete("approve", "decision", QString())[0][QLatin1String("value")].toString(), QStringLiteral("g1"));
    QCOMPARE(complete("approve", "decision", QStringLiteral("zzz")).size(), 0);
}

SLIPWAY_TEST(TstSlashCommands)
#include "tst_slashcommands.moc"
