// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/statestore.h"
#include "core/domain/plan.h"
#include "core/git/diff.h"
#include "tests/ui/support/fakelink.h"

namespace slipway::test::sample {

/// A home in the middle of a journey: three projects, workers at work, decisions that wait.
[[nodiscard]] domain::Snapshot journey();
/// A fresh home with an engine and nothing else.
[[nodiscard]] domain::Snapshot emptyHome();
/// `count` tasks of one project in all phases.
[[nodiscard]] domain::Snapshot manyTasks(int count);
[[nodiscard]] domain::Plan plan();
[[nodiscard]] QString prd();
[[nodiscard]] git::Diff diff();
/// A diff of one file with that many added lines of Python.
[[nodiscard]] git::Diff longDiff(int lines);
/// Answers every query for journey().
void fill(FakeLink &link);
/// What happened lately, for the log.
void playEvents(control::StateStore &store);

} // namespace slipway::test::sample
