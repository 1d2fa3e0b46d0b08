// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/forgelog.h"

Q_LOGGING_CATEGORY(lcForge, "slipway.forge")
