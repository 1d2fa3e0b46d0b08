// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QFile>
#include <QStringList>

namespace slipway::forge {

/// The log of one job: a file in which each step begins with `##[group]NAME`. Lines are redacted before they reach the disk.
/// When the file passes its bound the older half is dropped and the place is marked: what failed is at the end. Lives in the
/// engine thread; a disk that is full loses log lines and never a run.
class JobLog final {
public:
    JobLog(const QString &path, qsizetype maxBytes);

    void beginGroup(const QString &name);
    void endGroup();
    /// A line that a step printed. Workflow commands are understood: `::error::`, `::warning::`, `::notice::` and
    /// `::debug::` become `##[error]` and so on, `::add-mask::` hides a value from here on.
    void output(const QByteArray &line);
    /// A line of ours.
    void note(const QString &text);
    void error(const QString &text);

    /// The last `maxBytes` of a log file, from the beginning of a line, redacted; empty if there is none yet.
    [[nodiscard]] static Result<QByteArray> tail(const QString &path, qsizetype maxBytes);

private:
    void write(QByteArray line);
    void dropOlderHalf();

    QFile m_file;
    qsizetype m_maxBytes;
    QByteArray m_group;
    QList<QByteArray> m_masks;
};

} // namespace slipway::forge
