// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/process/hostprocessrunner.h"
#include "tests/support/asynctest.h"

#include <QFile>
#include <QTemporaryDir>

#include <signal.h>

namespace slipway::process {

/// How long a QTRY_ waits for another process: a busy machine may need seconds to start one.
inline constexpr int patienceMs = 60'000;

/// A spec of the fake CLI; `options` are its `name=value` without the `--fake-`.
inline ProcessSpec fakeCli(const QStringList &options, const QString &folder = QStringLiteral("/"))
{
    ProcessSpec spec;
    spec.program = QStringLiteral(SLIPWAY_BINARY_DIR "/bin/slipway-fakecli");
    for (const QString &option : options)
        spec.arguments << QStringLiteral("--fake-") + option;
    spec.workingDirectory = folder;
    spec.environment = baseEnvironment();
    return spec;
}

inline ProcessSpec shell(const QString &script, const QString &folder = QStringLiteral("/"))
{
    ProcessSpec spec;
    spec.program = QStringLiteral("sh");
    spec.arguments << QStringLiteral("-c") << script;
    spec.workingDirectory = folder;
    spec.environment = baseEnvironment();
    return spec;
}

/// The process numbers in a file, one a line.
inline QList<pid_t> numbersIn(const QString &path)
{
    QFile file(path);
    QList<pid_t> result;
    if (!file.open(QIODevice::ReadOnly))
        return result;
    const auto lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (!line.isEmpty())
            result.append(line.toInt());
    }
    return result;
}

/// Whether a process exists and is no zombie.
inline bool isAlive(pid_t pid)
{
    QFile file(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray stat = file.readAll();
    const auto bracket = stat.lastIndexOf(')');
    return bracket > 0 && stat.size() > bracket + 2 && stat.at(bracket + 2) != 'Z';
}

} // namespace slipway::process
