// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/queue/queuefixture.h"
#include "tests/contract/queue/queuemodel.h"

#include <QRandomGenerator>

using namespace slipway;
using namespace std::chrono_literals;
using domain::FailureClass;
using domain::TaskKey;
using test::await;

namespace {

/// What was handed out at some time; most of it stale sooner or later.
struct Token {
    TaskKey key;
    QString text;
};

int numberFrom(const char *variable, int usual)
{
    bool isSet = false;
    const int value = qEnvironmentVariableIntValue(variable, &isSet);
    return isSet ? value : usual;
}

} // namespace

/// Random operations from eight clients against the queue and against the model; after each both have to agree.
/// Environment: SLIPWAY_PROPERTY_OPS (how many), SLIPWAY_PROPERTY_SEED (which; printed).
class TstProperty final : public test::QueueFixture {
    Q_OBJECT
    static constexpr int clients = 8;
    static constexpr int issues = 12; // few, so that they meet each other often

    struct Client {
        explicit Client(const redis::RedisAddress &address)
            : connection(address)
        {
        }
        redis::RedisClient connection;
        std::unique_ptr<queue::TaskQueue> queue;
    };
    std::vector<std::unique_ptr<Client>> m_clients;
    std::unique_ptr<test::QueueModel> m_model;
    QRandomGenerator m_random;
    QList<Token> m_tokens;
    QString m_done; ///< what the last operation was, for messages

    int below(int bound) { return int(m_random.bounded(bound)); }
    bool chance(int percent) { return below(100) < percent; }
    queue::TaskQueue &anyQueue() { return *m_clients.at(size_t(below(clients)))->queue; }
    TaskKey anyKey() { return { below(2) == 0 ? QStringLiteral("shop") : QStringLiteral("blog"), 1 + below(issues) }; }
    Type anyType() { return below(3) == 0 ? Type::Qa : Type::Backend; }
    Token anyToken()
    {
        if (m_tokens.isEmpty() || chance(3))
            return { anyKey(), QStringLiteral("made up") };
        // Newer ones are more likely to be current.
        const auto newest = std::min<qsizetype>(m_tokens.size(), chance(80) ? 8 : 60);
        return m_tokens.at(m_tokens.size() - 1 - below(int(newest)));
    }

    template <typename T>
    void agree(const Result<T> &actual, test::QueueModel::Outcome expected)
    {
        const auto text
            = [](std::optional<ErrorCode> code) { return code ? base::toString(*code) : QStringLiteral("fine"); };
        const auto got = actual ? std::nullopt : std::optional(actual.error().code);
        QVERIFY2(text(got) == text(expected),
                 qPrintable(m_done
                            + QStringLiteral(": expected %1, got %2 (%3)")
                                  .arg(text(expected), text(got), actual ? QString() : actual.error().message)));
    }

    void enqueueOne()
    {
        domain::Task one = task(1, anyType(), below(10));
        one.key = anyKey();
        one.maxAttempts = 1 + below(4);
        for (int i = below(4); i > 1; --i) {
            const int number = 1 + below(issues + 2);
            if (!one.dependsOn.contains(number))
                one.dependsOn.append(number);
        }
        one.context = { { QStringLiteral("n"), below(1000) } };
        const bool hold = chance(10);
        const bool onlyNew = chance(30);
        m_done = QStringLiteral("enqueue ") + one.key.toString();
        agree(onlyNew ? await(anyQueue().enqueueIfNew(one, hold)) : await(anyQueue().enqueue(one, hold)),
              m_model->enqueue(one, hold, onlyNew));
    }

    void claimOne()
    {
        const auto type = anyType();
        const auto expected = m_model->next(type);
        const auto claimed = await(anyQueue().claimNextTask(type, QStringLiteral("w%1").arg(below(clients)), lease));
        m_done = QStringLiteral("claim, expected ") + (expected ? expected->toString() : QStringLiteral("none"));
        QVERIFY_RESULT(claimed);
        QVERIFY2(claimed->has_value() == expected.has_value(), qPrintable(m_done));
        if (!expected)
            return;
        const auto &claim = **claimed;
        QCOMPARE(claim.task.key.toString(), expected->toString());
        m_model->claimed(*expected, claim.lease);
        m_tokens.append({ *expected, claim.lease.token });
    }

    void endOne()
    {
        const auto token = anyToken();
        m_done = QStringLiteral("end ") + token.key.toString() + QLatin1Char(' ') + token.text;
        queue::TaskEnd end;
        end.costUsd = below(4) * 0.25;
        switch (below(4)) {
        case 0: {
            const auto phase = chance(50) ? Phase::Done : Phase::InReview;
            const int pr = below(3);
            agree(await(anyQueue().completeTask(token.key, token.text, phase, {}, pr, end)),
                  m_model->complete(token.key, token.text, phase, pr, end.costUsd));
            break;
        }
        case 1:
        case 2:
            end.failure = FailureClass(1 + below(int(FailureClass::Internal)));
            end.retryAfter = chance(20) ? std::chrono::seconds(below(100)) : 0ms;
            agree(await(anyQueue().failTask(token.key, token.text, end)),
                  m_model->fail(token.key, token.text, end, clock.nowMs()));
            break;
        default:
            agree(await(anyQueue().handBack(token.key, token.text)), m_model->handBack(token.key, token.text));
        }
    }

    void touchLease()
    {
        const auto token = anyToken();
        m_done = QStringLiteral("touch ") + token.key.toString();
        if (chance(30))
            agree(await(anyQueue().verify(token.key, token.text)), m_model->verify(token.key, token.text));
        else
            agree(await(anyQueue().extend(token.key, token.text, lease)),
                  m_model->extend(token.key, token.text, clock.nowMs() + lease.count()));
    }

