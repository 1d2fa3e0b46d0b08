// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/resourceuse.h"

#include "core/deploy/processtable.h"

#include <QFile>

namespace slipway::deploy {

namespace {

qint64 ownMemoryKb(pid_t pid)
{
    QFile file(QStringLiteral("/proc/%1/status").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return 0; // it ended meanwhile
    qint64 sum = 0;
    const auto lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("RssAnon:") || line.startsWith("RssShmem:"))
            sum += line.mid(line.indexOf(':') + 1).trimmed().split(' ').first().toLongLong();
    }
    return sum;
}

} // namespace

ResourceUse resourceUseBelow(pid_t top)
{
    ResourceUse use;
    auto all = descendantsOf(top);
    all.append(top);
    for (const pid_t pid : std::as_const(all))
        use.memoryKb += ownMemoryKb(pid);
    use.processes = static_cast<int>(all.size());
    return use;
}

QString excessOf(const ResourceUse &use, int memoryMb, int processes)
{
    if (memoryMb > 0 && use.memoryKb > qint64(memoryMb) * 1024)
        return QStringLiteral("killed because it used more than %1 MB of memory").arg(memoryMb);
    if (processes > 0 && use.processes > processes)
        return QStringLiteral("killed because it had more than %1 processes").arg(processes);
    return {};
}

} // namespace slipway::deploy
