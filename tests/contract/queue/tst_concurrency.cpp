// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/queue/queuefixture.h"

#include "core/base/taskscope.h"

#include <QRandomGenerator>

using namespace slipway;
using namespace std::chrono_literals;
using domain::FailureClass;
using test::await;

namespace {

/// Shared by the workers of one test: who works on what at this moment.
struct Board {
    QMap<QString, QString> holders; ///< task → token
    int doubles = 0; ///< a task was claimed while its holder was alive and had not lost it
    int ended = 0;
    int refused = 0;
    int running = 0;
};

/// A worker that claims until nothing is left; now and then it fails, hands back, or vanishes and comes back too late.
QCoro::Task<> work(redis::RedisAddress address, queue::Keys keys, test::FakeClock *clock, std::shared_ptr<Board> board,
                   quint32 seed)
{
    redis::RedisClient client(address);
    queue::RetryPolicy policy;
    policy.scale = 0;
    queue::TaskQueue queue(client, keys, *clock, policy);
    QRandomGenerator random(seed);
    const QString name = QStringLiteral("w%1").arg(seed);
    int idle = 0;
    while (idle < 20) {
        const auto claimed = co_await queue.claimNextTask(domain::AgentType::Backend, name, 60s);
        if (!claimed || !*claimed) {
            ++idle;
            const auto waited = co_await base::sleepFor(2ms);
            Q_UNUSED(waited)
            continue;
        }
        idle = 0;
        const auto claim = **claimed;
        const QString id = claim.task.key.toString();
        if (board->holders.contains(id))
            ++board->doubles;
        board->holders.insert(id, claim.lease.token);
        const auto waited = co_await base::sleepFor(std::chrono::milliseconds(random.bounded(3)));
        Q_UNUSED(waited)
        const bool vanished = random.bounded(10) == 0;
        if (vanished) {
            // Somebody gives the task to another one; what this worker writes then must not count.
            board->holders.remove(id);
            const auto released = co_await queue.release(claim.task.key);
            Q_UNUSED(released)
        }
        queue::TaskEnd end;
        end.failure = FailureClass::AgentError;
        const int how = int(random.bounded(10));
        if (!vanished)
            board->holders.remove(id); // before the answer: another may claim it as soon as Redis has it
        const auto after = how < 6
            ? co_await queue.completeTask(claim.task.key, claim.lease.token, domain::TaskPhase::Done, {}, 0)
            : how < 8 ? co_await queue.failTask(claim.task.key, claim.lease.token, end)
                      : co_await queue.handBack(claim.task.key, claim.lease.token);
        if (vanished && !after)
            ++board->refused;
        if (vanished && after)
            ++board->doubles;
        if (!vanished && how < 6)
            ++board->ended;
    }
    --board->running;
}

} // namespace

class TstConcurrency final : public test::QueueFixture {
    Q_OBJECT
private Q_SLOTS:
    void eightWorkersNeverShareATask()
    {
        constexpr int count = 200;
        for (int i = 1; i <= count; ++i) {
            auto one = task(i, Type::Backend, i % 10, i > 10 ? QList<int> { i - 10 } : QList<int> {});
            one.maxAttempts = 1000;
            add(one);
        }
        const auto board = std::make_shared<Board>();
        board->running = 8;
        for (quint32 i = 0; i < 8; ++i)
            base::detach(work(address(), keys, &clock, board, i + 1), "worker");
        QTRY_COMPARE_WITH_TIMEOUT(board->running, 0, 60000);
        QCOMPARE(board->doubles, 0);
        QCOMPARE(board->ended, count);
        QVERIFY(board->refused > 0);
        const auto phases = await(queue().phases(QStringLiteral("shop")));
        QVERIFY_RESULT(phases);
        QCOMPARE(phases->value(Phase::Done), count);

        QCOMPARE(ask({ "BITCOUNT", keys.closed(QStringLiteral("shop")) }).integer, count);
    }

    void aBurstOfClaimsGivesEveryTaskOnce()
    {
        constexpr int count = 500;
        for (int i = 1; i <= count; ++i)
            add(task(i));
        std::vector<std::unique_ptr<redis::RedisClient>> connections;
        std::vector<std::unique_ptr<queue::TaskQueue>> queues;
        for (int i = 0; i < 8; ++i) {
            connections.push_back(std::make_unique<redis::RedisClient>(address()));
            queues.push_back(std::make_unique<queue::TaskQueue>(*connections.back(), keys, clock));
        }
        const auto seen = std::make_shared<QMap<int, int>>();
        const auto answers = std::make_shared<int>(0);
        static constexpr auto claimOne = [](queue::TaskQueue *from, std::shared_ptr<QMap<int, int>> claimedNumbers,
                                            std::shared_ptr<int> answered) -> QCoro::Task<> {
            const auto claimed = co_await from->claimNextTask(Type::Backend, QStringLiteral("w"), 60s);
            ++*answered;
            if (claimed && *claimed)
                ++(*claimedNumbers)[(*claimed)->task.key.number];
        };
        // All at once, pipelined on eight connections: more claims than tasks.
        for (int i = 0; i < count + 40; ++i)
            base::detach(claimOne(queues.at(size_t(i % 8)).get(), seen, answers), "claim");
        QTRY_COMPARE_WITH_TIMEOUT(*answers, count + 40, 30000);
        QCOMPARE(seen->size(), count);
        QVERIFY(std::ranges::all_of(*seen, [](int times) { return times == 1; }));
    }
};

SLIPWAY_TEST(TstConcurrency)
#include "tst_concurrency.moc"
