// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/queue/benchload.h"

#include "core/base/completion.h"
#include "core/base/files.h"
#include "core/base/taskscope.h"
#include "core/queue/taskfields.h"

#include <QElapsedTimer>
#include <QJsonArray>

namespace slipway::bench {

using namespace std::chrono_literals;
using domain::AgentType;
using domain::TaskPhase;

namespace {
constexpr auto lease = 60s;
const QString anyId = QStringLiteral("bench:__rand_int__");
} // namespace

double Samples::percentile(double part) const
{
    auto sorted = nanoseconds;
    std::ranges::sort(sorted);
    return sorted.isEmpty() ? 0 : double(sorted.at(qsizetype(part * double(sorted.size() - 1)))) / 1000;
}

/// What the lanes of one measurement share.
struct Load::Work {
    Step step;
    int left = 0;
    int busy = 0;
    Samples samples;
    std::optional<Error> error;
    base::CompletionSource<> done;
    QElapsedTimer timer;
};

Load::Load(redis::RedisAddress address)
    : client(std::move(address))
    , queue(client, queue::Keys(), m_clock)
{
}

domain::Task Load::task(int number)
{
    domain::Task task;
    task.key = { QStringLiteral("bench"), number };
    task.kind = QStringLiteral("implement");
    task.title = QStringLiteral("Task %1 with a title of usual length").arg(number);
    task.labels = { QStringLiteral("backend"), QStringLiteral("priority:%1").arg(number % 10) };
    task.fullName = QStringLiteral("local/bench");
    task.priority = number % 10;
    task.context = { { QStringLiteral("body"), QString(480, QLatin1Char('b')) } };
    return task;
}

QJsonObject Load::common() const
{
    const auto now = m_clock.now();
    return { { QStringLiteral("prefix"), QString() },
             { QStringLiteral("now"), QString::number(now.toMSecsSinceEpoch()) },
             { QStringLiteral("now_iso"), base::isoTime(now) } };
}

QList<QByteArray> Load::enqueueArguments() const
{
    const auto one = task(123456);
    QJsonObject json = common();
    json.insert(QStringLiteral("id"), anyId);
    json.insert(QStringLiteral("project"), one.key.project);
    json.insert(QStringLiteral("number"), one.key.number);
    json.insert(QStringLiteral("member"), QString::fromUtf8(queue::memberOf(one)));
    json.insert(QStringLiteral("depends_on"), QJsonArray());
    json.insert(QStringLiteral("cost"), 0);
    json.insert(QStringLiteral("hold"), false);
    json.insert(QStringLiteral("only_new"), false);
    return QList<QByteArray> { base::compact(json) } + queue::fieldsOf(one);
}

QList<QByteArray> Load::claimArguments() const
{
    QJsonObject json = common();
    json.insert(QStringLiteral("agent_type"), QStringLiteral("backend"));
    json.insert(QStringLiteral("owner"), QStringLiteral("worker-1"));
    json.insert(QStringLiteral("lease"), 60000);
    return { base::compact(json) };
}

QList<QByteArray> Load::completeArguments() const
{
    QJsonObject json = common();
    json.insert(QStringLiteral("id"), anyId);
    json.insert(QStringLiteral("token"), QStringLiteral("t"));
    json.insert(QStringLiteral("phase"), QStringLiteral("done"));
    json.insert(QStringLiteral("branch"), QString());
    json.insert(QStringLiteral("pr"), 0);
    json.insert(QStringLiteral("cost"), 0);
    return { base::compact(json) };
}

QList<QByteArray> Load::relayArguments() const
{
    auto json = base::parseObject(completeArguments().first());
    const auto claim = base::parseObject(claimArguments().first());
    for (auto it = claim.begin(); it != claim.end(); ++it)
        json.insert(it.key(), it.value());
    return { base::compact(json) };
}

Async<> Load::clear()
{
    m_claims.clear();
    m_held.clear();
    const QList<QByteArray> flush { "FLUSHALL" };
    const auto done = co_await client.command(flush);
    if (!done)
        co_return forward(done);
    co_return Result<> {};
}

Async<> Load::fill(int count)
{
    const auto done = co_await enqueue(128, count);
    if (!done)
        co_return forward(done);
    co_return Result<> {};
}

Async<> Load::fillRunning(int count)
{
    static const QByteArray script = R"lua(
for i = ARGV[1], ARGV[2] - 1 do
    local id = string.format('bench:%012d', i)
    redis.call('COPY', 'task:bench:template', 'task:' .. id, 'REPLACE')
    redis.call('HSET', 'task:' .. id, 'issue', string.format('%d', i + 1000000))
    redis.call('ZADD', 'queue:agent:backend:leases', 0, id)
end)lua";
    const int number = ++m_last;
    const auto added = co_await queue.enqueue(task(number));
    if (!added)
        co_return forward(added);
    const QList<QByteArray> copy { "COPY", "task:bench:" + QByteArray::number(number), "task:bench:template" };
    const QList<QByteArray> change { "HSET",        "task:bench:template", "phase", "running",     "status",
                                     "in_progress", "lease_token",         "t",     "lease_owner", "worker-1" };
    const QList<QList<QByteArray>> both { copy, change };
    CO_TRY(const auto made, co_await client.pipeline(both));
    Q_UNUSED(made)
    for (int from = 0; from < count; from += 1000) {
        const QList<QByteArray> call { "EVAL", script, "0", QByteArray::number(from),
                                       QByteArray::number(std::min(count, from + 1000)) };
        const auto done = co_await client.command(call);
        if (!done)
            co_return forward(done);
    }
    co_return co_await queue.close(added->key) ? Result<> {}
                                               : fail(ErrorCode::Internal, QStringLiteral("close failed"));
}

