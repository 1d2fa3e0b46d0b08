// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/taskscope.h"
#include "core/chat/discordapi.h"
#include "tests/fakes/discord/fakediscord.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

using namespace slipway;
using test::await;
using test::FakeDiscord;
using test::FakeDiscordOptions;

namespace {

chat::ApiPace quick()
{
    chat::ApiPace pace;
    pace.firstRetry = std::chrono::milliseconds(5);
    pace.longestRetry = std::chrono::milliseconds(20);
    return pace;
}

QJsonObject content(const QString &text)
{
    return { { QStringLiteral("content"), text } };
}

QCoro::Task<> postAndCount(chat::DiscordApi *api, QString channel, QString text, int *done)
{
    const auto sent = co_await api->post(channel, content(text));
    if (sent)
        ++*done;
}

} // namespace

class TstDiscordApi final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keepsOrderAndNeverRunsIntoTheLimit()
    {
        FakeDiscord discord;
        chat::DiscordApi api(discord.apiRoot(), FakeDiscordOptions().token, quick());
        base::TaskScope scope;
        int done = 0;
        for (int i = 0; i < 17; ++i)
            scope.start(postAndCount(&api, FakeDiscord::channel, QString::number(i), &done), "post");
        QTRY_COMPARE(done, 17);
        const auto posted = discord.posted();
        for (int i = 0; i < 17; ++i)
            QCOMPARE(posted.at(i).content(), QString::number(i));
        QCOMPARE(discord.limits().refused, 0); // the headers told it when to wait
        QCOMPARE(discord.violations(), QStringList());
        await(scope.drain());
    }

    void waitsOutA429()
    {
        FakeDiscord discord;
        chat::DiscordApi api(discord.apiRoot(), FakeDiscordOptions().token, quick());
        for (const char *scope : { "false", "true" })
            discord.addFault({ "POST", QStringLiteral("/messages"), 429,
                               QByteArray("{\"retry_after\":0.15,\"global\":") + scope + "}", false });
        QElapsedTimer timer;
        timer.start();
        const auto sent = await(api.post(FakeDiscord::channel, content(QStringLiteral("x"))));
        QVERIFY_RESULT(sent);
        QVERIFY2(timer.elapsed() >= 300, QByteArray::number(timer.elapsed()).constData());
        QCOMPARE(discord.posted().size(), 1);
    }

    void keepsTheGlobalLimit()
    {
        FakeDiscordOptions options;
        options.limits = { 1000, 200, 1000 };
        FakeDiscord discord(options);
        auto pace = quick();
        pace.perSecond = 5;
        chat::DiscordApi api(discord.apiRoot(), options.token, pace);
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 6; ++i)
            QVERIFY_RESULT(await(api.post(FakeDiscord::channel, content(QStringLiteral("x")))));
        QVERIFY(timer.elapsed() >= 900);
    }

    void repeatsWhatFailedInPassingAndDoublesNothing()
    {
        FakeDiscord discord;
        chat::DiscordApi api(discord.apiRoot(), FakeDiscordOptions().token, quick());
        discord.addFault({ "POST", QStringLiteral("/messages"), 502, "<html>Bad gateway</html>", false });
        test::FakeDiscordFault reset;
        reset.method = "POST";
        reset.pathPart = QStringLiteral("/messages");
        reset.resets = true; // carried out, the answer lost
        discord.addFault(reset);
        const auto sent = await(api.post(FakeDiscord::channel, content(QStringLiteral("once"))));
        QVERIFY_RESULT(sent);
        QCOMPARE(discord.posted().size(), 1);
        QCOMPARE(sent->value(QLatin1String("id")).toString(), discord.posted().first().id);
    }

    void aRefusedTokenEndsEverything()
    {
        FakeDiscord discord;
        chat::DiscordApi api(discord.apiRoot(), QStringLiteral("wrong-token-value"), quick());
        for (int i = 0; i < 3; ++i) {
            const auto sent = await(api.post(FakeDiscord::channel, content(QStringLiteral("x"))));
            QVERIFY(!sent);
            QVERIFY(sent.error().code == ErrorCode::Denied);
            QVERIFY(sent.error().hint.contains(QStringLiteral("slipway login discord")));
            QVERIFY(!sent.error().message.contains(QStringLiteral("wrong-token-value")));
        }
        QVERIFY(api.isRefused());
        QCOMPARE(discord.log().size(), 1); // asked once
    }

    void a403IsNotRepeated()
    {
        FakeDiscord discord;
        chat::DiscordApi api(discord.apiRoot(), FakeDiscordOptions().token, quick());
        discord.addFault(
            { "POST", QStringLiteral("/messages"), 403, R"({"code":50013,"message":"Missing Permissions"})", false });
        for (int i = 0; i < 3; ++i) {
            const auto sent = await(api.post(FakeDiscord::channel, content(QStringLiteral("x"))));
            QVERIFY(!sent);
            QVERIFY(sent.error().message.contains(QStringLiteral("permission")));
        }
        QCOMPARE(discord.log().size(), 1);
    }

    void a403IsOfItsKindOnly()
    {
        FakeDiscord discord;
        chat::DiscordApi api(discord.apiRoot(), FakeDiscordOptions().token, quick());
        const auto first = await(api.post(FakeDiscord::channel, content(QStringLiteral("x"))));
        QVERIFY_RESULT(first);
        const QString id = first->value(QLatin1String("id")).toString();
        const QByteArray refusal = R"({"code":50013,"message":"Missing Permissions"})";
        discord.addFault({ "POST", QStringLiteral("/messages"), 403, refusal, false });
        const auto file = [&] {
            return await(
                api.postFile(FakeDiscord::channel, content(QStringLiteral("log")), QStringLiteral("a.txt"), "a"));
        };
        QVERIFY(!file());
        QVERIFY(!file());
        QVERIFY_RESULT(await(api.post(FakeDiscord::channel, content(QStringLiteral("y")))));
        QVERIFY_RESULT(await(api.edit(FakeDiscord::channel, id, content(QStringLiteral("z")))));
        QCOMPARE(discord.log().size(), 4); // the second file was not tried
    }

    void stopsBeforeTheAddressIsBanned()
    {
        FakeDiscord discord;
        auto pace = quick();
        pace.refusalsAllowed = 3;
        chat::DiscordApi api(discord.apiRoot(), FakeDiscordOptions().token, pace);
        for (int i = 0; i < 5; ++i)
            discord.addFault(
                { "POST", QStringLiteral("/messages"), 429, R"({"retry_after":0.01,"global":false})", false });
        const auto sent = await(api.post(FakeDiscord::channel, content(QStringLiteral("x"))));
        QVERIFY(!sent);
        QVERIFY(sent.error().code == ErrorCode::Exhausted);
        QCOMPARE(discord.log().size(), 3);
    }

    void namesTheWrongField()
    {
        FakeDiscord discord;
        chat::DiscordApi api(discord.apiRoot(), FakeDiscordOptions().token, quick());
        const auto sent = await(api.post(FakeDiscord::channel, content(QString(2001, QLatin1Char('x')))));
        QVERIFY(!sent);
        QVERIFY(sent.error().code == ErrorCode::Invalid);
        QVERIFY2(sent.error().detail.contains(QStringLiteral("content")), qPrintable(sent.error().detail));
    }

    void sendsAFile()
    {
        FakeDiscord discord;
        chat::DiscordApi api(discord.apiRoot(), FakeDiscordOptions().token, quick());
        const auto sent = await(
            api.postFile(FakeDiscord::channel, content(QStringLiteral("log")), QStringLiteral("a.txt"), "one\ntwo"));
        QVERIFY_RESULT(sent);
        QCOMPARE(discord.posted().first().file, QByteArray("one\ntwo"));
    }

    void tokensDoNotGoOverPlainHttp()
    {
        QVERIFY(chat::isSafeFor(QUrl(QStringLiteral("https://discord.com/api/v10"))));
        QVERIFY(chat::isSafeFor(QUrl(QStringLiteral("ws://127.0.0.1:9"))));
        QVERIFY(!chat::isSafeFor(QUrl(QStringLiteral("http://discord.example/api"))));
        QVERIFY(!chat::isSafeFor(QUrl(QStringLiteral("ws://gateway.example"))));
    }
};

SLIPWAY_TEST(TstDiscordApi)
#include "tst_discordapi.moc"
