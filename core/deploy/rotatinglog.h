// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace slipway::deploy {

/// An append-only log file that becomes `<path>.1`, `<path>.2`, … when it is full; the oldest goes. Owned and used by
/// one supervisor. Failures to write are ignored: an app must not die of a full disk's log.
class RotatingLog final {
public:
    RotatingLog(QByteArray path, qint64 maxBytes, int files);
    ~RotatingLog();
    RotatingLog(const RotatingLog &) = delete;
    RotatingLog &operator=(const RotatingLog &) = delete;

    void append(const char *bytes, qint64 size);
    void note(const QByteArray &line); ///< a line of the supervisor's own, with the time

private:
    void open();
    void rotate();

    QByteArray m_path;
    qint64 m_maxBytes;
    int m_files;
    int m_descriptor = -1;
    qint64 m_size = 0;
    bool m_lineOpen = false;
};

} // namespace slipway::deploy
