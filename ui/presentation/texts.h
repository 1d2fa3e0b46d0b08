// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/ci.h"
#include "core/domain/deployment.h"
#include "core/domain/snapshot.h"
#include "core/domain/task.h"
#include "ui/style/tones.h"

#include <QDateTime>
#include <QString>

namespace slipway::ui {

/// A state as people read it: a word and a colour.
struct Label {
    QString text;
    Tone tone = Tone::Neutral;
};

[[nodiscard]] Label labelOf(domain::TaskPhase phase);
/// Also tells apart what waits for a person.
[[nodiscard]] Label labelOf(const domain::Task &task);
[[nodiscard]] Label labelOf(domain::CiState state);
[[nodiscard]] Label labelOf(domain::DeployState state);
[[nodiscard]] Label projectLabel(const QString &state, const QString &stage);
[[nodiscard]] Label workerLabel(const QString &state);
[[nodiscard]] Label gateLabel(const QString &kind);

[[nodiscard]] QString typeText(domain::AgentType type);
[[nodiscard]] QString typeText(const QString &type);
[[nodiscard]] QString typeIcon(domain::AgentType type); ///< Breeze name
[[nodiscard]] QString stageText(const QString &stage);
[[nodiscard]] const QStringList &stageNames(); ///< prd … done, in order
[[nodiscard]] QString engineText(const QString &mode);

/// "just now", "4 min", "2 h", "3 d". Empty for an invalid time.
[[nodiscard]] QString ageText(const QDateTime &since, const QDateTime &now = QDateTime::currentDateTimeUtc());
[[nodiscard]] QString durationText(qint64 milliseconds); ///< "42 s", "3 min 05 s", "1 h 12 min"
[[nodiscard]] QString moneyText(double usd); ///< "$1.24"
[[nodiscard]] QString tokensText(qint64 tokens); ///< "1.2 M"
[[nodiscard]] QString shortCommit(const QString &sha);

} // namespace slipway::ui
