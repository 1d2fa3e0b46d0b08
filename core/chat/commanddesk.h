// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chat/commandgrammar.h"
#include "core/chat/engineport.h"
#include "core/chat/noticeboard.h"

namespace slipway::chat {

/// Something that an allowed person said, and where the answer goes.
struct DeskOrder {
    QString id; ///< of the message or interaction: what is handed in twice is carried out once by the engine
    QString actor; ///< `discord:123`
    QString project; ///< that a command without a name means
    std::shared_ptr<ReplyMessage> reply;
};

/// Carries out what was said: questions from the face's own snapshot, everything else as a command of the engine; each gets
/// one answer, within three seconds at least a word that it is being worked on. Lives in the thread of the store.
class CommandDesk final {
public:
    CommandDesk(control::StateStore &store, EnginePort engine, ProjectProgress &progress, NoticeBoard &notices,
                base::TaskScope &scope);

    void carryOut(const QString &text, DeskOrder order);
    /// What somebody says to the bot in their own words is a question to the project's agent, unless it is a command.
    void answer(const QString &text, DeskOrder order);
    void carryOut(const QStringList &words, DeskOrder order);
    /// The project that is meant where none is named.
    [[nodiscard]] QString activeProject() const { return m_store.snapshot().activeProject; }

private:
    void carryOut(const CommandLine &line, DeskOrder order);
    [[nodiscard]] QCoro::Task<> execute(CommandLine line, DeskOrder order);
    [[nodiscard]] QCoro::Task<> showLogs(QString task, DeskOrder order);
    [[nodiscard]] Async<QStringList> logLines(QString task);
    void showAnswer(const CommandLine &line, const QJsonObject &answer, const DeskOrder &order);

    control::StateStore &m_store;
    EnginePort m_engine;
    ProjectProgress &m_progress;
    NoticeBoard &m_notices;
    base::TaskScope &m_scope;
};

} // namespace slipway::chat
