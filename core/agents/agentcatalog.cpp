// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/agentcatalog.h"

#include "core/agents/drivers/acpdriver.h"
#include "core/agents/drivers/claudedriver.h"
#include "core/agents/drivers/codexdriver.h"
#include "core/agents/drivers/commanddriver.h"
#include "core/agents/drivers/geminidriver.h"
#include "core/agents/drivers/opencodedriver.h"
#include "core/agents/drivers/replaydriver.h"

namespace slipway::agents {

AgentCatalog::AgentCatalog(AgentCatalogOptions options)
    : m_options(std::move(options))
{
    m_drivers.append(std::make_shared<ClaudeDriver>(m_options.claudePath, m_options.stateFolder));
    m_drivers.append(std::make_shared<CodexDriver>(m_options.stateFolder));
    m_drivers.append(std::make_shared<GeminiDriver>(m_options.stateFolder));
    m_drivers.append(std::make_shared<OpenCodeDriver>(m_options.stateFolder));
    m_drivers.append(std::make_shared<ReplayDriver>(m_options.selfPath));
}

Result<std::shared_ptr<const AgentDriver>> AgentCatalog::find(const QString &name) const
{
    for (const auto &driver : m_drivers) {
        if (driver->name() == name)
            return driver;
    }
    if (name.startsWith(CommandDriver::prefix())) {
        auto driver = CommandDriver::fromName(name);
        if (!driver)
            return forward(driver);
        return *driver;
    }
    if (name.startsWith(AcpDriver::prefix())) {
        auto driver = AcpDriver::fromName(name, m_options.stateFolder);
        if (!driver)
            return forward(driver);
        return *driver;
    }
    QStringList names;
    for (const auto &driver : m_drivers)
        names.append(driver->name());
    return fail(ErrorCode::NotFound, QStringLiteral("There is no agent named \"%1\"").arg(name),
                QStringLiteral("Agents: %1, acp:PROGRAM ARGS for one that speaks the Agent Client "
                               "Protocol, or command:PROGRAM ARGS for any other")
                    .arg(names.join(QStringLiteral(", "))));
}

QList<std::shared_ptr<const AgentDriver>> AgentCatalog::all() const
{
    return m_drivers;
}

QList<std::shared_ptr<const AgentDriver>> AgentCatalog::allWith(const QStringList &names) const
{
    auto drivers = m_drivers;
    for (const QString &name : names) {
        const auto driver = find(name);
        if (driver && !drivers.contains(*driver))
            drivers.append(*driver);
    }
    return drivers;
}

Async<std::shared_ptr<const AgentDriver>> AgentCatalog::detect(process::ProcessRunner &runner) const
{
    for (const auto &driver : m_drivers) {
        if (driver->isRecording())
            continue;
        const auto found = co_await driver->detect(runner);
        if (found && found->installed && found->signedIn)
            co_return driver;
    }
    co_return find(QStringLiteral("replay"));
}

} // namespace slipway::agents
