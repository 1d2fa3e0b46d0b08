// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace slipway::settings {

/// Every setting. The table in settingkeys.cpp gives each its name, environment variable, type, default and bounds.
enum class Key {
    RedisUrl,
    RedisPrefix,
    ForgeKind,
    GithubToken,
    GithubApiUrl,
    GithubOwner,
    GithubReviewerToken,
    AgentDefault,
    SandboxKind,
    WorkersSlots,
    WorkersMaxAgents,
    WorkersAutostart,
    WorkersStallMinutes,
    CiPollSeconds,
    CiMaxFixRounds,
    CiConcurrency,
    QueuePollSeconds,
    LeaseSeconds,
    TaskMaxAttempts,
    ReviewMaxRounds,
    IssuesLabel,
    HistoryAfterHours,
    HistoryTranscriptDays,
    HistoryTranscriptMb,
    BudgetUsdTask,
    BudgetUsdProject,
    BudgetUsdDay,
    BudgetUsdHour,
    BudgetTurnsRun,
    BudgetTokensTask,
    BudgetMinutesRun,
    DashboardAddress,
    DashboardToken,
    ControlToken,
    DiscordToken,
    DiscordChannel,
    DiscordGuild,
    DiscordApiUrl,
    DiscordUsers,
    DiscordRoles,
    DiscordDirectMessages,
    NotificationsQuiet,
    NotificationsOff,
    NotificationsGathered,
    NotificationsGatherMinutes,
    DeployRuntime,
    DeployMemoryMb,
    DeployCpus,
    DeployProcesses,
    DeployPreviews,
    DeployDomain,
    DeployTunnel,
    CloudflaredPath,
    CloudflaredConfig,
    ReplayPace,
    MemoryEmbeddingsUrl,
    MemoryEmbeddingsModel,
    MemoryEmbeddingsToken,
};

enum class Type {
    Text,
    Choice, ///< one of `choices`
    Agent, ///< claude, codex, gemini, opencode, replay, acp:COMMAND, command:COMMAND
    Integer,
    Number, ///< fractions allowed
    Boolean, ///< on/off, true/false, yes/no, 1/0
    Slots, ///< backend=2,frontend=2,…
    Address, ///< HOST:PORT, PORT or off
    RedisUrl, ///< redis://, rediss://, unix://
    WebUrl, ///< http:// or https://
    Path,
    List, ///< separated by commas; each one of `choices`, if there are any
    Hours, ///< HH:MM-HH:MM or off
};

/// One line of the table. Value type, any thread.
struct SettingInfo {
    Key key;
    const char *name; ///< `redis.url`, as in slipway.ini and `config get`
    const char *environment; ///< `SLIPWAY_REDIS_URL`
    Type type;
    const char *fallback; ///< default, as it would be written in slipway.ini
    const char *help; ///< one line
    bool secret
        = false; ///< its value is shown nowhere and kept in no file of ours; NAME_FILE names a file that holds it
    double minimum = 0;
    double maximum = 1e9;
    const char *choices = ""; ///< separated by spaces
    int unitMs = 0; ///< for durations: milliseconds of one unit
};

[[nodiscard]] const QList<SettingInfo> &settingTable();
[[nodiscard]] const SettingInfo &infoOf(Key key);
[[nodiscard]] std::optional<Key> keyFromName(const QString &name);
[[nodiscard]] QString nameOf(Key key);

/// `agent.roles.NAME` sets another agent for one role; these are the names.
[[nodiscard]] const QStringList &agentRoles();
/// The role of `agent.roles.NAME`, empty if it is no such key.
[[nodiscard]] QString roleOfKey(const QString &name);
/// The key whose name is least different, for "did you mean"; empty if none is near.
[[nodiscard]] QString nearestKeyName(const QString &name);

} // namespace slipway::settings
