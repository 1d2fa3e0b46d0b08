// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/signinwatch.h"

#include <QLoggingCategory>

Q_LOGGING_CATEGORY(lcSignIn, "slipway.signin")

namespace slipway::orchestrator {

SignInWatch::SignInWatch(Services &services, const PauseBook &pauses, Pause pause)
    : m_services(services)
    , m_pauses(pauses)
    , m_pause(std::move(pause))
{
}

QString SignInWatch::keyOf(const QString &project)
{
    return QStringLiteral("sign_in:") + project;
}

void SignInWatch::refused(const QString &forgeKind, const QString &message)
{
    if (m_refused.contains(forgeKind))
        return;
    m_refused.insert(forgeKind);
    qCWarning(lcSignIn, "%s: %s", qUtf8Printable(forgeKind), qUtf8Printable(message));
    m_scope.start(pauseAll(forgeKind), "sign-in refused");
}

bool SignInWatch::wasRefused(const Project &project) const
{
    constexpr qint64 onTheWayMs = 120'000; // changing requests wait for each other
    const auto renewed = m_renewed.constFind(project.forge);
    return isRefused(project) || (renewed != m_renewed.constEnd() && m_services.clock.nowMs() - *renewed < onTheWayMs);
}

void SignInWatch::open(const Project &project)
{
    domain::GateView gate;
    gate.project = project.name;
    gate.kind = gateKind();
    gate.title = QStringLiteral("GitHub no longer accepts the token; %1 is paused").arg(project.name);
    gate.detail = QStringLiteral("Sign in again with `slipway login github` (or restart the engine with another "
                                 "GITHUB_TOKEN), then approve. Reject to leave it paused.");
    m_services.gates.open(keyOf(project.name), gate);
}

Async<> SignInWatch::pauseAll(QString forgeKind)
{
    const auto projects = m_services.projects.all();
    for (const auto &project : projects) {
        if (project->forge != forgeKind || project->isBeingDeleted || project->stage == QLatin1String("done")
            || m_pauses.isPaused(project->name))
            continue;
        open(*project);
        CO_CHECK(co_await m_pause(project->name, true));
    }
    co_return Result<> {};
}

Async<> SignInWatch::goOn(QString forgeKind)
{
    CO_CHECK(co_await m_services.renewSignIn());
    m_refused.remove(forgeKind);
    m_renewed.insert(forgeKind, m_services.clock.nowMs());
    const auto gates = m_services.gates.openGates();
    for (const auto &gate : gates) {
        if (gate.kind != gateKind())
            continue;
        m_services.gates.withdraw(keyOf(gate.project));
        CO_CHECK(co_await m_pause(gate.project, false));
    }
    co_return Result<> {};
}

Async<> SignInWatch::tryAgain(ProjectPtr project)
{
    m_services.gates.withdraw(
        keyOf(project->name)); // the question is about now: it is asked again, not answered for good
    const auto gone = co_await goOn(project->forge);
    if (!gone) {
        open(*project);
        CO_CHECK(co_await m_pause(project->name, true));
        co_return forward(gone);
    }
    co_return co_await m_pause(project->name, false);
}

Async<> SignInWatch::decided(QString project, bool approved)
{
    if (!approved) {
        m_services.gates.withdraw(keyOf(project));
        co_return Result<> {};
    }
    CO_TRY(const ProjectPtr found, m_services.projects.find(project));
    co_return co_await tryAgain(found);
}

void SignInWatch::resumed(const QString &project)
{
    if (project == QLatin1String("*")) {
        const auto kinds = m_refused;
        for (const QString &kind : kinds)
            m_scope.start(goOn(kind), "sign in again");
        return;
    }
    const auto found = m_services.projects.find(project);
    if (found && isRefused(**found))
        m_scope.start(tryAgain(*found), "sign in again");
    else
        m_services.gates.withdraw(keyOf(project));
}

QCoro::Task<> SignInWatch::stop()
{
    co_await m_scope.drain();
}

} // namespace slipway::orchestrator
