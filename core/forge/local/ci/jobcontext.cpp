// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/ci/jobcontext.h"

#include "core/process/processrunner.h"

#include <QSysInfo>

namespace slipway::forge {

namespace {

QJsonObject jsonOf(const QMap<QString, QString> &map)
{
    QJsonObject object;
    for (auto it = map.cbegin(); it != map.cend(); ++it)
        object.insert(it.key(), it.value());
    return object;
}

QString architecture()
{
    const QString cpu = QSysInfo::currentCpuArchitecture();
    if (cpu == QLatin1String("x86_64"))
        return QStringLiteral("X64");
    return cpu == QLatin1String("arm64") ? QStringLiteral("ARM64") : cpu.toUpper();
}

} // namespace

QString resultName(domain::CiState state)
{
    switch (state) {
    case domain::CiState::Success:
        return QStringLiteral("success");
    case domain::CiState::Skipped:
        return QStringLiteral("skipped");
    case domain::CiState::Cancelled:
        return QStringLiteral("cancelled");
    default:
        return QStringLiteral("failure");
    }
}

JobContext::JobContext(const JobPlan &plan, const JobFolders &folders)
    : m_plan(plan)
    , m_folders(folders)
    , m_github(plan.github)
{
    m_github.insert(QStringLiteral("workspace"), folders.repository());
    m_github.insert(QStringLiteral("job"), plan.job.key);
    m_github.insert(QStringLiteral("event_path"), QString(folders.scripts() + QStringLiteral("/event.json")));
}

Result<> JobContext::start()
{
    for (const auto &texts : { m_plan.workflowEnvironment, m_plan.job.environment }) {
        TRY(const auto values, evaluated(texts));
        m_environment.insert(values);
    }
    return {};
}

ExpressionScope JobContext::scope(const QMap<QString, QString> &stepEnvironment) const
{
    auto environment = m_environment;
    environment.insert(stepEnvironment);
    const QJsonObject runner { { QStringLiteral("name"), QStringLiteral("slipway") },
                               { QStringLiteral("os"), QStringLiteral("Linux") },
                               { QStringLiteral("arch"), architecture() },
                               { QStringLiteral("temp"), m_folders.temp() },
                               { QStringLiteral("tool_cache"), QString(m_folders.temp() + QStringLiteral("/tools")) } };
    ExpressionScope scope;
    scope.contexts = { { QStringLiteral("github"), m_github },
                       { QStringLiteral("env"), jsonOf(environment) },
                       { QStringLiteral("needs"), m_plan.needs },
                       { QStringLiteral("steps"), m_steps },
                       { QStringLiteral("runner"), runner },
                       { QStringLiteral("job"),
                         QJsonObject { { QStringLiteral("status"),
                                         m_failed ? QStringLiteral("failure") : QStringLiteral("success") } } },
                       { QStringLiteral("secrets"), QJsonObject() },
                       { QStringLiteral("vars"), QJsonObject() },
                       { QStringLiteral("inputs"), QJsonObject() },
                       { QStringLiteral("strategy"), QJsonObject() },
                       { QStringLiteral("matrix"), QJsonObject() } };
    scope.failed = m_failed;
    return scope;
}

Result<QMap<QString, QString>> JobContext::evaluated(const QMap<QString, QString> &texts) const
{
    const auto seen = scope();
    QMap<QString, QString> values;
    for (auto it = texts.cbegin(); it != texts.cend(); ++it) {
        TRY(const QString value, expression::interpolate(it.value(), seen));
        values.insert(it.key(), value);
    }
    return values;
}

QMap<QString, QString> JobContext::fixedVariables() const
{
    QMap<QString, QString> variables { { QStringLiteral("CI"), QStringLiteral("true") },
                                       { QStringLiteral("SLIPWAY_CI"), QStringLiteral("true") },
                                       { QStringLiteral("GITHUB_ACTIONS"), QStringLiteral("true") },
                                       { QStringLiteral("RUNNER_NAME"), QStringLiteral("slipway") },
                                       { QStringLiteral("RUNNER_OS"), QStringLiteral("Linux") },
                                       { QStringLiteral("RUNNER_ARCH"), architecture() },
                                       { QStringLiteral("RUNNER_TEMP"), m_folders.temp() },
                                       { QStringLiteral("RUNNER_TOOL_CACHE"),
                                         m_folders.temp() + QStringLiteral("/tools") },
                                       { QStringLiteral("GITHUB_REF_TYPE"), QStringLiteral("branch") } };
    static constexpr const char *mirrored[]
        = { "workspace",        "sha",     "ref",    "ref_name",   "event_name",  "event_path", "repository",
            "repository_owner", "actor",   "run_id", "run_number", "run_attempt", "job",        "workflow",
            "head_ref",         "base_ref" };
    for (const char *name : mirrored) {
        const QString value = expression::textOf(m_github.value(QLatin1String(name)));
        variables.insert(QStringLiteral("GITHUB_") + QString::fromLatin1(name).toUpper(), value);
    }
    return variables;
}

QMap<QString, QString> JobContext::variables(const QMap<QString, QString> &stepEnvironment) const
{
    auto variables = m_environment;
    variables.insert(stepEnvironment);
    variables.insert(fixedVariables());
    if (!m_paths.isEmpty()) {
        const QString base
            = variables.value(QStringLiteral("PATH"), process::baseEnvironment().value(QStringLiteral("PATH")));
        variables.insert(QStringLiteral("PATH"), m_paths.join(QLatin1Char(':')) + QLatin1Char(':') + base);
    }
    return variables;
}

void JobContext::assign(const QMap<QString, QString> &variables)
{
    m_environment.insert(variables);
}

void JobContext::addPath(const QString &folder)
{
    m_paths.removeAll(folder);
    m_paths.prepend(folder);
}

void JobContext::recordStep(const WorkflowStep &step, domain::CiState outcome, domain::CiState conclusion,
                            const QMap<QString, QString> &outputs)
{
    if (conclusion != domain::CiState::Success && conclusion != domain::CiState::Skipped)
        m_failed = true;
    if (step.id.isEmpty())
        return;
    m_steps.insert(step.id,
                   QJsonObject { { QStringLiteral("outputs"), jsonOf(outputs) },
                                 { QStringLiteral("outcome"), resultName(outcome) },
                                 { QStringLiteral("conclusion"), resultName(conclusion) } });
}

Result<QMap<QString, QString>> JobContext::outputs() const
{
    return evaluated(m_plan.job.outputs);
}

} // namespace slipway::forge
