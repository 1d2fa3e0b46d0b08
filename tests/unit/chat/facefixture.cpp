// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/chat/facefixture.h"

#include <QJsonArray>

namespace slipway::test {

FaceFixture::FaceFixture(chat::AccessRules rules, FakeDiscordOptions options, std::chrono::milliseconds longestAbsence,
                         bool starts)
    : discord(options)
{
    m_settings.apiUrl = discord.apiRoot();
    m_settings.token = options.token;
    m_settings.access = std::move(rules);
    m_settings.progressGap = progressGap;
    m_settings.longestAbsence = longestAbsence;
    m_settings.pace.firstRetry = std::chrono::milliseconds(5);
    m_settings.pace.longestRetry = std::chrono::milliseconds(50);
    m_settings.gateway.backoffFirst = std::chrono::milliseconds(5);
    m_settings.gateway.backoffLongest = std::chrono::milliseconds(40);
    m_settings.gateway.identifyGap = std::chrono::milliseconds(20);
    m_settings.gateway.afterInvalid = std::chrono::milliseconds(5);
    m_settings.gateway.handshake = std::chrono::milliseconds(400);
    m_settings.threadFile = m_folder.filePath(QStringLiteral("threads.json"));
    m_settings.gateFile = m_folder.filePath(QStringLiteral("discord.json"));
    store.reset(snapshot());
    makeFace();
    if (!starts)
        return;
    face->start();
    [this] { QTRY_VERIFY(face->isReady()); }();
}

void FaceFixture::makeFace()
{
    chat::EnginePort port { [this](control::Command command, std::chrono::milliseconds, std::stop_token stop) {
                               return execute(this, std::move(command), std::move(stop));
                           },
                            [](QString name, QJsonObject arguments) {
                                return query(std::move(name), std::move(arguments));
                            } };
    notifications::NoticePort notices;
    notices.rules = [this] { return rules; };
    notices.setQuiet = [this](const QString &hours) { return rules.setQuiet(hours); };
    notices.setKinds = [this](const notifications::NoticeRules &changed) -> Result<> {
        rules = changed;
        return {};
    };
    face = std::make_unique<chat::DiscordFace>(m_settings, store, std::move(port), std::move(notices));
}

void FaceFixture::restart(const std::function<void(chat::DiscordSettings &)> &change)
{
    await(face->stop());
    if (change)
        change(m_settings);
    makeFace();
    face->start();
    [this] { QTRY_VERIFY(face->isReady()); }();
}

void FaceFixture::notice(const QString &kind, const QString &title, const QString &text)
{
    store.apply({ QStringLiteral("1-1"),
                  QStringLiteral("notice"),
                  { { QStringLiteral("kind"), kind },
                    { QStringLiteral("project"), QStringLiteral("links") },
                    { QStringLiteral("title"), title },
                    { QStringLiteral("text"), text } } });
}

domain::ProjectView FaceFixture::beginNew()
{
    auto view = store.snapshot().projects[0];
    view.state = QStringLiteral("planning");
    view.stage = QStringLiteral("prd");
    changeProject(view);
    discord.say(FakeDiscord::alice, QStringLiteral("!new Build a URL shortener"));
    [this] { QTRY_VERIFY(discord.find(QStringLiteral("writing the product requirements"))); }();
    return view;
}

void FaceFixture::loseSession()
{
    discord.gateway().forgetSessions();
    discord.gateway().drop();
}

void FaceFixture::openGate(const QString &kind)
{
    domain::GateView gate;
    gate.id = QStringLiteral("g1");
    gate.project = QStringLiteral("links");
    gate.kind = kind;
    gate.title = QStringLiteral("Approve the plan?");
    gate.detail = QStringLiteral("17 issues");
    store.apply({ QStringLiteral("1-1"), QStringLiteral("gate"), domain::toJson(gate) });
}

void FaceFixture::closeGate()
{
    store.apply(
        { QStringLiteral("1-1"), QStringLiteral("gate_closed"), { { QStringLiteral("id"), QStringLiteral("g1") } } });
}

FaceFixture::~FaceFixture()
{
    if (face)
        await(face->stop());
    const auto violations = discord.violations();
    if (!violations.isEmpty())
        qWarning("Discord's rules were broken: %s", qPrintable(violations.join(QStringLiteral("; "))));
    [&] { QVERIFY(violations.isEmpty()); }();
}

chat::AccessRules FaceFixture::defaultRules()
{
    return { { FakeDiscord::alice }, {}, FakeDiscord::guild, FakeDiscord::channel };
}

domain::Snapshot FaceFixture::snapshot()
{
    domain::Snapshot snapshot;
    snapshot.activeProject = QStringLiteral("links");
    domain::ProjectView view;
    view.name = QStringLiteral("links");
    view.state = QStringLiteral("running");
    view.stage = QStringLiteral("workers");
    view.issues.closed = 1;
    view.issues.queued = 1;
    view.issues.inProgress = 1;
    view.cost.usd = 1.25;
    snapshot.projects.append(view);
    domain::Task task;
    task.key = { QStringLiteral("links"), 7 };
    task.title = QStringLiteral("Store links");
    task.type = domain::AgentType::Backend;
    task.phase = domain::TaskPhase::Running;
    task.attempts = 2;
    task.maxAttempts = 3;
    snapshot.tasks.insert(QStringLiteral("links:7"), task);
    return snapshot;
}

void FaceFixture::settle()
{
    const int beats = discord.gateway().heartbeats; // they come after all that was sent before
    QTRY_VERIFY(face->isReady() && discord.gateway().heartbeats >= beats + 3);
}

void FaceFixture::changeProject(const domain::ProjectView &view)
{
    store.apply({ QStringLiteral("1-1"), QStringLiteral("project"), domain::toJson(view) });
}

Async<QJsonObject> FaceFixture::execute(FaceFixture *self, control::Command command, std::stop_token stop)
{
    self->commands.append(command);
    if (self->answersAfter.count() > 0)
        CO_CHECK(co_await base::sleepFor(self->answersAfter, std::move(stop)));
    if (const auto refusal = std::exchange(self->refusal, std::nullopt))
        co_return std::unexpected(*refusal);
    QJsonObject answer { { QStringLiteral("success"), true }, { QStringLiteral("project"), QStringLiteral("links") } };
    if (command.verb == QLatin1String("deploy"))
        answer.insert(QStringLiteral("url"), QStringLiteral("http://127.0.0.1:3001"));
    if (command.verb == QLatin1String("ask"))
        answer.insert(QStringLiteral("text"),
                      QStringLiteral("**Nearly**: see [here](https://evil.example) @everyone <@1>"));
    co_return answer;
}

Async<QJsonObject> FaceFixture::query(QString name, QJsonObject arguments)
{
    if (name == QLatin1String("runs")) {
        const QJsonObject run { { QStringLiteral("id"), QStringLiteral("run-1") } };
        co_return QJsonObject { { QStringLiteral("runs"), QJsonArray { run } } };
    }
    QJsonArray events;
    const int from = arguments.value(QLatin1String("from")).toInt();
    for (int i = from; i < from + 500; ++i)
        events.append(QJsonObject { { QStringLiteral("text"), QStringLiteral("line %1").arg(i) } });
    co_return QJsonObject { { QStringLiteral("events"), events },
                            { QStringLiteral("next"), from + 500 },
                            { QStringLiteral("done"), from >= 500 } };
}

} // namespace slipway::test
