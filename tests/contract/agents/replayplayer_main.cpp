// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/replay/replayplayer.h"

#include <cstring>

/// What the application does for `slipway internal-replay`, and nothing else.
int main(int argc, char **argv)
{
    return argc == 2 && std::strcmp(argv[1], "internal-replay") == 0 ? slipway::agents::replayMain() : 64;
}
