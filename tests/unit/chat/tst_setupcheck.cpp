// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/permissions.h"
#include "core/chat/setupcheck.h"
#include "tests/fakes/discord/fakediscord.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

using namespace slipway;
using test::await;
using test::FakeDiscord;
using test::FakeDiscordOptions;

namespace {

using State = chat::SetupFinding::State;

chat::AccessRules rules()
{
    return { { FakeDiscord::alice }, {}, FakeDiscord::guild, FakeDiscord::channel };
}

QList<chat::SetupFinding> examine(FakeDiscord &discord, const chat::AccessRules &rules,
                                  const QString &token = FakeDiscordOptions().token)
{
    chat::ApiPace pace;
    pace.attempts = 1;
    return await(chat::checkSetup(std::make_shared<chat::DiscordApi>(discord.apiRoot(), token, pace), rules));
}

/// What is wrong, in the words of doctor.
QString wrongIn(const QList<chat::SetupFinding> &findings)
{
    QStringList wrong;
    for (const auto &finding : findings) {
        if (finding.state != State::Ok)
            wrong.append(finding.name + QStringLiteral(": ") + finding.found + QStringLiteral(" | ") + finding.advice);
    }
    return wrong.join(QLatin1Char('\n'));
}

QJsonObject overwrite(const QString &id, quint64 allow, quint64 deny)
{
    return { { QStringLiteral("id"), id },
             { QStringLiteral("allow"), QString::number(allow) },
             { QStringLiteral("deny"), QString::number(deny) } };
}

} // namespace

/// `slipway doctor` on the Discord link: one sentence for each thing that is missing.
class TstSetupCheck final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everythingIsThere()
    {
        FakeDiscord discord;
        const auto findings = examine(discord, rules());
        QCOMPARE(wrongIn(findings), QString());
        QVERIFY(findings[0].found.contains(
            QStringLiteral("https://discord.com/oauth2/authorize?client_id=%1&scope=bot%20applications.commands&"
                           "permissions=309237763072")
                .arg(FakeDiscord::application)));
        QVERIFY(discord.posted().isEmpty());
        QCOMPARE(discord.gateway().connections, 0);
    }

    void wrongTokenIsOneFinding()
    {
        FakeDiscord discord;
        const auto findings = examine(discord, rules(), QStringLiteral("wrong"));
        QCOMPARE(findings.size(), 1);
        QVERIFY(wrongIn(findings).contains(QStringLiteral("refuses this bot's token")));
        QVERIFY(!wrongIn(findings).contains(QStringLiteral("wrong")));
    }

    void whatIsMissingIsSaid_data()
    {
        QTest::addColumn<chat::AccessRules>("rules");
        QTest::addColumn<FakeDiscordOptions>("options");
        QTest::addColumn<QString>("expected");
        FakeDiscordOptions noContent;
        noContent.gateway.messageContentAllowed = false;
        QTest::newRow("intent") << rules() << noContent << QStringLiteral("Message Content Intent");
        FakeDiscordOptions noFiles;
        noFiles.botPermissions = QString::number(chat::wantedPermissions & ~quint64(32768));
        QTest::newRow("files") << rules() << noFiles << QStringLiteral("Attach Files is missing");
        FakeDiscordOptions nothing;
        nothing.botPermissions = QStringLiteral("2048"); // without View Channel none counts
        QTest::newRow("view") << rules() << nothing << QStringLiteral("Send Messages is missing");
        auto nobody = rules();
        nobody.users.clear();
        QTest::newRow("people") << nobody << FakeDiscordOptions() << QStringLiteral("SLIPWAY_DISCORD_USERS");
        auto noChannel = rules();
        noChannel.channel.clear();
        QTest::newRow("channel") << noChannel << FakeDiscordOptions() << QStringLiteral("No channel is set");
        auto gone = rules();
        gone.channel = QStringLiteral("123456789");
        QTest::newRow("deleted") << gone << FakeDiscordOptions() << QStringLiteral("no such channel");
        auto foreign = rules();
        foreign.guild = QStringLiteral("123456789");
        QTest::newRow("other server") << foreign << FakeDiscordOptions()
                                      << QStringLiteral("Set SLIPWAY_DISCORD_GUILD to ") + FakeDiscord::guild;
    }

    void whatIsMissingIsSaid()
    {
        QFETCH(const chat::AccessRules, rules);
        QFETCH(const FakeDiscordOptions, options);
        QFETCH(const QString, expected);
        FakeDiscord discord(options);
        const QString wrong = wrongIn(examine(discord, rules));
        QVERIFY2(wrong.contains(expected), qPrintable(wrong));
    }

    void permissionsFollowTheOverwrites()
    {
        const QString everyone = QStringLiteral("1"), role = QStringLiteral("2"), user = QStringLiteral("3");
        QJsonObject guild { { QStringLiteral("id"), everyone },
                            { QStringLiteral("owner_id"), QStringLiteral("9") },
                            { QStringLiteral("roles"),
                              QJsonArray {
                                  QJsonObject { { QStringLiteral("id"), everyone },
                                                { QStringLiteral("permissions"), QStringLiteral("3072") } },
                                  QJsonObject { { QStringLiteral("id"), role },
                                                { QStringLiteral("permissions"), QStringLiteral("65536") } } } } };
        const auto may = [&](const QJsonArray &overwrites, const QStringList &roles = { QStringLiteral("2") }) {
            const QJsonObject channel { { QStringLiteral("permission_overwrites"), overwrites } };
            return chat::effectivePermissions(guild, channel, user, roles);
        };
        QCOMPARE(may({}), quint64(3072 + 65536));
        QCOMPARE(may({}, {}), quint64(3072));
        QCOMPARE(may({ overwrite(everyone, 0, 2048) }), quint64(1024 + 65536));
        QCOMPARE(may({ overwrite(everyone, 0, 2048), overwrite(role, 2048, 0) }), quint64(3072 + 65536));
        QCOMPARE(may({ overwrite(role, 2048, 65536), overwrite(user, 0, 2048) }), quint64(1024));
        QCOMPARE(may({ overwrite(everyone, 0, 1024) }), quint64(0)); // not seen: nothing else counts
        guild.insert(QStringLiteral("owner_id"), user);
        QCOMPARE(may({ overwrite(everyone, 0, 1024) }), ~quint64(0));
    }
};

SLIPWAY_TEST(TstSetupCheck)
#include "tst_setupcheck.moc"
