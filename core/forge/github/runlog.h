// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/ci.h"

#include <QByteArray>

#include <optional>

namespace slipway::forge {

/// The log of a job out of a run's ZIP archive, each step under `##[group]NAME`, without timestamps, colours and byte order
/// marks; none if the archive lacks it (some have no step files, some no such job). The archive is untrusted: entries and
/// unpacked bytes are bounded. Any thread.
[[nodiscard]] std::optional<QByteArray> jobLogFromArchive(const QByteArray &zip, const domain::CiJob &job,
                                                          qsizetype maxBytes);
/// A job's own log as GitHub gives it, cleaned the same way.
[[nodiscard]] QByteArray cleanedJobLog(const QByteArray &log);
/// The last `maxBytes` from the beginning of a line, with secrets masked.
[[nodiscard]] QByteArray logTail(QByteArray log, qsizetype maxBytes);

} // namespace slipway::forge
