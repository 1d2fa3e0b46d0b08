// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/net/httpmessage.h"

namespace slipway::chat {

/// A refusal of Discord's REST API as a sentence; `detail` begins with Discord's code, the path of a wrong field follows.
[[nodiscard]] base::Error errorOf(const net::HttpAnswer &answer);
/// Where to get a working token from.
[[nodiscard]] QString tokenAdvice();

/// What a close code of the gateway means, and how to go on.
struct CloseMeaning {
    enum class Next { Resume, Identify, Stop } next = Next::Resume;
    bool slow = false; ///< back off first
    QString sentence, advice;
};
[[nodiscard]] CloseMeaning meaningOf(int closeCode);

} // namespace slipway::chat
