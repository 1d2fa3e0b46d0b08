// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testmain.h"
#include "tests/unit/chat/facefixture.h"

#include <QJsonArray>

using namespace slipway;
using test::FaceFixture;
using test::FakeDiscord;

/// What the engine tells by itself, in the channel.
class TstNoticeBoard final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsWhatHappens_data();
    void tellsWhatHappens();
    void gathersSteps();
    void mergesWhatPilesUp();
    void progressIsNotToldTwice();
    void isNotLostByA502();
    void rulesAreChangedByWords();
    void aDeletedChannelIsSaidOnce();
    void troubleOfOnePlaceIsNotThatOfAnother();
};

void TstNoticeBoard::tellsWhatHappens_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("ci") << QStringLiteral("ci_failed") << QStringLiteral("CI failed for Store links")
                        << QStringLiteral("Step \"pytest\"")
                        << QStringLiteral("❌ **links** · CI failed for Store links: Step \"pytest\"");
    QTest::newRow("live") << QStringLiteral("deploy_live") << QStringLiteral("links is live")
                          << QStringLiteral("http://127.0.0.1:3001")
                          << QStringLiteral("🌐 **links** · links is live http://127.0.0.1:3001");
    QTest::newRow("limit") << QStringLiteral("usage_limit") << QStringLiteral("claude has used up its limit")
                           << QStringLiteral("goes on at 12:00") << QStringLiteral("goes on at 12:00");
    QTest::newRow("hostile") << QStringLiteral("failed") << QStringLiteral("**x** [a](http://evil)") << QString()
                             << QStringLiteral("\\*\\*x\\*\\* \\[a\\]\\(");
}

void TstNoticeBoard::tellsWhatHappens()
{
    QFETCH(const QString, kind);
    QFETCH(const QString, title);
    QFETCH(const QString, text);
    QFETCH(const QString, expected);
    FaceFixture f;
    f.notice(kind, title, text);
    QTRY_COMPARE(f.discord.posted().size(), 1);
    QVERIFY2(f.discord.posted()[0].content().contains(expected), qPrintable(f.discord.posted()[0].content()));
}

void TstNoticeBoard::gathersSteps()
{
    FaceFixture f;
    f.rules.gathered = { QStringLiteral("pr_ready") };
    f.rules.gatherFor = std::chrono::milliseconds(150);
    for (int i = 0; i < 30; ++i)
        f.notice(QStringLiteral("pr_ready"), QStringLiteral("Pull request %1").arg(i), {});
    QTRY_COMPARE(f.discord.posted().size(), 1);
    QVERIFY(f.discord.posted()[0].content().contains(QStringLiteral("Pull request 29")));
    QVERIFY(f.discord.posted()[0].content().contains(QStringLiteral("and 15 before these")));
    QCOMPARE(f.discord.posted()[0].json[QLatin1String("flags")].toInt(), 4096);
}

void TstNoticeBoard::mergesWhatPilesUp()
{
    FaceFixture f;
    for (int i = 0; i < 20; ++i)
        f.notice(QStringLiteral("deploy_failed"), QStringLiteral("Number %1;").arg(i), {});
    QTRY_VERIFY(f.discord.find(QStringLiteral("Number 19;")));
    QVERIFY(f.discord.posted().size() <= 3);
    QString all;
    for (const auto &message : f.discord.posted())
        all += message.content() + QLatin1Char('\n');
    qsizetype at = -1;
    for (int i = 0; i < 20; ++i) { // all of them, in order
        const qsizetype next = all.indexOf(QStringLiteral("Number %1;").arg(i));
        QVERIFY(next > at);
        at = next;
    }
}

void TstNoticeBoard::progressIsNotToldTwice()
{
    FaceFixture f;
    auto view = f.beginNew();
    view.stage = QStringLiteral("repository");
    view.state = QStringLiteral("idle");
    f.changeProject(view);
    f.notice(QStringLiteral("created"), QStringLiteral("Project created"), QStringLiteral("17 issues"));
    QTRY_VERIFY(f.discord.find(QStringLiteral("✅ Project created, ")));
    f.settle();
    QCOMPARE(f.discord.posted().size(), 1);
}

