// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/httpmessage.h"

#include <QCache>

#include <optional>

namespace slipway::net {

/// An answer that can be shown again when the server says 304.
struct CachedAnswer {
    QByteArray etag;
    QByteArray link; ///< Link header
    QByteArray contentType;
    QByteArray body;
};

/// Answers with their ETag on disk, so that an unchanged thing costs nothing, also after a restart. The key has to name all
/// that the tag depends on (URL, account, Accept, API version); only its hash reaches the disk. Files are the owner's only
/// (0600). Bounded in bytes; the oldest go first. Losing it costs requests, nothing else: errors are swallowed. One thread.
class EtagCache final {
public:
    explicit EtagCache(QString folder, qint64 maxBytes = 64 * 1024 * 1024);

    [[nodiscard]] std::optional<CachedAnswer> find(const QByteArray &key);
    void store(const QByteArray &key, const CachedAnswer &answer);
    void remove(const QByteArray &key);

private:
    [[nodiscard]] QString pathOf(const QByteArray &key) const;
    void trim();

    QString m_folder;
    qint64 m_maxBytes;
    qint64 m_bytes = -1; // on disk, -1: not counted yet
    QCache<QByteArray, CachedAnswer> m_recent;
};

} // namespace slipway::net
