// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/projectthreads.h"

#include "core/base/files.h"
#include "core/base/redaction.h"
#include "core/chat/messagetext.h"

#include <QFileInfo>

namespace slipway::chat {

namespace {
constexpr int publicThread = 11, weekInMinutes = 10080, longestName = 100;
}

ProjectThreads::ProjectThreads(DiscordApi &api, ChatAccess &access, QString channel, QString file)
    : m_api(api)
    , m_access(access)
    , m_channel(std::move(channel))
    , m_file(std::move(file))
{
    if (m_file.isEmpty() || !QFileInfo::exists(m_file))
        return;
    const auto json = base::readJsonObject(m_file);
    if (!json || json->value(QLatin1String("channel")).toString() != m_channel)
        return; // another channel has other threads
    const QJsonObject threads = json->value(QLatin1String("threads")).toObject();
    for (auto it = threads.begin(); it != threads.end(); ++it) {
        m_threads.insert(it.key(), it.value().toString());
        m_access.noteThread(it.value().toString(), m_channel);
    }
}

Async<QString> ProjectThreads::threadOf(QString project)
{
    if (const auto known = m_threads.constFind(project); known != m_threads.constEnd())
        co_return QString(*known);
    ApiCall call;
    call.method = "POST";
    call.path = QStringLiteral("channels/%1/threads").arg(m_channel);
    call.body = QJsonObject { { QStringLiteral("name"), clipped(base::redact(project), longestName) },
                              { QStringLiteral("type"), publicThread },
                              { QStringLiteral("auto_archive_duration"), weekInMinutes } };
    CO_TRY(const QJsonObject made, co_await m_api.send(call));
    const QString thread = made.value(QLatin1String("id")).toString();
    m_threads.insert(project, thread);
    m_access.noteThread(thread, m_channel);
    save();
    co_return thread;
}

void ProjectThreads::forget(const QString &project)
{
    m_threads.remove(project);
    save();
}

void ProjectThreads::save() const
{
    if (m_file.isEmpty())
        return;
    QJsonObject threads;
    for (auto it = m_threads.begin(); it != m_threads.end(); ++it)
        threads.insert(it.key(), it.value());
    const auto saved = base::writeJsonObject(
        m_file, { { QStringLiteral("channel"), m_channel }, { QStringLiteral("threads"), threads } });
    if (!saved)
        qWarning("discord: %s", qUtf8Printable(saved.error().message));
}

} // namespace slipway::chat
