// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/stalelocks.h"

#include "core/process/procfs.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

namespace slipway::git {

namespace {

/// Whether a git of anybody stands in this repository or its work tree.
bool isGitAtWork(const QString &gitFolder)
{
    const QString repository = QFileInfo(gitFolder).canonicalFilePath();
    const QString tree = repository.endsWith(QLatin1String("/.git")) ? repository.chopped(5) : repository;
    const auto processes = process::allProcesses();
    for (const pid_t pid : processes) {
        if (!process::processFile(pid, "comm").startsWith("git"))
            continue;
        const QString folder = QFile::symLinkTarget(QStringLiteral("/proc/%1/cwd").arg(pid));
        if (folder == tree || folder.startsWith(tree + QLatin1Char('/')))
            return true;
    }
    return false;
}

QStringList locksIn(const QString &folder, QDirIterator::IteratorFlags flags)
{
    QStringList found;
    QDirIterator files(folder, { QStringLiteral("*.lock") }, QDir::Files | QDir::Hidden | QDir::NoSymLinks, flags);
    while (files.hasNext())
        found.append(files.next());
    return found;
}

} // namespace

QStringList removeStaleLocks(const QString &gitFolder)
{
    // index, HEAD, config, packed-refs, shallow lie at the top; a lock for each ref beside it.
    QStringList locks = locksIn(gitFolder, QDirIterator::NoIteratorFlags)
        + locksIn(gitFolder + QStringLiteral("/refs"), QDirIterator::Subdirectories);
    if (locks.isEmpty() || isGitAtWork(gitFolder))
        return {};
    locks.removeIf([](const QString &lock) { return !QFile::remove(lock); });
    return locks;
}

} // namespace slipway::git
