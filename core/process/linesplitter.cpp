// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/linesplitter.h"

#include <utility>

namespace slipway::process {

LineSplitter::LineSplitter(qsizetype maxLine)
    : m_maxLine(maxLine)
{
}

void LineSplitter::feed(QByteArrayView data, const Sink &sink)
{
    while (!data.isEmpty()) {
        const qsizetype newline = data.indexOf('\n');
        const QByteArrayView part = newline < 0 ? data : data.first(newline);
        if (!m_skipping && m_partial.size() + part.size() > m_maxLine) {
            m_skipping = true;
            m_dropped = true;
            m_partial = QByteArray();
        }
        if (newline < 0) {
            if (!m_skipping)
                m_partial.append(part);
            return;
        }
        if (!m_skipping) {
            if (m_partial.isEmpty()) {
                sink(part.toByteArray());
            } else {
                m_partial.append(part);
                sink(std::exchange(m_partial, {}));
            }
        }
        m_skipping = false;
        data = data.sliced(newline + 1);
    }
}

void LineSplitter::finish(const Sink &sink)
{
    if (!m_skipping && !m_partial.isEmpty())
        sink(std::exchange(m_partial, {}));
    m_skipping = false;
}

TailBuffer::TailBuffer(qsizetype limit)
    : m_limit(limit)
{
}

void TailBuffer::append(QByteArrayView data)
{
    if (data.size() > m_limit) {
        m_cut = true;
        data = data.last(m_limit);
    }
    m_data.append(data);
    // Moving the bytes at twice the limit only keeps the cost per byte constant.
    if (m_data.size() > 2 * m_limit) {
        m_cut = true;
        m_data.remove(0, m_data.size() - m_limit);
    }
}

QByteArray TailBuffer::take()
{
    if (m_data.size() > m_limit) {
        m_cut = true;
        m_data.remove(0, m_data.size() - m_limit);
    }
    return std::exchange(m_data, {});
}

} // namespace slipway::process
