// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/queue/keys.h"

namespace slipway::queue {

Keys::Keys(QByteArray prefix)
    : m_prefix(std::move(prefix))
{
}

QByteArray Keys::ready(domain::AgentType type) const
{
    return m_prefix + "queue:agent:" + domain::toString(type).toLatin1();
}

QByteArray Keys::blocked(domain::AgentType type) const
{
    return ready(type) + ":blocked";
}

QByteArray Keys::delayed(domain::AgentType type) const
{
    return ready(type) + ":delayed";
}

QByteArray Keys::leases(domain::AgentType type) const
{
    return ready(type) + ":leases";
}

QByteArray Keys::dead(domain::AgentType type) const
{
    return ready(type) + ":dead";
}

QByteArray Keys::inReview(domain::AgentType type) const
{
    return ready(type) + ":review";
}

QByteArray Keys::done(domain::AgentType type) const
{
    return ready(type) + ":done";
}

QByteArray Keys::cancelled(domain::AgentType type) const
{
    return ready(type) + ":cancelled";
}

QByteArray Keys::pausedTasks(domain::AgentType type) const
{
    return ready(type) + ":paused";
}

QByteArray Keys::task(const domain::TaskKey &key) const
{
    return m_prefix + "task:" + key.toString().toUtf8();
}

QByteArray Keys::project(const QString &project) const
{
    return m_prefix + "slipway:project:" + project.toUtf8() + ":tasks";
}

QByteArray Keys::closed(const QString &project) const
{
    return m_prefix + "slipway:project:" + project.toUtf8() + ":closed";
}

QByteArray Keys::dependants(const domain::TaskKey &key) const
{
    return m_prefix + "slipway:project:" + key.project.toUtf8() + ":dependants:" + QByteArray::number(key.number);
}

QByteArray Keys::sequence() const
{
    return m_prefix + "slipway:seq";
}

QByteArray Keys::token() const
{
    return m_prefix + "slipway:token";
}

QByteArray Keys::wake(domain::AgentType type) const
{
    return m_prefix + "slipway:wake:" + domain::toString(type).toLatin1();
}

QByteArray Keys::paused() const
{
    return m_prefix + "slipway:paused";
}

QByteArray Keys::limits() const
{
    return m_prefix + "slipway:limits";
}

QByteArray Keys::events() const
{
    return m_prefix + "slipway:events";
}

QByteArray Keys::commands() const
{
    return m_prefix + "slipway:commands";
}

QByteArray Keys::queries() const
{
    return m_prefix + "slipway:queries";
}

QByteArray Keys::results() const
{
    return m_prefix + "slipway:results";
}

QByteArray Keys::audit() const
{
    return m_prefix + "slipway:audit";
}

QByteArray Keys::snapshot() const
{
    return m_prefix + "slipway:snapshot";
}

QByteArray Keys::leader() const
{
    return m_prefix + "slipway:leader";
}

QByteArray Keys::complete() const
{
    return m_prefix + "slipway:complete";
}

QByteArray Keys::reply(const QString &id) const
{
    return m_prefix + "slipway:reply:" + id.toUtf8();
}

QByteArray Keys::blob(const QString &id) const
{
    return m_prefix + "slipway:blob:" + id.toUtf8();
}

QByteArray Keys::transcript(const QString &run) const
{
    return m_prefix + "run:" + run.toUtf8() + ":transcript";
}

} // namespace slipway::queue
