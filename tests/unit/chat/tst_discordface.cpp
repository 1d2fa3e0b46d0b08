// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/chat/facefixture.h"

#include "tests/support/testmain.h"

using namespace slipway;
using test::await;
using test::FaceFixture;
using test::FakeDiscord;

/// What people say, what the engine is asked, and what is answered: the whole face over the stand-in of Discord.
class TstDiscordFace final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void commandsReachTheEngineOnce();
    void questionsAreAnsweredFromTheSnapshot();
    void tasksComeByNumber();
    void wrongWordsAreExplained();
    void mentionsAreCommandsToo();
    void freeTextIsAQuestion();
    void strangersAreRefusedOnce();
    void rolesMayCommand();
    void elsewhereNothingIsSaid_data();
    void elsewhereNothingIsSaid();
    void directMessagesAreOffByDefault();
    void directMessagesOfListedUsersWhenOn();
    void nothingButPeoplesMessagesCounts_data();
    void nothingButPeoplesMessagesCounts();
    void foreignTextHasNoEffect();
    void secretsAreMasked();
    void programsAreNoAgentsFromAfar();
    void slowCommandsAreAcknowledged();
    void progressIsEditedInPlace();
    void aRemovedProjectIsNotFollowed();
    void longLogsComeAsAFile();
    void lostSessionLosesNoCommand();
    void afterALongAbsenceItAsksAgain();
    void whatWasSaidLongAgoIsAskedAgain();
    void unknownRolesAreAskedForAgain();
    void whoHasLeftIsAStranger();
    void lostSessionLosesNothingSaidInAThread();
    void nothingFromBeforeTheStartIsCarriedOut();
};

namespace {

qsizetype countOf(const FakeDiscord &discord, const QString &call)
{
    return std::ranges::count_if(discord.log(), [&](const QString &line) { return line.startsWith(call); });
}

const QString historyCall
    = QStringLiteral("GET /api/v10/channels/") + FakeDiscord::channel + QStringLiteral("/messages");
const QString memberCall = QStringLiteral("GET /api/v10/guilds/") + FakeDiscord::guild + QStringLiteral("/members/");

} // namespace

void TstDiscordFace::commandsReachTheEngineOnce()
{
    FaceFixture f;
    const QString id = f.discord.say(FakeDiscord::alice, QStringLiteral("!switch links"));
    QTRY_COMPARE(f.commands.size(), 1);
    QCOMPARE(f.commands[0].verb, QStringLiteral("switch"));
    QCOMPARE(f.commands[0].actor, QStringLiteral("discord:") + FakeDiscord::alice);
    QVERIFY(f.commands[0].id.contains(id));
    QTRY_VERIFY(f.discord.find(QStringLiteral("✅ Done: switch")));
    f.discord.sayAgain(id);
    f.discord.say(FakeDiscord::alice, QStringLiteral("!help"));
    QTRY_VERIFY(f.discord.find(QStringLiteral("workers start")));
    QCOMPARE(f.commands.size(), 1);
    const auto *const answer = f.discord.find(QStringLiteral("✅ Done: switch"));
    QCOMPARE(answer->json[QLatin1String("message_reference")][QLatin1String("message_id")].toString(), id);
}

void TstDiscordFace::questionsAreAnsweredFromTheSnapshot()
{
    FaceFixture f;
    f.discord.say(FakeDiscord::alice, QStringLiteral("!status"));
    QTRY_VERIFY(f.discord.find(QStringLiteral("**links** (active) · running · workers · 1 of 3 closed")));
    f.discord.say(FakeDiscord::alice, QStringLiteral("!tasks"));
    QTRY_VERIFY(f.discord.find(QStringLiteral("#7 running · backend · Store links")));
    f.discord.say(FakeDiscord::alice, QStringLiteral("!task 7"));
    QTRY_VERIFY(f.discord.find(QStringLiteral("attempt 2 of 3")));
    f.discord.say(FakeDiscord::alice, QStringLiteral("!budget"));
    QTRY_VERIFY(f.discord.find(QStringLiteral("1.25 USD")));
    f.discord.say(FakeDiscord::alice, QStringLiteral("!gates"));
    QTRY_VERIFY(f.discord.find(QStringLiteral("None.")));
    QVERIFY(f.commands.isEmpty());
}

