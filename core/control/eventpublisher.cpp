// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/eventpublisher.h"

#include "core/base/files.h"
#include "core/base/redaction.h"
#include "core/base/taskscope.h"

namespace slipway::control {

namespace {
QCoro::Task<> send(redis::RedisClient *client, QList<QByteArray> arguments)
{
    const auto sent = co_await client->command(std::move(arguments));
    Q_UNUSED(sent)
}
} // namespace

EventPublisher::EventPublisher(redis::RedisClient &client, queue::Keys keys)
    : m_client(client)
    , m_keys(std::move(keys))
{
}

void EventPublisher::publish(const QString &type, const QJsonObject &data)
{
    base::detach(send(&m_client,
                      { "XADD", m_keys.events(), "MAXLEN", "~", "10000", "*", "type", type.toUtf8(), "data",
                        base::redact(base::compact(data)) }),
                 "event");
}

void EventPublisher::notify(const QString &kind, const QString &project, const QString &title, const QString &text)
{
    publish(QStringLiteral("notice"),
            { { QStringLiteral("kind"), kind },
              { QStringLiteral("project"), project },
              { QStringLiteral("title"), title },
              { QStringLiteral("text"), text } });
}

} // namespace slipway::control
