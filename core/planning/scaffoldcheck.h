// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace slipway::planning {

/// What the DevOps agent's work lacks, one sentence each, for people and for the agent: Dockerfile that listens on 8000 or
/// $PORT and has a start command, .dockerignore, a workflow that parses, starts on pushes and runs the tests, a test, and an
/// application that knows /healthz. Empty if all is there. Reads files only; any thread.
[[nodiscard]] QStringList scaffoldViolations(const QString &folder);

/// The command that runs all tests, as the agent's answer gives it (`TEST COMMAND: …`, one line); empty if it does not.
[[nodiscard]] QString testCommandTold(const QString &answer);
/// The first `run:` of the workflows that runs tests, if it is one line without expressions; else empty.
[[nodiscard]] QString testCommandInWorkflow(const QString &folder);

/// Schema and migration files in a workspace, relative paths.
[[nodiscard]] QStringList schemaFiles(const QString &folder);

} // namespace slipway::planning
