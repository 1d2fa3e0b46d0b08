// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bootstrap/workersetup.h"

#include <QThread>

namespace slipway::app {

using settings::Key;

agents::AgentLimits limitsFrom(const settings::Settings &settings)
{
    agents::AgentLimits limits;
    limits.usd = settings.number(Key::BudgetUsdTask);
    limits.turns = int(settings.integer(Key::BudgetTurnsRun));
    limits.tokens = settings.integer(Key::BudgetTokensTask);
    limits.total = settings.duration(Key::BudgetMinutesRun);
    limits.idle = settings.duration(Key::WorkersStallMinutes);
    return limits;
}

workers::WorkerSettings workerSettings(const Home &home, const QString &name)
{
    workers::WorkerSettings w;
    w.name = name;
    const auto slots = home.settings.workerSlots();
    for (const auto type : domain::allAgentTypes())
        w.slots.insert(type, slots.value(domain::toString(type), 1));
    const auto agents = home.settings.integer(Key::WorkersMaxAgents);
    w.maxAgents = agents > 0 ? int(agents) : std::min(3, QThread::idealThreadCount());
    w.lease = home.settings.duration(Key::LeaseSeconds);
    w.queuePoll = home.settings.duration(Key::QueuePollSeconds);
    w.workspaceFolder = home.paths.workspaces;
    w.logFolder = home.paths.logs;
    w.limits = limitsFrom(home.settings);
    return w;
}

forge::LocalForgeSettings forgeSettings(const Home &home)
{
    forge::LocalForgeSettings f;
    f.stateFolder = home.paths.state;
    f.maxConcurrentRuns = int(home.settings.integer(Key::CiConcurrency));
    return f;
}

queue::RetryPolicy retryPolicyFrom(const settings::Settings &settings)
{
    queue::RetryPolicy policy;
    // The recording's own failures are as quick as its pace; real agents keep the full back-off.
    if (settings.string(Key::AgentDefault) == QLatin1String("replay"))
        policy.scale = std::clamp(settings.number(Key::ReplayPace), 0.02, 1.0);
    return policy;
}

} // namespace slipway::app
