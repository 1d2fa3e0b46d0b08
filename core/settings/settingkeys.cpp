// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settingkeys.h"

#include <QStringList>

#include <algorithm>

namespace slipway::settings {

namespace {

constexpr int second = 1000;
constexpr int minute = 60 * second;
constexpr int hour = 60 * minute;

// clang-format off
const QList<SettingInfo> &table()
{
    static const QList<SettingInfo> rows {
        { Key::RedisUrl, "redis.url", "SLIPWAY_REDIS_URL", Type::RedisUrl, "", "Redis to use; empty: a private server of this home" },
        { Key::RedisPrefix, "redis.prefix", "SLIPWAY_REDIS_PREFIX", Type::Text, "", "put before every Redis key" },
        { .key = Key::ForgeKind, .name = "forge.kind", .environment = "SLIPWAY_FORGE", .type = Type::Choice, .fallback = "", .help = "where repositories live; empty: github when a token was set, else local", .choices = "local github" },
        { .key = Key::GithubToken, .name = "github.token", .environment = "GITHUB_TOKEN", .type = Type::Text, .fallback = "", .help = "GitHub access token", .secret = true },
        { Key::GithubApiUrl, "github.api_url", "SLIPWAY_GITHUB_API_URL", Type::WebUrl, "https://api.github.com", "API root, for GitHub Enterprise Server" },
        { Key::GithubOwner, "github.owner", "SLIPWAY_GITHUB_OWNER", Type::Text, "", "owner or organisation of new repositories; empty: the token's account" },
        { .key = Key::GithubReviewerToken, .name = "github.reviewer_token", .environment = "SLIPWAY_GITHUB_REVIEWER_TOKEN", .type = Type::Text, .fallback = "", .help = "token of a second account that approves pull requests", .secret = true },
        { Key::AgentDefault, "agent.default", "SLIPWAY_AGENT", Type::Agent, "", "agent for every role; empty: the first one installed and signed in, else replay" },
        { .key = Key::SandboxKind, .name = "sandbox.kind", .environment = "SLIPWAY_SANDBOX", .type = Type::Choice, .fallback = "bwrap", .help = "sandbox around agents, tests and CI steps", .choices = "bwrap none" },
        { .key = Key::WorkersSlots, .name = "workers.slots", .environment = "SLIPWAY_WORKERS", .type = Type::Slots, .fallback = "backend=2,frontend=2,database=1,devops=1,qa=2", .help = "workers a type", .maximum = 64 },
        { .key = Key::WorkersMaxAgents, .name = "workers.max_agents", .environment = "SLIPWAY_MAX_AGENTS", .type = Type::Integer, .fallback = "", .help = "agents running at once over all types; empty: min(3, cores)", .minimum = 1, .maximum = 256 },
        { Key::WorkersAutostart, "workers.autostart", "SLIPWAY_WORKERS_AUTOSTART", Type::Boolean, "on", "start the workers with the engine" },
        { .key = Key::WorkersStallMinutes, .name = "workers.stall_minutes", .environment = "WORKER_STALL_MINUTES", .type = Type::Number, .fallback = "20", .help = "minutes without an event from an agent before it counts as stalled", .minimum = 0.001, .maximum = 10080, .unitMs = minute },
        { .key = Key::CiPollSeconds, .name = "ci.poll_seconds", .environment = "SLIPWAY_CI_POLL_SECONDS", .type = Type::Number, .fallback = "30", .help = "seconds between looks at CI where no event comes", .minimum = 0.05, .maximum = 86400, .unitMs = second },
        { .key = Key::CiMaxFixRounds, .name = "ci.max_fix_rounds", .environment = "SLIPWAY_CI_MAX_FIX_ROUNDS", .type = Type::Integer, .fallback = "3", .help = "times an agent may try to fix one red run", .minimum = 0, .maximum = 100 },
        { .key = Key::CiConcurrency, .name = "ci.concurrency", .environment = "SLIPWAY_CI_CONCURRENCY", .type = Type::Integer, .fallback = "2", .help = "local CI runs at once", .minimum = 1, .maximum = 64 },
        { .key = Key::QueuePollSeconds, .name = "queue.poll_seconds", .environment = "SLIPWAY_QUEUE_POLL_SECONDS", .type = Type::Number, .fallback = "10", .help = "seconds between looks at a queue where no wake-up comes", .minimum = 0.05, .maximum = 3600, .unitMs = second },
        { .key = Key::LeaseSeconds, .name = "lease.seconds", .environment = "SLIPWAY_LEASE_SECONDS", .type = Type::Number, .fallback = "60", .help = "seconds after which a silent worker loses its task", .minimum = 1, .maximum = 86400, .unitMs = second },
        { .key = Key::TaskMaxAttempts, .name = "task.max_attempts", .environment = "SLIPWAY_TASK_MAX_ATTEMPTS", .type = Type::Integer, .fallback = "3", .help = "runs of a task before it needs attention", .minimum = 1, .maximum = 100 },
        { .key = Key::ReviewMaxRounds, .name = "review.max_rounds", .environment = "SLIPWAY_REVIEW_MAX_ROUNDS", .type = Type::Integer, .fallback = "3", .help = "times a review may send a change back", .minimum = 1, .maximum = 100 },
        { Key::IssuesLabel, "issues.label", "SLIPWAY_ISSUES_LABEL", Type::Text, "slipway", "label with which issues that people open become work" },
        { .key = Key::HistoryAfterHours, .name = "history.after_hours", .environment = "SLIPWAY_HISTORY_AFTER_HOURS", .type = Type::Number, .fallback = "24", .help = "hours after which an ended task leaves Redis for the history", .minimum = 0, .maximum = 8760, .unitMs = hour },
        { .key = Key::HistoryTranscriptDays, .name = "history.transcript_days", .environment = "SLIPWAY_HISTORY_TRANSCRIPT_DAYS", .type = Type::Integer, .fallback = "30", .help = "days for which recorded agent runs are kept", .minimum = 1, .maximum = 3650 },
        { .key = Key::HistoryTranscriptMb, .name = "history.transcript_mb", .environment = "SLIPWAY_HISTORY_TRANSCRIPT_MB", .type = Type::Integer, .fallback = "2048", .help = "megabytes that all of them may take; the oldest go", .minimum = 1, .maximum = 1e9 },
        { .key = Key::BudgetUsdTask, .name = "budget.usd_task", .environment = "SLIPWAY_BUDGET_USD_TASK", .type = Type::Number, .fallback = "5", .help = "US dollars a task of a metered agent may cost" },
        { .key = Key::BudgetUsdProject, .name = "budget.usd_project", .environment = "SLIPWAY_BUDGET_USD_PROJECT", .type = Type::Number, .fallback = "100", .help = "US dollars a project may cost" },
        { .key = Key::BudgetUsdDay, .name = "budget.usd_day", .environment = "SLIPWAY_BUDGET_USD_DAY", .type = Type::Number, .fallback = "50", .help = "US dollars a day over all projects" },
        { .key = Key::BudgetUsdHour, .name = "budget.usd_hour", .environment = "SLIPWAY_BUDGET_USD_HOUR", .type = Type::Number, .fallback = "25", .help = "US dollars within an hour over all projects that stop the work: money spent too fast; 0 for no such limit" },
        { .key = Key::BudgetTurnsRun, .name = "budget.turns_run", .environment = "SLIPWAY_BUDGET_TURNS_RUN", .type = Type::Integer, .fallback = "200", .help = "turns one run of an agent may take", .minimum = 1 },
        { .key = Key::BudgetTokensTask, .name = "budget.tokens_task", .environment = "SLIPWAY_BUDGET_TOKENS_TASK", .type = Type::Integer, .fallback = "20000000", .help = "tokens, in and out, a task may use", .minimum = 1000, .maximum = 1e12 },
        { .key = Key::BudgetMinutesRun, .name = "budget.minutes_run", .environment = "SLIPWAY_BUDGET_MINUTES_RUN", .type = Type::Number, .fallback = "60", .help = "minutes one run of an agent may take", .minimum = 0.01, .maximum = 10080, .unitMs = minute },
        { Key::DashboardAddress, "dashboard.address", "SLIPWAY_DASHBOARD", Type::Address, "127.0.0.1:8099", "where the browser dashboard listens; port 0 picks one; off" },
        { .key = Key::DashboardToken, .name = "dashboard.token", .environment = "SLIPWAY_DASHBOARD_TOKEN", .type = Type::Text, .fallback = "", .help = "needed to read the dashboard when it is not on loopback", .secret = true },
        { .key = Key::ControlToken, .name = "control.token", .environment = "SLIPWAY_CONTROL_TOKEN", .type = Type::Text, .fallback = "", .help = "opens the dashboard's deploy button", .secret = true },
        { .key = Key::DiscordToken, .name = "discord.token", .environment = "SLIPWAY_DISCORD_TOKEN", .type = Type::Text, .fallback = "", .help = "token of the Discord bot", .secret = true },
        { Key::DiscordChannel, "discord.channel", "SLIPWAY_DISCORD_CHANNEL", Type::Text, "", "id of the channel that is told what happens" },
        { Key::DiscordGuild, "discord.guild", "SLIPWAY_DISCORD_GUILD", Type::Text, "", "id of the Discord server" },
        { Key::DiscordApiUrl, "discord.api_url", "SLIPWAY_DISCORD_API_URL", Type::WebUrl, "https://discord.com/api/v10", "API root including /api/v10" },
        { Key::DiscordUsers, "discord.users", "SLIPWAY_DISCORD_USERS", Type::List, "", "ids of the users who may give commands" },
        { Key::DiscordRoles, "discord.roles", "SLIPWAY_DISCORD_ROLES", Type::List, "", "ids of the roles whose members may give commands" },
        { Key::DiscordDirectMessages, "discord.direct_messages", "SLIPWAY_DISCORD_DIRECT_MESSAGES", Type::Boolean, "off", "take commands of those users in direct messages, too" },
        { Key::NotificationsQuiet, "notifications.quiet", "SLIPWAY_NOTIFICATIONS_QUIET", Type::Hours, "off", "hours without notices, as 22:00-07:00; decisions and failures come without a sound" },
        { .key = Key::NotificationsOff, .name = "notifications.off", .environment = "SLIPWAY_NOTIFICATIONS_OFF", .type = Type::List, .fallback = "none", .help = "kinds of notices that are not told", .choices = "none created pr_ready ci_failed ci_fixed gate failed usage_limit usage_resumed deploy_live deploy_failed deploy_recovered deploy_crash_loop still_public undeployed published preview_live preview_failed drained" },
        { .key = Key::NotificationsGathered, .name = "notifications.gathered", .environment = "SLIPWAY_NOTIFICATIONS_GATHERED", .type = Type::List, .fallback = "created,pr_ready,ci_fixed,usage_resumed,deploy_recovered,preview_live", .help = "kinds of notices that are told together", .choices = "none created pr_ready ci_failed ci_fixed gate failed usage_limit usage_resumed deploy_live deploy_failed deploy_recovered deploy_crash_loop still_public undeployed published preview_live preview_failed drained" },
        { .key = Key::NotificationsGatherMinutes, .name = "notifications.gather_minutes", .environment = "SLIPWAY_NOTIFICATIONS_GATHER_MINUTES", .type = Type::Number, .fallback = "30", .help = "minutes for which they are gathered", .minimum = 0.01, .maximum = 1440, .unitMs = minute },
        { .key = Key::DeployRuntime, .name = "deploy.runtime", .environment = "SLIPWAY_RUNTIME", .type = Type::Choice, .fallback = "", .help = "what services run in; empty: docker if it works, else process", .choices = "docker podman process" },
        { .key = Key::DeployMemoryMb, .name = "deploy.memory_mb", .environment = "SLIPWAY_DEPLOY_MEMORY_MB", .type = Type::Integer, .fallback = "512", .help = "megabytes of memory a service may use; 0: no limit", .maximum = 1e6 },
        { .key = Key::DeployCpus, .name = "deploy.cpus", .environment = "SLIPWAY_DEPLOY_CPUS", .type = Type::Number, .fallback = "0", .help = "processors a service in a container may use; 0: no limit", .maximum = 1024 },
        { .key = Key::DeployProcesses, .name = "deploy.processes", .environment = "SLIPWAY_DEPLOY_PROCESSES", .type = Type::Integer, .fallback = "256", .help = "processes a service may have; 0: no limit", .maximum = 1e6 },
        { .key = Key::DeployPreviews, .name = "deploy.previews", .environment = "SLIPWAY_DEPLOY_PREVIEWS", .type = Type::Integer, .fallback = "0", .help = "open pull requests of a project that run as previews at once; 0: none", .maximum = 20 },
        { Key::DeployDomain, "deploy.domain", "SLIPWAY_DOMAIN", Type::Text, "", "domain under which services are published; empty: loopback only" },
        { Key::DeployTunnel, "deploy.tunnel", "SLIPWAY_TUNNEL", Type::Text, "", "name of the Cloudflare tunnel" },
        { Key::CloudflaredPath, "cloudflared.path", "SLIPWAY_CLOUDFLARED", Type::Path, "cloudflared", "the cloudflared executable" },
        { Key::CloudflaredConfig, "cloudflared.config", "SLIPWAY_CLOUDFLARED_CONFIG", Type::Path, "", "the tunnel's config.yml; empty: .cloudflared/config.yml of the home" },
        { .key = Key::ReplayPace, .name = "replay.pace", .environment = "SLIPWAY_REPLAY_PACE", .type = Type::Number, .fallback = "1", .help = "delay factor of the replay agent; 0: none", .maximum = 100 },
        { Key::MemoryEmbeddingsUrl, "memory.embeddings_url", "SLIPWAY_EMBEDDINGS_URL", Type::WebUrl, "", "embeddings endpoint for recall by meaning; empty: full-text search" },
        { Key::MemoryEmbeddingsModel, "memory.embeddings_model", "SLIPWAY_EMBEDDINGS_MODEL", Type::Text, "", "model of the embeddings endpoint" },
        { .key = Key::MemoryEmbeddingsToken, .name = "memory.embeddings_token", .environment = "SLIPWAY_EMBEDDINGS_TOKEN", .type = Type::Text, .fallback = "", .help = "token of the embeddings endpoint", .secret = true },
    };
    return rows;
}
// clang-format on

int distance(const QString &a, const QString &b) // Levenshtein
{
    QList<int> row(b.size() + 1);
    for (qsizetype j = 0; j <= b.size(); ++j)
        row[j] = int(j);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        int diagonal = row[0];
        row[0] = int(i);
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const int above = row[j];
            row[j] = std::min({ above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1) });
            diagonal = above;
        }
    }
    return row.last();
}

} // namespace

