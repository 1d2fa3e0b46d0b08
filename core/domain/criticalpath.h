// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

namespace slipway::domain {

/// The longest chain of open issues of one project that wait for each other, in the order of work: the project cannot be
/// finished in fewer rounds, however many workers there are. Every issue counts the same; of equally long chains the one with
/// the lower numbers. Reviews, ended issues and links to issues that are not there do not count. Empty: nothing is open, or
/// nothing waits. Any thread.
[[nodiscard]] QList<int> criticalPath(const QList<Task> &tasks);

} // namespace slipway::domain
