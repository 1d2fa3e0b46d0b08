// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/plan.h"

#include "core/domain/agenttype.h"

#include <QHash>
#include <QJsonArray>
#include <QSet>

namespace slipway::domain {

namespace {

QStringList strings(const QJsonValue &value)
{
    QStringList list;
    const auto array = value.toArray();
    for (const auto &item : array)
        list.append(item.toString());
    return list;
}

/// Depth-first search for a cycle through `index`; the path is left in `path` when one is found.
bool findCycle(const QList<QList<int>> &edges, int index, QList<int> &state, QList<int> &path)
{
    state[index] = 1;
    path.append(index);
    for (const int next : edges[index]) {
        if (state[next] == 1) {
            path = path.mid(path.indexOf(next));
            path.append(next);
            return true;
        }
        if (state[next] == 0 && findCycle(edges, next, state, path))
            return true;
    }
    state[index] = 2;
    path.removeLast();
    return false;
}

QList<QList<int>> edgesOf(const Plan &plan)
{
    QHash<QString, int> indexOf;
    for (int i = 0; i < plan.issues.size(); ++i)
        indexOf.insert(plan.issues[i].slug, i);
    QList<QList<int>> edges(plan.issues.size());
    for (int i = 0; i < plan.issues.size(); ++i) {
        for (const QString &slug : plan.issues[i].dependsOn) {
            if (indexOf.contains(slug))
                edges[i].append(indexOf.value(slug));
        }
    }
    return edges;
}

QString cycleIn(const Plan &plan)
{
    const auto edges = edgesOf(plan);
    QList<int> state(plan.issues.size(), 0);
    for (int i = 0; i < plan.issues.size(); ++i) {
        QList<int> path;
        if (state[i] == 0 && findCycle(edges, i, state, path)) {
            QStringList names;
            for (const int index : std::as_const(path))
                names.append(plan.issues[index].slug);
            return names.join(QStringLiteral(" → "));
        }
    }
    return {};
}

QStringList issueViolations(const PlannedIssue &issue, const QSet<QString> &known)
{
    QStringList found;
    const auto say
        = [&](const QString &what) { found.append(QStringLiteral("Issue \"%1\": %2").arg(issue.slug, what)); };
    if (issue.title.trimmed().isEmpty() || issue.title.size() > 256)
        say(QStringLiteral("the title must have 1 to 256 characters"));
    if (issue.body.trimmed().isEmpty())
        say(QStringLiteral("the body is empty"));
    if (issue.acceptance.isEmpty())
        say(QStringLiteral("there are no acceptance criteria"));
    if (issue.priority < 0 || issue.priority > 9)
        say(QStringLiteral("the priority must be 0 to 9"));
    const bool typed = std::ranges::any_of(issue.labels,
                                           [](const QString &label) { return agentTypeFromString(label).has_value(); });
    if (!typed)
        say(QStringLiteral("no label names an agent type (backend, frontend, database, devops, qa)"));
    for (const QString &slug : issue.dependsOn) {
        if (!known.contains(slug))
            say(QStringLiteral("it depends on \"%1\", which is not in the plan").arg(slug));
    }
    return found;
}

} // namespace

QJsonObject toJson(const Plan &plan)
{
    QJsonArray issues;
    for (const auto &issue : plan.issues) {
        issues.append(QJsonObject {
            { QStringLiteral("slug"), issue.slug },
            { QStringLiteral("title"), issue.title },
            { QStringLiteral("body"), issue.body },
            { QStringLiteral("labels"), QJsonArray::fromStringList(issue.labels) },
            { QStringLiteral("priority"), issue.priority },
            { QStringLiteral("acceptance"), QJsonArray::fromStringList(issue.acceptance) },
            { QStringLiteral("depends_on"), QJsonArray::fromStringList(issue.dependsOn) },
        });
    }
    return { { QStringLiteral("summary"), plan.summary }, { QStringLiteral("issues"), issues } };
}

Result<Plan> planFromJson(const QJsonObject &json)
{
    if (!json.value(QLatin1String("issues")).isArray())
        return fail(ErrorCode::Invalid, QStringLiteral("The plan has no list of issues"));
    Plan plan;
    plan.summary = json.value(QLatin1String("summary")).toString();
    const auto issues = json.value(QLatin1String("issues")).toArray();
    for (const auto &value : issues) {
        if (!value.isObject())
            return fail(ErrorCode::Invalid, QStringLiteral("An issue of the plan is not an object"));
        const auto object = value.toObject();
        PlannedIssue issue;
        issue.slug = object.value(QLatin1String("slug")).toString();
        issue.title = object.value(QLatin1String("title")).toString();
        issue.body = object.value(QLatin1String("body")).toString();
        issue.labels = strings(object.value(QLatin1String("labels")));
        issue.priority = object.value(QLatin1String("priority")).toInt(5);
        issue.acceptance = strings(object.value(QLatin1String("acceptance")));
        issue.dependsOn = strings(object.value(QLatin1String("depends_on")));
        plan.issues.append(issue);
    }
    return plan;
}

QStringList planViolations(const Plan &plan, const PlanLimits &limits)
{
    QStringList found;
    if (plan.issues.size() < limits.minIssues || plan.issues.size() > limits.maxIssues) {
        found.append(QStringLiteral("The plan has %1 issues; it must have %2 to %3")
                         .arg(plan.issues.size())
                         .arg(limits.minIssues)
                         .arg(limits.maxIssues));
    }
    QSet<QString> slugs;
    QSet<QString> titles;
    for (const auto &issue : plan.issues) {
        if (issue.slug.isEmpty())
            found.append(QStringLiteral("The issue \"%1\" has no slug").arg(issue.title));
        else if (slugs.contains(issue.slug))
            found.append(QStringLiteral("The slug \"%1\" is used twice").arg(issue.slug));
        if (titles.contains(issue.title.toLower()))
            found.append(QStringLiteral("The title \"%1\" is used twice").arg(issue.title));
        slugs.insert(issue.slug);
        titles.insert(issue.title.toLower());
    }
    for (const auto &issue : plan.issues)
        found.append(issueViolations(issue, slugs));
    const QString cycle = cycleIn(plan);
    if (!cycle.isEmpty())
        found.append(QStringLiteral("The dependencies form a cycle: %1").arg(cycle));
    return found;
}

QJsonObject planSchema()
{
    const QJsonObject text { { QStringLiteral("type"), QStringLiteral("string") } };
    const QJsonObject texts { { QStringLiteral("type"), QStringLiteral("array") }, { QStringLiteral("items"), text } };
    const QJsonObject number { { QStringLiteral("type"), QStringLiteral("integer") },
                               { QStringLiteral("minimum"), 0 },
                               { QStringLiteral("maximum"), 9 } };
    const QJsonObject issue {
        { QStringLiteral("type"), QStringLiteral("object") },
        { QStringLiteral("properties"),
          QJsonObject { { QStringLiteral("slug"), text },
                        { QStringLiteral("title"), text },
                        { QStringLiteral("body"), text },
                        { QStringLiteral("labels"), texts },
                        { QStringLiteral("priority"), number },
                        { QStringLiteral("acceptance"), texts },
                        { QStringLiteral("depends_on"), texts } } },
        { QStringLiteral("required"),
          QJsonArray { QStringLiteral("slug"), QStringLiteral("title"), QStringLiteral("body"),
                       QStringLiteral("labels"), QStringLiteral("priority"), QStringLiteral("acceptance"),
                       QStringLiteral("depends_on") } },
    };
    const QJsonObject issues { { QStringLiteral("type"), QStringLiteral("array") },
                               { QStringLiteral("items"), issue } };
    return { { QStringLiteral("type"), QStringLiteral("object") },
             { QStringLiteral("properties"),
               QJsonObject { { QStringLiteral("summary"), text }, { QStringLiteral("issues"), issues } } },
             { QStringLiteral("required"), QJsonArray { QStringLiteral("summary"), QStringLiteral("issues") } } };
}

QList<int> dependencyOrder(const Plan &plan)
{
    const auto edges = edgesOf(plan);
    QList<int> order;
    QSet<int> placed;
    while (order.size() < plan.issues.size()) {
        const auto before = order.size();
        for (int i = 0; i < plan.issues.size(); ++i) {
            if (placed.contains(i) || !std::ranges::all_of(edges[i], [&](int next) { return placed.contains(next); }))
                continue;
            order.append(i);
            placed.insert(i);
        }
        if (order.size() == before)
            return {};
    }
    return order;
}

} // namespace slipway::domain
