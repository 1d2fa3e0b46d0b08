// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/deploylog.h"

Q_LOGGING_CATEGORY(lcDeploy, "slipway.deploy")
