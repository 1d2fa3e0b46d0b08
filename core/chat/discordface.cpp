// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/discordface.h"

#include <QJsonArray>

namespace slipway::chat {

namespace {

constexpr int directMessageIntent = 1 << 12;
constexpr int showMessage = 4, completions = 8;

const QString refusal = QStringLiteral("Sorry, I take commands only from the people on my list. "
                                       "Whoever runs this Slipway can add you to it.");

GatewaySettings gatewaySettings(const DiscordSettings &settings)
{
    GatewaySettings gateway = settings.gateway;
    gateway.token = settings.token;
    gateway.intents = readingIntents | (settings.access.directMessages ? directMessageIntent : 0);
    return gateway;
}

} // namespace

DiscordFace::DiscordFace(DiscordSettings settings, control::StateStore &store, EnginePort engine,
                         notifications::NoticePort notices, QObject *parent)
    : QObject(parent)
    , m_settings(std::move(settings))
    , m_api(m_settings.apiUrl, m_settings.token, m_settings.pace)
    , m_gateway(gatewaySettings(m_settings), [this] { return locate(); })
    , m_access(m_settings.access)
    , m_progress(store, m_settings.progressGap)
    , m_threads(m_api, m_access, m_settings.access.channel, m_settings.threadFile)
    , m_notices(store, m_api, notices, m_progress, m_threads, m_scope, m_settings.access.channel)
    , m_desk(store, engine, m_progress, m_notices, m_scope)
    , m_slash(store, m_api, m_desk, m_scope)
    , m_gates(store, m_api, engine, notices, m_scope,
              { m_settings.access.channel, m_settings.gateFile, m_settings.buttonLife })
    , m_inbox(m_api, m_scope, m_settings.access.channel, [this] { return m_threads.all(); }, m_settings.longestAbsence)
{
    m_inbox.setGuild(m_settings.access.guild);
    connect(&m_gateway, &GatewayConnection::dispatched, this, &DiscordFace::received);
    connect(&m_gateway, &GatewayConnection::readyChanged, this, [this](bool ready) {
        if (!ready)
            m_inbox.disconnected();
    });
    connect(&m_gateway, &GatewayConnection::troubled, this, &DiscordFace::troubled);
    connect(&m_gateway, &GatewayConnection::stopped, this, &DiscordFace::stopped);
    connect(&m_notices, &NoticeBoard::troubled, this, &DiscordFace::troubled);
    connect(&m_inbox, &MessageInbox::addressed, this, &DiscordFace::addressed);
}

DiscordFace::~DiscordFace() = default;

void DiscordFace::start()
{
    m_gateway.start();
    m_gates.start();
}

QCoro::Task<> DiscordFace::stop()
{
    m_api.stop(); // first: the gateway may be asking it for its address
    co_await m_gateway.stop();
    co_await m_scope.drain();
}

Async<GatewayPlace> DiscordFace::locate()
{
    ApiCall call;
    call.path = QStringLiteral("gateway/bot");
    CO_TRY(const QJsonObject answer, co_await m_api.send(call));
    const QJsonObject limit = answer.value(QLatin1String("session_start_limit")).toObject();
    GatewayPlace place;
    place.url = QUrl(answer.value(QLatin1String("url")).toString());
    place.startsLeft = limit.value(QLatin1String("remaining")).toInt(1);
    place.resetAfter = std::chrono::milliseconds(limit.value(QLatin1String("reset_after")).toInteger());
    co_return place;
}

void DiscordFace::received(const QString &event, const QJsonObject &data)
{
    if (event == QLatin1String("READY")) {
        const QJsonObject user = data.value(QLatin1String("user")).toObject();
        m_inbox.setOwnId(user.value(QLatin1String("id")).toString());
        m_inbox.sessionStarted();
        m_application = data.value(QLatin1String("application")).toObject().value(QLatin1String("id")).toString();
        m_scope.start(m_slash.registerCommands(m_application, m_settings.access.guild), "discord slash commands");
        if (!std::exchange(m_wasReady, true))
            Q_EMIT connected(user.value(QLatin1String("username")).toString());
    } else if (event == QLatin1String("RESUMED")) {
        m_inbox.sessionResumed();
    } else if (event == QLatin1String("GUILD_CREATE")) {
        noteGuild(data);
    } else if (event == QLatin1String("THREAD_CREATE")) {
        m_access.noteThread(data.value(QLatin1String("id")).toString(),
                            data.value(QLatin1String("parent_id")).toString());
    } else if (event == QLatin1String("MESSAGE_CREATE")) {
        m_inbox.take(data);
    } else if (event == QLatin1String("INTERACTION_CREATE")) {
        const Interaction interaction = interactionFrom(data);
        if (m_interactions.isNew(interaction.id))
            interacted(interaction);
    }
}

void DiscordFace::noteGuild(const QJsonObject &guild)
{
    const auto idOf = [](const QJsonValue &value) { return value.toObject().value(QLatin1String("id")).toString(); };
    const auto channels = guild.value(QLatin1String("channels")).toArray();
    const bool isOurs = std::ranges::any_of(
        channels, [&](const QJsonValue &channel) { return idOf(channel) == m_settings.access.channel; });
    if (isOurs) {
        m_inbox.setGuild(idOf(guild));
        m_scope.start(m_slash.registerCommands(m_application, idOf(guild)), "discord slash commands");
    }
    const auto threads = guild.value(QLatin1String("threads")).toArray();
    for (const auto &thread : threads)
        m_access.noteThread(idOf(thread), thread.toObject().value(QLatin1String("parent_id")).toString());
}

QString DiscordFace::projectAt(const QString &channel) const
{
    const QString ofThread = m_threads.projectOf(channel);
    return ofThread.isEmpty() ? m_desk.activeProject() : ofThread;
}

std::shared_ptr<ReplyMessage> DiscordFace::replyTo(const ChatMessage &message)
{
    return std::make_shared<ReplyMessage>(m_api, m_scope, ReplyPlace { message.origin.channel, message.id, {}, {} });
}

void DiscordFace::addressed(const ChatMessage &message)
{
    const QString &user = message.origin.user;
    switch (m_access.check(message.origin)) {
    case ChatAccess::Verdict::Elsewhere:
        return;
    case ChatAccess::Verdict::Stranger:
        if (m_access.refusesNow(user))
            replyTo(message)->show(refusal);
        return;
    case ChatAccess::Verdict::Allowed:
        break;
    }
    if (message.isLate) {
        replyTo(message)->show(QStringLiteral("I was away when you said that. Please say it again if it still holds."));
        return;
    }
    const DeskOrder order { message.id, QStringLiteral("discord:") + user, projectAt(message.origin.channel),
                            replyTo(message) };
    if (message.isMention)
        m_desk.answer(message.text, order);
    else
        m_desk.carryOut(message.text, order);
}

QCoro::Task<> DiscordFace::refuse(Interaction interaction, QString why)
{
    const bool isCompletion = interaction.type == Interaction::Type::Completion;
    const QJsonObject nothing { { QStringLiteral("choices"), QJsonArray() } };
    const QJsonObject data = isCompletion ? nothing : privateAnswer(why);
    const auto told
        = co_await m_api.answer(interaction.id, interaction.token, isCompletion ? completions : showMessage, data);
    if (!told)
        qInfo("discord: %s", qUtf8Printable(told.error().message));
}

void DiscordFace::interacted(const Interaction &interaction)
{
    const auto verdict = m_access.check(interaction.origin);
    if (verdict != ChatAccess::Verdict::Allowed) {
        const QString elsewhere = QStringLiteral("Sorry, commands are taken in another channel.");
        m_scope.start(refuse(interaction, verdict == ChatAccess::Verdict::Stranger ? refusal : elsewhere),
                      "discord refusal");
        return;
    }
    switch (interaction.type) {
    case Interaction::Type::Command:
    case Interaction::Type::Completion:
        m_slash.take(interaction, projectAt(interaction.origin.channel));
        return;
    case Interaction::Type::Click:
    case Interaction::Type::Form:
        break;
    }
    if (!m_gates.take(interaction))
        m_scope.start(refuse(interaction, QStringLiteral("I do not know that button.")), "discord refusal");
}

} // namespace slipway::chat
