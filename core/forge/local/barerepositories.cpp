// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/barerepositories.h"

#include "core/base/files.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

namespace slipway::forge {

namespace {

constexpr QLatin1StringView protectedFile("/slipway-protected");

/// POSIX sh; run by git in the bare repository with "OLD NEW REF" lines on stdin.
QByteArray preReceiveHook()
{
    return QByteArrayLiteral(R"(#!/bin/sh
# Written by Slipway. Refuses pushes to the branches named in the file slipway-protected of this repository.
status=0
while read -r old new ref; do
    if [ -f slipway-protected ] && grep -q -x -F -e "$ref" slipway-protected; then
        echo "Slipway: ${ref#refs/heads/} is a protected branch." >&2
        echo "Slipway: push to another branch and open a pull request; only its merge writes here." >&2
        status=1
    fi
done
exit $status
)");
}

Result<> installHook(const QString &path)
{
    const QString hook = path + QStringLiteral("/hooks/pre-receive");
    CHECK(base::makeFolder(path + QStringLiteral("/hooks")));
    CHECK(base::writeFileAtomically(hook, preReceiveHook()));
    QFile::setPermissions(hook,
                          QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadGroup | QFile::ExeGroup);
    return {};
}

} // namespace

BareRepositories::BareRepositories(git::Git &git)
    : m_git(git)
{
}

Async<> BareRepositories::create(QString path, QString name, QString description, QString defaultBranch)
{
    CO_CHECK(base::makeFolder(QFileInfo(path).path()));
    if (!QFileInfo::exists(path + QStringLiteral("/HEAD")))
        CO_CHECK(co_await m_git.initBare(path, defaultBranch));
    // hooksPath: a person's global core.hooksPath must not switch the protection off. fsync: refs and loose objects have
    // to survive a power cut like the database rows that name them. gc: never behind the back of a running clone.
    const QList<QStringList> settings {
        { QStringLiteral("core.hooksPath"), QStringLiteral("hooks") },
        { QStringLiteral("core.fsync"), QStringLiteral("committed,reference") },
        { QStringLiteral("gc.auto"), QStringLiteral("0") },
        { QStringLiteral("receive.fsckObjects"), QStringLiteral("true") },
    };
    for (const auto &setting : settings) {
        const QStringList arguments { QStringLiteral("config"), setting.at(0), setting.at(1) };
        CO_CHECK(co_await m_git.run(path, arguments));
    }
    CO_CHECK(installHook(path));
    CO_TRY(const QString head, co_await m_git.resolve(path, QStringLiteral("refs/heads/") + defaultBranch));
    if (head.isEmpty())
        CO_CHECK(co_await commitReadme(path, name, description, defaultBranch));
    co_return {};
}

Async<> BareRepositories::commitReadme(QString path, QString name, QString description, QString defaultBranch)
{
    const QTemporaryDir folder;
    QString text = QStringLiteral("# %1\n").arg(name);
    if (!description.trimmed().isEmpty())
        text += QStringLiteral("\n%1\n").arg(description.trimmed());
    CO_CHECK(base::writeFileAtomically(folder.filePath(QStringLiteral("README.md")), text.toUtf8()));
    CO_TRY(const QString commit,
           co_await m_git.commitFolder(path, folder.path(), QString(), QStringLiteral("Initial commit")));
    const QString ref = QStringLiteral("refs/heads/") + defaultBranch;
    const auto created = co_await m_git.updateRef(path, ref, commit, QString());
    // A concurrent call may have been first; then its commit is as good.
    if (!created && created.error().code != ErrorCode::Conflict)
        co_return forward(created);
    co_return {};
}

Async<QHash<QString, QString>> BareRepositories::heads(QString path)
{
    CO_CHECK(checkThere(path));
    const QStringList arguments { QStringLiteral("for-each-ref"), QStringLiteral("--format=%(objectname) %(refname)"),
                                  QStringLiteral("refs/heads/") };
    CO_TRY(const QByteArray out, co_await m_git.run(path, arguments));
    QHash<QString, QString> heads;
    const auto lines = out.split('\n');
    for (const auto &line : lines) {
        const auto space = line.indexOf(' ');
        if (space > 0)
            heads.insert(QString::fromUtf8(line.mid(space + 1)).mid(11),
                         QString::fromLatin1(line.left(space))); // refs/heads/
    }
    co_return heads;
}

Async<> BareRepositories::receive(QString path, QString from, QString sha)
{
    // A commit that no ref of the source points to may be asked for by its name; no ref is written here, so that a
    // failure leaves nothing but objects.
    const QStringList arguments {
        QStringLiteral("-c"),
        QStringLiteral("fetch.fsckObjects=true"),
        QStringLiteral("fetch"),
        QStringLiteral("--quiet"),
        QStringLiteral("--no-tags"),
        QStringLiteral("--no-write-fetch-head"),
        QStringLiteral("--no-auto-gc"),
        QStringLiteral("--upload-pack=git -c uploadpack.allowAnySHA1InWant=true upload-pack"),
        QStringLiteral("--"),
        from,
        sha,
    };
    const auto fetched = co_await m_git.run(path, arguments);
    if (!fetched) {
        auto error = fetched.error();
        error.message = QStringLiteral("The commit %1 could not be taken over from %2").arg(sha.left(12), from);
        co_return std::unexpected(std::move(error));
    }
    co_return {};
}

Async<QString> BareRepositories::mergeCommit(QString path, QString base, QString head)
{
    const QStringList arguments { QStringLiteral("log"),
                                  QStringLiteral("--first-parent"),
                                  QStringLiteral("--merges"),
                                  QStringLiteral("--max-count=5000"),
                                  QStringLiteral("--format=%H %P"),
                                  base,
                                  QStringLiteral("--") };
    CO_TRY(const QByteArray out, co_await m_git.run(path, arguments));
    const auto lines = out.split('\n');
    for (const auto &line : lines) {
        const auto ids = line.split(' ');
        if (ids.size() >= 3 && ids.at(2) == head.toLatin1())
            co_return QString::fromLatin1(ids.at(0));
    }
    co_return head;
}

Result<QStringList> BareRepositories::protectedBranches(const QString &path)
{
    const auto content = base::readFile(path + protectedFile);
    if (!content && content.error().code == ErrorCode::NotFound)
        return QStringList();
    if (!content)
        return forward(content);
    QStringList branches;
    const auto lines = content->split('\n');
    for (const auto &line : lines) {
        if (line.startsWith("refs/heads/"))
            branches.append(QString::fromUtf8(line.mid(11)));
    }
    return branches;
}

Result<> BareRepositories::protect(const QString &path, const QString &branch)
{
    CHECK(checkThere(path));
    TRY(auto branches, protectedBranches(path));
    CHECK(installHook(path));
    if (branches.contains(branch))
        return {};
    branches.append(branch);
    QByteArray content;
    for (const auto &name : std::as_const(branches))
        content += "refs/heads/" + name.toUtf8() + '\n';
    return base::writeFileAtomically(path + protectedFile, content);
}

Result<> BareRepositories::checkThere(const QString &path)
{
    if (QFileInfo::exists(path + QStringLiteral("/HEAD")))
        return {};
    return fail(ErrorCode::NotFound, QStringLiteral("The repository folder %1 is gone").arg(path),
                QStringLiteral("Restore it from a backup, or delete the project"));
}

} // namespace slipway::forge
