// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/support/processes.h"

#include <QDir>
#include <QFile>
#include <QMultiMap>

#include <csignal>
#include <unistd.h>

namespace slipway::test {

namespace {

QList<pid_t> allProcesses()
{
    QList<pid_t> pids;
    for (const QString &name : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        bool isNumber = false;
        const int pid = name.toInt(&isNumber);
        if (isNumber)
            pids.append(pid);
    }
    return pids;
}

QByteArray procFile(pid_t pid, const char *name)
{
    QFile file(QStringLiteral("/proc/%1/%2").arg(pid).arg(QLatin1String(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

pid_t parentOf(pid_t pid)
{
    // `pid (name) state ppid …`; the name may hold anything.
    const QByteArray stat = procFile(pid, "stat");
    return stat.mid(stat.lastIndexOf(')') + 2).split(' ').value(1).toInt();
}

} // namespace

QList<pid_t> descendantsOf(pid_t root)
{
    QMultiMap<pid_t, pid_t> children;
    for (const pid_t pid : allProcesses())
        children.insert(parentOf(pid), pid);
    QList<pid_t> found { root };
    for (qsizetype i = 0; i < found.size(); ++i)
        found += children.values(found.at(i));
    found.removeFirst();
    return found;
}

QByteArray commandLineOf(pid_t pid)
{
    return procFile(pid, "cmdline").replace('\0', ' ');
}

QList<pid_t> processesOfHome(const QString &home)
{
    QList<pid_t> found;
    const QByteArray mark = QByteArray("SLIPWAY_HOME=") + home.toUtf8();
    for (const pid_t pid : allProcesses()) {
        const bool named
            = procFile(pid, "environ").split('\0').contains(mark) || commandLineOf(pid).contains(home.toUtf8());
        if (pid != ::getpid() && named)
            found.append(pid);
    }
    return found;
}

void killTree(pid_t root)
{
    const auto below = descendantsOf(root);
    ::kill(root, SIGKILL);
    for (const pid_t pid : below)
        ::kill(pid, SIGKILL);
}

} // namespace slipway::test
