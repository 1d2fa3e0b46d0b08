// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <functional>

namespace slipway::process {

/// Cuts a byte stream into lines without their newline. A line longer than the limit is dropped up to its end, so that
/// a program without newlines cannot fill the memory. Value-like, one thread.
class LineSplitter final {
public:
    using Sink = std::function<void(QByteArray)>;

    explicit LineSplitter(qsizetype maxLine);
    void feed(QByteArrayView data, const Sink &sink);
    /// Delivers an unterminated last line.
    void finish(const Sink &sink);
    [[nodiscard]] bool droppedLine() const { return m_dropped; }

private:
    qsizetype m_maxLine;
    QByteArray m_partial;
    bool m_skipping = false; ///< inside a line that was too long
    bool m_dropped = false;
};

/// Keeps the last `limit` bytes of a stream. Value-like, one thread.
class TailBuffer final {
public:
    explicit TailBuffer(qsizetype limit);
    void append(QByteArrayView data);
    [[nodiscard]] QByteArray take();
    [[nodiscard]] bool cut() const { return m_cut; }

private:
    qsizetype m_limit;
    QByteArray m_data;
    bool m_cut = false;
};

} // namespace slipway::process
