// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/historykeeper.h"

#include <QLoggingCategory>
#include <QThreadPool>

Q_LOGGING_CATEGORY(lcHistory, "slipway.history")

namespace slipway::orchestrator {

namespace {
constexpr int batch = 200; // a script blocks Redis for everybody: many short ones
constexpr std::chrono::milliseconds longestPause = std::chrono::minutes(10);
constexpr std::chrono::milliseconds shortestPause = std::chrono::seconds(1);
} // namespace

HistoryKeeper::HistoryKeeper(Services &services)
    : m_services(services)
{
}

Async<> HistoryKeeper::load()
{
    CO_TRY(m_ended, co_await m_services.history.endedIssues());
    co_return Result<> {};
}

void HistoryKeeper::start()
{
    m_scope.start(loop(), "history");
}

QCoro::Task<> HistoryKeeper::stop()
{
    co_await m_scope.drain();
}

QCoro::Task<> HistoryKeeper::loop()
{
    const auto stop = m_scope.stopToken();
    const auto pause = std::clamp(m_services.settings.historyAfter / 20, shortestPause, longestPause);
    while (!stop.stop_requested()) {
        const auto moved = co_await moveEnded();
        if (!moved && moved.error().code != ErrorCode::Unavailable)
            qCWarning(lcHistory, "%s %s", qUtf8Printable(moved.error().message), qUtf8Printable(moved.error().detail));
        rotate();
        const auto waited = co_await base::sleepFor(pause, stop);
        Q_UNUSED(waited)
    }
}

Async<> HistoryKeeper::moveEnded()
{
    const auto age = m_services.settings.historyAfter;
    while (!m_scope.stopToken().stop_requested()) {
        CO_TRY(const QList<domain::Task> tasks, co_await m_services.queue.endedTasks(age, batch));
        if (tasks.isEmpty())
            break;
        QList<domain::TaskKey> keys;
        QList<domain::Task> kept;
        for (const auto &task : tasks) {
            keys.append(task.key);
            const auto project = m_services.projects.find(task.key.project);
            // One that is deleted takes its tasks along: a later project of the name begins with none.
            if (!project || (*project)->isBeingDeleted)
                continue;
            kept.append(task);
            if (task.kind != QLatin1String("review"))
                m_ended[task.key.project].insert(task.key.number);
        }
        CO_CHECK(co_await m_services.history.keep(kept));
        // None that was queued again meanwhile; the counts leave out what the queue still has.
        CO_CHECK(co_await m_services.queue.forgetEnded(keys, age));
        if (tasks.size() < batch)
            break;
    }
    co_return Result<> {};
}

void HistoryKeeper::rotate()
{
    const QString folder = m_services.settings.logFolder + QStringLiteral("/runs");
    QThreadPool::globalInstance()->start(
        [folder, limits = m_services.settings.transcripts, now = m_services.clock.now()] {
            const int gone = history::rotateTranscripts(folder, limits, now);
            if (gone > 0)
                qCInfo(lcHistory, "removed %d old transcripts", gone);
        });
}

Async<> HistoryKeeper::forget(QString project)
{
    m_ended.remove(project);
    co_return co_await m_services.history.forget(project);
}

} // namespace slipway::orchestrator
