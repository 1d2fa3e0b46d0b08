// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/databackups.h"

#include "core/base/files.h"
#include "core/deploy/deploylog.h"
#include "core/deploy/foldertree.h"

#include <QDir>
#include <QFile>

#include <filesystem>

namespace slipway::deploy {

DataBackups::DataBackups(QString stateFolder)
    : m_folder(std::move(stateFolder) + QStringLiteral("/.backups"))
{
}

QString DataBackups::folderOf(const QString &project, const QString &deploymentId) const
{
    const QString folder = m_folder + QLatin1Char('/') + project;
    return deploymentId.isEmpty() ? folder : folder + QLatin1Char('/') + deploymentId;
}

Result<QString> DataBackups::begin(const QString &project) const
{
    discard(project);
    const QString part = folderOf(project, QStringLiteral(".part"));
    CHECK(base::makeFolder(part, true));
    return part;
}

void DataBackups::discard(const QString &project) const
{
    removeTree(folderOf(project, QStringLiteral(".part")));
}

Result<> DataBackups::finish(const QString &project, const QString &deploymentId, int keep) const
{
    const QString part = folderOf(project, QStringLiteral(".part"));
    const QString folder = folderOf(project, deploymentId);
    // It has the times of what was copied; its own is what puts the copies in order.
    std::error_code ignored;
    std::filesystem::last_write_time(QFile::encodeName(part).toStdString(),
                                     std::filesystem::file_time_type::clock::now(), ignored);
    removeTree(folder);
    if (!QDir().rename(part, folder))
        return fail(ErrorCode::Internal, QStringLiteral("The copy of the data could not be named %1").arg(folder));
    const QStringList all = list(project);
    for (const QString &old : all.mid(keep))
        removeTree(folderOf(project, old));
    return {};
}

QStringList DataBackups::list(const QString &project) const
{
    return QDir(folderOf(project)).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Time);
}

void DataBackups::removeAll(const QString &project) const
{
    removeTree(folderOf(project));
}

} // namespace slipway::deploy
