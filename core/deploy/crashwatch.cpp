// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/crashwatch.h"

#include "core/deploy/failuretext.h"

namespace slipway::deploy {

namespace {
constexpr int tailLines = 30;
constexpr int silentLooks = 3; // one may fall into a moment of heavy load
} // namespace

CrashWatch::CrashWatch(Deployer &deployer)
    : m_deployer(deployer)
{
}

void CrashWatch::forget(const QString &project)
{
    m_told.remove(project);
    m_silent.remove(project);
}

Async<CrashWatch::Report> CrashWatch::look(QString project)
{
    const auto live = m_deployer.live(project);
    if (live.id.isEmpty()) {
        forget(project);
        co_return Report {};
    }
    CO_TRY(const AppStatus status, co_await m_deployer.status(project, live));
    const auto sentence = [&](const char *what) { return QLatin1String(what).arg(live.id, project); };
    if (status.state == AppStatus::State::Running)
        co_return co_await lookWhetherItAnswers(project, live, sentence("%1 of %2 runs, but does not answer"));
    if (status.state == AppStatus::State::Stopped)
        co_return co_await lookWhetherItAnswers(project, live, sentence("%1 of %2 does not run any more"));
    if (status.state == AppStatus::State::Missing)
        co_return co_await lookWhetherItAnswers(project, live, sentence("%1 of %2 is not there any more"));
    if (status.state != AppStatus::State::CrashLoop || m_told.value(project) == live.id)
        co_return Report {};
    const QString last = status.detail.isEmpty() ? QStringLiteral("unknown exit") : status.detail;
    const QString what = QStringLiteral("%1 of %2 ends again and again (%3 restarts, last: %4)")
                             .arg(live.id, project)
                             .arg(status.restarts)
                             .arg(last);
    co_return co_await tell(project, live, what);
}

Async<CrashWatch::Report> CrashWatch::lookWhetherItAnswers(QString project, domain::Deployment live, QString what)
{
    // Also asked after a crash: between two crashes it runs for a moment too.
    const auto answers = co_await m_deployer.isHealthy(live);
    const bool told = m_told.value(project) == live.id;
    if (answers && *answers) {
        forget(project);
        Report report;
        report.well = told;
        if (told)
            report.message = QStringLiteral("%1 of %2 answers again").arg(live.id, project);
        co_return report;
    }
    if (told || ++m_silent[project] < silentLooks)
        co_return Report {};
    co_return co_await tell(project, live, what);
}

QCoro::Task<CrashWatch::Report> CrashWatch::tell(QString project, domain::Deployment live, QString what)
{
    m_told.insert(project, live.id);
    Report report;
    const auto log = co_await m_deployer.logTail(project, live, tailLines);
    report.log = log.value_or(QString());
    const QString rollBack = QStringLiteral("Roll back: slipway rollback %1").arg(project);
    const Error error { ErrorCode::Invalid, what, hintForLog(report.log, rollBack), report.log };
    report.message = oneLine(error);
    co_return report;
}

} // namespace slipway::deploy
