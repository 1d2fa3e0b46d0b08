// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/filelock.h"

#include "core/base/taskscope.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace slipway::deploy {

namespace {
constexpr std::chrono::milliseconds pollInterval(20);
} // namespace

FileLock::FileLock(int descriptor)
    : m_descriptor(descriptor)
{
}

FileLock::FileLock(FileLock &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

FileLock &FileLock::operator=(FileLock &&other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

FileLock::~FileLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor); // closing drops the lock; the file stays, or two holders could hold two files
}

Result<FileLock> FileLock::acquire(const QString &path, std::chrono::milliseconds patience)
{
    QDir().mkpath(QFileInfo(path).path());
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return fail(
            ErrorCode::Denied,
            QStringLiteral("Cannot open the lock file %1: %2").arg(path, QString::fromLocal8Bit(strerror(errno))),
            QStringLiteral("Check the folder's permissions and the free disk space"));
    }
    FileLock lock(descriptor);
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        const bool held = errno == EWOULDBLOCK;
        if (!held && errno != EINTR) {
            return fail(ErrorCode::Unsupported,
                        QStringLiteral("Cannot lock %1: %2").arg(path, QString::fromLocal8Bit(strerror(errno))),
                        QStringLiteral("Keep SLIPWAY_HOME on a local file system"));
        }
        if (std::chrono::steady_clock::now() >= deadline)
            return fail(ErrorCode::Conflict, QStringLiteral("%1 is held by another process").arg(path));
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return lock;
}

Async<FileLock> FileLock::wait(QString path, std::chrono::milliseconds patience)
{
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (true) {
        auto held = acquire(path, std::chrono::milliseconds(0));
        if (held || held.error().code != ErrorCode::Conflict || std::chrono::steady_clock::now() > deadline)
            co_return held;
        CO_CHECK(co_await base::sleepFor(pollInterval));
    }
}

} // namespace slipway::deploy
