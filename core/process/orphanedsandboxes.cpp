// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/orphanedsandboxes.h"

#include <QDir>
#include <QFile>

#include <csignal>

namespace slipway::process {

namespace {

QByteArray processFile(const QString &pid, const char *name)
{
    QFile file(QStringLiteral("/proc/%1/%2").arg(pid, QLatin1String(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool isSandbox(const QString &pid)
{
    return processFile(pid, "comm").trimmed() == "bwrap";
}

bool isOver(const QByteArray &argument, const QList<QByteArray> &folders)
{
    return std::ranges::any_of(folders, [&](const QByteArray &folder) {
        return argument == folder || argument.startsWith(QByteArray(folder + '/'));
    });
}

bool isOurs(const QString &pid, const QList<QByteArray> &folders)
{
    const auto arguments = processFile(pid, "cmdline").split('\0');
    return std::ranges::any_of(arguments, [&](const QByteArray &argument) { return isOver(argument, folders); });
}

/// A sandbox is two processes: the one outside belongs to Slipway, the one inside to the one outside.
bool hasOwner(const QString &pid)
{
    // `pid (name) state ppid …`; the name may hold anything.
    const QByteArray stat = processFile(pid, "stat");
    const QString parent = QString::fromLatin1(stat.mid(stat.lastIndexOf(')') + 2).split(' ').value(1));
    const QByteArray name = processFile(parent, "comm");
    return name.startsWith("slipway") || name.startsWith("bwrap");
}

} // namespace

int endOrphanedSandboxes(const QStringList &folders)
{
    QList<QByteArray> encoded;
    for (const QString &folder : folders)
        encoded.append(QFile::encodeName(QDir::cleanPath(folder)));
    int ended = 0;
    const auto pids = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &pid : pids) {
        if (!pid.at(0).isDigit() || !isSandbox(pid) || hasOwner(pid) || !isOurs(pid, encoded))
            continue;
        ended += ::kill(pid.toInt(), SIGKILL) == 0 ? 1 : 0;
    }
    return ended;
}

} // namespace slipway::process
