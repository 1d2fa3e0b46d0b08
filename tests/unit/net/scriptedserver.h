// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QTcpServer>
#include <QUrl>

#include <functional>

class QTcpSocket;

namespace slipway::test {

/// A server that answers each complete request with the next script: bytes to write, or something to do to the socket.
/// Connections are kept open unless a script closes them. Lives in the test's thread, on a free port.
class ScriptedServer final : public QObject {
public:
    using Script = std::function<void(QTcpSocket &)>;

    ScriptedServer();
    [[nodiscard]] QUrl url(const QString &path = QStringLiteral("/")) const;

    void answer(const QByteArray &status, const QByteArray &body, const QByteArray &headers = {});
    void then(Script script) { m_scripts.append(std::move(script)); }
    /// RST instead of an answer.
    void reset();
    void sayNothing();

    [[nodiscard]] const QList<QByteArray> &requests() const { return m_requests; } ///< head and body of each

private:
    void read(QTcpSocket *socket);

    QHash<QTcpSocket *, QByteArray> m_buffers;
    QList<Script> m_scripts;
    QList<QByteArray> m_requests;
    QTcpServer m_server; // last: its sockets use the others until they are gone
};

} // namespace slipway::test
