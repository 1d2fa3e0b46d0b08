// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QList>
#include <QMap>
#include <QStringList>

namespace slipway::forge {

/// The files through which a step talks back: GITHUB_ENV, GITHUB_OUTPUT, GITHUB_PATH, GITHUB_STEP_SUMMARY. They are in a
/// folder of the step's own. The step may have replaced them by anything, so they are read without following links and
/// only if they are plain files.
class CommandFiles final {
public:
    explicit CommandFiles(QString folder);

    /// Makes the folder with the four empty files.
    [[nodiscard]] Result<> create() const;

    [[nodiscard]] QMap<QString, QString> environment() const; ///< GITHUB_ENV and so on → path
    /// What the step assigned. Invalid, with the offending line, if the file breaks the format; Denied for a name that a
    /// step must not set (GITHUB_…, RUNNER_…).
    [[nodiscard]] Result<QMap<QString, QString>> assignedEnvironment() const;
    [[nodiscard]] Result<QMap<QString, QString>> outputs() const;
    [[nodiscard]] Result<QStringList> paths() const;
    [[nodiscard]] const QString &folder() const { return m_folder; }

private:
    QString m_folder;
};

/// Whether a process can get an environment variable of that name from us.
[[nodiscard]] bool isVariableName(const QString &name);

/// `NAME=VALUE` lines and `NAME<<DELIMITER` … `DELIMITER` blocks.
[[nodiscard]] Result<QMap<QString, QString>> parseAssignments(const QByteArray &content);

} // namespace slipway::forge
