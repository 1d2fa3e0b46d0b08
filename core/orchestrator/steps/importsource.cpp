// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/orchestrator/steps/steps.h"

namespace slipway::orchestrator::steps {

namespace {

const QString sourceRemote = QStringLiteral("source");
constexpr qsizetype maxListedFiles = 300;
constexpr qsizetype maxReadme = 6000;

/// What planning has to know of code that is there already: its files and how it describes itself.
Async<QString> describe(ContextPtr c, QString commit)
{
    const QString folder = c->project->path;
    CO_TRY(const QStringList files, co_await c->services.git.files(folder, commit));
    QString text = QStringLiteral("The project starts from an existing repository. Keep what works, and plan only what "
                                  "is missing. Its files (%1):\n%2")
                       .arg(files.size())
                       .arg(files.first(qMin(files.size(), maxListedFiles)).join(QLatin1Char('\n')));
    for (const QString &file : files) {
        if (!file.startsWith(QLatin1String("readme"), Qt::CaseInsensitive))
            continue;
        CO_TRY(const QByteArray readme, co_await c->services.git.show(folder, commit, file));
        text += QStringLiteral("\n\n%1:\n%2").arg(file, QString::fromUtf8(readme).left(maxReadme));
        break;
    }
    co_return text;
}

} // namespace

Async<QJsonObject> importSource(ContextPtr c)
{
    auto &git = c->services.git;
    const QString folder = c->project->path;
    const QString branch = c->project->defaultBranch;
    // A folder with metadata is no target for `git clone`; fetching into it says the same and may be repeated.
    const QStringList init { QStringLiteral("init"), QStringLiteral("-q"), QStringLiteral("-b"), branch };
    CO_CHECK(co_await git.run(folder, init));
    CO_TRY(const QByteArray remotes, co_await git.run(folder, { QStringLiteral("remote") }));
    if (!remotes.split('\n').contains(sourceRemote.toUtf8())) {
        const QStringList add { QStringLiteral("remote"), QStringLiteral("add"), sourceRemote, c->project->source };
        CO_CHECK(co_await git.run(folder, add));
    }
    const QStringList fetch { QStringLiteral("fetch"), QStringLiteral("--quiet"), QStringLiteral("--no-tags"),
                              sourceRemote, QStringLiteral("HEAD") };
    const auto fetched = co_await git.run(folder, fetch, {}, c->stop);
    if (!fetched) {
        Error error = fetched.error();
        error.message = QStringLiteral("%1 cannot be fetched").arg(c->project->source);
        error.hint = QStringLiteral("Check that `git ls-remote %1` answers without asking for a password")
                         .arg(c->project->source);
        co_return std::unexpected(error);
    }
    CO_TRY(const QString commit, co_await git.resolve(folder, QStringLiteral("FETCH_HEAD")));
    CO_TRY(const QString notes, co_await describe(c, commit));
    co_return QJsonObject { { QStringLiteral("commit"), commit }, { QStringLiteral("notes"), notes } };
}

} // namespace slipway::orchestrator::steps
