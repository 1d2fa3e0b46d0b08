// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/queue/assignmentmanager.h"
#include "core/queue/taskqueue.h"
#include "tests/contract/queue/invariants.h"
#include "tests/fakes/fakeclock.h"
#include "tests/support/asynctest.h"
#include "tests/support/redisfixture.h"
#include "tests/support/testmain.h"

#include <memory>

namespace slipway::test {

/// What every test of the queue needs: one server for the class, emptied before each test; rules checked after each.
class QueueFixture : public QObject {
    Q_OBJECT
protected:
    using Phase = domain::TaskPhase;
    using Type = domain::AgentType;

    static constexpr std::chrono::milliseconds lease = std::chrono::seconds(60);

    static domain::Task task(int number, Type type = Type::Backend, int priority = 5, QList<int> dependsOn = {})
    {
        domain::Task task;
        task.key = { QStringLiteral("shop"), number };
        task.type = type;
        task.kind = QStringLiteral("implement");
        task.title = QStringLiteral("Task %1").arg(number);
        task.priority = priority;
        task.dependsOn = std::move(dependsOn);
        return task;
    }
    static domain::TaskKey key(int number) { return { QStringLiteral("shop"), number }; }

    /// Enqueues and gives the phase.
    Phase add(const domain::Task &task, bool hold = false)
    {
        const auto stored = await(queue().enqueue(task, hold));
        if (!stored)
            qWarning("%s", qPrintable(stored.error().message));
        return stored ? stored->phase : Phase::Cancelled;
    }
    /// Claims one task of the type; number 0 if there is none.
    queue::Claim claim(Type type = Type::Backend, const QString &owner = QStringLiteral("w1"))
    {
        const auto claimed = await(queue().claimNextTask(type, owner, lease));
        if (!claimed)
            qWarning("%s", qPrintable(claimed.error().message));
        return claimed && *claimed ? **claimed : queue::Claim {};
    }
    Phase phaseOf(int number)
    {
        const auto stored = await(queue().task(key(number)));
        return stored && *stored ? (*stored)->phase : Phase::Cancelled;
    }
    redis::Reply ask(const QList<QByteArray> &command)
    {
        const auto reply = await(client().command(command));
        if (!reply)
            qWarning("%s", qPrintable(reply.error().message));
        return reply ? *reply : redis::Reply {};
    }

    queue::TaskQueue &queue() { return *m_queue; }
    redis::RedisClient &client() { return *m_client; }
    redis::RedisAddress address() const { return *redis::RedisAddress::parse(m_server->url()); }
    RedisFixture &server() { return *m_server; }
    FakeClock clock;
    queue::Keys keys;

protected Q_SLOTS:
    void initTestCase()
    {
        if (!RedisFixture::isAvailable())
            QSKIP("redis-server is not installed");
        m_server = std::make_unique<RedisFixture>();
        m_client = std::make_unique<redis::RedisClient>(address());
        queue::RetryPolicy policy;
        policy.jitter = 0;
        m_queue = std::make_unique<queue::TaskQueue>(*m_client, keys, clock, policy);
    }
    void init() { ask({ "FLUSHALL" }); }
    void cleanup()
    {
        if (m_client)
            QCOMPARE(brokenInvariants(*m_client, keys), QStringList());
    }
    void cleanupTestCase()
    {
        m_queue.reset();
        m_client.reset();
        m_server.reset();
    }

private:
    std::unique_ptr<RedisFixture> m_server;
    std::unique_ptr<redis::RedisClient> m_client;
    std::unique_ptr<queue::TaskQueue> m_queue;
};

} // namespace slipway::test

#define QCOMPARE_PHASE(actual, expected) QCOMPARE(toString(actual), toString(expected))
#define QVERIFY_ERROR(result, expected)                                                                                \
    do {                                                                                                               \
        const auto &slipwayResult = (result);                                                                          \
        QVERIFY(!slipwayResult);                                                                                       \
        QCOMPARE(toString(slipwayResult.error().code), toString(expected));                                            \
    } while (false)
