// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/support/mcpclient.h"

#include <QDeadlineTimer>
#include <QJsonDocument>
#include <QTest>

namespace slipway::test {

McpClient::McpClient(const SlipwayHome &home, const QStringList &arguments)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("SLIPWAY_HOME"), home.path(QString()));
    environment.insert(QStringLiteral("SLIPWAY_AGENT"), QStringLiteral("replay"));
    environment.insert(QStringLiteral("SLIPWAY_RUNTIME"), QStringLiteral("process"));
    m_process.setProcessEnvironment(environment);
    m_process.start(QStringLiteral(SLIPWAY_BINARY_DIR "/bin/slipway"),
                    QStringList { QStringLiteral("mcp") } + arguments);
    m_process.waitForStarted();
}

McpClient::~McpClient()
{
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(15000)) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

void McpClient::sendLine(const QByteArray &line)
{
    m_process.write(line + '\n');
    while (m_process.bytesToWrite() > 0 && m_process.waitForBytesWritten(5000)) { }
}

QJsonValue McpClient::nextMessage(int timeoutMs)
{
    const QDeadlineTimer deadline(timeoutMs);
    while (!m_process.canReadLine()) {
        if (deadline.hasExpired() || !m_process.waitForReadyRead(int(deadline.remainingTime())))
            return {};
    }
    const QByteArray line = m_process.readLine();
    const auto document = QJsonDocument::fromJson(line);
    const QJsonObject first = document.isArray() ? document.array().first().toObject() : document.object();
    if (first.value(QLatin1String("jsonrpc")) != QLatin1String("2.0"))
        QTest::qFail(QByteArray("no protocol on stdout: " + line).constData(), __FILE__, __LINE__);
    return document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
}

bool McpClient::isSilent(int ms)
{
    return !m_process.canReadLine() && !m_process.waitForReadyRead(ms);
}

QJsonObject McpClient::ask(const QString &method, const QJsonObject &params, int timeoutMs)
{
    const int id = ++m_lastId;
    const QJsonObject request { { QStringLiteral("jsonrpc"), QStringLiteral("2.0") },
                                { QStringLiteral("id"), id },
                                { QStringLiteral("method"), method },
                                { QStringLiteral("params"), params } };
    sendLine(QJsonDocument(request).toJson(QJsonDocument::Compact));
    const QDeadlineTimer deadline(timeoutMs);
    while (!deadline.hasExpired()) {
        const QJsonObject answer = nextMessage(int(deadline.remainingTime())).toObject();
        if (answer.isEmpty() || answer.value(QLatin1String("id")).toInt() == id)
            return answer;
    }
    return {};
}

QJsonObject McpClient::initialize(const QString &version)
{
    const QJsonObject client { { QStringLiteral("name"), QStringLiteral("test") },
                               { QStringLiteral("version"), QStringLiteral("1") } };
    const auto answer = ask(QStringLiteral("initialize"),
                            { { QStringLiteral("protocolVersion"), version },
                              { QStringLiteral("capabilities"), QJsonObject() },
                              { QStringLiteral("clientInfo"), client } });
    sendLine(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
    return answer.value(QLatin1String("result")).toObject();
}

QJsonObject McpClient::call(const QString &tool, const QJsonObject &arguments)
{
    const QJsonObject params { { QStringLiteral("name"), tool }, { QStringLiteral("arguments"), arguments } };
    return ask(QStringLiteral("tools/call"), params).value(QLatin1String("result")).toObject();
}

} // namespace slipway::test
