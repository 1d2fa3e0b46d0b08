// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace slipway::test {

/// Fails the running test unless the URL shortener at this address does its whole job: health, a new link, the way along it,
/// and its clicks.
void checkShortener(const QString &url);

} // namespace slipway::test
