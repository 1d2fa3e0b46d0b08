// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

struct redisAsyncContext;

namespace slipway::redis {

/// Puts TLS onto a connection that is being made: the certificate is checked against the system's authorities (or
/// SSL_CERT_FILE) and must be for `host`. Unsupported if this program was built without libhiredis_ssl. Any thread.
[[nodiscard]] Result<> startTls(redisAsyncContext *context, const QString &host);

} // namespace slipway::redis
