// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/plan.h"
#include "core/queue/taskqueue.h"

namespace slipway::queue {

/// How an issue got its agent type, so that faces can say so.
struct Classification {
    domain::AgentType type = domain::AgentType::Backend;
    enum class By { Label, TitleKeyword, Default } by = By::Default;
    QString matched; ///< the label or keyword
};

/// One row of the classification table: a label or a word of the title that decides for a type.
struct ClassificationRule {
    domain::AgentType type;
    QStringList labels;
    QStringList titleKeywords; ///< whole words, case-insensitive
};
[[nodiscard]] const QList<ClassificationRule> &defaultClassificationRules();

/// Origin's AssignmentManager: classifies issues (labels first, then title keywords, else backend and says so) and puts
/// them into their queues. Used in the queue's thread; fails as TaskQueue does.
class AssignmentManager final {
public:
    AssignmentManager(TaskQueue &queue, QList<ClassificationRule> rules = defaultClassificationRules());
    /// A label decides in the order of the labels, a keyword in the order of the rules.
    [[nodiscard]] Classification classify(const QString &title, const QStringList &labels) const;
    /// Origin's `assign_issue`. The type and priority come from the labels (`priority:0` … `priority:9`; without one the
    /// task's own priority stays); a review goes to qa.
    [[nodiscard]] Async<domain::Task> assignIssue(domain::Task task, bool hold = false);
    /// Origin's `assign_all_issues`; issues that are queued already are left alone (and given back as they are). Gives the
    /// first error, when all that was sent along with it has been answered.
    [[nodiscard]] Async<QList<domain::Task>> assignAllIssues(QList<domain::Task> tasks, bool hold = false);

private:
    [[nodiscard]] domain::Task assigned(domain::Task task) const;

    TaskQueue &m_queue;
    QList<ClassificationRule> m_rules;
};

} // namespace slipway::queue
