// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QStringList>

namespace slipway::chat {

/// A typed line as what it means: a command for the engine, or a question that the face answers itself.
struct CommandLine {
    QString verb; ///< as in core/control/command.h; empty for a question
    QJsonObject arguments; ///< of the verb or of the question
    QString question; ///< status, projects, tasks, gates, task, logs, budget, help
};

/// Words of a line; quotes (straight or curly) keep spaces together, an apostrophe within a word is none. Invalid if a quote
/// is not closed.
[[nodiscard]] Result<QStringList> splitLine(const QString &line);

/// The grammar of everything typed to Slipway, on the desktop and on Discord: that of the command line (`slipway …`),
/// without its options for scripts. `project` is what a command without a name means; a task may be named by its number
/// alone. Invalid, with the right form as the hint.
[[nodiscard]] Result<CommandLine> parseLine(const QString &line, const QString &project);
/// The same of words that are apart already.
[[nodiscard]] Result<CommandLine> parseWords(QStringList words, const QString &project);

/// One line for each form that there is, for help.
[[nodiscard]] QStringList commandForms();

} // namespace slipway::chat
