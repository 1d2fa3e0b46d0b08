// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/queue/invariants.h"

#include "core/base/files.h"
#include "core/queue/taskfields.h"
#include "tests/support/asynctest.h"

namespace slipway::test {

using domain::TaskPhase;

namespace {

QMap<QByteArray, QByteArray> scoresOf(redis::RedisClient &client, const QByteArray &key)
{
    const QList<QByteArray> read { "ZRANGE", key, "0", "-1", "WITHSCORES" };
    const auto reply = await(client.command(read));
    return reply ? reply->pairs() : QMap<QByteArray, QByteArray> {};
}

QByteArray expectedScore(TaskPhase phase, const QMap<QByteArray, QByteArray> &hash)
{
    if (phase == TaskPhase::Delayed)
        return hash.value("ready_at");
    if (phase == TaskPhase::Done || phase == TaskPhase::Cancelled)
        return hash.value("ended_at");
    return phase == TaskPhase::Running ? hash.value("lease_until") : hash.value("priority");
}

} // namespace

QStringList brokenInvariants(redis::RedisClient &client, const queue::Keys &keys)
{
    QStringList broken;
    QMap<QString, QMap<QByteArray, QByteArray>> indexes; // "type phase [paused]" → member → score
    for (const auto type : domain::allAgentTypes()) {
        const QString name = domain::toString(type) + QLatin1Char(' ');
        indexes.insert(name + QStringLiteral("ready"), scoresOf(client, keys.ready(type)));
        indexes.insert(name + QStringLiteral("ready paused"), scoresOf(client, keys.pausedTasks(type)));
        indexes.insert(name + QStringLiteral("blocked"), scoresOf(client, keys.blocked(type)));
        indexes.insert(name + QStringLiteral("delayed"), scoresOf(client, keys.delayed(type)));
        indexes.insert(name + QStringLiteral("running"), scoresOf(client, keys.leases(type)));
        indexes.insert(name + QStringLiteral("dead"), scoresOf(client, keys.dead(type)));
        indexes.insert(name + QStringLiteral("in_review"), scoresOf(client, keys.inReview(type)));
        indexes.insert(name + QStringLiteral("done"), scoresOf(client, keys.done(type)));
        indexes.insert(name + QStringLiteral("cancelled"), scoresOf(client, keys.cancelled(type)));
    }
    const QList<QByteArray> readPaused { "HKEYS", keys.paused() };
    const auto pausedNames = await(client.command(readPaused))->strings();
    const QList<QByteArray> list { "KEYS", keys.prefix() + "task:*" };
    const auto taskKeys = await(client.command(list))->strings();
    for (const auto &key : taskKeys) {
        const QList<QByteArray> read { "HGETALL", key };
        const auto reply = await(client.command(read));
        const auto hash = reply->pairs();
        const auto task = queue::taskFromFields(*reply);
        const auto say
            = [&](const QString &what) { broken.append(QString::fromUtf8(key) + QStringLiteral(": ") + what); };
        if (hash.value("status") != domain::toString(domain::statusOf(task.phase)).toLatin1())
            say(QStringLiteral("status %1 with phase %2")
                    .arg(QString::fromLatin1(hash.value("status")), domain::toString(task.phase)));
        if ((task.phase == TaskPhase::Running) == task.leaseToken.isEmpty())
            say(QStringLiteral("phase %1 with token \"%2\"").arg(domain::toString(task.phase), task.leaseToken));
        QString name = domain::toString(task.type) + QLatin1Char(' ') + domain::toString(task.phase);
        if (task.phase == TaskPhase::Ready && pausedNames.contains(task.key.project.toUtf8()))
            name += QStringLiteral(" paused");
        const QByteArray member = task.phase == TaskPhase::Ready ? hash.value("member") : task.key.toString().toUtf8();
        auto &index = indexes[name];
        if (!index.contains(member))
            say(QStringLiteral("is missing in \"%1\"").arg(name));
        else if (index.value(member) != expectedScore(task.phase, hash))
            say(QStringLiteral("has score %1 in \"%2\"").arg(QString::fromLatin1(index.value(member)), name));
        index.remove(member);
    }
    for (auto it = indexes.begin(); it != indexes.end(); ++it) {
        for (const auto &member : it->keys())
            broken.append(QStringLiteral("\"%1\" holds a stray %2").arg(it.key(), QString::fromUtf8(member)));
    }
    return broken;
}

} // namespace slipway::test
