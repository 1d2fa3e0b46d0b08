// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testmain.h"
#include "tests/unit/chat/facefixture.h"

#include <QRandomGenerator>

using namespace slipway;
using test::FaceFixture;
using test::FakeDiscord;

/// Days of a bad connection in seconds: whatever happens to gateway and REST, each command is carried out once and answered
/// once. The sequence of faults is the same in every run (SLIPWAY_TEST_SOAK_SEED gives another, SLIPWAY_TEST_SOAK_COMMANDS more).
class TstChatSoak final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void losesNoCommandAndAnswersNoneTwice();
};

namespace {

void disturb(FakeDiscord &discord, QRandomGenerator &random)
{
    auto &gateway = discord.gateway();
    static constexpr int codes[] = { 4000, 4003, 4007, 4008, 4009, 1000, 1001 };
    switch (random.bounded(16)) {
    case 0:
        gateway.drop();
        break;
    case 1:
        gateway.askToReconnect();
        break;
    case 2:
        gateway.invalidate(true);
        break;
    case 3:
        gateway.invalidate(false);
        break;
    case 4: // zombie: found by the missing acknowledgement only
        gateway.setAcknowledging(false);
        break;
    case 5:
        gateway.setAcknowledging(true);
        break;
    case 6:
        gateway.close(codes[random.bounded(int(std::size(codes)))]);
        break;
    case 7: // nobody keeps what is said meanwhile
        gateway.forgetSessions();
        gateway.drop();
        break;
    case 8:
        discord.addFault({ "POST", QStringLiteral("/messages"), 502, "<html>Bad Gateway</html>", false });
        break;
    case 9: // carried out, but the answer is lost
        discord.addFault({ "POST", QStringLiteral("/messages"), 0, {}, true });
        break;
    default:
        break; // quiet
    }
}

} // namespace

void TstChatSoak::losesNoCommandAndAnswersNoneTwice()
{
    const int wanted = qEnvironmentVariableIntValue("SLIPWAY_TEST_SOAK_COMMANDS") > 0
        ? qEnvironmentVariableIntValue("SLIPWAY_TEST_SOAK_COMMANDS")
        : 150;
    const auto seed = quint32(qEnvironmentVariableIntValue("SLIPWAY_TEST_SOAK_SEED"));
    qInfo("seed %u", seed); // SLIPWAY_TEST_SOAK_SEED repeats it
    QRandomGenerator random(seed);
    FaceFixture f;
    f.discord.say(FakeDiscord::alice, QStringLiteral("!switch warm-up")); // the place in the history is known then
    QTRY_COMPARE(f.discord.posted().size(), 1);
    f.rules.gathered = { QStringLiteral("pr_ready") };
    f.notice(QStringLiteral("pr_ready"), QStringLiteral("Pull request 1"), {});
    QTRY_VERIFY(f.discord.find(QStringLiteral("Pull request 1")));
    const QString thread = f.discord.thread(QStringLiteral("links"));
    QHash<QString, QString> said; // name to message
    for (int i = 0; i < wanted; ++i) {
        const QString name = QStringLiteral("p%1").arg(i);
        const QString where = random.bounded(4) == 0 ? thread : FakeDiscord::channel;
        const QString id = f.discord.say(FakeDiscord::alice, QStringLiteral("!switch ") + name, where);
        said.insert(name, id);
        if (random.bounded(4) == 0)
            f.discord.sayAgain(id);
        disturb(f.discord, random);
        QTest::qWait(int(random.bounded(40U)));
    }
    f.discord.gateway().setAcknowledging(true);
    QTRY_COMPARE_WITH_TIMEOUT(f.commands.size(), wanted + 1, 60000);
    const auto posted = [&] { return f.discord.posted() + f.discord.posted(thread); };
    QTRY_COMPARE_WITH_TIMEOUT(posted().size(), wanted + 2, 60000); // with the notice, which made the thread
    f.settle();
    QHash<QString, int> carriedOut, answered;
    for (const auto &command : std::as_const(f.commands))
        ++carriedOut[command.arguments[QLatin1String("project")].toString()];
    for (const auto &message : posted())
        ++answered[message.json[QLatin1String("message_reference")][QLatin1String("message_id")].toString()];
    for (auto it = said.cbegin(); it != said.cend(); ++it) {
        QVERIFY2(carriedOut.value(it.key()) == 1, qPrintable(it.key()));
        QVERIFY2(answered.value(it.value()) == 1, qPrintable(it.key()));
    }
    const auto &gateway = f.discord.gateway();
    qInfo("%d commands over %d connections: %d sessions, %d resumes, %d heartbeats", wanted, gateway.connections,
          gateway.identifies, gateway.resumes, gateway.heartbeats);
    QVERIFY(gateway.resumes > 0 && gateway.identifies > 1);
}

SLIPWAY_TEST(TstChatSoak)
#include "tst_chatsoak.moc"
