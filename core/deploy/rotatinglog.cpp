// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/rotatinglog.h"

#include <QDateTime>

#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace slipway::deploy {

RotatingLog::RotatingLog(QByteArray path, qint64 maxBytes, int files)
    : m_path(std::move(path))
    , m_maxBytes(maxBytes)
    , m_files(files)
{
    open();
}

RotatingLog::~RotatingLog()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

void RotatingLog::open()
{
    m_descriptor = ::open(m_path.constData(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    struct stat info {};
    m_size = m_descriptor >= 0 && ::fstat(m_descriptor, &info) == 0 ? info.st_size : 0;
}

void RotatingLog::rotate()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
    for (int i = m_files - 1; i >= 1; --i) {
        const QByteArray from = i == 1 ? m_path : m_path + '.' + QByteArray::number(i - 1);
        const QByteArray to = m_path + '.' + QByteArray::number(i);
        ::rename(from.constData(), to.constData());
    }
    if (m_files <= 1)
        ::unlink(m_path.constData());
    open();
}

void RotatingLog::append(const char *bytes, qint64 size)
{
    if (size <= 0)
        return;
    if (m_size > 0 && m_size + size > m_maxBytes)
        rotate();
    if (m_descriptor < 0 || ::write(m_descriptor, bytes, static_cast<size_t>(size)) != size)
        return;
    m_size += size;
    m_lineOpen = bytes[size - 1] != '\n';
}

void RotatingLog::note(const QByteArray &line)
{
    QByteArray text = m_lineOpen ? QByteArray("\n") : QByteArray();
    text += QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toLatin1() + " [slipway] " + line + '\n';
    append(text.constData(), text.size());
}

} // namespace slipway::deploy
