// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QSet>
#include <QString>
#include <QStringList>

namespace slipway::test {

/// One file of the source tree.
struct SourceFile {
    QString path; ///< relative to the root: `core/queue/keys.h`
    QByteArray text;
    [[nodiscard]] QString module() const; ///< `queue` of core/queue/…, else `ui`, `app`, `tests`
    /// The paths in `#include "…"` lines, with their line numbers.
    [[nodiscard]] QList<std::pair<int, QString>> quotedIncludes() const;
    [[nodiscard]] QList<std::pair<int, QString>> systemIncludes() const; ///< of `#include <…>` lines
};

/// Files below the given top folders whose names end in one of `suffixes`, in order of their paths.
[[nodiscard]] QList<SourceFile> sourceFiles(const QStringList &folders, const QStringList &suffixes);

/// module → modules it declares to link, as CMake has seen it.
[[nodiscard]] QMap<QString, QSet<QString>> declaredDependencies();

/// Everything reachable from `from`.
[[nodiscard]] QSet<QString> reachable(const QMap<QString, QSet<QString>> &graph, const QString &from);

} // namespace slipway::test