void TstNoticeBoard::isNotLostByA502()
{
    FaceFixture f;
    f.discord.addFault({ "POST", QStringLiteral("/messages"), 502, "<html>Bad Gateway</html>", false });
    f.discord.addFault({ "POST", QStringLiteral("/messages"), 0, {}, true });
    f.notice(QStringLiteral("drained"), QStringLiteral("All done"), {});
    QTRY_VERIFY(f.discord.find(QStringLiteral("🎉 **links** · All done")));
    f.settle();
    QCOMPARE(f.discord.posted().size(), 1);
}

void TstNoticeBoard::rulesAreChangedByWords()
{
    FaceFixture f;
    f.discord.say(FakeDiscord::alice, QStringLiteral("!quiet 22-7"));
    QTRY_VERIFY(f.discord.find(QStringLiteral("Quiet from 22:00 to 07:00.")));
    QVERIFY(f.rules.quietFrom == QTime(22, 0));
    f.discord.say(FakeDiscord::alice, QStringLiteral("!notify pr_ready off"));
    QTRY_VERIFY(f.discord.find(QStringLiteral("Not told: pr_ready.")));
    QVERIFY(f.rules.off.contains(QStringLiteral("pr_ready")));
    f.discord.say(FakeDiscord::alice, QStringLiteral("!notify gate off"));
    QTRY_VERIFY(f.discord.find(QStringLiteral("always told")));
    f.discord.say(FakeDiscord::alice, QStringLiteral("!notify nonsense off"));
    QTRY_VERIFY(f.discord.find(QStringLiteral("Say: notify KIND")));
    f.discord.say(FakeDiscord::alice, QStringLiteral("!quiet whenever"));
    QTRY_VERIFY(f.discord.find(QStringLiteral("are no hours")));
    f.discord.say(FakeDiscord::mallory, QStringLiteral("!quiet off"));
    f.settle();
    QVERIFY(f.rules.quietFrom == QTime(22, 0));
    QVERIFY(f.commands.isEmpty());
}

void TstNoticeBoard::aDeletedChannelIsSaidOnce()
{
    FaceFixture f;
    QStringList troubles;
    QObject::connect(f.face.get(), &chat::DiscordFace::troubled, f.face.get(),
                     [&](const Error &error) { troubles.append(error.message); });
    f.discord.deleteChannel();
    f.notice(QStringLiteral("drained"), QStringLiteral("One"), {});
    QTRY_COMPARE(troubles.size(), 1);
    QVERIFY(troubles[0].contains(QStringLiteral("no such channel")));
    f.notice(QStringLiteral("drained"), QStringLiteral("Two"), {});
    f.settle();
    QCOMPARE(troubles.size(), 1);
}

void TstNoticeBoard::troubleOfOnePlaceIsNotThatOfAnother()
{
    FaceFixture f;
    f.rules.gathered = { QStringLiteral("pr_ready") };
    int troubles = 0;
    QObject::connect(f.face.get(), &chat::DiscordFace::troubled, f.face.get(), [&] { ++troubles; });
    const QString channelPosts = FakeDiscord::channel + QStringLiteral("/messages");
    f.discord.addFault({ "POST", channelPosts, 400, {} });
    f.notice(QStringLiteral("drained"), QStringLiteral("One"), {});
    QTRY_COMPARE(troubles, 1);
    f.notice(QStringLiteral("pr_ready"), QStringLiteral("In the thread"), {});
    QTRY_VERIFY(f.discord.find(QStringLiteral("In the thread")));
    f.settle();
    f.discord.addFault({ "POST", channelPosts, 400, {} });
    f.notice(QStringLiteral("drained"), QStringLiteral("Two"), {});
    f.settle();
    QCOMPARE(troubles, 1);
    f.notice(QStringLiteral("drained"), QStringLiteral("Three"), {});
    QTRY_VERIFY(f.discord.find(QStringLiteral("Three")));
    f.settle();
    f.discord.addFault({ "POST", channelPosts, 400, {} });
    f.notice(QStringLiteral("drained"), QStringLiteral("Four"), {});
    QTRY_COMPARE(troubles, 2); // it had gone well again
}

SLIPWAY_TEST(TstNoticeBoard)
#include "tst_noticeboard.moc"