void TstDiscordFace::tasksComeByNumber()
{
    FaceFixture f;
    auto snapshot = f.store.snapshot();
    snapshot.tasks.clear();
    for (int number = 1; number <= 30; ++number) {
        domain::Task task;
        task.key = { QStringLiteral("links"), number };
        task.title = QStringLiteral("Issue");
        snapshot.tasks.insert(task.key.toString(), task);
    }
    f.store.reset(snapshot);
    f.discord.say(FakeDiscord::alice, QStringLiteral("!tasks"));
    QTRY_COMPARE(f.discord.posted().size(), 1);
    const auto lines = f.discord.posted()[0].content().split(QLatin1Char('\n'));
    QCOMPARE(lines.size(), 26);
    for (int number = 1; number <= 25; ++number)
        QVERIFY2(lines[number - 1].startsWith(QStringLiteral("#%1 ").arg(number)), qPrintable(lines[number - 1]));
    QCOMPARE(lines.last(), QStringLiteral("… and 5 more"));
}

void TstDiscordFace::wrongWordsAreExplained()
{
    FaceFixture f;
    f.discord.say(FakeDiscord::alice, QStringLiteral("!frobnicate"));
    QTRY_VERIFY(f.discord.find(QStringLiteral("There is no command “frobnicate”")));
    f.discord.say(FakeDiscord::alice, QStringLiteral("!reject g1"));
    QTRY_VERIFY(f.discord.find(QStringLiteral("Say: reject ID WHY")));
    f.refusal
        = Error { ErrorCode::NotFound, QStringLiteral("There is no project \"x\""), QStringLiteral("See it"), {} };
    f.discord.say(FakeDiscord::alice, QStringLiteral("!deploy x"));
    QTRY_VERIFY(f.discord.find(QStringLiteral("❌ There is no project")));
}

void TstDiscordFace::mentionsAreCommandsToo()
{
    FaceFixture f;
    f.discord.say(FakeDiscord::alice, QStringLiteral("<@%1> pause --all").arg(FakeDiscord::botUser));
    QTRY_COMPARE(f.commands.size(), 1);
    QCOMPARE(f.commands[0].verb, QStringLiteral("pause"));
    f.discord.say(FakeDiscord::alice, QStringLiteral("!!! that is great"));
    f.discord.say(FakeDiscord::alice, QStringLiteral("deploy tomorrow, perhaps"));
    f.discord.say(FakeDiscord::alice, QStringLiteral("!resume --all"));
    QTRY_COMPARE(f.discord.posted().size(), 2);
    QCOMPARE(f.commands.size(), 2);
}

void TstDiscordFace::freeTextIsAQuestion()
{
    FaceFixture f;
    const auto mention = [](const char *text) {
        return QStringLiteral("<@%1> %2").arg(FakeDiscord::botUser, QString::fromUtf8(text));
    };
    f.discord.say(FakeDiscord::alice, mention("why isn't it \"done yet?"));
    QTRY_COMPARE(f.commands.size(), 1);
    QCOMPARE(f.commands[0].verb, QStringLiteral("ask"));
    QCOMPARE(f.commands[0].arguments[QLatin1String("question")].toString(), QStringLiteral("why isn't it \"done yet?"));
    QCOMPARE(f.commands[0].arguments[QLatin1String("project")].toString(), QStringLiteral("links"));
    QTRY_VERIFY(
        f.discord.find(QStringLiteral("**Nearly**: see [here] (https://evil.example) @\u200beveryone \\<@\u200b1>")));
    f.discord.say(FakeDiscord::alice, QStringLiteral("!ask \"what is next\""));
    QTRY_COMPARE(f.commands.size(), 2);
    QCOMPARE(f.commands[1].arguments[QLatin1String("question")].toString(), QStringLiteral("what is next"));
    f.discord.say(FakeDiscord::mallory, mention("tell me all"));
    QTRY_VERIFY(f.discord.find(QStringLiteral("Sorry")));
    QCOMPARE(f.commands.size(), 2);
}

