// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/taskscope.h"
#include "core/chat/discordapi.h"

#include <QElapsedTimer>
#include <QJsonArray>

#include <memory>

namespace slipway::chat {

/// Where an answer goes: below a message in a channel, or to an interaction that was deferred.
struct ReplyPlace {
    QString channel;
    QString message; ///< that is answered
    QString application, interactionToken; ///< set for an interaction
};

/// One answer that is shown at once and edited in place afterwards. What is wanted while something is being sent is merged:
/// only the newest is shown. A text that does not fit comes as a file. Made by std::make_shared; one thread.
class ReplyMessage final : public std::enable_shared_from_this<ReplyMessage> {
public:
    ReplyMessage(DiscordApi &api, base::TaskScope &scope, ReplyPlace place);
    void show(const QString &text, const QJsonArray &components = {});

private:
    struct Wanted {
        QString text;
        QJsonArray components;
        bool operator==(const Wanted &) const = default;
    };
    [[nodiscard]] static QCoro::Task<> pump(std::shared_ptr<ReplyMessage> self);
    [[nodiscard]] Async<> send(Wanted wanted);
    [[nodiscard]] Async<> sendLong(Wanted wanted);
    [[nodiscard]] Async<> sendTo(QJsonObject message);

    DiscordApi &m_api;
    base::TaskScope &m_scope;
    ReplyPlace m_place;
    QElapsedTimer m_age;
    QString m_id;
    Wanted m_wanted, m_shown;
    bool m_sending = false;
};

} // namespace slipway::chat
