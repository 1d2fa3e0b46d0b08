// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace slipway::test {

/// A ZIP archive as GitHub streams it: sizes and CRC behind the data (general purpose bit 3), date zero.
[[nodiscard]] QByteArray streamedZip(const QList<std::pair<QString, QByteArray>> &files);

} // namespace slipway::test
