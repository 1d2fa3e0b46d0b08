// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <sys/types.h>

namespace slipway::deploy {

/// What a process and everything below it use now.
struct ResourceUse {
    qint64 memoryKb = 0; ///< own memory (anonymous and shared-memory pages), without what files back
    int processes = 0;
};

[[nodiscard]] ResourceUse resourceUseBelow(pid_t top);
/// Why it is too much, for the log and the status; empty if it is not. A limit of 0 is none.
[[nodiscard]] QString excessOf(const ResourceUse &use, int memoryMb, int processes);

} // namespace slipway::deploy
