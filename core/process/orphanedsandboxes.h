// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace slipway::process {

/// Ends sandboxes that outlived the Slipway that started them, and gives how many. bubblewrap goes with its parent, but one
/// whose parent is killed in the instant in which it enters its namespaces waits for it for ever.
/// `folders` (absolute) say which are ours: a sandbox that has none of them, or something below, among its arguments is not
/// touched, nor is one whose parent is still a Slipway. Any thread; reads /proc, so for the start of an engine only.
int endOrphanedSandboxes(const QStringList &folders);

} // namespace slipway::process
