// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/forge.h"

namespace slipway::monitor {

/// What an agent needs to mend a red run: `{"workflow","job","step","exit_code","log","url","run","sha"}`; the log is the tail of
/// the failing step (at most `maxLines` lines, timestamps and colour stripped). Engine thread.
[[nodiscard]] Async<QJsonObject> gatherEvidence(forge::Forge *forge, QString repo, QString runId, int maxLines = 200);

/// The lines of one `##[group]STEP` section of a job log, without timestamps and colour; the whole log if it has no such
/// section.
[[nodiscard]] QStringList stepLines(const QString &log, const QString &step);

} // namespace slipway::monitor
