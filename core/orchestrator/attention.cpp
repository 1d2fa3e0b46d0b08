// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/attention.h"

namespace slipway::orchestrator {

Attention::Attention(Services &services)
    : m_services(services)
{
}

QString Attention::keyOf(const domain::TaskKey &key)
{
    return QStringLiteral("attention:") + key.toString();
}

Async<> Attention::call(ProjectPtr project, domain::Task task)
{
    // A review that cannot go on concerns the issue whose pull request it is.
    const int issue
        = task.kind == QLatin1String("review") ? task.context.value(QLatin1String("issue")).toInt() : task.key.number;
    forge::IssueChange change;
    change.addLabels = { QStringLiteral("needs-attention") };
    change.removeLabels = { QStringLiteral("in-review") };
    auto &forge = m_services.forgeOf(*project);
    CO_CHECK(co_await forge.changeIssue(project->repo, issue, change));
    const QString marker = QStringLiteral("attention:%1:%2").arg(task.key.number).arg(task.attempts);
    const QString body
        = QStringLiteral("Slipway cannot go on with this by itself (%1): %2\n\nRetry with `slipway task retry %3`.")
              .arg(toString(task.failureClass), task.failureDetail, task.key.toString());
    CO_CHECK(co_await forge.ensureComment(project->repo, issue, marker, body));
    domain::GateView gate;
    gate.project = project->name;
    gate.kind = QStringLiteral("needs_attention");
    gate.title = QStringLiteral("%1 needs attention: %2").arg(task.key.toString(), task.title);
    gate.detail = QStringLiteral("%1: %2. Approve to try again, reject to give it up.")
                      .arg(toString(task.failureClass), task.failureDetail);
    m_services.gates.open(keyOf(task.key), gate);
    co_return Result<> {};
}

Async<> Attention::give(ProjectPtr project, domain::TaskKey key, domain::FailureClass failure, QString why)
{
    CO_TRY(const domain::Task task, co_await m_services.queue.bury(key, failure, why));
    co_return co_await call(project, task);
}

void Attention::settle(const domain::TaskKey &key)
{
    m_services.gates.withdraw(keyOf(key));
}

} // namespace slipway::orchestrator
