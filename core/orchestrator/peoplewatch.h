// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/orchestrator/flowdriver.h"
#include "core/orchestrator/peoplecomments.h"
#include "core/orchestrator/taskactions.h"

namespace slipway::orchestrator {

/// An issue that somebody wants to open through Slipway.
struct NewIssue {
    QString project; ///< empty: the active one
    QString title, body;
    QStringList labels; ///< beside the chosen one
    QString author;
    QString command; ///< its id: the same twice is one issue
};

/// Work that arrives from people at the forge of every project whose issues are queued: labelled issues become tasks (those of
/// strangers after a gate), comments steer them (PeopleComments), closed ones end. Looks every poll period, and more seldom
/// while nothing happens. Engine thread; await stop() before destruction.
class PeopleWatch final {
public:
    PeopleWatch(Services &services, ProjectViews &views, FlowDriver &flows, const PauseBook &pauses, TaskActions &tasks,
                ReviewResults &reviews, Attention &attention);
    void start();
    void requestStop();
    [[nodiscard]] QCoro::Task<> stop();

    /// Opens an issue at the project's forge, labelled so that it is taken at once. Unsupported for a recording and when
    /// issues are not taken; Conflict before the project's own issues are queued.
    [[nodiscard]] Async<QJsonObject> file(NewIssue wanted);
    /// Looks at everything of the project anew (all projects, without a name): a gate was answered, the queue was rebuilt.
    void lookAgain(const QString &project = {});
    /// For a project that is deleted: not looked at any more, and when this returns nothing of it is under way.
    [[nodiscard]] QCoro::Task<> retire(QString project);
    void reinstate(const QString &project) { m_retired.remove(project); } ///< the deletion failed
    void forget(const QString &project);
    [[nodiscard]] static bool asks(const QString &gateKind);

private:
    struct Look {
        std::shared_ptr<PeopleState> state; ///< null: to be read from disk
        QDateTime since; ///< invalid: everything
        int anew = 0; ///< grows when everything is to be looked at
        qint64 dueMs = 0;
        std::chrono::milliseconds pause { 0 };
        QMap<int, qint64> closing; ///< open tasks whose issue is closed, and when that was seen first
    };
    /// What one look at a project works with.
    struct Round {
        ProjectPtr project;
        std::shared_ptr<PeopleState> state;
        std::shared_ptr<ProjectFlow> flow;
        QMap<int, domain::Task> tasks; ///< as they were before the forge was asked
        bool hasChanged = false; ///< the state is to be saved
    };
    using RoundPtr = std::shared_ptr<Round>;

    [[nodiscard]] QCoro::Task<> loop();
    [[nodiscard]] Async<bool> look(ProjectPtr project); ///< true: something is going on
    [[nodiscard]] Async<> considerAll(RoundPtr round, QList<forge::Issue> issues);
    [[nodiscard]] Async<> consider(RoundPtr round, forge::Issue issue);
    void noteClosed(const RoundPtr &round, const forge::Issue &issue);
    [[nodiscard]] Async<> takeNew(RoundPtr round, forge::Issue issue);
    [[nodiscard]] Async<> takeAgain(RoundPtr round, forge::Issue issue);
    /// Whether the issue may be worked on; asks where a person has to say so.
    [[nodiscard]] Async<bool> isLetIn(RoundPtr round, forge::Issue issue);
    [[nodiscard]] Async<> queue(RoundPtr round, forge::Issue issue);
    [[nodiscard]] Async<> refuse(RoundPtr round, int number, QString why);
    [[nodiscard]] Async<> endClosed(RoundPtr round);
    [[nodiscard]] Async<> end(ProjectPtr project, int number);
    /// A finished project works again. `isQueued`: something was queued just now, which the store may not know yet.
    void wakeUp(const ProjectPtr &project, bool isQueued);
    /// Why this project's agents cannot do such work; empty: they can.
    [[nodiscard]] QString obstacle(const Project &project, const QString &title, const QStringList &labels) const;
    [[nodiscard]] QString fileOf(const QString &project) const;

    Services &m_services;
    ProjectViews &m_views;
    FlowDriver &m_flows;
    const PauseBook &m_pauses;
    TaskActions &m_tasks;
    PeopleComments m_comments;
    std::map<QString, Look> m_looks;
    QSet<QString> m_retired;
    QString m_current; ///< project that is looked at now
    std::stop_source m_nap;
    bool m_isStopping = false;
    base::TaskScope m_scope;
};

} // namespace slipway::orchestrator
