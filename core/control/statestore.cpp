// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/statestore.h"

#include "core/base/files.h"
#include "core/base/taskscope.h"
#include "core/control/currentsnapshot.h"

namespace slipway::control {

using domain::TaskPhase;

namespace {

void count(domain::QueueView &view, TaskPhase phase, int by)
{
    switch (phase) {
    case TaskPhase::Ready:
        view.queued += by;
        break;
    case TaskPhase::Running:
        view.inProgress += by;
        break;
    case TaskPhase::Delayed:
        view.delayed += by;
        break;
    case TaskPhase::Blocked:
        view.blocked += by;
        break;
    case TaskPhase::Dead:
        view.dead += by;
        view.failed += by;
        break;
    case TaskPhase::Cancelled:
        view.failed += by;
        break;
    case TaskPhase::InReview:
    case TaskPhase::Done:
        view.completed += by;
        break;
    }
}

/// The queue counters are derived from the tasks and kept step by step: 10,000 tasks are not counted anew at each event.
void recount(domain::Snapshot &snapshot)
{
    snapshot.queues.clear();
    for (const auto type : domain::allAgentTypes())
        snapshot.queues.insert(domain::toString(type), {});
    for (const auto &task : std::as_const(snapshot.tasks))
        count(snapshot.queues[domain::toString(task.type)], task.phase, 1);
}

template <typename View, typename Same>
void replace(QList<View> &list, const View &value, Same same)
{
    const auto it = std::ranges::find_if(list, same);
    if (it == list.end())
        list.append(value);
    else
        *it = value;
}

} // namespace

/// Follows the event stream on a connection of its own. Shared with the coroutine, so that the store may go at any time.
struct StateStore::Feed {
    Feed(redis::RedisAddress address, queue::Keys redisKeys)
        : keys(std::move(redisKeys))
        , client(std::move(address))
    {
    }
    queue::Keys keys;
    redis::RedisClient client;
    std::stop_source stop;

