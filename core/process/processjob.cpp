// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/processjob.h"

namespace slipway::process {

ProcessJob::ProcessJob(ProcessSpec processSpec, bool isSandboxed, LineSink sink, QObject *port)
    : spec(std::move(processSpec))
    , sandboxed(isSandboxed)
    , m_sink(std::move(sink))
    , m_port(port)
{
}

void ProcessJob::requestCancel()
{
    const std::lock_guard lock(m_mutex);
    m_cancelRequested = true;
    if (m_cancelHook)
        m_cancelHook();
}

void ProcessJob::setCancelHook(std::function<void()> hook)
{
    const std::lock_guard lock(m_mutex);
    m_cancelHook = std::move(hook);
    if (m_cancelHook && m_cancelRequested)
        m_cancelHook();
}

void ProcessJob::deliver()
{
    Lines lines;
    {
        const std::lock_guard lock(m_mutex);
        m_posted = false;
        lines.swap(m_pending);
    }
    for (const auto &[channel, line] : lines)
        m_sink(channel, line);
}

void ProcessJob::detach()
{
    {
        const std::lock_guard lock(m_mutex);
        m_port = nullptr;
    }
    deliver();
}

void ProcessJob::addLine(OutputChannel channel, QByteArray line)
{
    m_batch.emplace_back(channel, std::move(line));
}

void ProcessJob::flush()
{
    if (m_batch.empty())
        return;
    const std::lock_guard lock(m_mutex);
    if (m_pending.empty())
        m_pending.swap(m_batch);
    else
        m_pending.insert(m_pending.end(), std::make_move_iterator(m_batch.begin()),
                         std::make_move_iterator(m_batch.end()));
    m_batch.clear();
    if (m_posted || !m_port)
        return;
    m_posted = true;
    // The port dies with the caller's frame and takes this call along, so the plain pointer is safe.
    QMetaObject::invokeMethod(m_port, [this] { deliver(); }, Qt::QueuedConnection);
}

void ProcessJob::finish(ProcessOutcome outcome)
{
    flush();
    setCancelHook({});
    done.resolve(std::move(outcome));
}

} // namespace slipway::process
