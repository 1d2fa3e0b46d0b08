// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/processinput.h"

#include <utility>

namespace slipway::process {

namespace {
constexpr qsizetype maxWaiting = 64 * 1024 * 1024;
} // namespace

void ProcessInput::write(const QByteArray &bytes)
{
    const std::lock_guard lock(m_mutex);
    if (m_closed || bytes.isEmpty())
        return;
    if (m_waiting.size() + bytes.size() > maxWaiting) {
        m_waiting.clear();
        m_closed = true;
    } else {
        m_waiting += bytes;
    }
    if (m_hook)
        m_hook();
}

void ProcessInput::close()
{
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    if (m_hook)
        m_hook();
}

QByteArray ProcessInput::take()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_waiting, {});
}

bool ProcessInput::isClosed() const
{
    const std::lock_guard lock(m_mutex);
    return m_closed;
}

void ProcessInput::setHook(std::function<void()> hook)
{
    const std::lock_guard lock(m_mutex);
    m_hook = std::move(hook);
}

} // namespace slipway::process
