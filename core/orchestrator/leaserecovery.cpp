// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/leaserecovery.h"

#include "core/base/absence.h"
#include "core/base/files.h"
#include "core/git/workspace.h"
#include "core/process/orphanedsandboxes.h"
#include "core/workers/workersettings.h"

#include <QDir>
#include <QLoggingCategory>
#include <QRegularExpression>

Q_LOGGING_CATEGORY(lcLeases, "slipway.leases")

namespace slipway::orchestrator {

using domain::TaskPhase;

namespace {
/// Workers renew a lease at least as often; a wait that takes that much longer has made them late, too.
constexpr auto longestBeat = workers::longestHeartbeat;
} // namespace

LeaseRecovery::LeaseRecovery(Services &services, Attention &attention)
    : m_services(services)
    , m_attention(attention)
{
}

Async<> LeaseRecovery::releaseOrphans()
{
    // `box-backend-1` is ours, `box-2-backend-1` and `box.w77-backend-1` (a process of its own) are not.
    const QRegularExpression ours(QLatin1Char('^') + QRegularExpression::escape(m_services.settings.host)
                                  + QStringLiteral("-[a-z]+-[0-9]+$"));
    const QList<QByteArray> waiting { "XRANGE", m_services.keys.results(), "-", "+" };
    CO_TRY(const redis::Reply handedIn, co_await m_services.redis.command(waiting));
    QSet<QString> settled;
    for (const auto &entry : handedIn.elements) {
        const auto json = base::parseObject(entry.elements.value(1).pairs().value("json"));
        settled.insert(json.value(QLatin1String("task")).toString());
    }
    const auto tasks = m_services.store.snapshot().tasks;
    for (const auto &task : tasks) {
        if (task.phase != TaskPhase::Running || !ours.match(task.leaseOwner).hasMatch()
            || settled.contains(task.key.toString()))
            continue;
        const auto released = co_await m_services.queue.release(task.key);
        if (!released)
            qCWarning(lcLeases, "release %s: %s", qUtf8Printable(task.key.toString()),
                      qUtf8Printable(released.error().message));
    }
    co_return Result<> {};
}

QCoro::Task<> LeaseRecovery::sweepWorkspaces()
{
    // First who may still stand in them. Deployed services have folders, and a supervisor, of their own.
    const int ended = process::endOrphanedSandboxes(
        { m_services.settings.workspaceFolder, m_services.settings.stateFolder + QStringLiteral("/ci") });
    if (ended > 0)
        qCInfo(lcLeases, "ended %d sandbox(es) that an engine had left behind", ended);
    // PROJECT-NUMBER, as workers name them; others (planning, incoming bundles, remote workers) have owners of their own.
    static const QRegularExpression ofTask(QStringLiteral("^(.+)-[0-9]+$"));
    const QDir workspaces(m_services.settings.workspaceFolder);
    const auto folders = workspaces.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &name : folders) {
        const auto match = ofTask.match(name);
        const auto project = m_services.projects.find(match.captured(1));
        if (!match.hasMatch() || !project || (*project)->repo.isEmpty())
            continue;
        const auto mirror = co_await m_services.forgeOf(**project).mirror((*project)->repo);
        auto swept = mirror ? co_await sweep(workspaces.filePath(name), *mirror) : Result<>(forward(mirror));
        if (!swept) // it stays: the next run of the task saves it first
            qCWarning(lcLeases, "%s: %s", qUtf8Printable(name), qUtf8Printable(swept.error().message));
    }
}

Async<> LeaseRecovery::sweep(QString folder, QString mirror)
{
    git::Workspace workspace(m_services.runner, folder + QStringLiteral("/tree"), folder + QStringLiteral("/out"));
    if (QFileInfo::exists(workspace.folder())) {
        const QString name = QFileInfo(folder).fileName() + QLatin1Char('-')
            + m_services.clock.now().toString(QStringLiteral("yyyyMMdd-HHmmsszzz"));
        CO_TRY(const QString kept, co_await workspace.rescue(mirror, name));
        if (!kept.isEmpty())
            qCInfo(lcLeases, "unfinished work is kept at %s", qUtf8Printable(kept));
        CO_CHECK(co_await workspace.remove());
    }
    QDir(folder).removeRecursively();
    co_return Result<> {};
}

void LeaseRecovery::start()
{
    m_scope.start(loop(), "lease recovery");
}

QCoro::Task<> LeaseRecovery::stop()
{
    co_await m_scope.drain();
}

QCoro::Task<> LeaseRecovery::recover()
{
    const auto moved = co_await m_services.queue.recover();
    if (!moved)
        co_return; // Redis is away; the next round sees the same
    for (const auto &task : *moved) {
        const auto project = m_services.projects.find(task.key.project);
        if (!project || task.phase != TaskPhase::Dead)
            continue;
        const auto called = co_await m_attention.call(*project, task);
        if (!called)
            qCWarning(lcLeases, "%s: %s", qUtf8Printable(task.key.toString()), qUtf8Printable(called.error().message));
    }
}

QCoro::Task<> LeaseRecovery::loop()
{
    const auto stop = m_scope.stopToken();
    base::AbsenceWatch watch(longestBeat);
    while (!stop.stop_requested()) {
        co_await recover();
        watch.begin();
        auto pause = std::chrono::milliseconds(1000);
        const auto due = co_await m_services.queue.nextDue();
        if (due && *due)
            pause = std::clamp(**due, std::chrono::milliseconds(20), pause);
        auto waited = co_await base::sleepFor(pause, stop);
        if (waited && watch.wasAway(pause)) {
            // Leases ran out while nobody could renew them. Whoever lives says so now; nobody gets a task whose agent lives.
            qCInfo(lcLeases, "this machine was away: leases are left alone for a moment");
            waited = co_await base::sleepFor(longestBeat * 2, stop);
        }
        Q_UNUSED(waited)
    }
}

} // namespace slipway::orchestrator
