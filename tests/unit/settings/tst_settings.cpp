// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/redaction.h"
#include "core/settings/settings.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QTemporaryDir>

using namespace std::chrono_literals;
using slipway::ErrorCode;
using slipway::settings::Key;
using slipway::settings::ListenAddress;
using slipway::settings::Origin;
using slipway::settings::Settings;
using slipway::settings::settingTable;

namespace {
QMap<QString, QString> map(std::initializer_list<std::pair<const char *, const char *>> pairs)
{
    QMap<QString, QString> result;
    for (const auto &[key, value] : pairs)
        result.insert(QLatin1String(key), QLatin1String(value));
    return result;
}
} // namespace

class TstSettings final : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString m_file = m_folder.filePath(QStringLiteral("slipway.ini"));

    void write(const QByteArray &text) { QVERIFY_RESULT(slipway::base::writeFileAtomically(m_file, text)); }

private Q_SLOTS:
    void cleanup() { QFile::remove(m_file); }

    void theTableIsInTheOrderOfTheKeysAndNamesAreUnique()
    {
        QSet<QByteArray> names;
        QSet<QByteArray> variables;
        for (int i = 0; i < settingTable().size(); ++i) {
            const auto &info = settingTable().at(i);
            QCOMPARE(int(info.key), i);
            names.insert(info.name);
            variables.insert(info.environment);
            if (info.key != Key::WorkersMaxAgents)
                QVERIFY2(slipway::settings::canonicalValue(info, QLatin1String(info.fallback)).has_value(), info.name);
        }
        QCOMPARE(names.size(), settingTable().size());
        QCOMPARE(variables.size(), settingTable().size());
        QCOMPARE(int(settingTable().last().key), int(Key::MemoryEmbeddingsToken));
    }

    void defaultsAreThePromisedOnes()
    {
        const auto settings = Settings::load(m_file);
        QVERIFY_RESULT(settings);
        QCOMPARE(settings->string(Key::RedisUrl), QString());
        QCOMPARE(settings->string(Key::SandboxKind), QStringLiteral("bwrap"));
        QCOMPARE(settings->duration(Key::WorkersStallMinutes), 20min);
        QCOMPARE(settings->duration(Key::CiPollSeconds), 30s);
        QCOMPARE(settings->duration(Key::QueuePollSeconds), 10s);
        QCOMPARE(settings->number(Key::BudgetUsdTask), 5.0);
        QCOMPARE(settings->number(Key::BudgetUsdProject), 100.0);
        QCOMPARE(settings->number(Key::BudgetUsdDay), 50.0);
        QCOMPARE(settings->dashboardAddress(), (ListenAddress { QStringLiteral("127.0.0.1"), 8099 }));
        QCOMPARE(settings->integer(Key::WorkersMaxAgents), qMin(3, QThread::idealThreadCount()));
        QCOMPARE(settings->workerSlots().value(QStringLiteral("backend")), 2);
        QVERIFY(settings->boolean(Key::WorkersAutostart));
        QVERIFY(!settings->isSet(Key::DashboardAddress));
        QCOMPARE(settings->source(Key::RedisUrl).text, QStringLiteral("default"));
    }

    void commandLineBeatsEnvironmentBeatsFile()
    {
        write("[agent]\ndefault = claude\n[ci]\npoll_seconds = 7\n[replay]\npace = 0.5\n");
        const auto settings
            = Settings::load(m_file, map({ { "SLIPWAY_AGENT", "codex" }, { "SLIPWAY_CI_POLL_SECONDS", "8" } }),
                             map({ { "agent.default", "replay" } }));
        QVERIFY_RESULT(settings);
        QCOMPARE(settings->string(Key::AgentDefault), QStringLiteral("replay"));
        QCOMPARE(settings->source(Key::AgentDefault).origin, Origin::CommandLine);
        QCOMPARE(settings->duration(Key::CiPollSeconds), 8s);
        QCOMPARE(settings->source(Key::CiPollSeconds).text, QStringLiteral("environment SLIPWAY_CI_POLL_SECONDS"));
        QCOMPARE(settings->number(Key::ReplayPace), 0.5);
        QCOMPARE(settings->source(Key::ReplayPace).text, QStringLiteral("slipway.ini line 6"));
    }

    void anEmptyVariableIsNotSet()
    {
        write("[agent]\ndefault = claude\n");
        const auto settings = Settings::load(m_file, map({ { "SLIPWAY_AGENT", "" } }));
        QVERIFY_RESULT(settings);
        QCOMPARE(settings->string(Key::AgentDefault), QStringLiteral("claude"));
    }

    void badValuesAreNamed_data()
    {
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("key");
        QTest::newRow("choice") << "SLIPWAY_FORGE" << "gitlab" << "forge.kind";
        QTest::newRow("sandbox") << "SLIPWAY_SANDBOX" << "off" << "sandbox.kind";
        QTest::newRow("agent") << "SLIPWAY_AGENT" << "chatbot" << "agent.default";
        QTest::newRow("agent without command") << "SLIPWAY_AGENT" << "acp:" << "agent.default";
        QTest::newRow("slots type") << "SLIPWAY_WORKERS" << "backed=2" << "workers.slots";
        QTest::newRow("slots number") << "SLIPWAY_WORKERS" << "backend=many" << "workers.slots";
        QTest::newRow("slots twice") << "SLIPWAY_WORKERS" << "qa=1,qa=2" << "workers.slots";
        QTest::newRow("slots negative") << "SLIPWAY_WORKERS" << "qa=-1" << "workers.slots";
        QTest::newRow("no agents") << "SLIPWAY_MAX_AGENTS" << "0" << "workers.max_agents";
        QTest::newRow("fraction for a whole number") << "SLIPWAY_MAX_AGENTS" << "1.5" << "workers.max_agents";
        QTest::newRow("minutes") << "WORKER_STALL_MINUTES" << "soon" << "workers.stall_minutes";
        QTest::newRow("zero minutes") << "WORKER_STALL_MINUTES" << "0" << "workers.stall_minutes";
        QTest::newRow("not a number") << "SLIPWAY_BUDGET_USD_DAY" << "nan" << "budget.usd_day";
        QTest::newRow("negative budget") << "SLIPWAY_BUDGET_USD_DAY" << "-1" << "budget.usd_day";
        QTest::newRow("address") << "SLIPWAY_DASHBOARD" << "localhost" << "dashboard.address";
        QTest::newRow("port") << "SLIPWAY_DASHBOARD" << "127.0.0.1:99999" << "dashboard.address";
        QTest::newRow("redis scheme") << "SLIPWAY_REDIS_URL" << "http://localhost:6379" << "redis.url";
        QTest::newRow("redis host") << "SLIPWAY_REDIS_URL" << "localhost:6379" << "redis.url";
        QTest::newRow("web url") << "SLIPWAY_GITHUB_API_URL" << "api.github.com" << "github.api_url";
        QTest::newRow("boolean") << "SLIPWAY_WORKERS_AUTOSTART" << "maybe" << "workers.autostart";
    }
    void badValuesAreNamed()
    {
        QFETCH(QString, variable);
        QFETCH(QString, value);
        QFETCH(QString, key);
        QMap<QString, QString> environment;
        environment.insert(variable, value);
        const auto settings = Settings::load(m_file, environment);
        QVERIFY(!settings);
        QVERIFY(settings.error().code == ErrorCode::Invalid);
        QVERIFY2(settings.error().message.contains(key), qPrintable(settings.error().message));
        QVERIFY2(settings.error().message.contains(value), qPrintable(settings.error().message));
        QVERIFY2(settings.error().message.contains(variable), qPrintable(settings.error().message));
        QVERIFY(!settings.error().hint.isEmpty());
        QVERIFY(!settings.error().message.contains(QLatin1Char('\n')));
    }

    void goodValuesAreTaken_data()
    {
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("value");
        QTest::newRow("acp") << "SLIPWAY_AGENT" << "acp:my-agent --acp";
        QTest::newRow("command") << "SLIPWAY_AGENT" << "command:./agent.sh";
        QTest::newRow("redis with password") << "SLIPWAY_REDIS_URL" << "redis://me:secret@[::1]:6380/2";
        QTest::newRow("redis socket") << "SLIPWAY_REDIS_URL" << "unix:///run/redis.sock";
        QTest::newRow("fraction") << "WORKER_STALL_MINUTES" << "0.05";
        QTest::newRow("off") << "SLIPWAY_DASHBOARD" << "off";
        QTest::newRow("v6") << "SLIPWAY_DASHBOARD" << "[::1]:0";
        QTest::newRow("type off") << "SLIPWAY_WORKERS" << "backend=0, qa = 3";
    }
    void goodValuesAreTaken()
    {
        QFETCH(QString, variable);
        QFETCH(QString, value);
        QMap<QString, QString> environment;
        environment.insert(variable, value);
        QVERIFY_RESULT(Settings::load(m_file, environment));
    }

    void unknownKeysAreNamedWithTheNearest()
    {
        write("[ci]\npoll_second = 3\n");
        const auto settings = Settings::load(m_file);
        QVERIFY(!settings);
        QVERIFY2(settings.error().message.contains(QLatin1String("ci.poll_second (slipway.ini line 2)")),
                 qPrintable(settings.error().message));
        QVERIFY(settings.error().hint.contains(QLatin1String("ci.poll_seconds")));
    }

    void everyProblemIsInTheDetail()
    {
        write("[ci]\npoll_seconds = x\n[replay]\npase = 1\n");
        const auto settings = Settings::load(m_file);
        QVERIFY(!settings);
        QVERIFY(settings.error().message.contains(QLatin1String("1 more")));
        QVERIFY(settings.error().detail.contains(QLatin1String("replay.pase")));
    }

    void aVariableThatLooksLikeOursIsAWarning()
    {
        const auto settings = Settings::load(
            m_file, map({ { "SLIPWAY_AGNET", "claude" }, { "SLIPWAY_HOME", "/x" }, { "PATH", "/bin" } }));
        QVERIFY_RESULT(settings);
        QCOMPARE(settings->warnings().size(), 1);
        QVERIFY(settings->warnings().first().contains(QLatin1String("SLIPWAY_AGNET")));
    }

    void secretsComeFromVariablesAndFilesAndAreShownNowhere()
    {
        const QString path = m_folder.filePath(QStringLiteral("token"));
        QVERIFY_RESULT(slipway::base::writeFileAtomically(path, "file-secret-4711\n"));
        auto environment = map({ { "GITHUB_TOKEN", "variable-secret-0815" } });
        environment.insert(QStringLiteral("SLIPWAY_CONTROL_TOKEN_FILE"), path);
        const auto settings = Settings::load(m_file, environment);
        QVERIFY_RESULT(settings);
        QCOMPARE(settings->string(Key::GithubToken), QStringLiteral("variable-secret-0815"));
        QCOMPARE(settings->string(Key::ControlToken), QStringLiteral("file-secret-4711"));
        QCOMPARE(settings->source(Key::ControlToken).text, QStringLiteral("environment SLIPWAY_CONTROL_TOKEN_FILE"));
        QCOMPARE(slipway::base::redact(QStringLiteral("x variable-secret-0815 y file-secret-4711")),
                 QStringLiteral("x *** y ***"));
        const auto all = settings->describe();
        for (const auto &line : all)
            QVERIFY2(!line.value.contains(QLatin1String("secret-")), qPrintable(line.name));
        QCOMPARE(settings->describe(QStringLiteral("github.token"))->value, QStringLiteral("set"));
    }

    void aSecretFileMayBeNamedInTheIniButNotTheSecret()
    {
        const QString path = m_folder.filePath(QStringLiteral("discord"));
        QVERIFY_RESULT(slipway::base::writeFileAtomically(path, "bot-token-99"));
        write("[discord]\ntoken_file = " + path.toUtf8() + "\n");
        const auto settings = Settings::load(m_file);
        QVERIFY_RESULT(settings);
        QCOMPARE(settings->string(Key::DiscordToken), QStringLiteral("bot-token-99"));

        write("[discord]\ntoken = bot-token-99\n");
        const auto refused = Settings::load(m_file);
        QVERIFY(!refused);
        QVERIFY(!refused.error().message.contains(QLatin1String("bot-token-99")));
    }

    void aMissingSecretFileIsNamed()
    {
        const auto settings = Settings::load(m_file, map({ { "GITHUB_TOKEN_FILE", "/nowhere/token" } }));
        QVERIFY(!settings);
        QVERIFY2(settings.error().message.contains(QLatin1String("/nowhere/token")),
                 qPrintable(settings.error().message));
    }

    void settingKeepsCommentsAndTakesEffect()
    {
        write("# by hand\n[agent]\ndefault = claude\n");
        auto settings = Settings::load(m_file);
        QVERIFY_RESULT(settings);
        QVERIFY_RESULT(settings->set(QStringLiteral("agent.default"), QStringLiteral("replay")));
        QVERIFY_RESULT(settings->set(QStringLiteral("agent.roles.qa"), QStringLiteral("codex")));
        QCOMPARE(settings->string(Key::AgentDefault), QStringLiteral("replay"));
        QCOMPARE(*slipway::base::readFile(m_file),
                 QByteArray("# by hand\n[agent]\ndefault = replay\n\n[agent.roles]\nqa = codex\n"));
        QCOMPARE(QFile::permissions(m_file) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        const auto again = Settings::load(m_file);
        QVERIFY_RESULT(again);
        QCOMPARE(again->agentsByRole().value(QStringLiteral("qa")), QStringLiteral("codex"));
        QVERIFY_RESULT(settings->set(QStringLiteral("agent.default"), QString()));
        QCOMPARE(settings->string(Key::AgentDefault), QString());
        QVERIFY(!settings->isSet(Key::AgentDefault));
    }

    void settingRefusesWhatLoadingWouldRefuse()
    {
        auto settings = Settings::load(m_file);
        QVERIFY_RESULT(settings);
        QVERIFY(settings->set(QStringLiteral("ci.poll_seconds"), QStringLiteral("x")).error().code
                == ErrorCode::Invalid);
        QVERIFY(settings->set(QStringLiteral("nothing.such"), QStringLiteral("x")).error().code == ErrorCode::Invalid);
        QVERIFY(settings->set(QStringLiteral("agent.roles.chef"), QStringLiteral("claude")).error().code
                == ErrorCode::Invalid);
        QVERIFY(settings->set(QStringLiteral("control.token"), QStringLiteral("abcdefgh")).error().code
                == ErrorCode::Denied);
        QVERIFY(settings->set(QStringLiteral("agent.default"), QStringLiteral("replay\n[x]")).error().code
                == ErrorCode::Invalid);
        QVERIFY(!QFile::exists(m_file));
    }

    void theEnvironmentStaysInForceOverWhatIsSet()
    {
        auto settings = Settings::load(m_file, map({ { "SLIPWAY_AGENT", "codex" } }));
        QVERIFY_RESULT(settings);
        QVERIFY_RESULT(settings->set(QStringLiteral("agent.default"), QStringLiteral("replay")));
        QCOMPARE(settings->string(Key::AgentDefault), QStringLiteral("codex"));
    }

    void passwordsInUrlsAreMaskedWhenShown()
    {
        const auto settings = Settings::load(m_file, map({ { "SLIPWAY_REDIS_URL", "redis://me:hunter22@db:6379" } }));
        QVERIFY_RESULT(settings);
        QVERIFY(!settings->describe(QStringLiteral("redis.url"))->value.contains(QLatin1String("hunter22")));
        QVERIFY(settings->describe(QStringLiteral("redis.ull")).error().code == ErrorCode::NotFound);
    }
};

SLIPWAY_TEST(TstSettings)
#include "tst_settings.moc"
