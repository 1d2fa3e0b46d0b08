// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/ci/unsupported.h"

namespace slipway::forge {

namespace {

QString ofJobNode(const QString &key, const YAML::Node &job)
{
    static constexpr struct {
        const char *key;
        const char *what;
    } parts[] = { { "strategy", "a matrix (strategy:)" },
                  { "services", "service containers (services:)" },
                  { "container", "a job container (container:)" },
                  { "uses", "a reusable workflow (uses:)" } };
    for (const auto &part : parts) {
        if (yaml::child(job, part.key).IsDefined())
            return QStringLiteral("Job %1 needs %2, which local CI does not have").arg(key, QLatin1String(part.what));
    }
    const auto machines = yaml::textList(yaml::child(job, "runs-on"));
    for (const auto &machine : machines) {
        if (machine.startsWith(QLatin1String("windows"), Qt::CaseInsensitive)
            || machine.startsWith(QLatin1String("macos"), Qt::CaseInsensitive))
            return QStringLiteral("Job %1 runs on %2; local CI has this Linux machine only").arg(key, machine);
    }
    return {};
}

QString ofCheckout(const QString &job, const WorkflowStep &step)
{
    for (const char *input : { "repository", "ref", "path", "submodules", "sparse-checkout" }) {
        const QString value = step.with.value(QLatin1String(input));
        if (!value.isEmpty() && value != QLatin1String("false"))
            return QStringLiteral("Job %1 uses actions/checkout with '%2', which local CI does not have")
                .arg(job, QLatin1String(input));
    }
    return {};
}

QString ofStep(const QString &job, const WorkflowStep &step, const QString &defaultShell)
{
    if (!step.uses.isEmpty()) {
        const auto action = knownAction(step.uses);
        if (action.kind == KnownAction::Kind::None)
            return QStringLiteral("Job %1 uses the action %2, which local CI does not have").arg(job, step.uses);
        return action.kind == KnownAction::Kind::Checkout ? ofCheckout(job, step) : QString();
    }
    const QString shell = step.shell.isEmpty() ? defaultShell : step.shell;
    if (!shell.isEmpty() && shell != QLatin1String("bash") && shell != QLatin1String("sh"))
        return QStringLiteral("Job %1 uses the shell '%2'; local CI has bash and sh").arg(job, shell);
    return {};
}

} // namespace

KnownAction knownAction(const QString &uses)
{
    using Kind = KnownAction::Kind;
    const QString name = uses.section(QLatin1Char('@'), 0, 0).toLower();
    if (name == QLatin1String("actions/checkout"))
        return { Kind::Checkout, {} };
    if (name == QLatin1String("actions/cache") || name.startsWith(QLatin1String("actions/cache/")))
        return { Kind::Cache, {} };
    static const QMap<QString, QString> setups {
        { QStringLiteral("actions/setup-python"), QStringLiteral("python3") },
        { QStringLiteral("actions/setup-node"), QStringLiteral("node") },
        { QStringLiteral("actions/setup-go"), QStringLiteral("go") },
        { QStringLiteral("actions/setup-java"), QStringLiteral("java") },
        { QStringLiteral("actions/setup-dotnet"), QStringLiteral("dotnet") },
    };
    if (const auto setup = setups.constFind(name); setup != setups.cend())
        return { Kind::Setup, *setup };
    return {};
}

QString findUnsupported(const YAML::Node &root, const Workflow &workflow)
{
    for (const auto &job : workflow.jobs) {
        const auto node = yaml::child(yaml::child(root, "jobs"), job.key.toUtf8().constData());
        if (auto what = ofJobNode(job.key, node); !what.isEmpty())
            return what;
        for (const auto &step : job.steps) {
            if (auto what = ofStep(job.key, step, job.defaults.shell); !what.isEmpty())
                return what;
        }
    }
    return {};
}

} // namespace slipway::forge
