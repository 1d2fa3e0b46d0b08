// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/crashwatch.h"

#include "core/deploy/failuretext.h"

namespace slipway::deploy {

namespace {
constexpr int tailLines = 30;
} // namespace

CrashWatch::CrashWatch(Deployer &deployer)
    : m_deployer(deployer)
{
}

Async<CrashWatch::Report> CrashWatch::look(QString project)
{
    const auto live = m_deployer.live(project);
    if (live.id.isEmpty()) {
        forget(project);
        co_return Report {};
    }
    CO_TRY(const AppStatus status, co_await m_deployer.status(project, live));
    const bool told = m_told.value(project) == live.id;
    Report report;
    if (status.state == AppStatus::State::Running) {
        if (!told)
            co_return report;
        const auto answers = co_await m_deployer.isHealthy(live); // between two crashes it runs for a moment too
        if (!answers || !*answers)
            co_return report;
        forget(project);
        report.well = true;
        report.message = QStringLiteral("%1 of %2 runs again").arg(live.id, project);
        co_return report;
    }
    if (told || status.state != AppStatus::State::CrashLoop)
        co_return report;
    m_told.insert(project, live.id);
    const auto log = co_await m_deployer.logTail(project, live, tailLines);
    report.log = log.value_or(QString());
    const Error error { ErrorCode::Invalid,
                        QStringLiteral("%1 of %2 ends again and again (%3 restarts, last: %4)")
                            .arg(live.id, project)
                            .arg(status.restarts)
                            .arg(status.detail.isEmpty() ? QStringLiteral("unknown exit") : status.detail),
                        hintForLog(report.log, QStringLiteral("Roll back: slipway rollback %1").arg(project)),
                        report.log };
    report.message = oneLine(error);
    co_return report;
}

} // namespace slipway::deploy
