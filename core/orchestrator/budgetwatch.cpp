// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/budgetwatch.h"

#include "core/base/files.h"

namespace slipway::orchestrator {

namespace {

using Scope = SpendLedger::Scope;

const QString dayKey = QStringLiteral("budget:day"), hourKey = QStringLiteral("budget:hour");
const QString projectPrefix = QStringLiteral("budget:project:");

QString keyOf(Scope scope, const QString &project)
{
    return scope == Scope::Day ? dayKey : scope == Scope::Hour ? hourKey : projectPrefix + project;
}

QString titleOf(Scope scope, const QString &project)
{
    switch (scope) {
    case Scope::Day:
        return QStringLiteral("Today's budget is used up");
    case Scope::Hour:
        return QStringLiteral("Money is spent too fast, in the last hour");
    case Scope::Project:
        break;
    }
    return QStringLiteral("The budget of %1 is used up").arg(project);
}

} // namespace

BudgetWatch::BudgetWatch(Services &services, Pause pause)
    : m_services(services)
    , m_pause(std::move(pause))
    , m_ledger({ services.settings.usdPerProject, services.settings.usdPerDay, services.settings.usdPerHour })
{
}

QString BudgetWatch::file() const
{
    return m_services.settings.stateFolder + QStringLiteral("/spend.json");
}

Result<> BudgetWatch::load()
{
    if (!QFileInfo::exists(file()))
        return {};
    TRY(const QJsonObject json, base::readJsonObject(file()));
    m_ledger.read(json);
    return {};
}

void BudgetWatch::save()
{
    const auto saved = base::writeJsonObject(file(), m_ledger.toJson());
    if (!saved)
        qWarning("%s", qUtf8Printable(saved.error().message));
}

void BudgetWatch::book(Project &project, const QString &run, const domain::Usage &usage)
{
    const QDateTime now = m_services.clock.now();
    if (usage.usd > 0 && !m_ledger.book(run, usage.usd, now))
        return;
    project.usage += usage;
    if (usage.usd <= 0)
        return;
    save();
    const auto overruns = m_ledger.overruns(project.name, project.usage.usd, now);
    for (const Scope scope : { Scope::Project, Scope::Day, Scope::Hour }) {
        const QString key = keyOf(scope, project.name);
        const auto overrun = std::ranges::find(overruns, scope, &SpendLedger::Overrun::scope);
        // One that was refused, and then lifted by hand, is asked anew; one that a new day has answered no longer stands.
        if (overrun == overruns.end() || m_services.gates.answerOf(key))
            m_services.gates.withdraw(key);
        if (overrun != overruns.end())
            open(*overrun, project.name);
    }
}

void BudgetWatch::open(const SpendLedger::Overrun &overrun, const QString &project)
{
    domain::GateView gate;
    gate.project = overrun.scope == Scope::Project ? project : QString();
    gate.kind = QStringLiteral("budget");
    gate.title = QStringLiteral("%1: $%2 of $%3")
                     .arg(titleOf(overrun.scope, project))
                     .arg(overrun.spent, 0, 'f', 2)
                     .arg(overrun.limit, 0, 'f', 2);
    gate.detail = QStringLiteral("Work is paused. Approve to grant the same amount again, reject to leave it paused.");
    m_services.gates.open(keyOf(overrun.scope, project), gate);
    m_pause(gate.project);
}

QString BudgetWatch::grant(const QString &gateKey)
{
    m_services.gates.withdraw(gateKey);
    const QString project = gateKey.startsWith(projectPrefix) ? gateKey.sliced(projectPrefix.size()) : QString();
    const Scope scope = !project.isEmpty() ? Scope::Project : gateKey == hourKey ? Scope::Hour : Scope::Day;
    m_ledger.grant(scope, project, m_services.clock.now());
    save();
    return project;
}

} // namespace slipway::orchestrator
