// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/processrunner.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcessEnvironment>

#include <unistd.h>

namespace slipway::process {

QMap<QString, QString> baseEnvironment()
{
    static const QStringList allowed {
        QStringLiteral("PATH"), QStringLiteral("HOME"), QStringLiteral("LANG"),
        QStringLiteral("TZ"),   QStringLiteral("USER"), QStringLiteral("TMPDIR"),
    };
    QMap<QString, QString> result;
    const auto system = QProcessEnvironment::systemEnvironment();
    const auto names = system.keys();
    for (const QString &name : names) {
        if (allowed.contains(name) || name.startsWith(QLatin1String("LC_")))
            result.insert(name, system.value(name));
    }
    if (!result.contains(QStringLiteral("PATH")))
        result.insert(QStringLiteral("PATH"), QStringLiteral("/usr/local/bin:/usr/bin:/bin"));
    if (!result.contains(QStringLiteral("HOME")))
        result.insert(QStringLiteral("HOME"), QDir::homePath());
    result.insert(QStringLiteral("TERM"), QStringLiteral("dumb"));
    return result;
}

QString findProgram(const QString &name, const QString &path)
{
    const auto isProgram = [](const QString &file) {
        const QFileInfo info(file);
        return info.isFile() && ::access(QFile::encodeName(file).constData(), X_OK) == 0;
    };
    if (QDir::isAbsolutePath(name))
        return isProgram(name) ? QDir::cleanPath(name) : QString();
    // A name with a slash would be relative to the working directory, which may belong to an agent.
    if (name.isEmpty() || name.contains(QLatin1Char('/')))
        return {};
    const auto folders = path.split(QLatin1Char(':'), Qt::SkipEmptyParts);
    for (const QString &folder : folders) {
        if (!QDir::isAbsolutePath(folder))
            continue;
        const QString candidate = QDir::cleanPath(folder + QLatin1Char('/') + name);
        if (isProgram(candidate))
            return candidate;
    }
    return {};
}

QString findProgram(const QString &name)
{
    return findProgram(name, qEnvironmentVariable("PATH", QStringLiteral("/usr/local/bin:/usr/bin:/bin")));
}

} // namespace slipway::process
