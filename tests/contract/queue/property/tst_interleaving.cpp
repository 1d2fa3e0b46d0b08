// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/taskscope.h"
#include "core/redis/scriptregistry.h"
#include "tests/contract/queue/property/queuemodel.h"
#include "tests/contract/queue/queuefixture.h"

#include <QElapsedTimer>
#include <QRandomGenerator>

#include <deque>
#include <functional>
#include <map>

using namespace slipway;
using namespace std::chrono_literals;
using domain::FailureClass;
using domain::Task;
using domain::TaskKey;
using queue::TaskQueue;
using test::await;
using test::QueueModel;

namespace {

/// What was handed out at some time; most of it stale sooner or later.
struct Token {
    queue::Claim claim;
    QString text;
};

/// One operation, sent and some time later answered. `check` repeats it on the model and says what is wrong.
struct Call {
    QString text;
    std::function<QString(QueueModel &)> check;
};

int numberFrom(const char *variable, int usual)
{
    bool isSet = false;
    const int value = qEnvironmentVariableIntValue(variable, &isSet);
    return isSet ? value : usual;
}

QByteArray noteTheOrder(const QByteArray &script)
{
    return R"lua(redis.call('RPUSH', 'test:order', string.match(ARGV[1], '"now":"(%d+)"')) )lua" + script;
}

QString difference(const Task &actual, const QueueModel::Entry &expected)
{
    const Task &e = expected.task;
    const auto same = [](double a, double b) { return std::abs(a - b) < 1e-6; };
    if (actual.phase != e.phase)
        return QStringLiteral("phase %1, not %2").arg(domain::toString(actual.phase), domain::toString(e.phase));
    if (actual.leaseToken != e.leaseToken || actual.leaseOwner != e.leaseOwner || actual.leaseUntilMs != e.leaseUntilMs)
        return QStringLiteral("lease %1, not %2").arg(actual.leaseToken, e.leaseToken);
    if (actual.attempts != e.attempts || actual.maxAttempts != e.maxAttempts)
        return QStringLiteral("attempts %1, not %2").arg(actual.attempts).arg(e.attempts);
    if (actual.priority != e.priority || actual.pr != e.pr || !same(actual.costUsd, e.costUsd) || actual.type != e.type)
        return QStringLiteral("another priority, pull request, cost or type");
    if (actual.dependsOn != e.dependsOn || actual.failureClass != e.failureClass || actual.context != e.context)
        return QStringLiteral("other dependencies, failure or context");
    return {};
}

} // namespace

/// Eight clients send random operations, each eight at a time on a connection of its own, so that the server interleaves
/// them as it likes. Every script notes when it ran (in a list, by the time that its caller gave it, which no two calls
/// share); the model then repeats the calls in just that order and has to give every answer that the queue gave.
/// Environment: SLIPWAY_PROPERTY_OPS (how many; without it as many of 60,000 as 12 s allow), SLIPWAY_PROPERTY_SEED (which; printed. The order of the answers, and so what
/// comes after, depends on the machine too; a failure therefore prints what ran before it).
class TstInterleaving final : public test::QueueFixture {
    Q_OBJECT
    static constexpr int clients = 8;
    static constexpr int lanes = 8; ///< calls on the way at a time, for each client
    static constexpr int chunk = 2000; ///< calls between two comparisons
    static constexpr int issues = 12; ///< few, so that they meet each other often
    static constexpr auto shortLease = 300ms; // a call is a millisecond

    struct Client {
        Client(const redis::RedisAddress &address, const queue::Keys &keys, const base::Clock &clock,
               queue::RetryPolicy policy)
            : connection(address)
            , queue(connection, keys, clock, policy)
        {
        }
        redis::RedisClient connection;
        TaskQueue queue;
    };
    std::vector<std::unique_ptr<Client>> m_clients;
    std::unique_ptr<QueueModel> m_model;
    QRandomGenerator m_random;
    std::deque<Token> m_tokens; ///< of the last claims
    std::map<qint64, Call> m_calls; ///< by time
    QStringList m_history; ///< what ran, oldest first
    int m_toSend = 0;
    int m_busyLanes = 0;

