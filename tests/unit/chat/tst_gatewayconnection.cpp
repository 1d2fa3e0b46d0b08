// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/gatewayconnection.h"
#include "tests/fakes/discord/fakediscord.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QSignalSpy>

using namespace slipway;
using test::await;
using test::FakeDiscord;
using test::FakeDiscordOptions;

namespace {

Async<chat::GatewayPlace> placeOf(QUrl url, int left)
{
    chat::GatewayPlace place;
    place.url = url;
    place.startsLeft = left;
    place.resetAfter = std::chrono::milliseconds(250);
    co_return place;
}

/// A gateway, a connection to it, and what it heard.
struct Link {
    explicit Link(int intents = chat::readingIntents)
        : connection(settings(intents),
                     [this] {
                         ++located;
                         return placeOf(discord.gateway().url(), startsLeft);
                     })
        , stopped(&connection, &chat::GatewayConnection::stopped)
        , troubled(&connection, &chat::GatewayConnection::troubled)
    {
        QObject::connect(&connection, &chat::GatewayConnection::dispatched, &connection,
                         [this](const QString &event, const QJsonObject &data) {
                             events.append(event);
                             if (event == QLatin1String("TEST"))
                                 numbers.append(data.value(QLatin1String("n")).toInt());
                         });
    }
    ~Link() { await(connection.stop()); }

    static chat::GatewaySettings settings(int intents)
    {
        chat::GatewaySettings settings;
        settings.token = FakeDiscordOptions().token;
        settings.intents = intents;
        settings.backoffFirst = std::chrono::milliseconds(5);
        settings.backoffLongest = std::chrono::milliseconds(40);
        settings.identifyGap = std::chrono::milliseconds(20);
        settings.afterInvalid = std::chrono::milliseconds(5);
        settings.handshake = std::chrono::milliseconds(400);
        return settings;
    }
    void tell() { discord.gateway().dispatch(QStringLiteral("TEST"), { { QStringLiteral("n"), ++told } }); }

    FakeDiscord discord;
    chat::GatewayConnection connection;
    QSignalSpy stopped, troubled;
    QStringList events;
    QList<int> numbers;
    int told = 0, located = 0, startsLeft = 1000;
};

} // namespace

