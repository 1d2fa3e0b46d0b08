// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/agentcatalog.h"
#include "core/agents/agentrunner.h"
#include "core/base/files.h"
#include "tests/support/testmain.h"
#include "tests/unit/process/processtesting.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTimer>

using namespace slipway;
using namespace std::chrono_literals;
using Kind = agents::TranscriptEvent::Kind;

/// Agents that speak the Agent Client Protocol, good and bad ones: our stand-in, run by the real process runner.
class TstAcpAgent final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void promptIsWorkedOn();
    void worksInTheSandbox();
    void changesOutsideAreNotAllowed();
    void textTasksChangeNothing_data();
    void textTasksChangeNothing();
    void answersInJsonAreAskedForAgain();
    void sessionsGoOn();
    void lostSessionsBeginAnew();
    void nothingIsOffered();
    void loginsAreChosenByKey();
    void failuresHaveTheirClass_data();
    void failuresHaveTheirClass();
    void noiseAndGiantLinesAreSurvived();
    void cancelIsSaidBeforeItIsDone();
    void theTreeIsEnded();
    void thoseWhoStayAreDismissed();
    void detectionIntroduces();

private:
    agents::AgentResult run(const QStringList &options, std::stop_token stop = {});
    std::shared_ptr<const agents::AgentDriver> driver(const QStringList &options) const;
    [[nodiscard]] QString path(const char *name) const { return m_folder->filePath(QLatin1String(name)); }
    [[nodiscard]] QByteArray content(const char *name) const
    {
        return base::readFile(path(name)).value_or(QByteArray());
    }
    [[nodiscard]] bool saw(Kind kind, const QString &text) const;

    std::unique_ptr<process::HostProcessRunner> m_processes;
    std::unique_ptr<QTemporaryDir> m_folder, m_state;
    agents::AgentRequest m_request;
    QList<agents::TranscriptEvent> m_events;
};

void TstAcpAgent::initTestCase()
{
    m_processes = std::make_unique<process::HostProcessRunner>(process::Sandbox(process::SandboxKind::None));
}

void TstAcpAgent::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_state = std::make_unique<QTemporaryDir>();
    m_events.clear();
    m_request = {};
    m_request.run = QStringLiteral("r1");
    m_request.purpose = QStringLiteral("implement");
    m_request.workspace = QFileInfo(m_folder->path()).canonicalFilePath();
    m_request.prompt = QStringLiteral("PROMPT");
    m_request.systemPrompt = QStringLiteral("SYSTEM");
    m_request.limits.total = 30s;
    m_request.limits.idle = 20s;
}

std::shared_ptr<const agents::AgentDriver> TstAcpAgent::driver(const QStringList &options) const
{
    const agents::AgentCatalog catalog({ {}, {}, m_state->path() });
    QString name = QStringLiteral("acp:" SLIPWAY_BINARY_DIR "/bin/slipway-fakeacp");
    for (QString option : options)
        name += QStringLiteral(" \"--%1\"").arg(option.replace(QLatin1Char('"'), QStringLiteral("\\\"")));
    return catalog.find(name).value_or(nullptr);
}

agents::AgentResult TstAcpAgent::run(const QStringList &options, std::stop_token stop)
{
    m_events.clear();
    const auto agent = driver(options);
    const base::SystemClock clock;
    agents::AgentRunner runner(*m_processes, clock, m_state->filePath(QStringLiteral("logs")));
    return test::await(
        runner.run(agent.get(), m_request, [this](const auto &event) { m_events.append(event); }, std::move(stop)));
}

bool TstAcpAgent::saw(Kind kind, const QString &text) const
{
    return std::ranges::any_of(m_events,
                               [&](const auto &event) { return event.kind == kind && event.text.contains(text); });
}

