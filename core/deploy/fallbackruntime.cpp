// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/fallbackruntime.h"

#include "core/deploy/deploylog.h"
#include "core/deploy/dockererrors.h"

#include <QFileInfo>

namespace slipway::deploy {

namespace {

/// The engine may be gone while apps of the second runtime run: what it is asked in vain about is as good as not there.
template <typename T>
bool isEngineGone(const Result<T> &result)
{
    return !result && isEngineAway(result.error());
}

} // namespace

FallbackRuntime::FallbackRuntime(std::unique_ptr<DockerRuntime> first, std::unique_ptr<Runtime> second, bool answers)
    : m_first(std::move(first))
    , m_second(std::move(second))
    , m_usedSecond(!answers)
{
}

QString FallbackRuntime::name() const
{
    return m_usedSecond ? m_second->name() : m_first->name();
}

Runtime &FallbackRuntime::of(const Release &release) const
{
    if (release.runtime == m_second->name())
        return *m_second;
    return *m_first;
}

Async<Release> FallbackRuntime::build(Release release, BuildLog log, std::stop_token stop)
{
    if (!log)
        log = [](const QString &) { };
    m_usedSecond = false;
    auto usable = co_await m_first->client().ping();
    if (usable && !QFileInfo::exists(release.sourceFolder + QStringLiteral("/Dockerfile")))
        usable = fail(ErrorCode::NotFound, QStringLiteral("the project has no Dockerfile"));
    if (usable)
        usable = co_await m_first->fetchBaseImages(release, log, stop);
    if (usable) {
        co_await settleDebts();
        co_return co_await m_first->build(release, log, stop);
    }
    if (usable.error().code != ErrorCode::NotFound && !isEngineAway(usable.error()))
        co_return forward(usable); // cancelled, or a Dockerfile that cannot be read: no other runtime helps
    m_usedSecond = true;
    log(QStringLiteral("Not deploying with %1: %2. The app runs as a supervised process instead")
            .arg(m_first->name(), usable.error().message));
    co_return co_await m_second->build(release, log, stop);
}

Async<> FallbackRuntime::start(Release release, int port)
{
    m_owed.remove({ release.project, release.deploymentId });
    co_return co_await of(release).start(release, port);
}

Async<> FallbackRuntime::stop(QString project, QString deploymentId)
{
    CO_CHECK(co_await m_second->stop(project, deploymentId));
    auto stopped = co_await m_first->stop(project, deploymentId);
    if (isEngineGone(stopped)) {
        m_owed.insert({ project, deploymentId }); // its restart policy brings it back together with the engine
        co_return {};
    }
    m_owed.remove({ project, deploymentId });
    co_return stopped;
}

QCoro::Task<> FallbackRuntime::settleDebts()
{
    const auto owed = m_owed;
    for (const auto &[project, deploymentId] : owed) {
        const auto stopped = co_await m_first->stop(project, deploymentId);
        if (isEngineGone(stopped))
            co_return;
        m_owed.remove({ project, deploymentId });
    }
}

Async<AppStatus> FallbackRuntime::status(QString project, QString deploymentId)
{
    CO_TRY(const AppStatus second, co_await m_second->status(project, deploymentId));
    co_await settleDebts();
    if (second.state == AppStatus::State::Running)
        co_return second;
    auto first = co_await m_first->status(project, deploymentId);
    if (isEngineGone(first) || (first && first->state == AppStatus::State::Missing))
        co_return second;
    co_return first;
}

Async<QString> FallbackRuntime::logTail(QString project, QString deploymentId, int lines)
{
    CO_TRY(const AppStatus second, co_await m_second->status(project, deploymentId));
    if (second.state != AppStatus::State::Missing)
        co_return co_await m_second->logTail(project, deploymentId, lines);
    co_return co_await m_first->logTail(project, deploymentId, lines);
}

Async<QStringList> FallbackRuntime::deployments(QString project)
{
    CO_TRY(QStringList all, co_await m_second->deployments(project));
    const auto first = co_await m_first->deployments(project);
    if (!first && !isEngineGone(first))
        co_return forward(first);
    if (first)
        all += *first;
    all.removeDuplicates();
    co_return all;
}

Async<bool> FallbackRuntime::hasRelease(Release release)
{
    co_return co_await of(release).hasRelease(release);
}

Async<> FallbackRuntime::removeRelease(Release release)
{
    CO_CHECK(co_await m_second->removeRelease(release));
    auto removed = co_await m_first->removeRelease(release);
    if (isEngineGone(removed) && release.runtime != m_first->name())
        co_return {};
    co_return removed;
}

Async<> FallbackRuntime::backUp(Release live, int keep)
{
    co_return co_await of(live).backUp(live, keep);
}

Async<> FallbackRuntime::remove(QString project, DataPolicy data)
{
    CO_CHECK(co_await m_second->remove(project, data));
    co_return co_await m_first->remove(project, data);
}

} // namespace slipway::deploy
