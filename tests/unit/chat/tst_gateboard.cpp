// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testmain.h"
#include "tests/unit/chat/facefixture.h"

#include <QJsonArray>

using namespace slipway;
using test::FaceFixture;
using test::FakeDiscord;
using test::FakeMessage;

/// Decisions with buttons: by allowed people, once, for a time, and in step with what is decided elsewhere.
class TstGateBoard final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void approvesByAClick();
    void rejectsWithAReason();
    void buttonsFitTheKind_data();
    void buttonsFitTheKind();
    void pausesEverything();
    void strangersMayNotClick();
    void aButtonWorksOnce();
    void twoPeopleAtOnce();
    void aButtonExpires();
    void madeUpButtonsDoNothing_data();
    void madeUpButtonsDoNothing();
    void decidedElsewhereTheButtonsGo();
    void whatFailedMayBeTriedAgain();
    void aRestartAsksNothingTwice();
    void whatWasClickedBeforeAStopIsAskedAgain();
    void atNightWithoutASound();
};

namespace {

FakeMessage gateMessage(const FaceFixture &f, const QString &text = QStringLiteral("Approve the plan?"))
{
    const auto *const found = f.discord.find(text);
    return found ? *found : FakeMessage {};
}

/// Alice's server with a plan that waits.
struct WithGate : FaceFixture {
    explicit WithGate(const QString &kind = QStringLiteral("plan"))
    {
        openGate(kind);
        [this] { QTRY_VERIFY(discord.find(QStringLiteral("Approve the plan?"))); }();
    }
};

} // namespace

void TstGateBoard::approvesByAClick()
{
    WithGate f;
    const auto message = gateMessage(f);
    const QString id = f.discord.click(FakeDiscord::alice, message, message.button(QStringLiteral("Approve")));
    QTRY_COMPARE(f.commands.size(), 1);
    QCOMPARE(f.commands[0].verb, QStringLiteral("approve"));
    QCOMPARE(f.commands[0].arguments[QLatin1String("id")].toString(), QStringLiteral("g1"));
    QCOMPARE(f.commands[0].actor, QStringLiteral("discord:") + FakeDiscord::alice);
    QTRY_VERIFY(f.discord.find(QStringLiteral("✅ Approved by <@") + FakeDiscord::alice));
    QCOMPARE(f.discord.interaction(id).type, 7);
    QVERIFY(gateMessage(f).button(QStringLiteral("Approve")).isEmpty());
    f.closeGate();
    f.settle();
    QCOMPARE(f.discord.posted().size(), 1);
    QVERIFY(f.discord.find(QStringLiteral("✅ Approved by"))); // not "elsewhere"
}

void TstGateBoard::rejectsWithAReason()
{
    WithGate f;
    const auto message = gateMessage(f);
    const QString id = f.discord.click(FakeDiscord::alice, message, message.button(QStringLiteral("Reject")));
    QTRY_COMPARE(f.discord.interaction(id).type, 9);
    QVERIFY(f.commands.isEmpty());
    const QString form = f.discord.interaction(id).answer[QLatin1String("custom_id")].toString();
    f.discord.submit(FakeDiscord::mallory, message, form, QStringLiteral("why"), QStringLiteral("because"));
    f.settle();
    QVERIFY(f.commands.isEmpty());
    f.discord.submit(FakeDiscord::alice, message, form, QStringLiteral("why"), QStringLiteral("Too **big** @everyone"));
    QTRY_COMPARE(f.commands.size(), 1);
    QCOMPARE(f.commands[0].verb, QStringLiteral("reject"));
    QCOMPARE(f.commands[0].arguments[QLatin1String("why")].toString(), QStringLiteral("Too **big** @everyone"));
    QTRY_VERIFY(f.discord.find(QStringLiteral("🛑 Rejected by")));
    QVERIFY(f.discord.find(QStringLiteral("\\*\\*big\\*\\*")));
}

void TstGateBoard::buttonsFitTheKind_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("yes");
    QTest::addColumn<QString>("no");
    QTest::newRow("attention") << QStringLiteral("needs_attention") << QStringLiteral("Retry")
                               << QStringLiteral("Give up");
    QTest::newRow("budget") << QStringLiteral("budget") << QStringLiteral("Raise budget")
                            << QStringLiteral("Stay stopped");
    QTest::newRow("account") << QStringLiteral("account") << QStringLiteral("Approve") << QStringLiteral("Reject");
}

