// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>

namespace slipway::control {

/// Every command and decision, with who and what: JSON lines, each with the SHA-256 of the line before it, fsynced.
/// Lives in the engine thread; reading (tail, verify) is static and needs no engine.
class AuditLog final {
public:
    AuditLog(QString path, const base::Clock &clock);
    /// Opens the file and goes on from its last whole line (a torn one, left by a power cut, is cut off).
    [[nodiscard]] Result<> open();
    [[nodiscard]] Result<> append(const QString &actor, const QString &action, const QJsonObject &what,
                                  const QString &outcome);

    /// The newest `limit` entries, oldest first.
    [[nodiscard]] static Result<QJsonArray> tail(const QString &path, int limit);
    /// Invalid with the number of the first broken link; else the number of entries.
    [[nodiscard]] static Result<qint64> verify(const QString &path);

private:
    QString m_path;
    const base::Clock &m_clock;
    QFile m_file;
    QByteArray m_lastHash;
    qint64 m_sequence = 0;
};

} // namespace slipway::control
