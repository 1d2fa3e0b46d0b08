// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>
#include <QStringList>

namespace slipway::deploy {

/// Where copies of projects' data are: `<stateFolder>/.backups/<project>/<deployment that wrote it>`. Any thread; one
/// user a project at a time.
class DataBackups final {
public:
    explicit DataBackups(QString stateFolder);
    /// An empty folder to copy into; it counts only after finish().
    [[nodiscard]] Result<QString> begin(const QString &project) const;
    /// Gives the copy its name, and removes all but the newest `keep`.
    [[nodiscard]] Result<> finish(const QString &project, const QString &deploymentId, int keep) const;
    void discard(const QString &project) const; ///< a copy that was begun
    void removeAll(const QString &project) const;
    [[nodiscard]] QStringList list(const QString &project) const; ///< newest first
    [[nodiscard]] QString folderOf(const QString &project, const QString &deploymentId = {}) const;

private:
    QString m_folder;
};

} // namespace slipway::deploy
