// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/chat/commandgrammar.h"
#include "core/domain/snapshot.h"

namespace slipway::chat {

/// Answers to questions and results of commands as Discord messages: foreign text escaped, secrets masked. Pure.
[[nodiscard]] QString answerOf(const CommandLine &question, const domain::Snapshot &snapshot, const QString &project);
[[nodiscard]] QString resultText(const QString &verb, const QJsonObject &answer);
[[nodiscard]] QString errorText(const base::Error &error);
/// `4 of 17 closed · 2 in progress`.
[[nodiscard]] QString countsText(const domain::IssueCounts &counts);
/// An address as it may stand in a message; empty if it is not http(s).
[[nodiscard]] QString urlText(const QString &url);
/// The readable lines of a transcript (query `transcript`).
[[nodiscard]] QStringList transcriptLines(const QJsonArray &events);

} // namespace slipway::chat