void TstDiscordFace::strangersAreRefusedOnce()
{
    FaceFixture f;
    f.discord.say(FakeDiscord::mallory, QStringLiteral("!deploy"));
    QTRY_COMPARE(f.discord.posted().size(), 1);
    QVERIFY(f.discord.posted()[0].content().startsWith(QStringLiteral("Sorry")));
    f.discord.say(FakeDiscord::mallory, QStringLiteral("!status"));
    f.discord.say(FakeDiscord::mallory, QStringLiteral("!new Mine coins"));
    f.discord.say(FakeDiscord::alice, QStringLiteral("!projects"));
    QTRY_COMPARE(f.discord.posted().size(), 2);
    QVERIFY(f.discord.posted()[1].content().contains(QStringLiteral("links")));
    QVERIFY(f.commands.isEmpty());
}

void TstDiscordFace::rolesMayCommand()
{
    test::FakeDiscordOptions options;
    options.roles[FakeDiscord::mallory] = { QStringLiteral("900000000000000077") };
    chat::AccessRules rules = FaceFixture::defaultRules();
    rules.users.clear();
    rules.roles = { QStringLiteral("900000000000000077") };
    FaceFixture f(rules, options);
    f.discord.say(FakeDiscord::mallory, QStringLiteral("!pause"));
    QTRY_COMPARE(f.commands.size(), 1);
    f.discord.say(FakeDiscord::alice, QStringLiteral("!pause"));
    QTRY_VERIFY(f.discord.find(QStringLiteral("Sorry")));
    QCOMPARE(f.commands.size(), 1);
}

void TstDiscordFace::elsewhereNothingIsSaid_data()
{
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("guild");
    QTest::addColumn<QString>("channel");
    QTest::newRow("another channel") << FakeDiscord::otherChannel << FakeDiscord::guild << FakeDiscord::channel;
    QTest::newRow("another server") << FakeDiscord::channel << QStringLiteral("900000000000000099") << QString();
    QTest::newRow("nowhere is allowed") << FakeDiscord::channel << QString() << QString();
}

void TstDiscordFace::elsewhereNothingIsSaid()
{
    QFETCH(const QString, where);
    QFETCH(const QString, guild);
    QFETCH(const QString, channel);
    FaceFixture f({ { FakeDiscord::alice }, {}, guild, channel });
    f.discord.say(FakeDiscord::alice, QStringLiteral("!pause --all"), where);
    f.discord.say(FakeDiscord::mallory, QStringLiteral("!pause --all"), where);
    f.settle();
    QVERIFY(f.commands.isEmpty());
    QVERIFY(f.discord.posted(where).isEmpty());
}

void TstDiscordFace::directMessagesAreOffByDefault()
{
    FaceFixture f;
    QCOMPARE(f.discord.gateway().lastIntents, 33281);
    f.discord.say(FakeDiscord::alice, QStringLiteral("!pause --all"), QString());
    // Even where Discord hands one over.
    f.discord.tell(QStringLiteral("MESSAGE_CREATE"),
                   { { QStringLiteral("guild_id"), QJsonValue::Null },
                     { QStringLiteral("channel_id"), FakeDiscord::directChannel } },
                   QStringLiteral("!pause --all"));
    f.settle();
    QVERIFY(f.commands.isEmpty());
}

void TstDiscordFace::directMessagesOfListedUsersWhenOn()
{
    auto rules = FaceFixture::defaultRules();
    rules.directMessages = true;
    FaceFixture f(rules);
    QCOMPARE(f.discord.gateway().lastIntents, 37377);
    f.discord.say(FakeDiscord::mallory, QStringLiteral("!pause"), QString());
    f.discord.say(FakeDiscord::alice, QStringLiteral("!pause"), QString());
    QTRY_COMPARE(f.commands.size(), 1);
    QTRY_COMPARE(f.discord.posted(FakeDiscord::directChannel).size(), 1);
    QCOMPARE(f.commands[0].actor, QStringLiteral("discord:") + FakeDiscord::alice);
}