void TstGateBoard::buttonsFitTheKind()
{
    QFETCH(const QString, kind);
    QFETCH(const QString, yes);
    QFETCH(const QString, no);
    WithGate f(kind);
    const auto message = gateMessage(f);
    QVERIFY(!message.button(no).isEmpty());
    f.discord.click(FakeDiscord::alice, message, message.button(yes));
    QTRY_COMPARE(f.commands.size(), 1);
    QCOMPARE(f.commands[0].verb, QStringLiteral("approve"));
}

void TstGateBoard::pausesEverything()
{
    WithGate f;
    const auto message = gateMessage(f);
    f.discord.click(FakeDiscord::alice, message, message.button(QStringLiteral("Pause all")));
    QTRY_COMPARE(f.commands.size(), 1);
    QCOMPARE(f.commands[0].verb, QStringLiteral("pause"));
    QCOMPARE(f.commands[0].arguments[QLatin1String("project")].toString(), QString());
    QTRY_VERIFY(f.discord.find(QStringLiteral("Everything paused")));
    QVERIFY(gateMessage(f).button(QStringLiteral("Pause all")).isEmpty());
    QVERIFY(!gateMessage(f).button(QStringLiteral("Approve")).isEmpty()); // the decision still waits
}

void TstGateBoard::strangersMayNotClick()
{
    WithGate f;
    const auto message = gateMessage(f);
    const QString id = f.discord.click(FakeDiscord::mallory, message, message.button(QStringLiteral("Approve")));
    QTRY_COMPARE(f.discord.interaction(id).type, 4);
    QCOMPARE(f.discord.interaction(id).answer[QLatin1String("flags")].toInt(), 64); // only they see it
    f.settle();
    QVERIFY(f.commands.isEmpty());
    QVERIFY(!gateMessage(f).button(QStringLiteral("Approve")).isEmpty());
}

void TstGateBoard::aButtonWorksOnce()
{
    WithGate f;
    const auto message = gateMessage(f);
    const QString button = message.button(QStringLiteral("Approve"));
    f.discord.click(FakeDiscord::alice, message, button);
    QTRY_COMPARE(f.commands.size(), 1);
    const QString again = f.discord.click(FakeDiscord::alice, message, button);
    QTRY_COMPARE(f.discord.interaction(again).type, 4);
    QVERIFY(f.discord.interaction(again).answer[QLatin1String("content")].toString().contains(QStringLiteral("used")));
    QCOMPARE(f.commands.size(), 1);
}

void TstGateBoard::twoPeopleAtOnce()
{
    WithGate f;
    const auto message = gateMessage(f);
    f.answersAfter = std::chrono::milliseconds(100);
    f.discord.click(FakeDiscord::alice, message, message.button(QStringLiteral("Approve")));
    f.discord.click(FakeDiscord::alice, message, message.button(QStringLiteral("Approve")));
    QTRY_VERIFY(f.discord.find(QStringLiteral("✅ Approved by")));
    QCOMPARE(f.commands.size(), 1);
}

void TstGateBoard::aButtonExpires()
{
    FaceFixture f({}, {}, std::chrono::minutes(15), false);
    f.restart([](chat::DiscordSettings &settings) {
        settings.access = FaceFixture::defaultRules();
        settings.buttonLife = std::chrono::milliseconds(0);
    });
    f.openGate(QStringLiteral("plan"));
    QTRY_VERIFY(f.discord.find(QStringLiteral("Approve the plan?")));
    const auto message = gateMessage(f);
    QTest::qWait(2);
    const QString id = f.discord.click(FakeDiscord::alice, message, message.button(QStringLiteral("Approve")));
    QTRY_VERIFY(f.discord.interaction(id).answer[QLatin1String("content")].toString().contains(
        QStringLiteral("expired. Say `!approve g1`")));
    QVERIFY(f.commands.isEmpty());
}

void TstGateBoard::madeUpButtonsDoNothing_data()
{
    QTest::addColumn<QString>("customId");
    QTest::newRow("guessed") << QStringLiteral("gate:0123456789abcdef:yes");
    QTest::newRow("by gate") << QStringLiteral("gate:g1:yes");
    QTest::newRow("empty") << QStringLiteral("gate::yes");
    QTest::newRow("another's") << QStringLiteral("something");
}

