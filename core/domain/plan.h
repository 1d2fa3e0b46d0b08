// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

namespace slipway::domain {

/// One issue as planned, before it exists at the forge. `slug` names it for good; the number comes later.
struct PlannedIssue {
    QString slug;
    QString title;
    QString body;
    QStringList labels; ///< includes one of the agent types
    int priority = 5;
    QStringList acceptance;
    QStringList dependsOn; ///< slugs
};

/// What the project-manager agent makes of a PRD.
struct Plan {
    QString summary;
    QList<PlannedIssue> issues;
};

/// Bounds of a plan that is accepted.
struct PlanLimits {
    int minIssues = 15;
    int maxIssues = 30;
};

[[nodiscard]] QJsonObject toJson(const Plan &plan);
/// Invalid if the shape is wrong (not if rules are broken; see planViolations()).
[[nodiscard]] Result<Plan> planFromJson(const QJsonObject &json);
/// One sentence for every broken rule: count, unique slugs and titles, known and acyclic dependencies (the path of a
/// cycle is shown), acceptance criteria, labels, priority. Empty if the plan is fine.
[[nodiscard]] QStringList planViolations(const Plan &plan, const PlanLimits &limits = {});
/// The JSON schema of a plan, for agents that take one.
[[nodiscard]] QJsonObject planSchema();
/// Indices of the issues in an order that respects dependencies; empty on a cycle.
[[nodiscard]] QList<int> dependencyOrder(const Plan &plan);

} // namespace slipway::domain
