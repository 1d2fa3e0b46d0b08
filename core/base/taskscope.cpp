// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/taskscope.h"

#include "core/base/completion.h"
#include "core/base/logging.h"

#include <QTimer>

#include <algorithm>
#include <exception>
#include <string>
#include <vector>

namespace slipway::base {

struct TaskScope::State {
    std::stop_source stop;
    std::vector<std::string> running; ///< labels
    bool drained = false;
    std::vector<CompletionSource<>> waiters;

    void ended(const std::string &label)
    {
        running.erase(std::ranges::find(running, label));
        if (!running.empty())
            return;
        drained = drained || !waiters.empty();
        for (const auto &waiter : std::exchange(waiters, {}))
            waiter.resolve({});
    }
};

namespace {

QCoro::Task<> guarded(QCoro::Task<> task, std::string label)
{
    try {
        co_await std::move(task);
    } catch (const std::exception &exception) {
        qCCritical(lcBase, "%s: exception: %s", label.c_str(), exception.what());
    } catch (...) {
        qCCritical(lcBase, "%s: unknown exception", label.c_str());
    }
}

QCoro::Task<> unwrapped(Async<> task, std::string label)
{
    const auto result = co_await std::move(task);
    if (!result && result.error().code != ErrorCode::Cancelled) {
        qCWarning(lcBase, "%s: %s %s", label.c_str(), qUtf8Printable(result.error().message),
                  qUtf8Printable(result.error().detail));
    }
}

} // namespace

TaskScope::TaskScope()
    : m_state(std::make_shared<State>())
{
}

TaskScope::~TaskScope()
{
    for (const std::string &label : m_state->running)
        qCCritical(lcBase, "a TaskScope was destroyed while \"%s\" ran; drain() it first", label.c_str());
    m_state->stop.request_stop();
}

void TaskScope::start(QCoro::Task<> task, const char *label)
{
    if (m_state->drained)
        qCCritical(lcBase, "\"%s\" was started in a TaskScope that is drained already", label);
    m_state->running.emplace_back(label);
    static constexpr auto run
        = [](QCoro::Task<> inner, std::shared_ptr<State> state, std::string name) -> QCoro::Task<> {
        co_await guarded(std::move(inner), name);
        state->ended(name);
    };
    run(std::move(task), m_state, label);
}

void TaskScope::start(Async<> task, const char *label)
{
    start(unwrapped(std::move(task), label), label);
}

std::stop_token TaskScope::stopToken() const
{
    return m_state->stop.get_token();
}

void TaskScope::requestStop()
{
    m_state->stop.request_stop();
}

int TaskScope::running() const
{
    return int(m_state->running.size());
}

QCoro::Task<> TaskScope::drain()
{
    const auto state = m_state;
    state->stop.request_stop();
    if (state->running.empty()) {
        state->drained = true;
        co_return;
    }
    auto completion = state->waiters.emplace_back().completion();
    co_await completion;
}

void detach(QCoro::Task<> task, const char *label)
{
    guarded(std::move(task), label);
}

Async<> sleepFor(std::chrono::milliseconds duration, std::stop_token stop)
{
    if (stop.stop_requested())
        co_return fail(ErrorCode::Cancelled, QStringLiteral("Cancelled"));
    const auto source = std::make_shared<CompletionSource<>>();
    QTimer timer;
    timer.setSingleShot(true);
    timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&timer, &QTimer::timeout, &timer, [source] { source->resolve({}); });
    timer.start(duration);
    const std::stop_callback onStop(
        stop, [source] { source->resolve(fail(ErrorCode::Cancelled, QStringLiteral("Cancelled"))); });
    co_return co_await source->completion();
}

} // namespace slipway::base