    int below(int bound) { return int(m_random.bounded(bound)); }
    bool chance(int percent) { return below(100) < percent; }
    QString anyProject() { return chance(50) ? QStringLiteral("shop") : QStringLiteral("blog"); }
    TaskKey anyKey() { return { anyProject(), 1 + below(issues) }; }
    Type anyType() { return below(3) == 0 ? Type::Qa : Type::Backend; }
    Token anyToken()
    {
        if (m_tokens.empty() || chance(3)) {
            Token made;
            made.claim.task.key = anyKey();
            made.text = QStringLiteral("made up");
            return made;
        }
        // Newer ones are more likely to be current.
        return m_tokens.at(size_t(below(std::min(int(m_tokens.size()), chance(80) ? 8 : 60))));
    }
    void keep(const queue::Claim &claim)
    {
        m_tokens.push_front({ claim, claim.lease.token });
        if (m_tokens.size() > 60)
            m_tokens.pop_back();
    }
    QList<int> someDependencies()
    {
        QList<int> numbers;
        for (int i = below(4); i > 1; --i) {
            if (const int number = 1 + below(issues + 2); !numbers.contains(number))
                numbers.append(number);
        }
        return numbers;
    }

    template <typename T>
    using Answer = std::shared_ptr<std::optional<Result<T>>>;
    template <typename T>
    using Then = std::function<void(const Result<T> &)>;

    template <typename T>
    static QCoro::Task<> wait(Answer<T> answer, Async<T> asked, Then<T> then)
    {
        *answer = co_await std::move(asked);
        if (then)
            then(**answer);
    }
    /// Keeps the check of an answer for later, and goes on with `then` as soon as it is there.
    template <typename T, typename Check>
    QCoro::Task<> call(QString text, Async<T> asked, Check check, std::type_identity_t<Then<T>> then = {})
    {
        const auto answer = std::make_shared<std::optional<Result<T>>>();
        m_calls[clock.nowMs()] = { std::move(text), [answer, check](QueueModel &model) {
                                      return *answer ? check(model, **answer) : QStringLiteral("no answer");
                                  } };
        return wait<T>(answer, std::move(asked), std::move(then));
    }

    template <typename T>
    static QString compareOutcome(const Result<T> &actual, const QueueModel::Outcome &expected)
    {
        const auto name
            = [](std::optional<ErrorCode> code) { return code ? base::toString(*code) : QStringLiteral("fine"); };
        const auto got = actual ? std::nullopt : std::optional(actual.error().code);
        return got == expected ? QString()
                               : QStringLiteral("%1 expected, got %2 %3")
                                     .arg(name(expected), name(got), actual ? QString() : actual.error().message);
    }
    static QString compareTask(QueueModel &model, const Result<Task> &actual, const QueueModel::Outcome &expected)
    {
        const QString wrong = compareOutcome(actual, expected);
        if (!wrong.isEmpty() || !actual)
            return wrong;
        const auto entry = model.entries().find(actual->key);
        return entry == model.entries().end() ? QStringLiteral("the model does not know the task")
                                              : difference(*actual, entry->second);
    }
    static QString compareClaim(QueueModel &model, const std::optional<queue::Claim> &actual, Type type)
    {
        const auto expected = model.next(type);
        const QString got = actual ? actual->task.key.toString() : QStringLiteral("nothing");
        if (!expected || !actual || *expected != actual->task.key) {
            if (!expected && !actual)
                return {};
            return QStringLiteral("%1 expected, got %2")
                .arg(expected ? expected->toString() : QStringLiteral("nothing"), got);
        }
        model.claimed(*expected, actual->lease);
        return difference(actual->task, model.entries().at(*expected));
    }

    QCoro::Task<> enqueueOne(TaskQueue &queue)
    {
        Task one = task(1, anyType(), below(10), someDependencies());
        one.key = anyKey();
        one.maxAttempts = 1 + below(4);
        one.context = { { QStringLiteral("n"), below(1000) } };
        const bool hold = chance(10);
        const bool onlyNew = chance(30);
        return call(QStringLiteral("enqueue ") + one.key.toString(),
                    onlyNew ? queue.enqueueIfNew(one, hold) : queue.enqueue(one, hold),
                    [one, hold, onlyNew](QueueModel &model, const Result<Task> &actual) {
                        return compareTask(model, actual, model.enqueue(one, hold, onlyNew));
                    });
    }

    QCoro::Task<> claimOne(TaskQueue &queue)
    {
        const Type type = anyType();
        using MaybeClaim = std::optional<queue::Claim>;
        return call(
            QStringLiteral("claim ") + domain::toString(type),
            queue.claimNextTask(type, QStringLiteral("w%1").arg(below(clients)), shortLease),
            [type](QueueModel &model, const Result<MaybeClaim> &actual) {
                return actual ? compareClaim(model, *actual, type) : actual.error().message;
            },
            [this](const Result<MaybeClaim> &answer) {
                if (answer && *answer)
                    keep(**answer);
            });
    }

