// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chat/chataccess.h"
#include "core/chat/discordapi.h"

namespace slipway::chat {

/// A thread of the channel for each project: made when there is something to say in it, remembered in a file of the home.
/// What is said in one is about its project. Lives in the thread of its DiscordApi.
class ProjectThreads final {
public:
    /// `file` empty: not kept.
    ProjectThreads(DiscordApi &api, ChatAccess &access, QString channel, QString file);

    /// The thread's id, which is made if there is none.
    [[nodiscard]] Async<QString> threadOf(QString project);
    /// Empty if it is no project's thread.
    [[nodiscard]] QString projectOf(const QString &thread) const { return m_threads.key(thread); }
    [[nodiscard]] QStringList all() const { return m_threads.values(); }
    /// Somebody deleted it: the next one is made anew.
    void forget(const QString &project);

private:
    void save() const;
    DiscordApi &m_api;
    ChatAccess &m_access;
    QString m_channel, m_file;
    QHash<QString, QString> m_threads; ///< by project
};

} // namespace slipway::chat
