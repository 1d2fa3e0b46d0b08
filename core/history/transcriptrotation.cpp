// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/transcriptrotation.h"

#include <QDir>
#include <QFile>

namespace slipway::history {

int rotateTranscripts(const QString &folder, const TranscriptLimits &limits, const QDateTime &now)
{
    const auto newestFirst
        = QDir(folder).entryInfoList({ QStringLiteral("*.jsonl") }, QDir::Files | QDir::NoSymLinks, QDir::Time);
    const QDateTime tooOld = now.addDuration(-limits.age);
    const QDateTime mayGrow = now.addSecs(-3600);
    qint64 kept = 0;
    int removed = 0;
    for (const auto &info : newestFirst) {
        const bool goes = info.lastModified() < tooOld || kept + info.size() > limits.bytes;
        if (goes && info.lastModified() < mayGrow)
            removed += QFile::remove(info.filePath()) ? 1 : 0;
        else
            kept += info.size();
    }
    return removed;
}

} // namespace slipway::history
