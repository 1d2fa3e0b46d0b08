// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workers/workerpool.h"

#include "core/base/files.h"
#include "core/base/taskscope.h"

namespace slipway::workers {

struct WorkerPool::Resources {
    explicit Resources(const PoolContext &context)
        : client(context.redis)
        , queue(client, context.keys, context.clock)
        , events(client, context.keys)
        , control(context.redis, context.keys)
        , git(context.runner)
        , agents(context.runner, context.clock, context.settings.logFolder)
        , limits(client, context.keys, context.clock)
    {
    }
    redis::RedisClient client;
    queue::TaskQueue queue;
    control::EventPublisher events;
    control::ControlClient control; // asks the engine for sources on a machine without the repository
    git::Git git;
    agents::AgentRunner agents;
    AccountLimits limits;
    std::vector<std::unique_ptr<redis::RedisClient>> waitClients;
    std::vector<std::unique_ptr<Worker>> workers;
    base::TaskScope scope;
};

namespace {

/// Asks the engine to bundle a branch for a task, and writes the bundle to `file`.
Async<QString> fetchBundle(control::ControlClient *control, redis::RedisClient *client, queue::Keys keys,
                           domain::Task task, QString branch, QString file)
{
    const QJsonObject arguments { { QStringLiteral("task"), task.key.toString() },
                                  { QStringLiteral("branch"), branch } };
    CO_TRY(const QJsonObject answer,
           co_await control->query(QStringLiteral("source"), arguments, std::chrono::minutes(2)));
    const QList<QByteArray> fetch { "GET", keys.blob(answer.value(QLatin1String("blob")).toString()) };
    CO_TRY(const redis::Reply blob, co_await client->command(fetch));
    if (blob.isNil())
        co_return fail(ErrorCode::NotFound, QStringLiteral("The sources of %1 have expired").arg(task.key.toString()));
    CO_CHECK(base::makeFolder(QFileInfo(file).path()));
    CO_CHECK(base::writeFileAtomically(file, blob.string));
    co_return file;
}

} // namespace

WorkerPool::WorkerPool(PoolContext context, domain::AgentType type)
    : m_context(std::move(context))
    , m_type(type)
{
}

WorkerPool::~WorkerPool() = default;

void WorkerPool::start()
{
    m_resources = std::make_unique<Resources>(m_context);
    auto &r = *m_resources;
    const auto fetch = [this](const domain::Task &task, const QString &branch) {
        const QString file = m_context.settings.workspaceFolder + QStringLiteral("/sources/") + task.key.project
            + QLatin1Char('-') + QString::number(task.key.number)
            + (branch.isEmpty() ? QString() : QStringLiteral("-target")) + QStringLiteral(".bundle");
        return fetchBundle(&m_resources->control, &m_resources->client, m_context.keys, task, branch, file);
    };
    const int slots = m_context.settings.slots.value(m_type, 1);
    for (int i = 1; i <= slots; ++i) {
        r.waitClients.push_back(std::make_unique<redis::RedisClient>(m_context.redis));
        const Worker::Shared shared { r.client,
                                      *r.waitClients.back(),
                                      r.queue,
                                      m_context.keys,
                                      r.events,
                                      m_context.slots,
                                      { m_context.runner, r.git, r.agents, m_context.catalog, r.limits,
                                        m_context.settings, fetch },
                                      m_context.clock };
        const QString id = QStringLiteral("%1-%2-%3").arg(m_context.settings.name, toString(m_type)).arg(i);
        r.workers.push_back(std::make_unique<Worker>(shared, m_type, id));
        r.scope.start(r.workers.back()->work(r.scope.stopToken()), "worker");
    }
}

void WorkerPool::stop()
{
    base::detach(shutDown(), "worker pool shutdown");
}

QCoro::Task<> WorkerPool::shutDown()
{
    if (m_resources)
        co_await m_resources->scope.drain();
    Q_EMIT stopped();
}

} // namespace slipway::workers
