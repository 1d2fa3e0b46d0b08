// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chat/gateboard.h"
#include "core/chat/gatewayconnection.h"
#include "core/chat/messageinbox.h"
#include "core/chat/slashdesk.h"

namespace slipway::chat {

struct DiscordSettings {
    QUrl apiUrl;
    QString token;
    AccessRules access;
    ApiPace pace;
    GatewaySettings gateway; ///< its token and intents are set by the face
    std::chrono::milliseconds progressGap { 2000 }; ///< between two edits of a progress message
    std::chrono::milliseconds longestAbsence { 15 * 60 * 1000 }; ///< see MessageInbox
    QString gateFile, threadFile; ///< see GateBoard and ProjectThreads
    std::chrono::milliseconds buttonLife { 24 * 3600 * 1000 };
};

/// The Discord link as a whole: listens on the gateway, lets allowed people command the engine, answers over REST. Knows the
/// engine by its commands, queries and the StateStore only. Lives in the thread of the store; await stop() before
/// destruction.
class DiscordFace final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DiscordFace)
public:
    DiscordFace(DiscordSettings settings, control::StateStore &store, EnginePort engine,
                notifications::NoticePort notices, QObject *parent = nullptr);
    ~DiscordFace() override;

    void start();
    /// Goes offline; what is being sent is given up.
    [[nodiscard]] QCoro::Task<> stop();
    [[nodiscard]] bool isReady() const { return m_gateway.isReady(); }

Q_SIGNALS:
    void connected(const QString &botName); ///< the first time
    void troubled(const slipway::base::Error &error); ///< goes on by itself
    void stopped(const slipway::base::Error &error); ///< only a person can help

private:
    [[nodiscard]] Async<GatewayPlace> locate();
    void received(const QString &event, const QJsonObject &data);
    void noteGuild(const QJsonObject &guild);
    void addressed(const ChatMessage &message);
    void interacted(const Interaction &interaction);
    [[nodiscard]] QCoro::Task<> refuse(Interaction interaction, QString why);
    /// That is meant by what is said there without a name.
    [[nodiscard]] QString projectAt(const QString &channel) const;
    [[nodiscard]] std::shared_ptr<ReplyMessage> replyTo(const ChatMessage &message);

    DiscordSettings m_settings;
    base::TaskScope m_scope;
    DiscordApi m_api;
    GatewayConnection m_gateway;
    ChatAccess m_access;
    ProjectProgress m_progress;
    ProjectThreads m_threads;
    NoticeBoard m_notices;
    CommandDesk m_desk;
    SlashDesk m_slash;
    GateBoard m_gates;
    MessageInbox m_inbox;
    HandledIds m_interactions;
    QString m_application;
    bool m_wasReady = false;
};

} // namespace slipway::chat
