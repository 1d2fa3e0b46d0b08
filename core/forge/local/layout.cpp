// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/layout.h"

#include <QRegularExpression>

namespace slipway::forge {

QString Layout::repository(const QString &fullName) const
{
    return stateFolder + QStringLiteral("/forge/") + fullName + QStringLiteral(".git");
}

QString Layout::logFolder(qint64 run) const
{
    return stateFolder + QStringLiteral("/ci/logs/") + QString::number(run);
}

QString Layout::log(qint64 run, int attempt, int job) const
{
    // By position, not by key: a job's key comes from the repository and must not choose a file name.
    return QStringLiteral("%1/%2/%3.log").arg(logFolder(run)).arg(attempt).arg(job);
}

QString Layout::workRoot() const
{
    return stateFolder + QStringLiteral("/ci/work");
}

QString Layout::work(qint64 run, int attempt) const
{
    return QStringLiteral("%1/%2-%3").arg(workRoot()).arg(run).arg(attempt);
}

QString Layout::issueUrl(const QString &fullName, int number)
{
    return QStringLiteral("slipway:%1/issues/%2").arg(fullName).arg(number);
}

QString Layout::pullUrl(const QString &fullName, int number)
{
    return QStringLiteral("slipway:%1/pull/%2").arg(fullName).arg(number);
}

QString Layout::runUrl(const QString &fullName, qint64 run)
{
    return QStringLiteral("slipway:%1/actions/runs/%2").arg(fullName).arg(run);
}

Result<> checkFullName(const QString &fullName)
{
    static const QRegularExpression allowed(QRegularExpression::anchoredPattern(
        QStringLiteral("[A-Za-z0-9][A-Za-z0-9._-]{0,99}/[A-Za-z0-9][A-Za-z0-9._-]{0,99}")));
    if (allowed.match(fullName).hasMatch() && !fullName.endsWith(QLatin1String(".git"))
        && !fullName.endsWith(QLatin1Char('.')))
        return {};
    return fail(ErrorCode::Invalid, QStringLiteral("\"%1\" is no name of a repository").arg(fullName),
                QStringLiteral("Use owner/name with letters, digits, dots, dashes and underscores"));
}

Result<> checkBranch(const QString &branch)
{
    // The rules of git-check-ref-format, and no leading dash.
    static const QRegularExpression forbidden(
        QStringLiteral(R"([\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//|^[/.-]|/\.|[/.]$|\.lock(/|$)|^@$|^HEAD$)"));
    if (!branch.isEmpty() && branch.size() <= 200 && !forbidden.match(branch).hasMatch())
        return {};
    return fail(ErrorCode::Invalid, QStringLiteral("\"%1\" is no name of a branch").arg(branch));
}

Result<> checkSha(const QString &sha)
{
    static const QRegularExpression full(
        QRegularExpression::anchoredPattern(QStringLiteral("[0-9a-f]{40}([0-9a-f]{24})?")));
    if (full.match(sha).hasMatch())
        return {};
    return fail(ErrorCode::Invalid, QStringLiteral("\"%1\" is no full commit id").arg(sha));
}

} // namespace slipway::forge
