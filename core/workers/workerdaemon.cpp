// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workers/workerdaemon.h"

namespace slipway::workers {

WorkerDaemon::WorkerDaemon(PoolContext context, QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
{
    if (!m_context.slots)
        m_context.slots = std::make_shared<AgentSlots>(m_context.settings.maxAgents);
}

WorkerDaemon::~WorkerDaemon() = default;

void WorkerDaemon::start(const QList<domain::AgentType> &types)
{
    const auto &wanted = types.isEmpty() ? domain::allAgentTypes() : types;
    for (const auto type : wanted) {
        if (m_pools.contains(type) || m_context.settings.slots.value(type, 1) <= 0)
            continue;
        PoolThread entry { new WorkerPool(m_context, type),
                           base::startThread(QStringLiteral("workers-") + toString(type)) };
        entry.pool->moveToThread(entry.thread.get());
        connect(entry.thread.get(), &QThread::finished, entry.pool, &QObject::deleteLater);
        QMetaObject::invokeMethod(entry.pool, &WorkerPool::start, Qt::QueuedConnection);
        m_pools.emplace(type, std::move(entry));
    }
}

QCoro::Task<> WorkerDaemon::stop()
{
    auto pools = std::exchange(m_pools, {});
    if (pools.empty() && m_stopping > 0) {
        auto through = m_stopWaiters.emplace_back().completion();
        const auto waited = co_await through;
        Q_UNUSED(waited)
        co_return;
    }
    ++m_stopping;
    std::vector<base::Completion<>> ends;
    for (auto &[type, entry] : pools) {
        const auto source = std::make_shared<base::CompletionSource<>>();
        ends.push_back(source->completion());
        connect(entry.pool, &WorkerPool::stopped, this, [source] { source->resolve({}); });
        QMetaObject::invokeMethod(entry.pool, &WorkerPool::stop, Qt::QueuedConnection);
    }
    for (auto &end : ends) {
        const auto ended = co_await end;
        Q_UNUSED(ended)
    }
    pools.clear();
    if (--m_stopping == 0) {
        for (const auto &waiter : std::exchange(m_stopWaiters, {}))
            waiter.resolve({});
    }
}

} // namespace slipway::workers
