// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace slipway::test {

/// How a git command ended.
struct GitResult {
    int exitCode = -1;
    QByteArray out, err;
};

/// The real git on a folder, as a person would use it; the machine's and the user's configuration are left out, or
/// replaced by `globalConfig`.
[[nodiscard]] GitResult git(const QString &folder, const QStringList &arguments, const QString &globalConfig = {});
/// The same with the arguments as one text; fails loudly and gives trimmed stdout.
QString gitOut(const QString &folder, const QString &arguments);

/// A work tree in which tests make commits.
class GitScratch final {
public:
    GitScratch();
    [[nodiscard]] QString path() const { return m_folder.path(); }
    /// Gets all branches of another repository.
    void fetch(const QString &from);
    /// A commit on top of `parent` (empty: a root commit) that writes these files; its id.
    QString commit(const QString &parent, const QMap<QString, QByteArray> &files,
                   const QString &message = QStringLiteral("Change"));

private:
    QTemporaryDir m_folder;
};

} // namespace slipway::test
