// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QStringList>

namespace slipway::ui {

/// A typed line as what it means: a command for the engine, or a question that the window answers itself.
struct CommandLine {
    QString verb; ///< as in core/control/command.h; empty for a question
    QJsonObject arguments;
    QString question; ///< status, projects, tasks, gates, help
};

/// Words of a line; quotes keep spaces together. Invalid if a quote is not closed.
[[nodiscard]] Result<QStringList> splitLine(const QString &line);

/// The grammar of the command line (`slipway …`), without its options for scripts. `project` is what a command without a
/// name means; a task may be named by its number alone. Invalid, with the right form as the hint.
[[nodiscard]] Result<CommandLine> parseLine(const QString &line, const QString &project);

} // namespace slipway::ui
