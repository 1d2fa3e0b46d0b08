// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Folders to commits and back, with an index of our own: no branch, no work tree of anybody is touched.
#include "core/git/git.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

namespace slipway::git {

namespace {

QMap<QString, QString> places(const QString &repository, const QString &folder, const QString &index)
{
    QMap<QString, QString> extra;
    const QString inner = repository + QStringLiteral("/.git");
    extra.insert(QStringLiteral("GIT_DIR"), QFileInfo(inner).isDir() ? inner : repository);
    extra.insert(QStringLiteral("GIT_WORK_TREE"), folder);
    extra.insert(QStringLiteral("GIT_INDEX_FILE"), index);
    return extra;
}

} // namespace

Async<> Git::exportTree(QString repository, QString commit, QString folder)
{
    if (!QDir().mkpath(folder)
        || !QDir(folder).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)) {
        co_return fail(ErrorCode::Conflict, QStringLiteral("The folder %1 is not empty, or cannot be made").arg(folder),
                       QStringLiteral("Remove what is in it"));
    }
    const QTemporaryDir index;
    const QStringList arguments { QStringLiteral("read-tree"), QStringLiteral("--reset"), QStringLiteral("-u"),
                                  commit };
    const auto written
        = co_await runWith(folder, arguments, places(repository, folder, index.filePath(QStringLiteral("index"))));
    if (!written)
        co_return forward(written);
    co_return {};
}

Async<QString> Git::commitFolder(QString repository, QString folder, QString parent, QString message)
{
    const QTemporaryDir index;
    const auto extra = places(repository, folder, index.filePath(QStringLiteral("index")));
    if (!parent.isEmpty()) {
        const QStringList read { QStringLiteral("read-tree"), parent };
        CO_CHECK(co_await runWith(folder, read, extra));
    }
    const QStringList add { QStringLiteral("add"), QStringLiteral("--ignore-removal"), QStringLiteral(".") };
    CO_CHECK(co_await runWith(folder, add, extra));
    const QStringList write { QStringLiteral("write-tree") };
    CO_TRY(const QByteArray tree, co_await runWith(folder, write, extra));
    QStringList commit { QStringLiteral("commit-tree"), QString::fromLatin1(tree.trimmed()) };
    if (!parent.isEmpty())
        commit << QStringLiteral("-p") << parent;
    CO_TRY(const QByteArray sha, co_await run(repository, commit, message.toUtf8()));
    co_return QString::fromLatin1(sha.trimmed());
}

} // namespace slipway::git