void TstAcpAgent::promptIsWorkedOn()
{
    const auto result = run({});
    QVERIFY2(result.ok(), qPrintable(result.detail));
    QCOMPARE(content("made.txt"), QByteArray("SYSTEM\n\nPROMPT"));
    QCOMPARE(result.text, QStringLiteral("Done.")); // not what was said before the tool call
    QCOMPARE(result.session, QStringLiteral("s1"));
    QCOMPARE(result.usage.inputTokens, 100);
    QCOMPARE(result.usage.turns, 1);
    QVERIFY(saw(Kind::Started, QStringLiteral("fake 1.2.3")));
    QVERIFY(saw(Kind::Thinking, QStringLiteral("I think")));
    QVERIFY(saw(Kind::Text, QStringLiteral("Let me see."))); // chunks come together
    QVERIFY(saw(Kind::ToolCall, QStringLiteral("made.txt")));
    QVERIFY(saw(Kind::ToolResult, {}));
    QVERIFY(saw(Kind::Finished, QStringLiteral("Done.")));
}

void TstAcpAgent::worksInTheSandbox()
{
    process::HostProcessRunner sandboxed(process::Sandbox(process::SandboxKind::Bubblewrap));
    if (const auto holds = test::await(process::Sandbox::probe(sandboxed)); !holds)
        QSKIP(qPrintable(holds.error().message));
    m_processes->setSandbox(process::Sandbox(process::SandboxKind::Bubblewrap));
    const auto result = run({});
    const auto outside = run({ QStringLiteral("path=/usr/made.txt") });
    m_processes->setSandbox(process::Sandbox(process::SandboxKind::None));
    QVERIFY2(result.ok(), qPrintable(result.detail));
    QCOMPARE(content("made.txt"), QByteArray("SYSTEM\n\nPROMPT"));
    QVERIFY2(outside.ok(), qPrintable(outside.detail));
    QVERIFY(!QFileInfo::exists(QStringLiteral("/usr/made.txt")));
}

void TstAcpAgent::changesOutsideAreNotAllowed()
{
    const QString other = m_state->filePath(QStringLiteral("made.txt"));
    const auto result = run({ QStringLiteral("path=") + other });
    QVERIFY2(result.ok(), qPrintable(result.detail));
    QVERIFY(!QFileInfo::exists(other));
    QVERIFY(saw(Kind::Warning, QStringLiteral("outside of the workspace")));
}

void TstAcpAgent::textTasksChangeNothing_data()
{
    QTest::addColumn<QString>("purpose");
    QTest::newRow("requirements") << QStringLiteral("prd.section");
    QTest::newRow("question") << QStringLiteral("ask");
}

void TstAcpAgent::textTasksChangeNothing()
{
    QFETCH(const QString, purpose);
    m_request.purpose = purpose;
    const auto result = run({});
    QVERIFY2(result.ok(), qPrintable(result.detail));
    QVERIFY(!QFileInfo::exists(path("made.txt")));
    QVERIFY(saw(Kind::Warning, QStringLiteral("only writes text")));
}

void TstAcpAgent::answersInJsonAreAskedForAgain()
{
    m_request.schema = base::parseObject(R"({"type":"object","required":["a"]})");
    const auto good = run({ QStringLiteral("answer=Well: {'b': 1}"), QStringLiteral("then=So: {\"a\": 5}") });
    QVERIFY2(good.ok(), qPrintable(good.detail));
    QCOMPARE(good.structured.value(QLatin1String("a")).toInt(), 5);
    QVERIFY(saw(Kind::Warning, QStringLiteral("there is no JSON object")));
    QCOMPARE(good.usage.inputTokens, 200);
    const auto never = run({});
    QCOMPARE(domain::toString(never.failure), QStringLiteral("agent_error"));
    QVERIFY(never.detail.contains(QStringLiteral("form it was asked for")));
}

void TstAcpAgent::sessionsGoOn()
{
    m_request.resumeSession = QStringLiteral("s7");
    const auto result = run({ QStringLiteral("log=") + path("log") });
    QVERIFY2(result.ok(), qPrintable(result.detail));
    QCOMPARE(result.session, QStringLiteral("s7"));
    QVERIFY(content("log").contains("session/load"));
    QVERIFY(!content("log").contains("session/new"));
    QVERIFY(!saw(Kind::Text, QStringLiteral("before"))); // the past is not told again
}

