// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pipeline/journal.h"

#include <functional>
#include <memory>
#include <vector>

namespace slipway::pipeline {

/// One durable step. `run` must be idempotent or look before it acts: after a crash it is called again.
struct Step {
    QString name;
    std::function<Async<QJsonObject>()> run;
};

/// Runs the steps in order. A step whose result is in the journal is not run again; each other is written down before
/// and after. Stops at the first error, or when `stop` is requested (Cancelled); calling it again goes on there.
/// `entered` hears each step that really runs.
[[nodiscard]] Async<> runSteps(Journal *journal, std::vector<Step> steps, std::function<void(const QString &)> entered,
                               std::stop_token stop);

} // namespace slipway::pipeline
