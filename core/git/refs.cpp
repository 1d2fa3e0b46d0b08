// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/refs.h"

#include "core/git/gitenvironment.h"

#include <QFile>
#include <QFileInfo>

namespace slipway::git {

namespace {

QByteArray contentOf(const QString &path, qint64 limit)
{
    QFile file(path);
    return file.exists() && file.open(QIODevice::ReadOnly) ? file.read(limit) : QByteArray();
}

} // namespace

std::optional<QString> readRef(const QString &repository, const QString &ref)
{
    // Tags may be annotated, and only refs/heads is guaranteed to hold commits.
    if (!ref.startsWith(QLatin1String("refs/heads/")) && !ref.startsWith(QLatin1String("refs/slipway/")))
        return std::nullopt;
    if (ref.contains(QLatin1String("..")) || ref.endsWith(QLatin1Char('/')))
        return std::nullopt;
    QString folder = repository + QStringLiteral("/.git");
    if (!QFileInfo(folder).isDir())
        folder = repository;
    // Git writes these files with a rename, so what is read is whole. Loose refs win over packed ones.
    const QString loose = QString::fromLatin1(contentOf(folder + QLatin1Char('/') + ref, 256).trimmed());
    if (isObjectName(loose))
        return loose;
    if (!loose.isEmpty())
        return std::nullopt;
    const QByteArray packed = contentOf(folder + QStringLiteral("/packed-refs"), 64 * 1024 * 1024);
    const QByteArray entry = ' ' + ref.toUtf8() + '\n';
    const auto found = packed.indexOf(entry);
    if (found < 40)
        return std::nullopt;
    const auto start = packed.lastIndexOf('\n', found) + 1;
    const QString sha = QString::fromLatin1(packed.sliced(start, found - start));
    return isObjectName(sha) ? std::optional(sha) : std::nullopt;
}

} // namespace slipway::git
