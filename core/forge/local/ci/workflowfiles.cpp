// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/ci/workflowfiles.h"

namespace slipway::forge {

namespace {

constexpr qsizetype maxFiles = 64;

bool isWorkflow(const QString &path)
{
    static constexpr QLatin1StringView folder(".github/workflows/");
    return path.startsWith(folder) && !path.mid(folder.size()).contains(QLatin1Char('/'))
        && (path.endsWith(QLatin1String(".yml")) || path.endsWith(QLatin1String(".yaml")));
}

} // namespace

Async<QList<WorkflowFile>> workflowFilesAt(git::Git &git, QString repository, QString commit)
{
    CO_TRY(QStringList paths, co_await git.files(repository, commit, QStringLiteral(".github/workflows")));
    paths.removeIf([](const QString &path) { return !isWorkflow(path); });
    paths.sort();
    QList<WorkflowFile> files;
    for (const auto &path : std::as_const(paths)) {
        if (files.size() >= maxFiles)
            break;
        CO_TRY(const QByteArray yaml, co_await git.show(repository, commit, path));
        files.append({ path, parseWorkflow(yaml, path) });
    }
    co_return files;
}

} // namespace slipway::forge