    static QCoro::Task<> follow(std::shared_ptr<Feed> feed, QPointer<StateStore> store);
    static Async<> load(std::shared_ptr<Feed> feed, QPointer<StateStore> store);
    static Async<bool> next(std::shared_ptr<Feed> feed, QPointer<StateStore> store);
};

Async<> StateStore::Feed::load(std::shared_ptr<Feed> feed, QPointer<StateStore> store)
{
    // Without a snapshot (an empty Redis) the events since now are all there is.
    const QList<QByteArray> newest { "XREVRANGE", feed->keys.events(), "+", "-", "COUNT", "1" };
    const auto last = co_await feed->client.command(newest, std::chrono::seconds(10), feed->stop.get_token());
    if (!last)
        co_return forward(last);
    const QList<QByteArray> fetch { "GET", feed->keys.snapshot() };
    const auto reply = co_await feed->client.command(fetch, std::chrono::seconds(10), feed->stop.get_token());
    if (!reply)
        co_return forward(reply);
    if (!store)
        co_return fail(ErrorCode::Cancelled, QStringLiteral("The face is gone"));
    domain::Snapshot snapshot = domain::snapshotFromJson(base::parseObject(reply->string));
    if (snapshot.lastEvent.isEmpty()) {
        const auto newestEntry = last->elements.value(0).elements.value(0).string;
        snapshot.lastEvent = newestEntry.isEmpty() ? QStringLiteral("0-0") : QString::fromLatin1(newestEntry);
    }
    store->reset(std::move(snapshot));
    co_return Result<> {};
}

Async<bool> StateStore::Feed::next(std::shared_ptr<Feed> feed, QPointer<StateStore> store)
{
    const QByteArray after = store->m_snapshot.lastEvent.toLatin1();
    const QList<QByteArray> read { "XREAD", "COUNT", "500", "BLOCK", "5000", "STREAMS", feed->keys.events(), after };
    const auto reply = co_await feed->client.command(read, std::chrono::seconds(8), feed->stop.get_token());
    if (!reply)
        co_return forward(reply);
    for (const auto &entry : reply->elements.value(0).elements.value(1).elements) {
        if (!store)
            co_return false;
        const Event event = eventOf(entry);
        if (event.type == QLatin1String("snapshot")) {
            if (!store->isFrom(event.data))
                co_return true; // an engine started and has written a new one
            continue;
        }
        store->apply(event);
    }
    co_return false;
}

QCoro::Task<> StateStore::Feed::follow(std::shared_ptr<Feed> feed, QPointer<StateStore> store)
{
    bool stale = true;
    while (!feed->stop.stop_requested() && store) {
        if (stale) {
            const auto loaded = co_await load(feed, store);
            stale = !loaded;
        }
        if (!stale && store) {
            const auto more = co_await next(feed, store);
            stale = !more || *more;
        }
        if (!store || feed->stop.stop_requested())
            co_return;
        const bool connected = feed->client.isConnected();
        if (connected != store->m_connected) {
            store->m_connected = connected;
            Q_EMIT store->connectedChanged(connected);
        }
        if (stale) {
            const auto waited
                = co_await base::sleepFor(std::chrono::milliseconds(connected ? 5 : 250), feed->stop.get_token());
            Q_UNUSED(waited)
        }
    }
}

StateStore::StateStore(redis::RedisAddress address, queue::Keys keys, QObject *parent)
    : QObject(parent)
    , m_feed(std::make_shared<Feed>(std::move(address), std::move(keys)))
{
}

StateStore::StateStore(QObject *parent)
    : QObject(parent)
{
}

StateStore::~StateStore()
{
    if (m_feed)
        m_feed->stop.request_stop();
}

void StateStore::start()
{
    if (m_feed)
        base::detach(Feed::follow(m_feed, this), "state feed");
}

void StateStore::reset(domain::Snapshot snapshot)
{
    m_snapshot = std::move(snapshot);
    recount(m_snapshot);
    Q_EMIT snapshotReset();
}

bool StateStore::isFrom(const QJsonObject &engine) const
{
    const auto other = domain::snapshotFromJson({ { QStringLiteral("engine"), engine } }).engine;
    return other.pid == m_snapshot.engine.pid && other.startedAt == m_snapshot.engine.startedAt;
}

void StateStore::applyTask(const QJsonObject &data)
{
    const domain::Task task = domain::taskFromJson(data);
    const QString key = task.key.toString();
    const auto known = m_snapshot.tasks.constFind(key);
    if (known != m_snapshot.tasks.constEnd())
        count(m_snapshot.queues[domain::toString(known->type)], known->phase, -1);
    count(m_snapshot.queues[domain::toString(task.type)], task.phase, 1);
    m_snapshot.tasks.insert(key, task);
    Q_EMIT taskChanged(key);
    Q_EMIT queuesChanged();
}

void StateStore::removeTask(const QString &key)
{
    const auto known = m_snapshot.tasks.constFind(key);
    if (known == m_snapshot.tasks.constEnd())
        return;
    count(m_snapshot.queues[domain::toString(known->type)], known->phase, -1);
    m_snapshot.tasks.erase(known);
    Q_EMIT taskChanged(key);
    Q_EMIT queuesChanged();
}

void StateStore::removeProject(const QString &name)
{
    m_snapshot.projects.removeIf([&](const auto &project) { return project.name == name; });
    m_snapshot.gates.removeIf([&](const auto &gate) { return gate.project == name; });
    m_snapshot.tasks.removeIf([&](const auto &item) { return item.value().key.project == name; });
    recount(m_snapshot);
    Q_EMIT projectChanged(name);
    Q_EMIT gatesChanged();
    Q_EMIT queuesChanged();
}

void StateStore::applyView(const QString &type, const QJsonObject &data)
{
    const auto text = [&](const char *name) { return data.value(QLatin1String(name)).toString(); };
    if (type == QLatin1String("project")) {
        const auto view = domain::projectViewFromJson(data);
        replace(m_snapshot.projects, view, [&](const auto &other) { return other.name == view.name; });
        Q_EMIT projectChanged(view.name);
    } else if (type == QLatin1String("project_removed")) {
        removeProject(text("name"));
    } else if (type == QLatin1String("worker")) {
        const auto view = domain::workerViewFromJson(data);
        replace(m_snapshot.workers, view, [&](const auto &other) { return other.id == view.id; });
        Q_EMIT workerChanged(view.id);
    } else if (type == QLatin1String("worker_removed")) {
        m_snapshot.workers.removeIf([&](const auto &worker) { return worker.id == text("id"); });
        Q_EMIT workerChanged(text("id"));
    } else if (type == QLatin1String("gate")) {
        const auto view = domain::gateViewFromJson(data);
        replace(m_snapshot.gates, view, [&](const auto &other) { return other.id == view.id; });
        Q_EMIT gatesChanged();
    } else if (type == QLatin1String("gate_closed")) {
        m_snapshot.gates.removeIf([&](const auto &gate) { return gate.id == text("id"); });
        Q_EMIT gatesChanged();
    } else if (type == QLatin1String("engine")) {
        QJsonObject partial { { QStringLiteral("engine"), data.value(QLatin1String("engine")) } };
        m_snapshot.engine = domain::snapshotFromJson(partial).engine;
        m_snapshot.activeProject = text("active_project");
        m_snapshot.redisConnected = true;
        Q_EMIT engineChanged();
    }
}

void StateStore::apply(const Event &event)
{
    if (!event.id.isEmpty())
        m_snapshot.lastEvent = event.id;
    m_snapshot.time = QDateTime::currentDateTimeUtc();
    const auto text = [&](const char *name) { return event.data.value(QLatin1String(name)).toString(); };
    if (event.type == QLatin1String("task")) {
        applyTask(event.data);
    } else if (event.type == QLatin1String("task_removed")) {
        removeTask(text("id"));
    } else if (event.type == QLatin1String("transcript")) {
        Q_EMIT transcriptGrew(text("run"), event.data.value(QLatin1String("event")).toObject());
    } else if (event.type == QLatin1String("ci")) {
        Q_EMIT ciRunChanged(text("project"), domain::ciRunFromJson(event.data.value(QLatin1String("run")).toObject()));
    } else if (event.type == QLatin1String("notice")) {
        Q_EMIT noticed(text("kind"), text("project"), text("title"), text("text"));
    } else {
        applyView(event.type, event.data);
    }
    Q_EMIT eventReceived(event);
}

} // namespace slipway::control
