// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/orphanedsandboxes.h"

#include "core/process/childprocess.h"
#include "core/process/procfs.h"

#include <QDir>
#include <QFile>

#include <csignal>
#include <poll.h>

namespace slipway::process {

namespace {

constexpr int patienceMs = 2000;

bool isSandbox(pid_t pid)
{
    return processFile(pid, "comm").trimmed() == "bwrap";
}

bool isOver(const QByteArray &argument, const QList<QByteArray> &folders)
{
    return std::ranges::any_of(folders, [&](const QByteArray &folder) {
        return argument == folder || argument.startsWith(QByteArray(folder + '/'));
    });
}

bool isOurs(pid_t pid, const QList<QByteArray> &folders)
{
    const auto arguments = processFile(pid, "cmdline").split('\0');
    return std::ranges::any_of(arguments, [&](const QByteArray &argument) { return isOver(argument, folders); });
}

/// A sandbox is two processes: the one outside belongs to Slipway, the one inside to the one outside.
bool hasOwner(pid_t pid)
{
    const QByteArray name = processFile(parentOf(pid), "comm");
    return name.startsWith("slipway") || name.startsWith("bwrap");
}

/// Until it is gone: its folder is cleared away next.
bool end(pid_t pid)
{
    const FileDescriptor handle = openPidFd(pid);
    if (::kill(pid, SIGKILL) != 0)
        return false;
    pollfd gone { handle.value(), POLLIN, 0 };
    if (handle.isOpen())
        ::poll(&gone, 1, patienceMs);
    return true;
}

} // namespace

int endOrphanedSandboxes(const QStringList &folders)
{
    QList<QByteArray> encoded;
    for (const QString &folder : folders)
        encoded.append(QFile::encodeName(QDir::cleanPath(folder)));
    int ended = 0;
    const auto pids = allProcesses();
    for (const pid_t pid : pids) {
        if (isSandbox(pid) && !hasOwner(pid) && isOurs(pid, encoded))
            ended += end(pid) ? 1 : 0;
    }
    return ended;
}

} // namespace slipway::process
