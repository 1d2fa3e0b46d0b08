// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bootstrap/home.h"

#include "core/base/files.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace slipway::app {

Result<Home> Home::open(const QMap<QString, QString> &overrides)
{
    Home home;
    home.paths = settings::HomePaths::of();
    CHECK(home.paths.create());
    TRY(home.settings,
        settings::Settings::load(home.paths.settingsFile, settings::Settings::processEnvironment(), overrides));
    return home;
}

QStringList Home::secretsInKeychain() const
{
    const auto json = base::readJsonObject(keychainList());
    return json ? json->value(QLatin1String("names")).toVariant().toStringList() : QStringList();
}

Result<> Home::rememberInKeychain(const QString &name) const
{
    QStringList names = secretsInKeychain();
    if (names.contains(name))
        return {};
    names.append(name);
    return base::writeJsonObject(keychainList(), { { QStringLiteral("names"), QJsonArray::fromStringList(names) } });
}

EngineLock::EngineLock(QString path)
    : m_path(std::move(path))
{
}

EngineLock::~EngineLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<> EngineLock::acquire()
{
    m_descriptor = ::open(QFile::encodeName(m_path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (m_descriptor < 0) {
        return fail(ErrorCode::Denied, QStringLiteral("Cannot open %1").arg(m_path),
                    QStringLiteral("Check the permissions of the folder, or set SLIPWAY_HOME"));
    }
    if (::flock(m_descriptor, LOCK_EX | LOCK_NB) != 0) {
        ::close(std::exchange(m_descriptor, -1));
        return fail(
            ErrorCode::Conflict, QStringLiteral("An engine runs on this home already (pid %1)").arg(holder(m_path)),
            QStringLiteral("Use it: `slipway status`; stop it first; or wait for its end: slipway --server --standby"));
    }
    const QByteArray pid = QByteArray::number(::getpid()) + '\n';
    if (::ftruncate(m_descriptor, 0) != 0 || ::write(m_descriptor, pid.constData(), size_t(pid.size())) < 0)
        return fail(ErrorCode::Exhausted, QStringLiteral("Cannot write %1").arg(m_path),
                    QStringLiteral("Check the free disk space"));
    return {};
}

qint64 EngineLock::holder(const QString &path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return 0;
    qint64 pid = 0;
    if (::flock(descriptor, LOCK_SH | LOCK_NB) != 0) {
        char text[32] = {};
        if (::read(descriptor, text, sizeof text - 1) > 0)
            pid = QByteArray(text).trimmed().toLongLong();
        pid = qMax<qint64>(pid, 1); // held, even if its number is not written yet
    }
    ::close(descriptor);
    return pid;
}

} // namespace slipway::app
