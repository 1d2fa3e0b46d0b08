// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/procfs.h"

#include <QDir>
#include <QFile>

namespace slipway::process {

QList<pid_t> allProcesses()
{
    QList<pid_t> pids;
    const auto names = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &name : names) {
        bool isNumber = false;
        const pid_t pid = name.toInt(&isNumber);
        if (isNumber)
            pids.append(pid);
    }
    return pids;
}

QByteArray processFile(pid_t pid, const char *name)
{
    QFile file(QStringLiteral("/proc/%1/%2").arg(pid).arg(QLatin1String(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

pid_t parentOf(pid_t pid)
{
    // `pid (name) state ppid …`; the name may hold anything.
    const QByteArray stat = processFile(pid, "stat");
    return stat.mid(stat.lastIndexOf(')') + 2).split(' ').value(1).toInt();
}

} // namespace slipway::process