    QCoro::Task<> relayOne(TaskQueue &queue)
    {
        auto token = anyToken();
        token.claim.lease.token = token.text;
        const auto phase = chance(50) ? Phase::Done : Phase::InReview;
        return call(
            QStringLiteral("complete and claim %1 %2").arg(token.claim.task.key.toString(), token.text),
            queue.completeAndClaim(token.claim, phase, {}, 1, {}, shortLease),
            [token, phase, now = clock.nowMs()](QueueModel &model, const Result<queue::Relay> &actual) {
                const auto expected = model.complete(token.claim.task.key, token.text, phase, 1, 0, now);
                const QString wrong = compareOutcome(actual, expected);
                return !wrong.isEmpty() || !actual ? wrong : compareClaim(model, actual->next, token.claim.task.type);
            },
            [this](const Result<queue::Relay> &answer) {
                if (answer && answer->next)
                    keep(*answer->next);
            });
    }

    QCoro::Task<> endOne(TaskQueue &queue)
    {
        const auto token = anyToken();
        const TaskKey key = token.claim.task.key;
        const qint64 now = clock.nowMs();
        const QString what = key.toString() + QLatin1Char(' ') + token.text;
        queue::TaskEnd end;
        end.costUsd = below(4) * 0.25;
        switch (below(4)) {
        case 0: {
            const auto phase = chance(50) ? Phase::Done : Phase::InReview;
            const int pr = below(3);
            return call(QStringLiteral("complete ") + what, queue.completeTask(key, token.text, phase, {}, pr, end),
                        [=](QueueModel &model, const Result<Task> &actual) {
                            return compareTask(model, actual,
                                               model.complete(key, token.text, phase, pr, end.costUsd, now));
                        });
        }
        case 1:
        case 2:
            end.failure = FailureClass(1 + below(int(FailureClass::Internal)));
            end.retryAfter = std::chrono::milliseconds(chance(20) ? below(500) : 0);
            return call(QStringLiteral("fail ") + what, queue.failTask(key, token.text, end),
                        [=](QueueModel &model, const Result<Task> &actual) {
                            return compareTask(model, actual, model.fail(key, token.text, end, now));
                        });
        default:
            return call(QStringLiteral("hand back ") + what, queue.handBack(key, token.text),
                        [=](QueueModel &model, const Result<Task> &actual) {
                            return compareTask(model, actual, model.handBack(key, token.text));
                        });
        }
    }

    QCoro::Task<> touchLease(TaskQueue &queue)
    {
        const auto token = anyToken();
        const TaskKey key = token.claim.task.key;
        if (chance(30)) {
            return call(QStringLiteral("verify ") + key.toString(), queue.verify(key, token.text),
                        [=](QueueModel &model, const Result<Task> &actual) {
                            return compareTask(model, actual, model.verify(key, token.text));
                        });
        } else {
            const qint64 until = clock.nowMs() + shortLease.count();
            return call(QStringLiteral("extend ") + key.toString(), queue.extend(key, token.text, shortLease),
                        [=](QueueModel &model, const Result<> &actual) {
                            return compareOutcome(actual, model.extend(key, token.text, until));
                        });
        }
    }

    /// An operation on one task: how it is asked for, and what the model says to it.
    QCoro::Task<> act(const char *name, TaskKey key, Async<Task> asked,
                      std::function<QueueModel::Outcome(QueueModel &)> expected)
    {
        return call(QLatin1String(name) + QLatin1Char(' ') + key.toString(), std::move(asked),
                    [expected](QueueModel &model, const Result<Task> &actual) {
                        return compareTask(model, actual, expected(model));
                    });
    }

