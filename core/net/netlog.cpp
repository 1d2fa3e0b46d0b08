// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/netlog.h"

Q_LOGGING_CATEGORY(lcNet, "slipway.net", QtInfoMsg)
