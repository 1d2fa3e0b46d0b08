// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/checksflow.h"

#include "core/merge/weakenedchecks.h"
#include "core/monitor/cievidence.h"
#include "core/monitor/failuresignature.h"
#include "core/orchestrator/taskcontext.h"

namespace slipway::orchestrator {

using monitor::PipelineMonitor;

namespace {
constexpr qsizetype mostPlaces = 20; // in the text of a gate
}

ChecksFlow::ChecksFlow(Services &services, ProjectViews &views, Attention &attention, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_views(views)
    , m_attention(attention)
{
}

void ChecksFlow::startMonitor(ProjectPtr project)
{
    if (m_monitors.contains(project->name) || project->repo.isEmpty())
        return;
    auto monitor = std::make_unique<PipelineMonitor>(m_services.forgeOf(*project), project->repo,
                                                     project->defaultBranch, m_services.settings.ciPoll);
    auto *raw = monitor.get();
    connect(raw, &PipelineMonitor::checksPassed, this, [this, project](int pr, const QString &sha) {
        m_scope.start(follow(pass(project, pr, sha), project->name, pr, sha), "checks passed");
    });
    connect(raw, &PipelineMonitor::checksFailed, this,
            [this, project](int pr, const QString &sha, const domain::CiRun &run) {
                m_scope.start(follow(mend(project, pr, run), project->name, pr, sha), "checks failed");
            });
    connect(
        raw, &PipelineMonitor::checksUnsupported, this,
        [this, project](int pr, const QString &, const domain::CiRun &run) { askAboutUnsupported(project, pr, run); });
    connect(raw, &PipelineMonitor::defaultBranchRun, this, [this, project](const domain::CiRun &run) {
        m_views.setCi(project->name, run);
        if (run.state == domain::CiState::Failure && !m_mended.contains(project->name + run.id)) {
            m_mended.insert(project->name + run.id);
            m_scope.start(mendDefaultBranch(project, run), "default branch is red");
        }
    });
    m_monitors.emplace(project->name, std::move(monitor));
    // Heads whose checks were still open when the last engine ended.
    const auto &tasks = m_services.store.snapshot().tasks;
    for (const auto &task : tasks) {
        if (task.key.project == project->name && task.kind == QLatin1String("review")
            && task.phase == domain::TaskPhase::Blocked) {
            m_scope.start(
                [](ChecksFlow *self, domain::TaskKey key) -> Async<> {
                    CO_TRY(const auto full, co_await self->m_services.queue.task(key));
                    if (full)
                        self->watch(key.project, key.number, full->context.value(QLatin1String("head")).toString());
                    co_return Result<> {};
                }(this, task.key),
                "watch again");
        }
    }
    raw->start();
}

QCoro::Task<> ChecksFlow::stopMonitor(QString project)
{
    const auto it = m_monitors.find(project);
    if (it == m_monitors.end())
        co_return;
    const auto monitor = std::move(it->second);
    m_monitors.erase(it);
    co_await monitor->stop();
}

void ChecksFlow::restartMonitor(ProjectPtr project)
{
    const auto it = m_monitors.find(project->name);
    if (it == m_monitors.end())
        startMonitor(project);
    else
        it->second->start();
}

void ChecksFlow::watch(const QString &project, int pullRequest, const QString &head)
{
    const auto it = m_monitors.find(project);
    if (it != m_monitors.end())
        it->second->watch(pullRequest, head);
}

QCoro::Task<> ChecksFlow::stop()
{
    while (!m_monitors.empty())
        co_await stopMonitor(m_monitors.begin()->first);
    co_await m_scope.drain();
}

std::optional<domain::Task> ChecksFlow::authorOf(const QString &project, int pullRequest) const
{
    const auto &tasks = m_services.store.snapshot().tasks;
    for (const auto &task : tasks) {
        if (task.key.project == project && task.kind != QLatin1String("review") && task.pr == pullRequest)
            return task;
    }
    return std::nullopt;
}

QString ChecksFlow::weakenedKind()
{
    return QStringLiteral("weakened_checks");
}

Async<bool> ChecksFlow::askAboutWeakening(ProjectPtr project, int pullRequest, QString sha)
{
    const QString key = QStringLiteral("weakened:%1:%2:%3").arg(project->name).arg(pullRequest).arg(sha);
    if (const auto answer = m_services.gates.answerOf(key); answer && answer->approved)
        co_return false;
    const auto author = authorOf(project->name, pullRequest);
    CO_TRY(const auto review, co_await m_services.queue.task({ project->name, pullRequest }));
    const QString base = review ? review->context.value(QLatin1String("base")).toString() : QString();
    if (!author || base.isEmpty())
        co_return false;
    CO_TRY(const QString mirror, co_await m_services.forgeOf(*project).mirror(project->repo));
    CO_TRY(const git::Diff diff, co_await m_services.git.diff(mirror, base, sha));
    const auto weakenings = merge::weakenedChecks(diff, author->type);
    if (weakenings.isEmpty())
        co_return false;
    QStringList places;
    for (const auto &weakening : weakenings.first(std::min<qsizetype>(weakenings.size(), mostPlaces))) {
        const QString line = weakening.line > 0 ? QStringLiteral(":%1").arg(weakening.line) : QString();
        places.append(weakening.file + line + QStringLiteral(": ") + weakening.text);
    }
    if (weakenings.size() > mostPlaces)
        places.append(QStringLiteral("and %1 more").arg(weakenings.size() - mostPlaces));
    domain::GateView gate;
    gate.project = project->name;
    gate.kind = weakenedKind();
    gate.title = QStringLiteral("Pull request #%1 weakens the checks: %2").arg(pullRequest).arg(author->title);
    gate.detail = places.join(QLatin1Char('\n'))
        + QStringLiteral("\nApprove to let it be reviewed, reject to send it back to its author.");
    m_services.gates.open(key, gate);
    co_return true;
}

Async<> ChecksFlow::pass(ProjectPtr project, int pullRequest, QString sha)
{
    CO_TRY(const bool waits, co_await askAboutWeakening(project, pullRequest, sha));
    if (waits)
        co_return Result<> {};
    CO_CHECK(co_await letReviewBegin(project->name, pullRequest));
    const auto author = authorOf(project->name, pullRequest);
    if (!author)
        co_return Result<> {};
    CO_TRY(const auto full, co_await m_services.queue.task(author->key));
    const int round = full ? full->context.value(QLatin1String("ci_round")).toInt() : 0;
    const QString fixed = QStringLiteral("%1 %2").arg(author->key.toString()).arg(round);
    if (round > 0 && !m_fixed.contains(fixed)) {
        m_fixed.insert(fixed);
        m_services.events.notify(QStringLiteral("ci_fixed"), project->name,
                                 QStringLiteral("CI is green again for %1").arg(full->title),
                                 QStringLiteral("After %1 fix(es)").arg(round));
    }
    co_return Result<> {};
}

Async<> ChecksFlow::letReviewBegin(QString project, int pullRequest)
{
    const auto released = co_await m_services.queue.releaseHold({ project, pullRequest });
    if (!released)
        co_return forward(released);
    co_return Result<> {};
}

Async<> ChecksFlow::follow(Async<> consequence, QString project, int pullRequest, QString sha)
{
    const auto done = co_await std::move(consequence);
    const auto monitor = m_monitors.find(project);
    if (!done && done.error().code != ErrorCode::Cancelled && monitor != m_monitors.end())
        monitor->second->keep(pullRequest, sha);
    co_return done;
}

Async<> ChecksFlow::mend(ProjectPtr project, int pullRequest, domain::CiRun run)
{
    const auto author = authorOf(project->name, pullRequest);
    if (!author)
        co_return fail(ErrorCode::NotFound, QStringLiteral("No task belongs to pull request %1").arg(pullRequest));
    CO_TRY(const auto full, co_await m_services.queue.task(author->key));
    // A restarted engine judges the same head again: a red run sends its author back once.
    const auto earlier = full ? full->context.value(QLatin1String("ci")).toObject() : QJsonObject {};
    if (!full || full->phase != domain::TaskPhase::InReview || earlier.value(QLatin1String("run")).toString() == run.id)
        co_return Result<> {};
    CO_TRY(QJsonObject evidence,
           co_await monitor::gatherEvidence(&m_services.forgeOf(*project), project->repo, run.id));
    const QString signature = monitor::failureSignature(evidence);
    evidence.insert(QStringLiteral("signature"), signature);
    const int round = full->context.value(QLatin1String("ci_round")).toInt() + 1;
    m_services.events.notify(QStringLiteral("ci_failed"), project->name,
                             QStringLiteral("CI failed for %1").arg(full->title),
                             QStringLiteral("Step \"%1\"").arg(evidence.value(QLatin1String("step")).toString()));
    const QString step = evidence.value(QLatin1String("step")).toString();
    co_await m_services.remember(project->name, QStringLiteral("ci"),
                                 QStringLiteral("CI step \"%1\" failed for: %2").arg(step, full->title));
    if (round > m_services.settings.maxCiRounds) {
        co_return co_await m_attention.give(project, full->key, domain::FailureClass::TestsFailed,
                                            QStringLiteral("CI is still red after %1 fixes").arg(round - 1));
    }
    // The same again after a fix: another round would cost as much and bring as little.
    if (round > 1 && earlier.value(QLatin1String("signature")).toString() == signature) {
        co_return co_await m_attention.give(
            project, full->key, domain::FailureClass::TestsFailed,
            QStringLiteral("CI step \"%1\" fails in the same way as before its fix").arg(step));
    }
    QJsonObject context = full->context;
    context.insert(QStringLiteral("purpose"), QStringLiteral("ci_fix"));
    context.insert(QStringLiteral("ci_round"), round);
    context.insert(QStringLiteral("round"), round);
    context.insert(QStringLiteral("ci"), evidence);
    context.insert(QStringLiteral("head"), run.sha);
    CO_CHECK(co_await m_services.queue.requeue(full->key, context, true));
    co_return Result<> {};
}

Async<> ChecksFlow::mendDefaultBranch(ProjectPtr project, domain::CiRun run)
{
    m_services.events.notify(QStringLiteral("ci_failed"), project->name,
                             QStringLiteral("%1 is red on %2").arg(project->defaultBranch, project->name), run.url);
    // The author of the newest merge mends it, on a branch of its own and through a pull request as ever.
    CO_TRY(const QList<forge::PullRequest> pulls, co_await m_services.forgeOf(*project).pullRequests(project->repo));
    const forge::PullRequest *newest = nullptr;
    for (const auto &pull : pulls) {
        if (pull.state == forge::PullRequestState::Merged && pull.mergeSha == run.sha)
            newest = &pull;
    }
    if (!newest)
        co_return Result<> {}; // pushed by hand or superseded: reported, not mended
    const auto author = authorOf(project->name, newest->number);
    if (!author)
        co_return Result<> {};
    CO_TRY(const auto full, co_await m_services.queue.task(author->key));
    if (!full || full->phase != domain::TaskPhase::Done)
        co_return Result<> {};
    const int round = full->context.value(QLatin1String("ci_round")).toInt() + 1;
    if (round > m_services.settings.maxCiRounds)
        co_return Result<> {};
    CO_TRY(const QJsonObject evidence,
           co_await monitor::gatherEvidence(&m_services.forgeOf(*project), project->repo, run.id));
    QJsonObject context = full->context;
    context.insert(QStringLiteral("purpose"), QStringLiteral("ci_fix"));
    context.insert(QStringLiteral("ci_round"), round);
    context.insert(QStringLiteral("round"), round);
    context.insert(QStringLiteral("ci"), evidence);
    context.insert(QStringLiteral("head"), QString());
    context.insert(QStringLiteral("branch"), QString(full->branch + QStringLiteral("-fix%1").arg(round)));
    CO_CHECK(co_await m_services.queue.requeue(full->key, context, true));
    co_return Result<> {};
}

void ChecksFlow::askAboutUnsupported(const ProjectPtr &project, int pullRequest, const domain::CiRun &run)
{
    domain::GateView gate;
    gate.project = project->name;
    gate.kind = QStringLiteral("unsupported");
    gate.title = QStringLiteral("CI of pull request #%1 cannot run here: %2").arg(pullRequest).arg(run.reason);
    gate.detail = QStringLiteral("Approve to review it without CI, reject to leave it open.");
    m_services.gates.open(QStringLiteral("unsupported:%1:%2:%3").arg(project->name).arg(pullRequest).arg(run.sha),
                          gate);
}

} // namespace slipway::orchestrator