void TstDiscordFace::nothingButPeoplesMessagesCounts_data()
{
    QTest::addColumn<QString>("event");
    QTest::addColumn<QJsonObject>("changes");
    const QString create = QStringLiteral("MESSAGE_CREATE");
    const auto author = [](const QString &id, bool bot) {
        return QJsonObject { { QStringLiteral("author"),
                               QJsonObject { { QStringLiteral("id"), id }, { QStringLiteral("bot"), bot } } } };
    };
    QTest::newRow("own message") << create << author(FakeDiscord::botUser, false);
    QTest::newRow("another bot") << create << author(FakeDiscord::alice, true);
    QTest::newRow("a webhook") << create << QJsonObject { { QStringLiteral("webhook_id"), QStringLiteral("1") } };
    QTest::newRow("a pin") << create << QJsonObject { { QStringLiteral("type"), 6 } };
    QTest::newRow("an edit") << QStringLiteral("MESSAGE_UPDATE") << QJsonObject();
}

void TstDiscordFace::nothingButPeoplesMessagesCounts()
{
    QFETCH(const QString, event);
    QFETCH(const QJsonObject, changes);
    FaceFixture f;
    f.discord.tell(event, changes, QStringLiteral("!pause --all"));
    f.settle();
    QVERIFY(f.commands.isEmpty());
}

void TstDiscordFace::foreignTextHasNoEffect()
{
    FaceFixture f;
    auto snapshot = f.store.snapshot();
    snapshot.projects[0].name = QStringLiteral("@everyone");
    snapshot.projects[0].detail = QStringLiteral("[click](https://evil.example) **big** ```x``` <@1>");
    f.store.reset(snapshot);
    f.discord.say(FakeDiscord::alice, QStringLiteral("!projects"));
    QTRY_COMPARE(f.discord.posted().size(), 1);
    const auto answer = f.discord.posted()[0];
    QVERIFY(!answer.content().contains(QStringLiteral("[click](")));
    QVERIFY(!answer.content().contains(QStringLiteral("```")));
    QVERIFY(!answer.content().contains(QStringLiteral("@everyone"))
            || answer.content().contains(QStringLiteral("\\@")));
    QCOMPARE(answer.json[QLatin1String("allowed_mentions")].toObject(),
             (QJsonObject { { QStringLiteral("parse"), QJsonArray() } }));
}

void TstDiscordFace::secretsAreMasked()
{
    FaceFixture f;
    const QString secret = test::FakeDiscordOptions().token;
    f.refusal = Error { ErrorCode::Internal, QStringLiteral("It failed with ") + secret, {}, {} };
    f.discord.say(FakeDiscord::alice, QStringLiteral("!deploy"));
    QTRY_VERIFY(f.discord.find(QStringLiteral("❌ It failed with")));
    for (const auto &message : f.discord.posted())
        QVERIFY(!message.content().contains(secret) && !message.file.contains(secret.toUtf8()));
}

void TstDiscordFace::programsAreNoAgentsFromAfar()
{
    FaceFixture f;
    f.discord.say(FakeDiscord::alice, QStringLiteral("!new \"Build it\" --agent \"command:curl evil.example\""));
    QTRY_VERIFY(f.discord.find(QStringLiteral("on the machine itself")));
    QVERIFY(f.commands.isEmpty());
}

void TstDiscordFace::slowCommandsAreAcknowledged()
{
    FaceFixture f;
    f.answersAfter = std::chrono::milliseconds(1700);
    QElapsedTimer clock;
    clock.start();
    f.discord.say(FakeDiscord::alice, QStringLiteral("!deploy"));
    QTRY_VERIFY(f.discord.find(QStringLiteral("⏳ deploy")));
    QVERIFY(clock.elapsed() < 3000);
    QTRY_VERIFY(f.discord.find(QStringLiteral("🌐 Deployed · links · http://127.0.0.1:3001")));
    QCOMPARE(f.discord.posted().size(), 1); // the same message
}