void TstGateBoard::madeUpButtonsDoNothing()
{
    QFETCH(const QString, customId);
    WithGate f;
    const QString id = f.discord.click(FakeDiscord::alice, gateMessage(f), customId);
    QTRY_COMPARE(f.discord.interaction(id).type, 4);
    QVERIFY(f.commands.isEmpty());
}

void TstGateBoard::decidedElsewhereTheButtonsGo()
{
    WithGate f;
    f.closeGate();
    QTRY_VERIFY(f.discord.find(QStringLiteral("Decided elsewhere")));
    QVERIFY(gateMessage(f).button(QStringLiteral("Approve")).isEmpty());
}

void TstGateBoard::whatFailedMayBeTriedAgain()
{
    WithGate f;
    const auto message = gateMessage(f);
    const QString first = message.button(QStringLiteral("Approve"));
    f.refusal = Error { ErrorCode::Unavailable, QStringLiteral("No engine runs on this home"), {}, {} };
    f.discord.click(FakeDiscord::alice, message, first);
    QTRY_VERIFY(f.discord.find(QStringLiteral("❌ No engine runs")));
    const QString second = gateMessage(f).button(QStringLiteral("Approve"));
    QVERIFY(!second.isEmpty() && second != first);
    f.discord.click(FakeDiscord::alice, message, first);
    f.discord.click(FakeDiscord::alice, message, second);
    QTRY_VERIFY(f.discord.find(QStringLiteral("✅ Approved by")));
    QCOMPARE(f.commands.size(), 2); // the refused one and the last
}

void TstGateBoard::aRestartAsksNothingTwice()
{
    WithGate f;
    const auto message = gateMessage(f);
    f.restart();
    f.store.reset(f.store.snapshot());
    f.settle();
    QCOMPARE(f.discord.posted().size(), 1);
    f.discord.click(FakeDiscord::alice, message, message.button(QStringLiteral("Approve")));
    QTRY_VERIFY(f.discord.find(QStringLiteral("✅ Approved by")));
    QCOMPARE(f.commands.size(), 1);
}

void TstGateBoard::whatWasClickedBeforeAStopIsAskedAgain()
{
    WithGate f;
    const auto message = gateMessage(f);
    const QString first = message.button(QStringLiteral("Approve"));
    f.answersAfter = std::chrono::minutes(1); // it ends by the stop
    const QString id = f.discord.click(FakeDiscord::alice, message, first);
    QTRY_COMPARE(f.discord.interaction(id).type, 7);
    QVERIFY(f.discord.interaction(id).answer[QLatin1String("content")].toString().contains(QStringLiteral("⏳")));
    f.store.reset(f.store.snapshot()); // it is being carried out: no other buttons
    f.settle();
    QVERIFY(!f.discord.find(QStringLiteral("✅ Approved by")));
    QCOMPARE(gateMessage(f).edits, 0);
    f.answersAfter = {};
    f.restart();
    f.store.reset(f.store.snapshot());
    QTRY_VERIFY(gateMessage(f).button(QStringLiteral("Approve")) != first);
    const QString second = gateMessage(f).button(QStringLiteral("Approve"));
    QVERIFY(!second.isEmpty());
    QCOMPARE(f.discord.posted().size(), 1);
    f.discord.click(FakeDiscord::alice, message, second);
    QTRY_VERIFY(f.discord.find(QStringLiteral("✅ Approved by")));
    f.store.reset(f.store.snapshot()); // the engine says it a moment later
    f.settle();
    QVERIFY(gateMessage(f).button(QStringLiteral("Approve")).isEmpty());
}

void TstGateBoard::atNightWithoutASound()
{
    FaceFixture f;
    const QTime now = QTime::currentTime();
    f.rules.quietFrom = now.addSecs(-3600);
    f.rules.quietTo = now.addSecs(3600);
    f.openGate(QStringLiteral("plan"));
    QTRY_VERIFY(f.discord.find(QStringLiteral("Approve the plan?")));
    QCOMPARE(gateMessage(f).json[QLatin1String("flags")].toInt(), 4096);
}

SLIPWAY_TEST(TstGateBoard)
#include "tst_gateboard.moc"