const QList<SettingInfo> &settingTable()
{
    return table();
}

const SettingInfo &infoOf(Key key)
{
    return table().at(int(key)); // in the order of the enumeration; tst_settings checks it
}

QString nameOf(Key key)
{
    return QLatin1String(infoOf(key).name);
}

std::optional<Key> keyFromName(const QString &name)
{
    const auto found
        = std::ranges::find_if(table(), [&](const SettingInfo &info) { return name == QLatin1String(info.name); });
    return found == table().end() ? std::nullopt : std::optional(found->key);
}

const QStringList &agentRoles()
{
    static const QStringList roles { QStringLiteral("pm"),       QStringLiteral("project-manager"),
                                     QStringLiteral("backend"),  QStringLiteral("frontend"),
                                     QStringLiteral("database"), QStringLiteral("devops"),
                                     QStringLiteral("qa") };
    return roles;
}

QString roleOfKey(const QString &name)
{
    const QLatin1String prefix("agent.roles.");
    const QString role = name.startsWith(prefix) ? name.mid(prefix.size()) : QString();
    return agentRoles().contains(role) ? role : QString();
}

QString nearestKeyName(const QString &name)
{
    QString best;
    int bestDistance = 5; // further away is no help
    for (const SettingInfo &info : table()) {
        const QString candidate = QLatin1String(info.name);
        if (const int d = distance(name, candidate); d < bestDistance) {
            best = candidate;
            bestDistance = d;
        }
    }
    return best;
}

} // namespace slipway::settings
