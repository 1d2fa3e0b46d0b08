// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>

class QSocketNotifier;

namespace slipway::app {

/// SIGINT, SIGTERM and SIGHUP as Qt signals, through a pipe: no Qt code runs in a handler. Main thread, one a process.
/// A second SIGINT or SIGTERM is reported as such.
class UnixSignals final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(UnixSignals)
public:
    explicit UnixSignals(QObject *parent = nullptr);
    ~UnixSignals() override;

Q_SIGNALS:
    void stopRequested(int signal);
    void stopNowRequested(int signal); ///< the second one

private:
    void read();
    int m_descriptor = -1;
    int m_received = 0;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace slipway::app