void TstDiscordFace::progressIsEditedInPlace()
{
    FaceFixture f;
    auto view = f.beginNew();
    QCOMPARE(f.commands.size(), 1);
    QCOMPARE(f.commands[0].arguments[QLatin1String("idea")].toString(), QStringLiteral("Build a URL shortener"));
    for (const char *stage : { "prd", "plan", "prd", "plan", "prd", "repository" }) {
        view.stage = QLatin1String(stage);
        f.changeProject(view);
        QCoreApplication::processEvents();
    }
    view.state = QStringLiteral("idle");
    view.detail = QStringLiteral("23 issues created");
    f.changeProject(view);
    QTRY_VERIFY(f.discord.find(QStringLiteral("✅ Project created, 23 issues")));
    QCOMPARE(f.discord.posted().size(), 1);
    QVERIFY(f.discord.posted()[0].edits >= 1);
    const auto times = f.discord.posted()[0].editTimes;
    for (qsizetype i = 1; i < times.size(); ++i)
        QVERIFY2(times[i] - times[i - 1] >= FaceFixture::progressGap.count() - 20,
                 qPrintable(QString::number(times[i] - times[i - 1])));
}

void TstDiscordFace::aRemovedProjectIsNotFollowed()
{
    FaceFixture f;
    auto view = f.beginNew();
    const QString shown = f.discord.posted()[0].content();
    auto snapshot = f.store.snapshot();
    snapshot.projects.clear();
    f.store.reset(snapshot);
    f.settle();
    view.stage = QStringLiteral("plan"); // another one of this name
    f.changeProject(view);
    QTest::qWait(int(FaceFixture::progressGap.count()) + 50);
    f.settle();
    QCOMPARE(f.discord.posted().size(), 1);
    QCOMPARE(f.discord.posted()[0].content(), shown);
}

void TstDiscordFace::longLogsComeAsAFile()
{
    FaceFixture f;
    f.discord.say(FakeDiscord::alice, QStringLiteral("!logs 7"));
    QTRY_COMPARE(f.discord.posted().size(), 2);
    const auto file = f.discord.posted()[1].file;
    QVERIFY(file.contains("line 999"));
    QVERIFY(f.discord.posted()[0].content().size() <= 2000);
}

void TstDiscordFace::lostSessionLosesNoCommand()
{
    FaceFixture f;
    f.discord.say(FakeDiscord::alice, QStringLiteral("!switch a0"));
    QTRY_COMPARE(f.discord.posted().size(), 1);
    f.loseSession(); // nobody keeps what is said now
    for (int i = 1; i < 6; ++i)
        f.discord.say(FakeDiscord::alice, QStringLiteral("!switch a%1").arg(i));
    f.discord.say(FakeDiscord::mallory, QStringLiteral("!switch evil"));
    QTRY_COMPARE(f.commands.size(), 6);
    for (int i = 0; i < 6; ++i)
        QCOMPARE(f.commands[i].arguments[QLatin1String("project")].toString(), QStringLiteral("a%1").arg(i));
}

void TstDiscordFace::afterALongAbsenceItAsksAgain()
{
    FaceFixture f(FaceFixture::defaultRules(), {}, std::chrono::milliseconds(0));
    f.settle();
    f.loseSession();
    f.discord.say(FakeDiscord::alice, QStringLiteral("!deploy"));
    QTRY_VERIFY(f.discord.find(QStringLiteral("Please say it again")));
    QVERIFY(f.commands.isEmpty());
}

/// As when the machine slept, and the clock of the absence with it.
void TstDiscordFace::whatWasSaidLongAgoIsAskedAgain()
{
    constexpr auto absence = std::chrono::milliseconds(700);
    FaceFixture f(FaceFixture::defaultRules(), {}, absence);
    QTRY_COMPARE(countOf(f.discord, historyCall), 1);
    f.settle();
    f.discord.addFault({ "GET", QStringLiteral("/messages"), 400, {} });
    f.loseSession();
    f.discord.say(FakeDiscord::alice, QStringLiteral("!deploy"));
    QTRY_COMPARE(countOf(f.discord, historyCall), 2);
    f.settle();
    QVERIFY(f.commands.isEmpty()); // the history could not be read
    QTest::qWait(int(absence.count()));
    f.loseSession();
    QTRY_VERIFY(f.discord.find(QStringLiteral("Please say it again")));
    QVERIFY(f.commands.isEmpty());
}

