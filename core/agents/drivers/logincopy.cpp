// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/drivers/logincopy.h"

#include "core/base/files.h"

#include <QFile>
#include <QFileInfo>
#include <QMutex>

namespace slipway::agents {

namespace {

QJsonObject loginIn(const LoginCopy &copy, const QString &path)
{
    const auto content = base::readJsonObject(path).value_or(QJsonObject {});
    const QJsonObject login = copy.entry.isEmpty() ? content : content.value(copy.entry).toObject();
    return copy.isLogin(login) ? login : QJsonObject {};
}

Result<> writeLogin(const LoginCopy &copy, const QString &path, const QJsonObject &login)
{
    QJsonObject content = login;
    if (!copy.entry.isEmpty()) {
        // What else is in the person's file stays; the copy has nothing else.
        content = path == copy.theirs ? base::readJsonObject(path).value_or(QJsonObject {}) : QJsonObject {};
        content.insert(copy.entry, login);
    }
    CHECK(base::makeFolder(QFileInfo(path).path()));
    CHECK(base::writeFileAtomically(path, base::compact(content)));
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
    return {};
}

} // namespace

QJsonObject personalLogin(const LoginCopy &copy)
{
    return loginIn(copy, copy.theirs);
}

Result<> syncLogin(const LoginCopy &copy, bool needed)
{
    static QMutex mutex; // several runs start and end at once
    const QMutexLocker locker(&mutex);
    const QJsonObject theirs = loginIn(copy, copy.theirs);
    if (!needed || theirs.isEmpty()) {
        QFile::remove(copy.ours);
        return {};
    }
    const QJsonObject ours = loginIn(copy, copy.ours);
    if (!ours.isEmpty() && copy.continues && copy.continues(ours, theirs))
        return writeLogin(copy, copy.theirs, ours);
    return ours == theirs ? Result<> {} : writeLogin(copy, copy.ours, theirs);
}

Result<QString> privateFolder(const QString &stateFolder, const QString &name)
{
    if (stateFolder.isEmpty()) {
        return fail(ErrorCode::Unsupported, QStringLiteral("The agent %1 needs a folder for its state").arg(name),
                    QStringLiteral("Set SLIPWAY_HOME to a folder that can be written"));
    }
    const QString folder = stateFolder + QLatin1Char('/') + name;
    CHECK(base::makeFolder(folder, true));
    return folder;
}

} // namespace slipway::agents
