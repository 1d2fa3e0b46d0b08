// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/transcript.h"
#include "core/domain/failureclass.h"

#include <QJsonObject>

namespace slipway::agents {

/// What the parsers of all CLIs share. Pure functions, any thread.

[[nodiscard]] QString textOf(const QJsonObject &object, const char *key);
[[nodiscard]] TranscriptEvent eventOf(TranscriptEvent::Kind kind, const QString &text, const QDateTime &time = {});
/// What a tool call is about, in one line: the file (relative to the workspace), the command, the pattern.
[[nodiscard]] QString targetOf(const QJsonObject &input, const QString &workspace);
[[nodiscard]] QString relativeTo(const QString &workspace, const QString &path);
/// Requests of this purpose only write text: the agent may look around, but change nothing.
[[nodiscard]] bool isTextOnly(const QString &purpose);
/// Last line of a CLI's stderr, at most 400 characters.
[[nodiscard]] QString lastLine(const QByteArray &bytes);

/// The class of an error that a CLI gives as text only: limits of an account, what needs a person (login, billing, model),
/// a service that is busy or cannot be reached, else the agent's own failure.
[[nodiscard]] domain::FailureClass classifyErrorText(const QString &text);
/// "try again at Mar 17th, 2030 5:46 PM", or "at 5:46 PM" (today or tomorrow), in local time; invalid if there is none.
[[nodiscard]] QDateTime resetTimeIn(const QString &text, const QDateTime &now);

} // namespace slipway::agents
