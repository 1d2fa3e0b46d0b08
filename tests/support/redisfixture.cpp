// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/redisfixture.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QLocalSocket>
#include <QStandardPaths>

#include <sys/prctl.h>

#include <csignal>

namespace slipway::test {

RedisFixture::RedisFixture()
{
    start();
}

RedisFixture::~RedisFixture()
{
    kill();
}

bool RedisFixture::isAvailable()
{
    return !QStandardPaths::findExecutable(QStringLiteral("redis-server")).isEmpty();
}

QString RedisFixture::socketPath() const
{
    return m_folder.filePath(QStringLiteral("r.sock"));
}

QString RedisFixture::url() const
{
    return QStringLiteral("unix://") + socketPath();
}

void RedisFixture::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished();
}

bool RedisFixture::start()
{
    QFile::remove(socketPath());
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
    m_process.start(QStringLiteral("redis-server"),
                    { QStringLiteral("--port"), QStringLiteral("0"), QStringLiteral("--unixsocket"), socketPath(),
                      QStringLiteral("--dir"), m_folder.path(), QStringLiteral("--save"), QString(),
                      QStringLiteral("--appendonly"), QStringLiteral("yes") });
    m_process.waitForStarted();
    const QDeadlineTimer deadline(10000);
    while (!deadline.hasExpired() && m_process.state() == QProcess::Running) {
        QLocalSocket probe;
        probe.connectToServer(socketPath());
        if (probe.waitForConnected(200)) {
            probe.write("PING\r\n");
            if (probe.waitForBytesWritten(500) && probe.waitForReadyRead(1000) && probe.readAll().startsWith("+PONG"))
                return true;
        }
        m_process.waitForFinished(20); // returns at once if it died
    }
    return false;
}

} // namespace slipway::test
