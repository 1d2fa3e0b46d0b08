// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/git.h"
#include "core/process/hostprocessrunner.h"
#include "tests/support/asynctest.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace slipway::git {

/// Name and content of files.
using Files = QMap<QString, QByteArray>;

inline void writeFiles(const QString &folder, const Files &files)
{
    for (const auto &[name, content] : files.asKeyValueRange()) {
        const QString path = folder + QLatin1Char('/') + name;
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(path));
    }
}

inline QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.exists() && file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A bare repository in a temporary folder, and shortcuts to fill it.
class RepositoryFixture {
public:
    explicit RepositoryFixture(process::ProcessRunner &runner)
        : git(runner)
        , path(folder.filePath(QStringLiteral("repo.git")))
    {
        const auto made = test::await(git.initBare(path, QStringLiteral("dev")));
        if (!made)
            qFatal("%s", qPrintable(made.error().message + made.error().detail));
    }

    /// Commits files on top of `parent` and moves the branch there (empty branch: none).
    QString commit(const Files &files, const QString &parent = {}, const QString &branch = {},
                   const QString &message = QStringLiteral("A commit"))
    {
        const QTemporaryDir work;
        writeFiles(work.path(), files);
        const auto sha = test::await(git.commitFolder(path, work.path(), parent, message));
        if (!sha)
            qFatal("%s", qPrintable(sha.error().message + sha.error().detail));
        if (!branch.isEmpty()) {
            const QString ref = QStringLiteral("refs/heads/") + branch;
            const auto old = test::await(git.resolve(path, ref));
            const auto moved = test::await(git.updateRef(path, ref, *sha, old ? *old : QString()));
            if (!moved)
                qFatal("%s", qPrintable(moved.error().message + moved.error().detail));
        }
        return *sha;
    }
    QByteArray show(const QString &commit, const char *file)
    {
        return test::await(git.show(path, commit, QLatin1String(file))).value_or(QByteArray("(missing)"));
    }

    QTemporaryDir folder;
    Git git;
    QString path;
};

} // namespace slipway::git
