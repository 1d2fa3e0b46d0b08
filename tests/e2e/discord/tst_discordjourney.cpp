// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/support/slipwayhome.h"
#include "tests/fakes/discord/fakediscord.h"
#include "tests/support/testmain.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

using namespace slipway::test;

namespace {

constexpr int longMs = 300'000; ///< agents, tests and CI of a whole project are in it

/// The real executable with a bot in the stand-in's server. The stand-in lives in this thread, which must not block.
struct Server {
    explicit Server(const QString &token = FakeDiscordOptions().token)
    {
        home.setEnvironment(QStringLiteral("SLIPWAY_DISCORD_TOKEN"), token);
        home.setEnvironment(QStringLiteral("SLIPWAY_DISCORD_API_URL"), discord.apiRoot().toString());
        home.setEnvironment(QStringLiteral("SLIPWAY_DISCORD_GUILD"), FakeDiscord::guild);
        home.setEnvironment(QStringLiteral("SLIPWAY_DISCORD_CHANNEL"), FakeDiscord::channel);
        home.setEnvironment(QStringLiteral("SLIPWAY_DISCORD_USERS"), FakeDiscord::alice);
        home.setEnvironment(QStringLiteral("SLIPWAY_WORKERS_AUTOSTART"), QStringLiteral("off"));
        home.setEnvironment(QStringLiteral("SLIPWAY_REPLAY_PACE"), QStringLiteral("0"));
    }
    ~Server() { stop(); }

    void start() { process = home.start({ QStringLiteral("--server") }); }
    void stop()
    {
        if (!process || process->state() == QProcess::NotRunning)
            return;
        process->terminate();
        [this] { QTRY_VERIFY_WITH_TIMEOUT(process->state() == QProcess::NotRunning, 60000); }();
    }
    /// A command of the executable, while the stand-in goes on answering.
    CommandEnd run(const QStringList &arguments)
    {
        const auto command = home.start(arguments);
        [&] { QTRY_VERIFY_WITH_TIMEOUT(command->state() == QProcess::NotRunning, 60000); }();
        return { command->exitCode(), command->readAllStandardOutput(), command->readAllStandardError() };
    }
    void say(const QString &text) { discord.say(FakeDiscord::alice, text); }
    [[nodiscard]] QString told() const
    {
        QStringList lines;
        for (const auto &message : discord.posted())
            lines.append(message.content());
        return lines.join(QStringLiteral("\n---\n"));
    }
    /// Whether any file below the home holds the text.
    [[nodiscard]] QString fileWith(const QByteArray &text) const
    {
        QDirIterator files(home.path(QString()), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(text))
                return file.fileName();
        }
        return {};
    }

    FakeDiscord discord;
    SlipwayHome home;
    std::unique_ptr<QProcess> process;
};

/// Changes a file of the home while no engine runs.
void change(const QString &path, const std::function<void(QJsonObject &)> &edit)
{
    QFile file(path);
    QVERIFY2(file.open(QIODevice::ReadWrite), qPrintable(path));
    QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    edit(json);
    file.resize(0);
    file.write(QJsonDocument(json).toJson());
}

} // namespace

#define TRY_TOLD(text, ms)                                                                                             \
    QTRY_VERIFY2_WITH_TIMEOUT(server.discord.find(QStringLiteral(text)), qPrintable(server.told()), ms)

/// The origin's journey, from Discord alone: `!new`, `!run pipeline`, `!workers start`, and the service's address.
class TstDiscordJourney final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fromAMessageToAService();
    void questionsAreAnsweredByTheProjectsAgent();
    void wrongTokenIsSaidOnce();
    void doctorLooksAtTheLink();
};

void TstDiscordJourney::fromAMessageToAService()
{
    Server server;
    server.start();
    QTRY_VERIFY_WITH_TIMEOUT(server.discord.gateway().isConnected(), 60000);
    server.say(QStringLiteral("!new Build a URL shortener"));
    TRY_TOLD("waits for a decision", longMs);
    TRY_TOLD("✋ **url-shortener** · ", longMs); // the plan, with buttons
    const FakeMessage gate = *server.discord.find(QStringLiteral("✋ **url-shortener** · "));
    const QString approve = gate.button(QStringLiteral("Approve"));
    const QString refused = server.discord.click(FakeDiscord::mallory, gate, approve);
    QTRY_VERIFY(server.discord.interaction(refused).answer[QLatin1String("content")].toString().startsWith(
        QStringLiteral("Sorry")));
    const QString question = server.discord.slash(FakeDiscord::alice, QStringLiteral("gates"));
    QTRY_VERIFY(server.discord.interaction(question).edited[QLatin1String("content")].toString().contains(
        QStringLiteral("`g1`")));
    server.discord.click(FakeDiscord::alice, gate, approve);
    TRY_TOLD("✅ Approved by", 20000);
    TRY_TOLD("✅ Project created, ", longMs);
    QVERIFY2(server.told().contains(QRegularExpression(QStringLiteral("Project created, (1[5-9]|2\\d|30) issues"))),
             qPrintable(server.told()));
    server.say(QStringLiteral("!run pipeline"));
    TRY_TOLD("🎉 Pipeline complete. 🌐 http://127.0.0.1:", longMs);
    server.discord.gateway().drop();
    server.say(QStringLiteral("!workers start")); // said while the connection is down
    TRY_TOLD("🎉 All ", longMs);

    static const QRegularExpression address(QStringLiteral("are closed\\. 🌐 (http://\\S+)"));
    const auto match = address.match(server.told());
    QVERIFY2(match.hasMatch(), qPrintable(server.told()));
    QByteArray page;
    QVERIFY(SlipwayHome::httpStatus(match.captured(1), &page) < 500);
    const auto audit = server.run({ QStringLiteral("audit"), QStringLiteral("--json") });
    QVERIFY2(audit.out.contains(QByteArray("discord:" + FakeDiscord::alice.toUtf8())), audit.out.constData());
    QVERIFY(!audit.out.contains(FakeDiscord::mallory.toUtf8()));
    // Its steps are in the project's thread, and the rules are settings like all others.
    const QString thread = server.discord.thread(QStringLiteral("url-shortener"));
    QVERIFY(server.discord.posted(thread).size() > 5);
    server.say(QStringLiteral("!quiet 22-7"));
    TRY_TOLD("Quiet from 22:00 to 07:00", 20000);
    const auto hours = server.run({ QStringLiteral("config"), QStringLiteral("get"),
                                    QStringLiteral("notifications.quiet"), QStringLiteral("--json") });
    QVERIFY2(hours.out.contains("22:00-07:00"), hours.out.constData());
    server.stop();
    QCOMPARE(server.process->exitCode(), 0);
    QTRY_COMPARE(server.discord.gateway().cleanCloses, 1);
    QCOMPARE(server.discord.violations(), QStringList());
    QCOMPARE(server.fileWith(FakeDiscordOptions().token.toUtf8()), QString());
}