class TstGatewayConnection final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void identifiesAndBeats()
    {
        Link link;
        link.connection.start();
        QTRY_VERIFY(link.connection.isReady());
        QTRY_VERIFY(link.discord.gateway().heartbeats >= 3);
        QCOMPARE(link.discord.gateway().identifies, 1);
        QCOMPARE(link.discord.gateway().lastIntents, 33281);
        QVERIFY(link.events.contains(QStringLiteral("GUILD_CREATE")));
        const int before = link.discord.gateway().heartbeats;
        link.discord.gateway().askForHeartbeat();
        QTRY_VERIFY(link.discord.gateway().heartbeats > before);
        await(link.connection.stop());
        QTRY_COMPARE(link.discord.gateway().cleanCloses, 1);
        QCOMPARE(link.discord.violations(), QStringList());
    }

    void losesNothingAndTellsNothingTwice_data()
    {
        QTest::addColumn<QString>("how");
        for (const char *how : { "drop", "reconnect", "resumable", "4000", "4001", "4002", "4008", "1000", "1001" })
            QTest::newRow(how) << QString::fromLatin1(how);
    }
    void losesNothingAndTellsNothingTwice()
    {
        QFETCH(const QString, how);
        Link link;
        link.connection.start();
        QTRY_VERIFY(link.connection.isReady());
        for (int round = 0; round < 3; ++round) {
            link.tell();
            auto &gateway = link.discord.gateway();
            const int resumes = gateway.resumes;
            if (how == QLatin1String("drop"))
                gateway.drop();
            else if (how == QLatin1String("reconnect"))
                gateway.askToReconnect();
            else if (how == QLatin1String("resumable"))
                gateway.invalidate(true);
            else
                gateway.close(how.toInt());
            link.tell(); // while it is away
            QTRY_VERIFY(gateway.resumes > resumes);
            QTRY_VERIFY(link.connection.isReady());
            link.tell();
        }
        QTRY_COMPARE(link.numbers.size(), 9);
        QVERIFY(std::ranges::is_sorted(link.numbers));
        QCOMPARE(link.discord.gateway().identifies, 1);
        QCOMPARE(link.discord.violations(), QStringList());
    }

    void startsAnewWhenTheSessionIsGone_data()
    {
        QTest::addColumn<int>("code");
        for (const int code : { 9, 4003, 4005, 4007, 4009 })
            QTest::newRow(QByteArray::number(code).constData()) << code;
    }
    void startsAnewWhenTheSessionIsGone()
    {
        QFETCH(const int, code);
        Link link;
        link.connection.start();
        QTRY_VERIFY(link.connection.isReady());
        if (code == 9)
            link.discord.gateway().invalidate(false);
        else
            link.discord.gateway().close(code);
        QTRY_COMPARE(link.discord.gateway().identifies, 2);
        QTRY_VERIFY(link.connection.isReady());
        link.tell();
        QTRY_COMPARE(link.numbers.size(), 1);
        QCOMPARE(link.discord.violations(), QStringList());
    }

    void anExpiredSessionIsReplacedAfterADrop()
    {
        Link link;
        link.connection.start();
        QTRY_VERIFY(link.connection.isReady());
        link.discord.gateway().forgetSessions();
        link.discord.gateway().drop();
        QTRY_COMPARE(link.discord.gateway().identifies, 2);
        QTRY_VERIFY(link.connection.isReady());
        QCOMPARE(link.discord.gateway().resumes, 1);
        QCOMPARE(link.discord.violations(), QStringList());
    }

    void stopsWithASentence_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("word");
        QTest::newRow("4004") << 4004 << QStringLiteral("token");
        QTest::newRow("4010") << 4010 << QStringLiteral("shard");
        QTest::newRow("4011") << 4011 << QStringLiteral("servers");
        QTest::newRow("4012") << 4012 << QStringLiteral("version");
        QTest::newRow("4013") << 4013 << QStringLiteral("intents");
    }
    void stopsWithASentence()
    {
        QFETCH(const int, code);
        QFETCH(const QString, word);
        Link link;
        link.discord.gateway().refuseNextIdentify(code);
        link.connection.start();
        QTRY_COMPARE(link.stopped.size(), 1);
        const auto error = link.stopped.first().first().value<Error>();
        QVERIFY2(error.message.contains(word), qPrintable(error.message));
        QVERIFY(!error.hint.isEmpty());
        QTest::qWait(100);
        QCOMPARE(link.discord.gateway().identifies, 1); // no retries
    }

    void goesOnWithoutTheMessageContentIntent()
    {
        constexpr int directMessages = 1 << 12;
        Link link(chat::readingIntents | directMessages);
        link.discord.gateway().setMessageContentAllowed(false);
        link.connection.start();
        QTRY_VERIFY(link.connection.isReady());
        QCOMPARE(link.discord.gateway().lastIntents, chat::leastIntents | directMessages);
        QCOMPARE(link.troubled.size(), 1);
        QVERIFY(link.troubled.first().first().value<Error>().hint.contains(QStringLiteral("Message Content Intent")));
    }

    void noticesAZombie()
    {
        Link link;
        link.connection.start();
        QTRY_VERIFY(link.connection.isReady());
        link.discord.gateway().setAcknowledging(false);
        QTRY_VERIFY(link.discord.gateway().resumes >= 1);
        link.discord.gateway().setAcknowledging(true);
        QTRY_VERIFY(link.connection.isReady());
        link.tell();
        QTRY_COMPARE(link.numbers.size(), 1);
        QCOMPARE(link.discord.gateway().identifies, 1);
    }

    void aSilentGatewayIsLeft()
    {
        Link link;
        link.discord.gateway().setSilent(true);
        link.connection.start();
        QTRY_VERIFY(link.discord.gateway().connections >= 2);
        link.discord.gateway().setSilent(false);
        QTRY_VERIFY(link.connection.isReady());
    }

    void waitsForTheNextSessionStart()
    {
        Link link;
        link.startsLeft = 0;
        QElapsedTimer timer;
        timer.start();
        link.connection.start();
        QTRY_VERIFY(link.connection.isReady());
        QVERIFY(timer.elapsed() >= 250);
        QCOMPARE(link.troubled.size(), 1);
    }
};

SLIPWAY_TEST(TstGatewayConnection)
#include "tst_gatewayconnection.moc"
