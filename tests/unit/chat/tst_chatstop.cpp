// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testmain.h"
#include "tests/unit/chat/facefixture.h"

using namespace slipway;
using test::FaceFixture;
using test::FakeDiscord;

/// The engine has seconds to end, whatever Discord does or does not say.
class TstChatStop final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whileTheAddressIsNotTold();
    void whileTheGatewayIsSilent();
    void whileAnAnswerIsNotTaken();
};

namespace {

constexpr qint64 longestStop = 2000;

bool wasAsked(const FakeDiscord &discord, const QString &call)
{
    return std::ranges::any_of(discord.log(), [&](const QString &line) { return line.startsWith(call); });
}

qint64 stopTime(FaceFixture &f)
{
    QElapsedTimer clock;
    clock.start();
    test::await(f.face->stop());
    return clock.elapsed();
}

} // namespace

void TstChatStop::whileTheAddressIsNotTold()
{
    FaceFixture f(FaceFixture::defaultRules(), {}, std::chrono::minutes(15), false);
    f.discord.addFault({ "GET", QStringLiteral("/gateway/bot"), 0, {}, false, true });
    f.face->start();
    QTRY_VERIFY(wasAsked(f.discord, QStringLiteral("GET /api/v10/gateway/bot")));
    QCOMPARE_LT(stopTime(f), longestStop);
}

void TstChatStop::whileTheGatewayIsSilent()
{
    FaceFixture f(FaceFixture::defaultRules(), {}, std::chrono::minutes(15), false);
    f.discord.gateway().setSilent(true);
    f.face->start();
    QTRY_VERIFY(f.discord.gateway().connections > 0);
    QVERIFY(!f.face->isReady());
    QCOMPARE_LT(stopTime(f), longestStop);
}

void TstChatStop::whileAnAnswerIsNotTaken()
{
    FaceFixture f;
    f.settle();
    const QString post = QStringLiteral("POST /api/v10/channels/%1/messages").arg(FakeDiscord::channel);
    QVERIFY(!wasAsked(f.discord, post));
    f.discord.addFault({ "POST", QStringLiteral("/messages"), 0, {}, false, true });
    f.discord.say(FakeDiscord::alice, QStringLiteral("!status"));
    QTRY_VERIFY(wasAsked(f.discord, post));
    QCOMPARE_LT(stopTime(f), longestStop);
}

SLIPWAY_TEST(TstChatStop)
#include "tst_chatstop.moc"
