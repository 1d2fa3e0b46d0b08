// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/e2e/support/slipwayhome.h"

#include <QJsonArray>

namespace slipway::test {

/// A client of `slipway mcp` on a home: the real executable, spoken to over its stdin and stdout.
class McpClient final {
public:
    explicit McpClient(const SlipwayHome &home, const QStringList &arguments = {});
    ~McpClient();

    void sendLine(const QByteArray &line);
    /// The next line of stdout as JSON; an object or an array, else a null value. Fails the test if it is no protocol.
    [[nodiscard]] QJsonValue nextMessage(int timeoutMs = 20000);
    [[nodiscard]] bool isSilent(int ms = 300); ///< nothing arrives for so long
    /// Sends a request and gives the answer that carries its id.
    [[nodiscard]] QJsonObject ask(const QString &method, const QJsonObject &params = {}, int timeoutMs = 60000);
    /// The handshake; gives its result.
    QJsonObject initialize(const QString &version = QStringLiteral("2025-06-18"));
    /// The result of a tool.
    [[nodiscard]] QJsonObject call(const QString &tool, const QJsonObject &arguments = {});
    [[nodiscard]] QProcess &process() { return m_process; }

private:
    QProcess m_process;
    int m_lastId = 0;
};

} // namespace slipway::test
