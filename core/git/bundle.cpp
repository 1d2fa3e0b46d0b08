// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/bundle.h"

#include "core/git/gitenvironment.h"
#include "core/process/childprocess.h"

#include <QFile>
#include <QtEndian>

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

namespace slipway::git {

Result<Bundle> Bundle::read(const QString &path, qsizetype maxBytes)
{
    // A link could have been put there by an agent to make us read something else.
    const process::FileDescriptor fd(
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (!fd.isOpen() && errno == ENOENT)
        return fail(ErrorCode::NotFound, QStringLiteral("There is no bundle %1").arg(path));
    struct stat info = {};
    if (!fd.isOpen() || ::fstat(fd.value(), &info) != 0 || !S_ISREG(info.st_mode))
        return fail(ErrorCode::Invalid, QStringLiteral("%1 is not a plain file that can be read").arg(path));
    if (info.st_size > maxBytes) {
        return fail(ErrorCode::Exhausted,
                    QStringLiteral("The bundle has %1 MB, more than is accepted").arg(info.st_size / 1'000'000),
                    QStringLiteral("Keep build results and large files out of the repository with .gitignore"));
    }
    Bundle bundle;
    QFile file;
    if (!file.open(fd.value(), QIODevice::ReadOnly))
        return fail(ErrorCode::Invalid, QStringLiteral("Cannot read %1: %2").arg(path, file.errorString()));
    bundle.m_data = file.read(maxBytes);
    if (!bundle.parse())
        return fail(ErrorCode::Invalid, QStringLiteral("%1 is not a git bundle").arg(path));
    return bundle;
}

bool Bundle::parse()
{
    const bool second = m_data.startsWith("# v2 git bundle\n");
    if (!second && !m_data.startsWith("# v3 git bundle\n"))
        return false;
    for (qsizetype start = m_data.indexOf('\n') + 1;;) {
        const qsizetype end = m_data.indexOf('\n', start);
        if (end < 0)
            return false;
        const QByteArray line = m_data.sliced(start, end - start);
        start = end + 1;
        if (line.isEmpty()) {
            m_packStart = start;
            return m_data.size() >= start + 12 && QByteArrayView(m_data).sliced(start).startsWith("PACK");
        }
        if (line.startsWith('@')) {
            // Only what every git of ours understands: a filtered bundle would lack objects.
            if (second || line != "@object-format=sha1")
                return false;
            continue;
        }
        const bool prerequisite = line.startsWith('-');
        const QString text = QString::fromUtf8(prerequisite ? line.sliced(1) : line);
        const QString sha = text.section(QLatin1Char(' '), 0, 0);
        if (!isObjectName(sha))
            return false;
        if (prerequisite)
            m_prerequisites.append(sha);
        else
            m_refs.append({ sha, text.section(QLatin1Char(' '), 1) });
    }
}

QString Bundle::head() const
{
    const auto found = std::ranges::find(m_refs, QLatin1String("HEAD"), &Ref::name);
    if (found != m_refs.end())
        return found->sha;
    return m_refs.isEmpty() ? QString() : m_refs.first().sha;
}

QByteArray Bundle::pack() const
{
    return m_data.sliced(m_packStart);
}

quint32 Bundle::objectCount() const
{
    return qFromBigEndian<quint32>(m_data.constData() + m_packStart + 8);
}

} // namespace slipway::git
