// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Bundles, and a person's clone.
#include "core/git/bundle.h"
#include "core/git/git.h"

#include <QFileInfo>

namespace slipway::git {

namespace {

constexpr qsizetype maxBundle = 512 * 1024 * 1024;
constexpr quint32 looseLimit = 200; // as git's own unpackLimit: fewer objects are kept one by one

Error notAccepted(Error error)
{
    if (error.code != ErrorCode::Invalid)
        return error;
    error.message
        = QStringLiteral("The bundle was not accepted: it is damaged, or builds on commits that are not here");
    error.hint = QStringLiteral("Run the task again on a fresh workspace");
    return error;
}

} // namespace

Async<QString> Git::importBundle(QString repository, QString bundlePath, QString name)
{
    co_return co_await importBundleTo(std::move(repository), std::move(bundlePath),
                                      QStringLiteral("refs/slipway/incoming/") + name);
}

Async<QString> Git::importBundleTo(QString repository, QString bundlePath, QString ref)
{
    CO_TRY(const Bundle bundle, Bundle::read(bundlePath, maxBundle));
    const QString head = bundle.head();
    if (head.isEmpty())
        co_return fail(ErrorCode::Invalid, QStringLiteral("The bundle names no commit"));
    if (bundle.objectCount() > 0) {
        // Not `git fetch`: it only checks the objects of a bundle since git 2.46. --strict checks content and links.
        QStringList unpack { QStringLiteral("unpack-objects"), QStringLiteral("-q"), QStringLiteral("--strict") };
        if (bundle.objectCount() > looseLimit)
            unpack = { QStringLiteral("index-pack"), QStringLiteral("--stdin"), QStringLiteral("--fix-thin"),
                       QStringLiteral("--strict") };
        const auto unpacked = co_await run(repository, unpack, bundle.pack());
        if (!unpacked)
            co_return std::unexpected(notAccepted(unpacked.error()));
    }
    // Also refuses a head that is still missing.
    const QStringList update { QStringLiteral("update-ref"), ref, head };
    const auto updated = co_await run(repository, update);
    if (!updated)
        co_return std::unexpected(notAccepted(updated.error()));
    co_return head;
}

Async<> Git::createBundle(QString repository, QString ref, QString exclude, QString bundlePath)
{
    QStringList arguments { QStringLiteral("bundle"), QStringLiteral("create"), QStringLiteral("--quiet"), bundlePath,
                            ref };
    if (!exclude.isEmpty())
        arguments << QLatin1Char('^') + exclude;
    const auto created = co_await run(repository, arguments);
    if (!created)
        co_return forward(created);
    co_return {};
}

Async<bool> Git::fastForward(QString clone, QString from, QString branch)
{
    const QString local = QStringLiteral("refs/heads/") + branch;
    const QString remote = QStringLiteral("refs/remotes/origin/") + branch;
    const QStringList fetch { QStringLiteral("fetch"), QStringLiteral("--quiet"), QStringLiteral("--no-tags"), from,
                              QLatin1Char('+') + local + QLatin1Char(':') + remote };
    const auto fetched = co_await run(clone, fetch);
    if (!fetched)
        co_return forward(fetched);
    const QStringList head { QStringLiteral("symbolic-ref"), QStringLiteral("--quiet"), QStringLiteral("HEAD") };
    const auto current = co_await start(clone, head);
    if (current.out.trimmed() == local.toUtf8()) {
        // Refuses to overwrite changed, untracked and ignored files, and anything but a fast-forward.
        const QStringList merge { QStringLiteral("merge"), QStringLiteral("--quiet"), QStringLiteral("--ff-only"),
                                  QStringLiteral("--no-overwrite-ignore"), remote };
        const auto merged = co_await start(clone, merge);
        if (merged.end != process::ProcessEnd::Finished) {
            const auto failure = process::outputOf(merged, QStringLiteral("git merge"));
            co_return std::unexpected(failure.error());
        }
        co_return merged.exitCode == 0;
    }
    // The person works on another branch: only the name moves, and only forward.
    const QStringList move { QStringLiteral("fetch"), QStringLiteral("--quiet"), QStringLiteral("."),
                             remote + QLatin1Char(':') + local };
    co_return (co_await start(clone, move)).ok();
}

} // namespace slipway::git
