// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/foldertree.h"

#include <QFileInfo>

namespace slipway::forge {

namespace {

process::ProcessSpec onFolder(const QString &program, const QStringList &options, const QString &path)
{
    process::ProcessSpec spec;
    spec.program = program;
    spec.arguments = options + QStringList { QStringLiteral("--"), path };
    spec.workingDirectory = QStringLiteral("/");
    spec.environment = process::baseEnvironment();
    return spec;
}

} // namespace

Async<> removeTree(process::ProcessRunner &runner, QString path)
{
    if (!QFileInfo::exists(path))
        co_return {};
    const auto spec = onFolder(QStringLiteral("rm"), { QStringLiteral("-rf") }, path);
    auto outcome = co_await runner.run(spec);
    if (!outcome.ok() && QFileInfo::exists(path)) {
        // Go's module cache, for one, is read-only folders.
        const auto open = onFolder(QStringLiteral("chmod"), { QStringLiteral("-R"), QStringLiteral("u+rwX") }, path);
        co_await runner.run(open);
        outcome = co_await runner.run(spec);
    }
    const auto removed = process::outputOf(outcome, QStringLiteral("Removing %1").arg(path));
    if (!removed)
        co_return forward(removed);
    co_return {};
}

} // namespace slipway::forge
