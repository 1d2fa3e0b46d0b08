// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chat/replymessage.h"
#include "core/control/statestore.h"

#include <QTimer>

namespace slipway::chat {

/// What a progress message waits for.
enum class ProgressGoal { Created, Pipeline, Drained };

struct ProgressText {
    QString text;
    bool done = false; ///< reached, or failed: the message stays as it is
};
[[nodiscard]] ProgressText progressOf(ProgressGoal goal, const domain::ProjectView &view);

/// One progress message a project, edited in place at most once in `gap`. Lives in the thread of the store.
class ProjectProgress final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProjectProgress)
public:
    ProjectProgress(control::StateStore &store, std::chrono::milliseconds gap, QObject *parent = nullptr);
    /// Takes the place of what was followed of this project.
    void follow(const QString &project, ProgressGoal goal, std::shared_ptr<ReplyMessage> reply);
    /// Whether a progress message says that this goal is reached, or has just said so.
    [[nodiscard]] bool tells(const QString &project, ProgressGoal goal) const;

private:
    struct Followed {
        ProgressGoal goal = ProgressGoal::Created;
        std::shared_ptr<ReplyMessage> reply;
        QString shown;
        qint64 shownAt = 0;
        bool isKnown = false; ///< the store has had it
    };
    void update();
    control::StateStore &m_store;
    std::chrono::milliseconds m_gap;
    QHash<QString, Followed> m_followed;
    QHash<QString, QPair<ProgressGoal, qint64>> m_reached; ///< by project: what was reached last, and when
    QElapsedTimer m_clock;
    QTimer m_timer;
};

} // namespace slipway::chat
