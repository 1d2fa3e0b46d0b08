// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <QFile>
#include <QHash>
#include <QJsonObject>

#include <optional>

namespace slipway::pipeline {

/// The durable memory of one project's pipeline: JSON lines, fsynced one by one. A step's intention is written before its
/// effect, its result after. A torn last line (power cut) is cut off when the file is opened. Lives in one thread.
class Journal final {
public:
    Journal(QString path, const base::Clock &clock);
    [[nodiscard]] Result<> open();

    /// The result of a step that ended; nothing if it did not.
    [[nodiscard]] std::optional<QJsonObject> resultOf(const QString &step) const;
    /// Whether the step was begun (perhaps by a process that died in the middle).
    [[nodiscard]] bool wasBegun(const QString &step) const;
    [[nodiscard]] Result<> begin(const QString &step);
    [[nodiscard]] Result<> finish(const QString &step, const QJsonObject &result);
    /// Forgets a step's result, so that it runs again.
    [[nodiscard]] Result<> reopen(const QString &step);

private:
    [[nodiscard]] Result<> append(const QString &step, const QString &what, const QJsonObject &data);
    void apply(const QJsonObject &entry);

    QString m_path;
    const base::Clock &m_clock;
    QFile m_file;
    QHash<QString, QJsonObject> m_results;
    QHash<QString, bool> m_begun;
};

} // namespace slipway::pipeline
