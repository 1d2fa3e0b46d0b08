// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>

#include <memory>

class QSocketNotifier;

namespace slipway::app::mcp {

/// One message a line on stdin and stdout. From its construction on nothing else of this process reaches stdout: what is
/// printed by mistake goes to stderr. Never blocks: a client that does not read makes the answers wait here, up to a
/// bound. Main thread, one a process.
class StdioTransport final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StdioTransport)
public:
    explicit StdioTransport(qsizetype maxLine = 1024 * 1024, QObject *parent = nullptr);
    ~StdioTransport() override;

    /// Starts reading; the signals come from the event loop.
    void start();
    void send(const QByteArray &line);
    [[nodiscard]] bool isFlushed() const { return m_out.isEmpty(); }

Q_SIGNALS:
    void lineReceived(const QByteArray &line); ///< without its newline, never empty
    void lineRefused(); ///< longer than allowed; what follows its newline is read on
    void inputEnded(); ///< once
    void outputBroken(); ///< nobody reads any more, or not fast enough

private:
    void read();
    void take(QByteArrayView chunk);
    void write();

    qsizetype m_maxLine;
    int m_output = -1;
    QByteArray m_in, m_out;
    bool m_skipping = false; ///< inside a line that is too long
    std::unique_ptr<QSocketNotifier> m_readable, m_writable;
};

} // namespace slipway::app::mcp
