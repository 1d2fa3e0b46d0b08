// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/output.h"

#include "core/domain/snapshot.h"

namespace slipway::app {

/// The read-only commands' texts for people. Pure functions of what they show.
[[nodiscard]] QString statusText(const domain::Snapshot &snapshot, const Output &output);
[[nodiscard]] QString projectsText(const domain::Snapshot &snapshot, const Output &output);
[[nodiscard]] QString tasksText(const QList<domain::Task> &tasks, const Output &output);
[[nodiscard]] QString workersText(const domain::Snapshot &snapshot, const Output &output);
[[nodiscard]] QString gatesText(const QList<domain::GateView> &gates, const Output &output);
[[nodiscard]] QString planText(const QJsonObject &plan, const Output &output);
[[nodiscard]] QString transcriptLine(const QJsonObject &event, const Output &output);
[[nodiscard]] QString runsText(const QJsonArray &runs, const Output &output);
[[nodiscard]] QString taskText(const QJsonObject &answer, const Output &output);
/// `12 s`, `3 min`, `2 h`, `5 d`.
[[nodiscard]] QString ageOf(const QDateTime &since);

} // namespace slipway::app
