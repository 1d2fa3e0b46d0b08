// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/taskscope.h"
#include "core/chat/discordapi.h"
#include "core/chat/engineport.h"
#include "core/chat/interaction.h"
#include "core/control/statestore.h"
#include "core/notifications/noticeport.h"

#include <QDateTime>

namespace slipway::chat {

struct GateBoardSettings {
    QString channel;
    QString file; ///< what was posted, so that buttons work after a restart and nothing is asked twice; empty: not kept
    std::chrono::milliseconds buttonLife { 24 * 3600 * 1000 };
};

/// The decisions that wait, each a message with buttons in the channel. A button works once, for a day, and names nothing but
/// a number that cannot be guessed; whoever clicks was let through by ChatAccess before. Decided elsewhere, the buttons go.
/// Lives in the thread of the store.
class GateBoard final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GateBoard)
public:
    GateBoard(control::StateStore &store, DiscordApi &api, EnginePort engine, notifications::NoticePort notices,
              base::TaskScope &scope, GateBoardSettings settings, QObject *parent = nullptr);

    /// Posts what waits already.
    void start();
    /// True if the button or form is one of these; it was answered then.
    bool take(const Interaction &interaction);

private:
    struct Posted {
        QString gate, message, nonce, text, kind;
        QDateTime expires;
        bool isUsed = false, hasPaused = false;
        bool isBeingSent = false; ///< not kept
        bool isBeingCarriedOut = false; ///< not kept: what was clicked when an engine ended is asked again
    };
    struct Order {
        QString verb;
        QJsonObject arguments;
        QString done; ///< what the message says afterwards
    };
    void load();
    void save() const;
    void compare();
    [[nodiscard]] Async<> post(domain::GateView gate);
    /// A button works once: to be asked again, the gate needs others.
    static void giveNewButtons(Posted &posted);
    [[nodiscard]] Async<> show(Posted posted, QString more);
    void click(Posted &posted, const QString &action, const Interaction &interaction);
    [[nodiscard]] QCoro::Task<> carryOut(Interaction interaction, QString gate, Order order);
    [[nodiscard]] QCoro::Task<> tellPrivately(Interaction interaction, QString text);
    [[nodiscard]] QCoro::Task<> askWhy(Interaction interaction, QString nonce);
    [[nodiscard]] QJsonObject messageOf(const Posted &posted, const QString &more = {}) const;
    [[nodiscard]] bool isOpen(const QString &gate) const;

    control::StateStore &m_store;
    DiscordApi &m_api;
    EnginePort m_engine;
    notifications::NoticePort m_notices;
    base::TaskScope &m_scope;
    GateBoardSettings m_settings;
    QHash<QString, Posted> m_posted; ///< by gate
};

} // namespace slipway::chat
