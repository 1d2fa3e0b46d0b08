// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/support/modelserver.h"

#include <QJsonDocument>

namespace slipway::test {

ModelServer::ModelServer()
{
    m_process.start(QStringLiteral(SLIPWAY_BINARY_DIR "/bin/slipway-fakemodel"), QStringList());
    while (!m_process.canReadLine() && m_process.waitForReadyRead(20000)) { }
    m_url = QString::fromUtf8(m_process.readLine()).trimmed();
}

ModelServer::~ModelServer()
{
    m_process.closeWriteChannel();
    m_process.waitForFinished(10000);
}

QList<QJsonObject> ModelServer::requests()
{
    m_process.waitForReadyRead(100);
    m_output += m_process.readAllStandardOutput();
    QList<QJsonObject> list;
    const auto lines = m_output.split('\n');
    for (const QByteArray &line : lines) {
        const QJsonObject json = QJsonDocument::fromJson(line).object();
        if (!json.isEmpty())
            list.append(json);
    }
    return list;
}

} // namespace slipway::test