    QCoro::Task<> actAsEngine(TaskQueue &queue)
    {
        using M = QueueModel;
        const auto one = anyKey();
        const qint64 now = clock.nowMs();
        switch (below(9)) {
        case 0:
        case 1:
            return act("close", one, queue.close(one), [=](M &m) { return m.close(one, now); });
        case 2: {
            const QJsonObject context
                = chance(50) ? QJsonObject { { QStringLiteral("n"), below(1000) } } : QJsonObject {};
            const bool reset = chance(50);
            return act("requeue", one, queue.requeue(one, context, reset),
                       [=](M &m) { return m.requeue(one, context, reset); });
        }
        case 3:
            return act("release hold", one, queue.releaseHold(one), [=](M &m) { return m.releaseHold(one); });
        case 4:
            return act("bury", one, queue.bury(one, FailureClass::Budget, {}),
                       [=](M &m) { return m.bury(one, Phase::Dead, FailureClass::Budget, now); });
        case 5:
            return act("cancel", one, queue.cancel(one, {}),
                       [=](M &m) { return m.bury(one, Phase::Cancelled, FailureClass::Cancelled, now); });
        case 6:
            return act("release", one, queue.release(one), [=](M &m) { return m.release(one); });
        case 7: {
            const auto numbers = someDependencies();
            return act("set dependencies", one, queue.setDependencies(one, numbers),
                       [=](M &m) { return m.setDependencies(one, numbers); });
        }
        default: {
            const int priority = below(10);
            return act("prioritise", one, queue.prioritise(one, priority),
                       [=](M &m) { return m.prioritise(one, priority); });
        }
        }
    }

    QCoro::Task<> lookAtTheClock(TaskQueue &queue)
    {
        const qint64 now = clock.nowMs();
        if (chance(30)) {
            using Due = std::optional<std::chrono::milliseconds>;
            return call(
                QStringLiteral("next due"), queue.nextDue(), [now](QueueModel &model, const Result<Due> &actual) {
                    const qint64 got = actual && *actual ? (*actual)->count() : -1;
                    const qint64 expected = model.nextDue(now).value_or(-1);
                    return actual && got == expected ? QString()
                                                     : QStringLiteral("%1 expected, got %2").arg(expected).arg(got);
                });
        } else {
            return call(QStringLiteral("recover"), queue.recover(),
                        [now](QueueModel &model, const Result<QList<Task>> &actual) {
                            return compareKeys(actual, model.recover(now));
                        });
        }
    }

    static QString compareKeys(const Result<QList<Task>> &actual, const std::set<QString> &expected)
    {
        std::set<QString> got;
        for (const auto &one : actual ? *actual : QList<Task> {})
            got.insert(one.key.toString());
        return actual && got == expected
            ? QString()
            : QStringLiteral("%1 tasks expected, got %2").arg(expected.size()).arg(got.size());
    }

    QCoro::Task<> doSomethingRare(TaskQueue &queue)
    {
        const auto project = anyProject();
        const qint64 now = clock.nowMs();
        const auto fine = [](const Result<> &actual) { return actual ? QString() : actual.error().message; };
        switch (below(20)) {
        case 0:
        case 1: {
            const QList<int> numbers { 1 + below(issues + 2) };
            return call(QStringLiteral("set closed"), queue.setClosed(project, numbers),
                        [=](QueueModel &model, const Result<> &actual) {
                            model.setClosed(project, numbers);
                            return fine(actual);
                        });
        }
        case 2:
            return call(QStringLiteral("remove project"), queue.removeProject(project),
                        [=](QueueModel &model, const Result<> &actual) {
                            model.removeProject(project);
                            return fine(actual);
                        });
        case 3:
            return call(QStringLiteral("ended"), queue.endedTasks(100ms),
                        [=](QueueModel &model, const Result<QList<Task>> &actual) {
                            return compareKeys(actual, model.ended(now - 100));
                        });
        case 4: {
            const QList<TaskKey> keys { anyKey(), anyKey(), anyKey() };
            return call(QStringLiteral("forget"), queue.forgetEnded(keys, 100ms),
                        [=](QueueModel &model, const Result<int> &actual) {
                            const int expected = model.forget(keys, now - 100);
                            return actual && *actual == expected
                                ? QString()
                                : QStringLiteral("%1 expected, got %2").arg(expected).arg(actual ? *actual : -1);
                        });
        }
        default: {
            const QString what = chance(20) ? QString() : project;
            const bool paused = chance(40);
            return call(QStringLiteral("set paused"), queue.setPaused(what, paused, QStringLiteral("me")),
                        [=](QueueModel &model, const Result<> &actual) {
                            model.setPaused(what.isEmpty() ? QStringLiteral("*") : what, paused);
                            return fine(actual);
                        });
        }
        }
    }

    /// Sent before it returns: coroutines run up to their first wait.
    QCoro::Task<> sendOne(TaskQueue &queue)
    {
        clock.advance(1ms);
        const int dice = below(100);
        if (dice < 18)
            return enqueueOne(queue);
        if (dice < 41)
            return claimOne(queue);
        if (dice < 46)
            return relayOne(queue);
        if (dice < 69)
            return endOne(queue);
        if (dice < 76)
            return touchLease(queue);
        if (dice < 91)
            return actAsEngine(queue);
        return dice < 97 ? lookAtTheClock(queue) : doSomethingRare(queue);
    }

