// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/taskscope.h"
#include "core/chat/chataccess.h"
#include "core/chat/discordapi.h"
#include "core/chat/handledids.h"

#include <QElapsedTimer>
#include <QObject>

#include <functional>

namespace slipway::chat {

/// A message that is meant for the bot.
struct ChatMessage {
    QString id;
    ChatOrigin origin;
    QString text; ///< without the exclamation mark or the mention
    bool isMention = false; ///< then it may be free text
    bool isLate = false; ///< said while the bot was away for long: to be asked again, not carried out
};

/// What people say, each message once: from the gateway, and, after a session that could not be resumed, from the history of
/// the channel and of its projects' threads. Own messages, those of bots and webhooks, edits and what is not meant for the bot are left out. Lives in the
/// thread of its DiscordApi.
class MessageInbox final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MessageInbox)
public:
    using Threads = std::function<QStringList()>;
    /// What was said during an absence longer than `longestAbsence`, or longer ago than that, is late.
    MessageInbox(DiscordApi &api, base::TaskScope &scope, QString channel, Threads threads,
                 std::chrono::milliseconds longestAbsence, QObject *parent = nullptr);

    void setOwnId(const QString &id) { m_ownId = id; }
    /// The server that the channel belongs to: the history does not say it.
    void setGuild(const QString &guild) { m_guild = guild; }
    void take(const QJsonObject &message);
    /// A new session: reads what was said since the last message that arrived. At the first one it only looks where the
    /// history stands: what was said to an engine that did not run is not carried out.
    void sessionStarted();
    /// Nothing was missed.
    void sessionResumed() { m_away.invalidate(); }
    void disconnected();

Q_SIGNALS:
    void addressed(const slipway::chat::ChatMessage &message);

private:
    [[nodiscard]] Async<> findStart();
    [[nodiscard]] Async<> catchUp(bool late);
    /// Announces what was said there after that message, and says which is the newest.
    [[nodiscard]] Async<quint64> readSince(QString place, quint64 start, bool late);
    /// Nothing said there: 0. A thread that is gone is no error.
    [[nodiscard]] Async<quint64> newestOf(QString place);
    [[nodiscard]] QStringList places() const { return QStringList { m_channel } + m_threads(); }
    [[nodiscard]] bool isOld(const QString &id) const;
    [[nodiscard]] Async<QStringList> rolesOf(QString user);
    [[nodiscard]] QString textFor(const QJsonObject &message) const;
    [[nodiscard]] bool isForUs(const QJsonObject &message) const;
    void announce(const QJsonObject &message, bool late);

    DiscordApi &m_api;
    base::TaskScope &m_scope;
    QString m_channel, m_guild, m_ownId;
    Threads m_threads; ///< of the channel
    std::chrono::milliseconds m_longestAbsence;
    HandledIds m_handled;
    quint64 m_seen = 0; ///< everything up to this message was handled; ids are in the order of time
    int m_sessions = 0;
    bool m_started = false, m_hasGap = false;
    QElapsedTimer m_away;
};

} // namespace slipway::chat
