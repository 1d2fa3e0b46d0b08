// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/budgetwatch.h"

#include "core/base/files.h"

namespace slipway::orchestrator {

namespace {
const QString dayKey = QStringLiteral("budget:day");
}

BudgetWatch::BudgetWatch(Services &services, Pause pause)
    : m_services(services)
    , m_pause(std::move(pause))
{
}

Result<> BudgetWatch::load()
{
    const QString file = m_services.settings.stateFolder + QStringLiteral("/spend.json");
    if (!QFileInfo::exists(file))
        return {};
    TRY(const QJsonObject json, base::readJsonObject(file));
    m_day = json.value(QLatin1String("day")).toString();
    m_today = json.value(QLatin1String("usd")).toDouble();
    m_grantedToday = json.value(QLatin1String("granted")).toDouble();
    const auto granted = json.value(QLatin1String("projects")).toObject();
    for (auto it = granted.begin(); it != granted.end(); ++it)
        m_granted.insert(it.key(), it.value().toDouble());
    return {};
}

void BudgetWatch::save()
{
    QJsonObject granted;
    for (auto it = m_granted.begin(); it != m_granted.end(); ++it)
        granted.insert(it.key(), it.value());
    const QJsonObject json { { QStringLiteral("day"), m_day },
                             { QStringLiteral("usd"), m_today },
                             { QStringLiteral("granted"), m_grantedToday },
                             { QStringLiteral("projects"), granted } };
    const auto saved = base::writeJsonObject(m_services.settings.stateFolder + QStringLiteral("/spend.json"), json);
    if (!saved)
        qWarning("%s", qUtf8Printable(saved.error().message));
}

void BudgetWatch::book(Project &project, const domain::Usage &usage)
{
    project.usage += usage;
    if (usage.usd <= 0)
        return;
    const QString day = m_services.clock.now().date().toString(Qt::ISODate);
    if (day != m_day) {
        m_day = day;
        m_today = 0;
        m_grantedToday = 0;
        m_services.gates.withdraw(dayKey);
    }
    m_today += usage.usd;
    save();
    check(project);
}

void BudgetWatch::check(const Project &project)
{
    const double projectLimit = m_services.settings.usdPerProject + m_granted.value(project.name);
    if (project.usage.usd >= projectLimit)
        open(QStringLiteral("budget:project:") + project.name, project.name,
             QStringLiteral("The budget of %1").arg(project.name), project.usage.usd, projectLimit);
    const double dayLimit = m_services.settings.usdPerDay + m_grantedToday;
    if (m_today >= dayLimit)
        open(dayKey, {}, QStringLiteral("Today's budget"), m_today, dayLimit);
}

void BudgetWatch::open(const QString &key, const QString &project, const QString &what, double spent, double limit)
{
    domain::GateView gate;
    gate.project = project;
    gate.kind = QStringLiteral("budget");
    gate.title = QStringLiteral("%1 is used up: $%2 of $%3").arg(what).arg(spent, 0, 'f', 2).arg(limit, 0, 'f', 2);
    gate.detail = QStringLiteral("Work is paused. Approve to grant the same amount again, reject to leave it paused.");
    m_services.gates.open(key, gate);
    m_pause(project);
}

QString BudgetWatch::grant(const QString &gateKey)
{
    m_services.gates.withdraw(gateKey);
    if (gateKey == dayKey) {
        m_grantedToday += m_services.settings.usdPerDay;
        save();
        return {};
    }
    const QString project = gateKey.section(QLatin1Char(':'), 2);
    m_granted[project] += m_services.settings.usdPerProject;
    save();
    return project;
}

} // namespace slipway::orchestrator
