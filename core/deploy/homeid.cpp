// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/homeid.h"

#include "core/base/files.h"
#include "core/deploy/filelock.h"

#include <QDir>
#include <QRandomGenerator>

namespace slipway::deploy {

namespace {

constexpr std::chrono::seconds lockPatience(2);
constexpr quint32 idRange = 1 << 24;

QString fileIn(const QString &folder)
{
    return folder + QStringLiteral("/home.json");
}

QString idIn(const QString &folder)
{
    const auto known = base::readJsonObject(fileIn(folder));
    return known ? known->value(QLatin1String("id")).toString() : QString();
}

} // namespace

Result<QString> homeIdOf(const QString &stateFolder)
{
    const QString folder = QDir(stateFolder).absolutePath();
    CHECK(base::makeFolder(folder, true));
    TRY(const FileLock lock, FileLock::acquire(folder + QStringLiteral("/.home.lock"), lockPatience));
    const auto known = base::readJsonObject(fileIn(folder));
    QString id = known ? known->value(QLatin1String("id")).toString() : QString();
    const QString where = known ? known->value(QLatin1String("folder")).toString() : QString();
    if (!id.isEmpty() && where == folder)
        return id;
    // Moved, and it keeps its id; or copied, and the original goes on using it.
    if (id.isEmpty() || idIn(where) == id)
        id = QStringLiteral("%1").arg(QRandomGenerator::system()->bounded(idRange), 6, 16, QLatin1Char('0'));
    CHECK(
        base::writeJsonObject(fileIn(folder), { { QStringLiteral("id"), id }, { QStringLiteral("folder"), folder } }));
    return id;
}

} // namespace slipway::deploy
