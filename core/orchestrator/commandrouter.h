// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/auditlog.h"
#include "core/control/commandconsumer.h"
#include "core/orchestrator/orchestrator.h"
#include "core/orchestrator/queryservice.h"

namespace slipway::orchestrator {

/// Verb → method of the orchestrator, with an entry in the audit log for each. Engine thread.
class CommandRouter final {
public:
    CommandRouter(Services &services, Orchestrator &orchestrator, control::AuditLog &audit);
    [[nodiscard]] Async<QJsonObject> execute(control::Command command);

private:
    using Handler = std::function<Async<QJsonObject>(const control::Command &)>;
    void addProjectVerbs();
    void addTaskVerbs();
    void addDecisionVerbs();
    Services &m_services;
    Orchestrator &m_orchestrator;
    control::AuditLog &m_audit;
    QHash<QString, Handler> m_verbs;
};

} // namespace slipway::orchestrator
