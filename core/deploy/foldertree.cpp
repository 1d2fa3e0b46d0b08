// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/foldertree.h"

#include "core/deploy/deploylog.h"

#include <QFile>

#include <filesystem>

namespace slipway::deploy {

void removeTree(const QString &folder)
{
    std::error_code error;
    std::filesystem::remove_all(QFile::encodeName(folder).toStdString(), error);
    if (error)
        qCWarning(lcDeploy, "cannot remove %s: %s", qUtf8Printable(folder), error.message().c_str());
}

} // namespace slipway::deploy
