// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/redisserver.h"

#include "core/redis/serverchild.h"

namespace slipway::redis {

RedisServer::RedisServer(QString stateFolder, QObject *parent)
    : RedisServer(std::move(stateFolder), QString(), parent)
{
}

RedisServer::RedisServer(QString stateFolder, QString socketPath, QObject *parent)
    : QObject(parent)
    , m_child(std::make_shared<ServerChild>(DataFolder(std::move(stateFolder), std::move(socketPath))))
{
    connect(m_child.get(), &ServerChild::died, this, &RedisServer::died);
}

RedisServer::~RedisServer()
{
    m_child->disconnect(this);
    m_child->endNow();
}

Async<RedisAddress> RedisServer::start()
{
    return ServerChild::start(m_child);
}

QCoro::Task<> RedisServer::stop()
{
    return ServerChild::stop(m_child);
}

bool RedisServer::isOurs() const
{
    return m_child->isRunning();
}

} // namespace slipway::redis