void TstDiscordFace::unknownRolesAreAskedForAgain()
{
    auto rules = FaceFixture::defaultRules();
    rules.users.clear();
    rules.roles = { QStringLiteral("77") };
    test::FakeDiscordOptions options;
    options.roles.insert(FakeDiscord::alice, { QStringLiteral("77") });
    FaceFixture f(rules, options);
    f.settle();
    f.discord.addFault({ "GET", QStringLiteral("/members/"), 400, {} });
    f.loseSession();
    f.discord.say(FakeDiscord::alice, QStringLiteral("!switch links"));
    QTRY_COMPARE(countOf(f.discord, memberCall), 1);
    f.settle();
    QVERIFY(f.commands.isEmpty());
    f.loseSession();
    QTRY_COMPARE(f.commands.size(), 1);
    f.settle();
    QCOMPARE(f.commands.size(), 1);
    QVERIFY(!f.discord.find(QStringLiteral("Sorry")));
}

void TstDiscordFace::whoHasLeftIsAStranger()
{
    auto rules = FaceFixture::defaultRules();
    rules.roles = { QStringLiteral("77") };
    FaceFixture f(rules);
    f.settle();
    f.discord.addFault({ "GET", QStringLiteral("/members/"), 404, {} });
    f.loseSession();
    f.discord.say(FakeDiscord::mallory, QStringLiteral("!switch evil"));
    f.discord.say(FakeDiscord::alice, QStringLiteral("!switch links"));
    QTRY_COMPARE(f.commands.size(), 1);
    QTRY_VERIFY(f.discord.find(QStringLiteral("Sorry")));
    QCOMPARE(f.commands[0].arguments[QLatin1String("project")].toString(), QStringLiteral("links"));
}

void TstDiscordFace::lostSessionLosesNothingSaidInAThread()
{
    FaceFixture f;
    f.settle();
    f.notice(QStringLiteral("pr_ready"), QStringLiteral("Pull request 1"), {});
    QTRY_VERIFY(f.discord.find(QStringLiteral("Pull request 1")));
    const QString thread = f.discord.thread(QStringLiteral("links"));
    f.discord.say(FakeDiscord::alice, QStringLiteral("!switch a0"), thread);
    QTRY_COMPARE(f.commands.size(), 1);
    f.settle();
    f.loseSession();
    f.discord.say(FakeDiscord::alice, QStringLiteral("!switch a1"), thread);
    f.discord.say(FakeDiscord::alice, QStringLiteral("!switch a2"));
    QTRY_COMPARE(f.commands.size(), 3);
    // Another process carries out nothing of it again.
    f.restart();
    f.settle();
    f.loseSession();
    f.discord.say(FakeDiscord::alice, QStringLiteral("!switch a3"), thread);
    QTRY_COMPARE(f.commands.size(), 4);
    f.settle();
    QCOMPARE(f.commands.size(), 4);
    // Nor is a thread missed that somebody deleted.
    f.discord.deleteThread(thread);
    f.loseSession();
    f.discord.say(FakeDiscord::alice, QStringLiteral("!switch a4"));
    QTRY_COMPARE(f.commands.size(), 5);
    f.settle();
    f.loseSession();
    f.settle();
    QCOMPARE(f.commands.size(), 5);
}

void TstDiscordFace::nothingFromBeforeTheStartIsCarriedOut()
{
    FaceFixture f(FaceFixture::defaultRules(), {}, std::chrono::minutes(15), false);
    f.discord.say(FakeDiscord::alice, QStringLiteral("!deploy"));
    f.face->start();
    QTRY_VERIFY(f.face->isReady());
    f.settle();
    QVERIFY(f.commands.isEmpty());
}

SLIPWAY_TEST(TstDiscordFace)
#include "tst_discordface.moc"