void TstAcpAgent::lostSessionsBeginAnew()
{
    m_request.resumeSession = QStringLiteral("s7");
    for (const QString &option : { QStringLiteral("lost=1"), QStringLiteral("no-load=1") }) {
        const auto result = run({ option });
        QVERIFY2(result.ok(), qPrintable(result.detail));
        QCOMPARE(result.session, QStringLiteral("s1"));
    }
}

void TstAcpAgent::nothingIsOffered()
{
    const auto result = run({ QStringLiteral("calls=fs/write_text_file") });
    QVERIFY2(result.ok(), qPrintable(result.detail));
    QCOMPARE(result.text, QStringLiteral("fs/write_text_file gave -32601"));
}

void TstAcpAgent::loginsAreChosenByKey()
{
    // The stand-in has no known name, so it gets no key, and a person is asked.
    const auto none = run({ QStringLiteral("auth=1") });
    QCOMPARE(domain::toString(none.failure), QStringLiteral("auth"));
    QVERIFY2(none.detail.contains(QStringLiteral("HOME=")), qPrintable(none.detail));
    // Under a name that is known it gets the key of that service, and only that.
    const QString named = path("gemini");
    QVERIFY(QFile::link(QStringLiteral(SLIPWAY_BINARY_DIR "/bin/slipway-fakeacp"), named));
    const agents::AgentCatalog catalog({ {}, {}, m_state->path() });
    qputenv("GEMINI_API_KEY", "dummy-key-of-a-test");
    qputenv("OPENAI_API_KEY", "other-key-of-a-test");
    const base::SystemClock clock;
    agents::AgentRunner runner(*m_processes, clock, m_state->filePath(QStringLiteral("logs")));
    const auto login = [&](const char *option) {
        const auto agent = catalog.find(QStringLiteral("acp:%1 --auth=%2").arg(named, QLatin1String(option)));
        return test::await(runner.run(agent->get(), m_request));
    };
    const auto good = login("1");
    const auto bad = login("never");
    const auto spec = (*catalog.find(QStringLiteral("acp:") + named))->command(m_request);
    qunsetenv("GEMINI_API_KEY");
    qunsetenv("OPENAI_API_KEY");
    QVERIFY2(good.ok(), qPrintable(good.detail));
    QCOMPARE(domain::toString(bad.failure), QStringLiteral("auth"));
    QVERIFY(spec->environment.contains(QStringLiteral("GEMINI_API_KEY")));
    QVERIFY(!spec->environment.contains(QStringLiteral("OPENAI_API_KEY")));
}

void TstAcpAgent::failuresHaveTheirClass_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QStringList &options, const char *expected) {
        QTest::newRow(name) << options << QString::fromLatin1(expected);
    };
    const auto o = [](const char *text) { return QString::fromLatin1(text); };
    row("other version", { o("version=2") }, "setup_failed");
    row("exit 1", { o("exit=1"), o("prompt-error=it broke") }, "agent_error");
    row("exit 0 without an answer", { o("exit=0") }, "agent_error");
    row("error", { o("prompt-error=something is odd") }, "agent_error");
    row("rate limit", { o("prompt-error=429 Too Many Requests") }, "rate_limited");
    row("usage limit", { o("prompt-error=You've hit your usage limit") }, "usage_limit");
    row("bad key", { o("prompt-error=API key not valid") }, "auth");
    row("refusal", { o("stop=refusal") }, "agent_error");
    row("too many steps", { o("stop=max_turn_requests") }, "budget");
    row("cut off", { o("stop=max_tokens") }, "agent_error");
    row("broken off", { o("stop=cancelled") }, "cancelled");
    row("silent", { o("silent=1") }, "stalled");
    row("silent and stubborn", { o("silent=1"), o("ignore-cancel=1"), o("ignore-term=1") }, "stalled");
}

