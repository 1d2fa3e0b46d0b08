// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chat/projectprogress.h"
#include "core/chat/projectthreads.h"
#include "core/notifications/digest.h"
#include "core/notifications/noticeport.h"

namespace slipway::chat {

/// What the engine has to tell, in the channel: by the rules of core/notifications, at once, without a sound or gathered.
/// Steps of a project are told in its thread, too, all of them and without a sound. What piles up while something is being
/// sent is merged into one message. Decisions are the GateBoard's, and what a progress message says already is not said
/// again. Lives in the thread of the store.
class NoticeBoard final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NoticeBoard)
public:
    NoticeBoard(control::StateStore &store, DiscordApi &api, notifications::NoticePort notices,
                ProjectProgress &progress, ProjectThreads &threads, base::TaskScope &scope, QString channel,
                QObject *parent = nullptr);

    /// Whether these words are for answerTo().
    [[nodiscard]] static bool isOwn(const QStringList &words);
    /// Answers `quiet [HOURS | off]` and `notify [KIND now | gathered | off]`; nothing for other words.
    [[nodiscard]] std::optional<QString> answerTo(const QStringList &words);

Q_SIGNALS:
    void troubled(const slipway::base::Error &error); ///< channel or thread cannot be told; said once for each

private:
    void noticed(const QString &kind, const QString &project, const QString &title, const QString &text);
    /// In the thread of the project, or, without one, in the channel.
    void tell(const QString &project, const QString &line, bool silently);
    [[nodiscard]] QCoro::Task<> send(QString project);
    [[nodiscard]] Async<> sendPart(QString project, QJsonObject message);
    [[nodiscard]] Result<QString> changeRules(const QStringList &words);

    DiscordApi &m_api;
    notifications::NoticePort m_notices;
    ProjectProgress &m_progress;
    ProjectThreads &m_threads;
    base::TaskScope &m_scope;
    QString m_channel;
    notifications::Digest m_digest;
    struct Queue {
        QStringList lines; ///< of the next message
        bool silently = true, sending = false, saidTrouble = false;
    };
    QHash<QString, Queue> m_queues; ///< by project, empty for the channel
};

} // namespace slipway::chat
