// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chat/commandgrammar.h"
#include "core/domain/snapshot.h"

#include <QStringList>

namespace slipway::ui {

/// Lines that answer a question (CommandLine::question) from the state.
[[nodiscard]] QStringList answerQuestion(const chat::CommandLine &line, const domain::Snapshot &snapshot,
                                         const QString &project);
/// What to say about a command that was carried out.
[[nodiscard]] QString describeAnswer(const QString &verb, const QJsonObject &answer);

} // namespace slipway::ui
