// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/mcp/stdiotransport.h"

#include <QSocketNotifier>

#include <cerrno>
#include <climits>
#include <cstdio>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace slipway::app::mcp {

namespace {
constexpr qsizetype maxWaiting = 64 * 1024 * 1024;

bool isWritable(int descriptor)
{
    pollfd state { descriptor, POLLOUT, 0 };
    return ::poll(&state, 1, 0) == 1;
}
} // namespace

StdioTransport::StdioTransport(qsizetype maxLine, QObject *parent)
    : QObject(parent)
    , m_maxLine(maxLine)
{
    std::fflush(stdout);
    m_output = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
}

StdioTransport::~StdioTransport()
{
    m_writable.reset();
    std::fflush(stdout);
    ::dup2(m_output, STDOUT_FILENO);
    ::close(m_output);
}

void StdioTransport::start()
{
    m_writable = std::make_unique<QSocketNotifier>(m_output, QSocketNotifier::Write);
    m_writable->setEnabled(false);
    connect(m_writable.get(), &QSocketNotifier::activated, this, &StdioTransport::write);
    m_readable = std::make_unique<QSocketNotifier>(STDIN_FILENO, QSocketNotifier::Read);
    connect(m_readable.get(), &QSocketNotifier::activated, this, &StdioTransport::read);
}

void StdioTransport::read()
{
    // One read a notification: the descriptor may be shared with a shell, so it cannot be made non-blocking.
    char chunk[64 * 1024];
    const auto size = ::read(STDIN_FILENO, chunk, sizeof chunk);
    if (size < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (size > 0) {
        take({ chunk, qsizetype(size) });
        return;
    }
    m_readable->setEnabled(false);
    if (!std::exchange(m_skipping, false) && !m_in.trimmed().isEmpty())
        Q_EMIT lineReceived(std::exchange(m_in, {}).trimmed()); // the last line may lack its newline
    Q_EMIT inputEnded();
}

void StdioTransport::take(QByteArrayView chunk)
{
    while (!chunk.isEmpty()) {
        const qsizetype end = chunk.indexOf('\n');
        const QByteArrayView piece = end < 0 ? chunk : chunk.first(end);
        chunk = end < 0 ? QByteArrayView() : chunk.sliced(end + 1);
        if (!m_skipping && m_in.size() + piece.size() > m_maxLine) {
            m_skipping = true;
            m_in.clear();
            Q_EMIT lineRefused();
        }
        if (!m_skipping)
            m_in.append(piece);
        if (end < 0)
            return;
        const QByteArray line = std::exchange(m_in, {}).trimmed();
        if (!std::exchange(m_skipping, false) && !line.isEmpty())
            Q_EMIT lineReceived(line);
    }
}

void StdioTransport::send(const QByteArray &line)
{
    if (m_output < 0 || m_out.size() + line.size() > maxWaiting) {
        Q_EMIT outputBroken();
        return;
    }
    m_out.append(line).append('\n');
    write();
}

void StdioTransport::write()
{
    // A pipe that polls as writable takes at least PIPE_BUF bytes without blocking.
    while (!m_out.isEmpty() && isWritable(m_output)) {
        const auto size = ::write(m_output, m_out.constData(), size_t(qMin<qsizetype>(m_out.size(), PIPE_BUF)));
        if (size < 0 && (errno == EINTR || errno == EAGAIN))
            break;
        if (size < 0) {
            m_out.clear();
            m_writable->setEnabled(false);
            Q_EMIT outputBroken();
            return;
        }
        m_out.remove(0, size);
    }
    m_writable->setEnabled(!m_out.isEmpty());
}

} // namespace slipway::app::mcp
