// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/agenttype.h"
#include "core/git/diff.h"

namespace slipway::merge {

/// One place where a change makes the project's checks see less.
struct Weakening {
    QString file;
    int line = 0; ///< of the new file; 0: the file as a whole
    QString text; ///< what it does, a sentence without full stop
};

/// What of a change makes checks weaker instead of code better: tests that go or are skipped, steps that may fail, thresholds
/// that sink, and workflows changed by a task that is not about them. Read from the text of the diff, language by language, so
/// it asks a person rather than decides: a test that moved to another file is none, a test that was rightly dropped is one.
/// Pure, any thread.
[[nodiscard]] QList<Weakening> weakenedChecks(const git::Diff &diff, domain::AgentType type);

} // namespace slipway::merge