void TstAcpAgent::failuresHaveTheirClass()
{
    QFETCH(QStringList, options);
    QFETCH(QString, expected);
    m_request.limits.idle = 1500ms;
    const auto result = run(options);
    QCOMPARE(domain::toString(result.failure), expected);
    QVERIFY(!result.detail.isEmpty());
}

void TstAcpAgent::noiseAndGiantLinesAreSurvived()
{
    const auto result = run({ QStringLiteral("noise=500"), QStringLiteral("giant=50000000") });
    QVERIFY2(result.ok(), qPrintable(result.detail));
    QVERIFY(m_events.size() < 100);
    for (const auto &event : std::as_const(m_events))
        QVERIFY(event.text.size() < 40'000);
    // A program that repeats what it hears, and one that speaks another language.
    const agents::AgentCatalog catalog({ {}, {}, m_state->path() });
    const base::SystemClock clock;
    agents::AgentRunner runner(*m_processes, clock, m_state->filePath(QStringLiteral("logs")));
    for (const char *other : { "acp:cat", "acp:ls /", "acp:false" }) {
        const auto bad = test::await(runner.run(catalog.find(QLatin1String(other))->get(), m_request));
        QCOMPARE(domain::toString(bad.failure), QStringLiteral("setup_failed"));
    }
}

void TstAcpAgent::cancelIsSaidBeforeItIsDone()
{
    std::stop_source source;
    QTimer::singleShot(700ms, this, [&source] { source.request_stop(); });
    QElapsedTimer timer;
    timer.start();
    const auto result = run({ QStringLiteral("silent=1"), QStringLiteral("log=") + path("log") }, source.get_token());
    QCOMPARE(domain::toString(result.failure), QStringLiteral("cancelled"));
    QVERIFY(content("log").contains("session/cancel"));
    QVERIFY(timer.elapsed() < 2500); // it answered, so nobody waited for it
    QCOMPARE(result.session, QStringLiteral("s1")); // to go on with
}

void TstAcpAgent::theTreeIsEnded()
{
    std::stop_source source;
    QTimer::singleShot(700ms, this, [&source] { source.request_stop(); });
    const auto result = run({ QStringLiteral("silent=1"), QStringLiteral("ignore-cancel=1"),
                              QStringLiteral("ignore-term=1"), QStringLiteral("child=") + path("child") },
                            source.get_token());
    QCOMPARE(domain::toString(result.failure), QStringLiteral("cancelled"));
    const pid_t child = content("child").trimmed().toInt();
    QVERIFY(child > 0);
    QTRY_VERIFY_WITH_TIMEOUT(!process::isAlive(child), process::patienceMs);
}

void TstAcpAgent::thoseWhoStayAreDismissed()
{
    QElapsedTimer timer;
    timer.start();
    const auto result = run({ QStringLiteral("stay=1") });
    QVERIFY2(result.ok(), qPrintable(result.detail));
    QVERIFY(timer.elapsed() < 5000);
}

void TstAcpAgent::detectionIntroduces()
{
    const auto good = test::await(driver({})->detect(*m_processes));
    QVERIFY_RESULT(good);
    QVERIFY2(good->installed && good->signedIn, qPrintable(good->hint));
    QCOMPARE(good->version, QStringLiteral("1.2.3"));
    const auto old = test::await(driver({ QStringLiteral("version=7") })->detect(*m_processes));
    QVERIFY(!old->installed);
    QVERIFY2(old->hint.contains(QStringLiteral("version 7")), qPrintable(old->hint));
    const agents::AgentCatalog catalog({ {}, {}, m_state->path() });
    const auto missing = test::await((*catalog.find(QStringLiteral("acp:no-such-agent")))->detect(*m_processes));
    QVERIFY(!missing->installed);
    QVERIFY(missing->hint.contains(QStringLiteral("no-such-agent")));
    QCOMPARE(toString(catalog.find(QStringLiteral("acp: ")).error().code), toString(ErrorCode::Invalid));
}

SLIPWAY_TEST(TstAcpAgent)
#include "tst_acpagent.moc"
