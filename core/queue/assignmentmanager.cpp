// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/queue/assignmentmanager.h"

#include <QRegularExpression>

namespace slipway::queue {

using domain::AgentType;

namespace {

constexpr qsizetype atATime = 64;

QStringList words(const char *list)
{
    return QString::fromLatin1(list).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

QList<ClassificationRule> makeDefaultRules()
{
    // For titles the first rule with a keyword decides: the narrow trades come before the wide ones, so that "Add tests for
    // the login page" is qa's and "Create the users table for the API" is the database's.
    return {
        { AgentType::Database, words("database db sql schema migration migrations data-model"),
          words("database schema schemas migration migrations sql sqlite postgres postgresql mysql table tables index "
                "indexes "
                "orm seed persistence") },
        { AgentType::Devops,
          words("devops ci cd ci/cd ci-cd infra infrastructure docker deploy deployment ops build release"),
          words("ci cd docker dockerfile docker-compose container kubernetes helm terraform deploy deployment pipeline "
                "workflow workflows infrastructure nginx healthz healthcheck monitoring") },
        { AgentType::Qa, words("qa test tests testing e2e quality"),
          words("test tests testing e2e end-to-end qa coverage regression") },
        { AgentType::Frontend, words("frontend front-end ui ux css web design accessibility a11y"),
          words(
              "frontend front-end ui ux page pages form forms button component components css html template templates "
              "layout responsive browser navigation dashboard dialog screen accessibility") },
        { AgentType::Backend, words("backend back-end api server service auth security"),
          words("backend back-end api endpoint endpoints rest graphql server service route routes handler auth "
                "authentication authorization login session webhook middleware validation rate-limit") },
    };
}

/// Whether `word` stands by itself in the title; dashes belong to words ("front-end" is not "end").
bool hasWord(const QString &title, const QString &word)
{
    const QRegularExpression pattern(QStringLiteral("(?<![\\w-])%1(?![\\w-])").arg(QRegularExpression::escape(word)),
                                     QRegularExpression::CaseInsensitiveOption
                                         | QRegularExpression::UseUnicodePropertiesOption);
    return pattern.match(title).hasMatch();
}

/// The number of the first label `priority:0` … `priority:9`, or -1.
int priorityOf(const QStringList &labels)
{
    static const QRegularExpression pattern(QStringLiteral("^priority:([0-9])$"));
    for (const QString &label : labels) {
        const auto match = pattern.match(label.trimmed());
        if (match.hasMatch())
            return match.captured(1).toInt();
    }
    return -1;
}

} // namespace

const QList<ClassificationRule> &defaultClassificationRules()
{
    static const QList<ClassificationRule> rules = makeDefaultRules();
    return rules;
}

AssignmentManager::AssignmentManager(TaskQueue &queue, QList<ClassificationRule> rules)
    : m_queue(queue)
    , m_rules(std::move(rules))
{
}

Classification AssignmentManager::classify(const QString &title, const QStringList &labels) const
{
    // The type's own name is the strongest label, whatever else is there.
    for (const QString &label : labels) {
        if (const auto type = domain::agentTypeFromString(label.trimmed().toLower()))
            return { *type, Classification::By::Label, label };
    }
    for (const QString &label : labels) {
        for (const auto &rule : m_rules) {
            if (rule.labels.contains(label.trimmed(), Qt::CaseInsensitive))
                return { rule.type, Classification::By::Label, label };
        }
    }
    for (const auto &rule : m_rules) {
        for (const QString &keyword : rule.titleKeywords) {
            if (hasWord(title, keyword))
                return { rule.type, Classification::By::TitleKeyword, keyword };
        }
    }
    return {};
}

domain::Task AssignmentManager::assigned(domain::Task task) const
{
    const bool isReview = task.kind == QLatin1String("review");
    task.type = isReview ? AgentType::Qa : classify(task.title, task.labels).type;
    if (const int priority = priorityOf(task.labels); priority >= 0)
        task.priority = priority;
    return task;
}

Async<domain::Task> AssignmentManager::assignIssue(domain::Task task, bool hold)
{
    return m_queue.enqueue(assigned(std::move(task)), hold);
}

Async<QList<domain::Task>> AssignmentManager::assignAllIssues(QList<domain::Task> tasks, bool hold)
{
    QList<domain::Task> stored;
    stored.reserve(tasks.size());
    // Many on the wire at a time; the server takes them in this order.
    for (qsizetype first = 0; first < tasks.size(); first += atATime) {
        std::vector<Async<domain::Task>> sent;
        for (qsizetype i = first; i < std::min(first + atATime, tasks.size()); ++i)
            sent.push_back(m_queue.enqueueIfNew(assigned(std::move(tasks[i])), hold));
        std::optional<Error> error;
        for (auto &one : sent) {
            auto result = co_await std::move(one);
            if (result)
                stored.append(std::move(*result));
            else if (!error)
                error = result.error();
        }
        if (error)
            co_return std::unexpected(*error);
    }
    co_return stored;
}

} // namespace slipway::queue