QCoro::Task<> Load::lane(std::shared_ptr<Work> work, int index)
{
    QElapsedTimer timer;
    while (work->left-- > 0 && !work->error) {
        timer.start();
        const auto done = co_await work->step(index);
        work->samples.nanoseconds.append(timer.nsecsElapsed());
        if (!done)
            work->error = done.error();
    }
    if (--work->busy == 0)
        work->done.resolve({});
}

Async<Samples> Load::measure(Step step, int lanes, int count)
{
    const auto work = std::make_shared<Work>();
    work->step = std::move(step);
    work->left = count;
    work->busy = lanes;
    work->samples.nanoseconds.reserve(count);
    work->timer.start();
    for (int i = 0; i < lanes; ++i)
        base::detach(lane(work, i), "lane");
    auto done = work->done.completion();
    CO_CHECK(co_await done);
    work->samples.seconds = double(work->timer.nsecsElapsed()) / 1e9;
    if (work->error)
        co_return std::unexpected(*work->error);
    co_return work->samples;
}

Async<> Load::enqueueNext()
{
    const auto added = co_await queue.enqueue(task(++m_last));
    if (!added)
        co_return forward(added);
    co_return Result<> {};
}

Async<> Load::claimNext()
{
    auto claimed = co_await queue.claimNextTask(AgentType::Backend, QStringLiteral("worker-1"), lease);
    if (!claimed)
        co_return forward(claimed);
    if (!*claimed)
        co_return fail(ErrorCode::Internal, QStringLiteral("The queue is empty too early"));
    m_claims.push_back(std::move(**claimed));
    co_return Result<> {};
}

Async<> Load::completeNext()
{
    const auto claim = std::move(m_claims.back());
    m_claims.pop_back();
    const auto done = co_await queue.completeTask(claim.task.key, claim.lease.token, TaskPhase::Done, {}, 0);
    if (!done)
        co_return forward(done);
    co_return Result<> {};
}

Async<> Load::liveOn(int lane)
{
    CO_CHECK(co_await enqueueNext());
    auto &held = m_held.at(size_t(lane));
    auto relay = co_await queue.completeAndClaim(*held, TaskPhase::Done, {}, 0, {}, lease);
    if (!relay)
        co_return forward(relay);
    if (!relay->next)
        co_return fail(ErrorCode::Internal, QStringLiteral("The queue is empty too early"));
    held = std::move(relay->next);
    co_return Result<> {};
}

Async<Samples> Load::enqueue(int lanes, int count)
{
    return measure([this](int) { return enqueueNext(); }, lanes, count);
}

Async<Samples> Load::claim(int lanes, int count)
{
    m_claims.reserve(size_t(count));
    return measure([this](int) { return claimNext(); }, lanes, count);
}

Async<Samples> Load::complete(int lanes)
{
    return measure([this](int) { return completeNext(); }, lanes, int(m_claims.size()));
}

Async<Samples> Load::lifecycle(int lanes, int count)
{
    CO_CHECK(co_await fill(lanes + 100));
    for (int i = 0; i < lanes; ++i)
        CO_CHECK(co_await claimNext());
    m_held.assign(m_claims.begin(), m_claims.end());
    m_claims.clear();
    const Step step = [this](int index) { return liveOn(index); };
    co_return co_await measure(step, lanes, count);
}

Async<Samples> Load::claimAndReturn(int count)
{
    Samples samples;
    QElapsedTimer timer;
    for (int i = 0; i < count; ++i) {
        timer.start();
        CO_CHECK(co_await claimNext());
        samples.nanoseconds.append(timer.nsecsElapsed());
        samples.seconds += double(samples.nanoseconds.last()) / 1e9;
        const auto back = co_await queue.handBack(m_claims.back().task.key, m_claims.back().lease.token);
        if (!back)
            co_return forward(back);
        m_claims.clear();
    }
    co_return samples;
}

QCoro::Task<> Load::sleeper(std::shared_ptr<redis::RedisClient> waitClient, std::shared_ptr<Work> work)
{
    while (work->left > 0) {
        const auto claimed = co_await queue.claimNextTask(AgentType::Backend, QStringLiteral("worker-1"), lease);
        if (claimed && *claimed) {
            work->samples.nanoseconds.append(work->timer.nsecsElapsed());
            --work->left;
            continue;
        }
        const auto more = co_await queue.waitForWork(waitClient.get(), AgentType::Backend, 10s);
        Q_UNUSED(more)
    }
    work->done.resolve({});
}

Async<Samples> Load::wakeUp(int count)
{
    const auto work = std::make_shared<Work>();
    work->left = count;
    const auto waitClient = std::make_shared<redis::RedisClient>(client.address());
    base::detach(sleeper(waitClient, work), "sleeper");
    for (int i = 1; i <= count; ++i) {
        CO_CHECK(co_await base::sleepFor(5ms)); // asleep by now
        work->timer.start();
        CO_CHECK(co_await enqueueNext());
        while (work->samples.nanoseconds.size() < i)
            CO_CHECK(co_await base::sleepFor(1ms));
    }
    auto done = work->done.completion();
    CO_CHECK(co_await done);
    for (const qint64 one : std::as_const(work->samples.nanoseconds))
        work->samples.seconds += double(one) / 1e9;
    co_return work->samples;
}

} // namespace slipway::bench
