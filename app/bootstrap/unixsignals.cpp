// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bootstrap/unixsignals.h"

#include <QSocketNotifier>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace slipway::app {

namespace {

// The handler may touch nothing but this descriptor and write(2). The signals are not blocked (as a signalfd would need):
// children inherit the mask, and would never hear a SIGTERM.
int writeEnd = -1;

void onSignal(int signal)
{
    const int before = errno; // the interrupted code may be about to look at it
    const char number = char(signal);
    [[maybe_unused]] const auto written = ::write(writeEnd, &number, 1);
    errno = before;
}

} // namespace

UnixSignals::UnixSignals(QObject *parent)
    : QObject(parent)
{
    int ends[2] = { -1, -1 };
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        qFatal("pipe2 failed");
    m_descriptor = ends[0];
    writeEnd = ends[1];
    struct sigaction action = {};
    action.sa_handler = onSignal;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    for (const int signal : { SIGINT, SIGTERM, SIGHUP })
        ::sigaction(signal, &action, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    m_notifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &UnixSignals::read);
}

UnixSignals::~UnixSignals()
{
    m_notifier.reset();
    for (const int signal : { SIGINT, SIGTERM, SIGHUP })
        std::signal(signal, SIG_DFL);
    ::close(std::exchange(writeEnd, -1));
    ::close(m_descriptor);
}

void UnixSignals::read()
{
    char signal = 0;
    while (::read(m_descriptor, &signal, 1) == 1) {
        if (++m_received == 1)
            Q_EMIT stopRequested(signal);
        else
            Q_EMIT stopNowRequested(signal);
    }
}

} // namespace slipway::app
