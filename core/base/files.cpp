// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSaveFile>

#include <unistd.h>

namespace slipway::base {

Result<> writeFileAtomically(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.flush()) {
        return fail(ErrorCode::Exhausted, QStringLiteral("Cannot write %1: %2").arg(path, file.errorString()),
                    QStringLiteral("Check the folder's permissions and the free disk space"));
    }
    ::fsync(file.handle());
    if (!file.commit()) {
        return fail(ErrorCode::Exhausted, QStringLiteral("Cannot replace %1: %2").arg(path, file.errorString()),
                    QStringLiteral("Check the folder's permissions and the free disk space"));
    }
    return {};
}

Result<QByteArray> readFile(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return fail(ErrorCode::NotFound, QStringLiteral("There is no file %1").arg(path));
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Denied, QStringLiteral("Cannot read %1: %2").arg(path, file.errorString()));
    return file.readAll();
}

Result<QJsonObject> readJsonObject(const QString &path)
{
    const auto bytes = readFile(path);
    if (!bytes)
        return forward(bytes);
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(*bytes, &error);
    if (!document.isObject()) {
        return fail(ErrorCode::Invalid, QStringLiteral("%1 is not a JSON object").arg(path), {}, error.errorString());
    }
    return document.object();
}

Result<> writeJsonObject(const QString &path, const QJsonObject &object)
{
    return writeFileAtomically(path, QJsonDocument(object).toJson(QJsonDocument::Indented));
}

Result<> makeFolder(const QString &path, bool ownerOnly)
{
    if (!QDir().mkpath(path)) {
        return fail(ErrorCode::Denied, QStringLiteral("Cannot create the folder %1").arg(path),
                    QStringLiteral("Check the permissions of the folder above it, or set SLIPWAY_HOME"));
    }
    if (ownerOnly)
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return {};
}

Result<QString> pathBelow(const QString &root, const QString &child)
{
    const auto denied
        = [&] { return fail(ErrorCode::Denied, QStringLiteral("The path %1 leaves its folder").arg(child)); };
    if (child.isEmpty() || QDir::isAbsolutePath(child) || child.contains(QChar(0)))
        return denied();
    const QString canonicalRoot = QFileInfo(root).canonicalFilePath();
    const QString joined = QDir::cleanPath(canonicalRoot + QLatin1Char('/') + child);
    if (!joined.startsWith(canonicalRoot + QLatin1Char('/')))
        return denied();
    // The nearest part that exists must not lead outside by a symbolic link.
    QString existing = joined;
    while (!QFileInfo::exists(existing) && !QFileInfo(existing).isSymLink())
        existing = QFileInfo(existing).path();
    const QString canonical = QFileInfo(existing).canonicalFilePath();
    if (canonical != canonicalRoot && !canonical.startsWith(canonicalRoot + QLatin1Char('/')))
        return denied();
    return joined;
}

QString slugOf(const QString &text)
{
    static const QRegularExpression other(QStringLiteral("[^a-z0-9]+"));
    QString slug = text.normalized(QString::NormalizationForm_KD).toLower();
    slug.replace(other, QStringLiteral("-"));
    slug = slug.left(40);
    while (slug.startsWith(QLatin1Char('-')))
        slug.remove(0, 1);
    while (slug.endsWith(QLatin1Char('-')))
        slug.chop(1);
    return slug;
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray compact(const QJsonArray &array)
{
    return QJsonDocument(array).toJson(QJsonDocument::Compact);
}

QJsonObject parseObject(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

} // namespace slipway::base
