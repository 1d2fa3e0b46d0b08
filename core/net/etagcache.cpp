// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/etagcache.h"

#include "core/base/files.h"

#include <QCryptographicHash>

#include <cstdio>

namespace slipway::net {

namespace {

constexpr qsizetype recentBytes = 8 * 1024 * 1024;
constexpr qsizetype largestEntry = 4 * 1024 * 1024;

// One line of JSON, then the body as it is.
QByteArray written(const CachedAnswer &answer)
{
    const QJsonObject head { { QStringLiteral("etag"), QString::fromLatin1(answer.etag) },
                             { QStringLiteral("link"), QString::fromLatin1(answer.link) },
                             { QStringLiteral("type"), QString::fromLatin1(answer.contentType) },
                             { QStringLiteral("size"), answer.body.size() } };
    return base::compact(head) + '\n' + answer.body;
}

// Renamed into place, so that nobody reads half a file; not synced, because a lost entry costs one request.
bool write(const QString &path, const QByteArray &content)
{
    QFile file(path + QStringLiteral(".new"));
    const auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate, ownerOnly) || file.write(content) != content.size())
        return false;
    file.close();
    return std::rename(QFile::encodeName(file.fileName()).constData(), QFile::encodeName(path).constData()) == 0;
}

std::optional<CachedAnswer> parsed(const QByteArray &file)
{
    const auto end = file.indexOf('\n');
    if (end < 0)
        return {};
    const QJsonObject head = base::parseObject(file.left(end));
    CachedAnswer answer;
    answer.etag = head.value(QLatin1String("etag")).toString().toLatin1();
    answer.link = head.value(QLatin1String("link")).toString().toLatin1();
    answer.contentType = head.value(QLatin1String("type")).toString().toLatin1();
    answer.body = file.mid(end + 1);
    if (answer.etag.isEmpty() || answer.body.size() != head.value(QLatin1String("size")).toInteger(-1))
        return {};
    return answer;
}

} // namespace

EtagCache::EtagCache(QString folder, qint64 maxBytes)
    : m_folder(std::move(folder))
    , m_maxBytes(maxBytes)
    , m_recent(recentBytes)
{
}

QString EtagCache::pathOf(const QByteArray &key) const
{
    const QByteArray name = QCryptographicHash::hash(key, QCryptographicHash::Sha256).toHex();
    return m_folder + QLatin1Char('/') + QString::fromLatin1(name);
}

std::optional<CachedAnswer> EtagCache::find(const QByteArray &key)
{
    if (const auto *recent = m_recent.object(key))
        return *recent;
    const auto file = base::readFile(pathOf(key));
    if (!file)
        return {};
    auto answer = parsed(*file);
    if (answer)
        m_recent.insert(key, new CachedAnswer(*answer), answer->body.size() + 1);
    return answer;
}

void EtagCache::store(const QByteArray &key, const CachedAnswer &answer)
{
    m_recent.remove(key);
    if (answer.body.size() > largestEntry || !base::makeFolder(m_folder, true))
        return;
    const QString path = pathOf(key);
    const QByteArray content = written(answer);
    if (!write(path, content))
        return;
    m_recent.insert(key, new CachedAnswer(answer), answer.body.size() + 1);
    if (m_bytes >= 0)
        m_bytes += content.size();
    trim();
}

void EtagCache::remove(const QByteArray &key)
{
    m_recent.remove(key);
    QFile::remove(pathOf(key));
}

void EtagCache::trim()
{
    if (m_bytes >= 0 && m_bytes <= m_maxBytes)
        return;
    const QDir folder(m_folder);
    const auto files = folder.entryInfoList(QDir::Files, QDir::Time | QDir::Reversed); // oldest first
    m_bytes = 0;
    for (const auto &file : files)
        m_bytes += file.size();
    if (m_bytes <= m_maxBytes)
        return;
    for (const auto &file : files) {
        if (m_bytes <= m_maxBytes * 3 / 4) // some room, so that not every entry trims again
            break;
        if (QFile::remove(file.filePath()))
            m_bytes -= file.size();
    }
}

} // namespace slipway::net
