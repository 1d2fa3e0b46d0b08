// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace slipway::app {

/// Exit codes that interfaces.md promises.
enum ExitCode { Done = 0, Failed = 1, WrongUsage = 2, Unreachable = 3, WaitingForPerson = 4, Interrupted = 130 };

/// What the command line asked for.
struct Invocation {
    enum class Mode { Desktop, Server, Worker, Verb } mode = Mode::Desktop;
    QString verb; ///< `build`, `workers.start`, `task.retry` …
    QJsonObject arguments; ///< as the control command takes them
    bool json = false;
    bool wait = false;
    bool watch = false; ///< status --watch, logs -f
    bool yes = false;
    bool fresh = false; ///< build --new
    bool stopAfter = false; ///< build --stop
    bool verify = false; ///< audit --verify
    QStringList allow;
    bool standby = false; ///< --server --standby
    QString types; ///< --worker --types
    int slots = 0; ///< --worker --slots
    QMap<QString, QString> overrides; ///< settings from the command line
};

/// Parses; an exit code when there is nothing to run (help, version, wrong usage), already printed.
[[nodiscard]] std::optional<int> parseCommandLine(int argc, char **argv, Invocation &invocation);

/// Shell completion script for `bash`, `zsh` or `fish`; empty for another shell.
[[nodiscard]] QString completionScript(const QString &shell);

} // namespace slipway::app