    void actAsEngine()
    {
        const auto one = anyKey();
        const int which = below(8);
        m_done = QStringLiteral("engine %1 on ").arg(which) + one.toString();
        switch (which) {
        case 0:
        case 1:
            return agree(await(anyQueue().close(one)), m_model->close(one));
        case 2: {
            const QJsonObject context
                = chance(50) ? QJsonObject { { QStringLiteral("n"), below(1000) } } : QJsonObject {};
            const bool reset = chance(50);
            return agree(await(anyQueue().requeue(one, context, reset)), m_model->requeue(one, context, reset));
        }
        case 3:
            return agree(await(anyQueue().releaseHold(one)), m_model->releaseHold(one));
        case 4:
            return agree(await(anyQueue().bury(one, FailureClass::Budget, {})),
                         m_model->bury(one, Phase::Dead, FailureClass::Budget));
        case 5:
            return agree(await(anyQueue().cancel(one, {})),
                         m_model->bury(one, Phase::Cancelled, FailureClass::Cancelled));
        case 6:
            return agree(await(anyQueue().release(one)), m_model->release(one));
        default: {
            const int priority = below(10);
            return agree(await(anyQueue().prioritise(one, priority)), m_model->prioritise(one, priority));
        }
        }
    }

    void letTimePass()
    {
        clock.advance(std::chrono::milliseconds(below(20000)));
        const auto due = await(anyQueue().nextDue());
        QVERIFY_RESULT(due);
        const auto expectedDue = m_model->nextDue(clock.nowMs());
        QCOMPARE(*due ? (*due)->count() : -1, expectedDue.value_or(-1));
        const auto moved = await(anyQueue().recover());
        QVERIFY_RESULT(moved);
        std::set<QString> keysMoved;
        for (const auto &one : *moved)
            keysMoved.insert(one.key.toString());
        QVERIFY(keysMoved == m_model->recover(clock.nowMs()));
    }

    void doSomethingRare()
    {
        const auto project = anyKey().project;
        switch (below(6)) {
        case 0: {
            const QList<int> numbers { 1 + below(issues + 2) };
            m_done = QStringLiteral("setClosed");
            QVERIFY_RESULT(await(anyQueue().setClosed(project, numbers)));
            return m_model->setClosed(project, numbers);
        }
        case 1:
            if (!chance(20))
                return;
            m_done = QStringLiteral("removeProject");
            QVERIFY_RESULT(await(anyQueue().removeProject(project)));
            return m_model->removeProject(project);
        default: {
            const QString what = chance(20) ? QString() : project;
            const bool paused = chance(40);
            m_done = QStringLiteral("setPaused");
            QVERIFY_RESULT(await(anyQueue().setPaused(what, paused, QStringLiteral("me"))));
            return m_model->setPaused(what.isEmpty() ? QStringLiteral("*") : what, paused);
        }
        }
    }

    void step()
    {
        const int dice = below(100);
        if (dice < 18)
            enqueueOne();
        else if (dice < 45)
            claimOne();
        else if (dice < 70)
            endOne();
        else if (dice < 77)
            touchLease();
        else if (dice < 90)
            actAsEngine();
        else if (dice < 97)
            letTimePass();
        else
            doSomethingRare();
    }

    void compareEverything()
    {
        QMap<QString, domain::Task> stored;
        for (const auto &project : { QStringLiteral("shop"), QStringLiteral("blog") }) {
            const auto list = await(anyQueue().tasks(project));
            QVERIFY_RESULT(list);
            for (const auto &one : *list)
                stored.insert(one.key.toString(), one);
        }
        QCOMPARE(stored.size(), qsizetype(m_model->entries().size()));
        for (const auto &[key, entry] : m_model->entries()) {
            auto actual = stored.value(key.toString());
            actual.assignedAt = actual.updatedAt = {};
            actual.failureDetail.clear();
            QCOMPARE(domain::toJson(actual, true), domain::toJson(entry.task, true));
            QCOMPARE(actual.leaseToken, entry.task.leaseToken);
        }
        QStringList paused;
        for (const auto &name : m_model->paused())
            paused.append(name);
        QCOMPARE(*await(anyQueue().pausedProjects()), paused);
        QCOMPARE(test::brokenInvariants(client(), keys), QStringList());
    }

private Q_SLOTS:
    void theQueueIsTheModel()
    {
        const int operations = numberFrom("SLIPWAY_PROPERTY_OPS", 20000);
        const quint32 seed
            = quint32(numberFrom("SLIPWAY_PROPERTY_SEED", int(QRandomGenerator::global()->generate() >> 1)));
        qInfo("%d operations, SLIPWAY_PROPERTY_SEED=%u", operations, seed);
        m_random.seed(seed);
        m_model = std::make_unique<test::QueueModel>(queue().policy());
        for (int i = 0; i < clients; ++i) {
            m_clients.push_back(std::make_unique<Client>(address()));
            auto &one = *m_clients.back();
            one.queue = std::make_unique<queue::TaskQueue>(one.connection, keys, clock, queue().policy());
        }
        for (int i = 1; i <= operations && !QTest::currentTestFailed(); ++i) {
            step();
            if (i % 250 == 0)
                compareEverything();
            if (QTest::currentTestFailed())
                qWarning("failed at operation %d of SLIPWAY_PROPERTY_SEED=%u after: %s", i, seed, qPrintable(m_done));
        }
        m_clients.clear();
    }
};

SLIPWAY_TEST(TstProperty)
#include "tst_property.moc"