void TstDiscordJourney::questionsAreAnsweredByTheProjectsAgent()
{
    Server server;
    server.start();
    QTRY_VERIFY_WITH_TIMEOUT(server.discord.gateway().isConnected(), 60000);
    server.say(QStringLiteral("!new \"Build a URL shortener\" --yes"));
    TRY_TOLD("✅ Project created, ", longMs);
    server.say(QStringLiteral("!ask what is next"));
    TRY_TOLD("answers no questions", 20000); // it is a recording
    server.stop();

    // As if a real agent had been chosen, and allowed, at the beginning.
    const QString agent = QStringLiteral("command:" SLIPWAY_BINARY_DIR "/bin/slipway-fakecli --fake-text=Nearly-done");
    change(server.home.projectFolder() + QStringLiteral("/.project_metadata.json"),
           [&](QJsonObject &project) { project.insert(QStringLiteral("agent"), agent); });
    server.start();
    QTRY_VERIFY_WITH_TIMEOUT(server.discord.gateway().isConnected(), 60000);
    server.say(QStringLiteral("!ask how far is it?"));
    TRY_TOLD("Nobody has let", 20000);
    server.stop();
    change(server.home.path(QStringLiteral(".ai-dev-pipeline/gates.json")), [&](QJsonObject &book) {
        auto gates = book.value(QLatin1String("gates")).toArray();
        const QJsonObject gate { { QStringLiteral("id"), QStringLiteral("g99") },
                                 { QStringLiteral("kind"), QStringLiteral("account") } };
        const QJsonObject decision { { QStringLiteral("approved"), true } };
        gates.append(QJsonObject { { QStringLiteral("key"), QString(QStringLiteral("account:") + agent) },
                                   { QStringLiteral("gate"), gate },
                                   { QStringLiteral("decision"), decision } });
        book.insert(QStringLiteral("gates"), gates);
    });
    server.start();
    QTRY_VERIFY_WITH_TIMEOUT(server.discord.gateway().isConnected(), 60000);
    server.say(QStringLiteral("<@%1> how far is it?").arg(FakeDiscord::botUser));
    TRY_TOLD("Nearly-done", 60000);
    server.say(QStringLiteral("!pause --all"));
    TRY_TOLD("Done: pause", 20000);
    server.say(QStringLiteral("!ask and now"));
    TRY_TOLD("is paused: no agent runs", 20000);
}

void TstDiscordJourney::wrongTokenIsSaidOnce()
{
    Server server(QStringLiteral("a-wrong-token"));
    server.start();
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said += server.process->readAllStandardError()).contains("refuses this bot's token"),
                             60000);
    QVERIFY2(said.contains("slipway login discord"), said.constData());
    const auto asked = server.discord.log().size();
    const auto status
        = server.run({ QStringLiteral("status"), QStringLiteral("--json") }); // the engine runs all the same
    QCOMPARE(status.json()[QLatin1String("engine")][QLatin1String("mode")].toString(), QStringLiteral("server"));
    QCOMPARE(server.discord.log().size(), asked); // and does not try again
    QVERIFY(!said.contains("a-wrong-token"));
}

void TstDiscordJourney::doctorLooksAtTheLink()
{
    Server server;
    const auto good = server.run({ QStringLiteral("doctor"), QStringLiteral("--json") });
    QVERIFY2(good.out.contains("discord rights")
                 && good.out.contains(QByteArray("client_id=" + FakeDiscord::application.toUtf8())),
             good.out.constData());
    QVERIFY(!good.out.contains(FakeDiscordOptions().token.toUtf8()));
    server.home.setEnvironment(QStringLiteral("SLIPWAY_DISCORD_CHANNEL"), QStringLiteral("12345678"));
    server.home.setEnvironment(QStringLiteral("SLIPWAY_DISCORD_USERS"), QString());
    const auto bad = server.run({ QStringLiteral("doctor") });
    QVERIFY2(bad.out.contains("no such channel") && bad.out.contains("Nobody may give commands"), bad.out.constData());
}

SLIPWAY_TEST(TstDiscordJourney)
#include "tst_discordjourney.moc"