    QCoro::Task<> lane(TaskQueue *queue)
    {
        while (m_toSend > 0) {
            --m_toSend;
            co_await sendOne(*queue);
        }
        --m_busyLanes;
    }

    void run(int operations)
    {
        m_toSend = operations;
        m_busyLanes = clients * lanes;
        for (int i = 0; i < m_busyLanes; ++i)
            base::detach(lane(&m_clients.at(size_t(i % clients))->queue), "lane");
        while (m_busyLanes > 0)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }

    /// The model does what the server did, in its order.
    void repeatOnTheModel()
    {
        const auto order = ask({ "LRANGE", "test:order", "0", "-1" }).strings();
        ask({ "DEL", "test:order" });
        for (const auto &time : order) {
            const auto made = m_calls.extract(time.toLongLong());
            QVERIFY2(!made.empty(), "a script ran twice, or nobody asked for it");
            m_history.append(made.mapped().text);
            const QString wrong = made.mapped().check(*m_model);
            if (!wrong.isEmpty()) {
                while (m_history.size() > 40)
                    m_history.removeFirst();
                QFAIL(qPrintable(QStringLiteral("%1: %2. What ran:\n%3")
                                     .arg(m_history.last(), wrong, m_history.join(QLatin1Char('\n')))));
            }
        }
        QVERIFY2(m_calls.empty(), qPrintable(m_calls.begin()->second.text + QStringLiteral(" never ran")));
        m_history.remove(0, std::max<qsizetype>(0, m_history.size() - 40));
    }

    void compareEverything()
    {
        qsizetype count = 0;
        for (const auto &project : { QStringLiteral("shop"), QStringLiteral("blog") }) {
            const auto list = await(queue().tasks(project));
            QVERIFY_RESULT(list);
            count += list->size();
            for (const auto &one : *list) {
                const auto entry = m_model->entries().find(one.key);
                QVERIFY2(entry != m_model->entries().end(), qPrintable(one.key.toString()));
                QVERIFY2(difference(one, entry->second).isEmpty(),
                         qPrintable(one.key.toString() + QLatin1Char(' ') + difference(one, entry->second)));
            }
            QCOMPARE(*await(queue().blockedByDead(project)), m_model->blockedByDead(project));
        }
        QCOMPARE(count, qsizetype(m_model->entries().size()));
        QCOMPARE(*await(queue().pausedProjects()), QStringList(m_model->paused().begin(), m_model->paused().end()));
        QCOMPARE(test::brokenInvariants(client(), keys), QStringList());
    }

private Q_SLOTS:
    void theQueueIsTheModel()
    {
        const int operations = numberFrom("SLIPWAY_PROPERTY_OPS", 60000);
        const qint64 limit
            = qEnvironmentVariableIsSet("SLIPWAY_PROPERTY_OPS") ? std::numeric_limits<qint64>::max() : 12'000;
        const quint32 seed
            = quint32(numberFrom("SLIPWAY_PROPERTY_SEED", int(QRandomGenerator::global()->generate() >> 1)));
        qInfo("%d operations of %d clients, SLIPWAY_PROPERTY_SEED=%u", operations, clients, seed);
        m_random.seed(seed);
        redis::setScriptFilter(noteTheOrder);
        ask({ "CONFIG", "SET", "appendonly", "no" }); // nothing is restarted here, and a busy disk would slow it down
        auto policy = queue().policy();
        policy.scale = 0.05; // a call is a millisecond here
        m_model = std::make_unique<QueueModel>(policy);
        for (int i = 0; i < clients; ++i)
            m_clients.push_back(std::make_unique<Client>(address(), keys, clock, policy));
        QElapsedTimer timer;
        timer.start();
        int done = 0;
        while (done < operations && timer.elapsed() < limit && !QTest::currentTestFailed()) {
            const int count = std::min(chunk, operations - done);
            run(count);
            repeatOnTheModel();
            if (!QTest::currentTestFailed())
                compareEverything();
            done += count;
        }
        m_clients.clear();
        redis::setScriptFilter(nullptr);
        qInfo("%d operations in %.1f s, SLIPWAY_PROPERTY_SEED=%u", done, double(timer.elapsed()) / 1000, seed);
    }
};

SLIPWAY_TEST(TstInterleaving)
#include "tst_interleaving.moc"
