// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/orchestrator/projectflow.h"

/// The steps of a project's journey, one file each. Every one may be called again after a crash: it looks before it acts.
namespace slipway::orchestrator::steps {

using ContextPtr = std::shared_ptr<ProjectFlow::Context>;

/// `{"commit", "notes"}`: the repository of `--from`, fetched into the project folder, and what planning has to know of it
[[nodiscard]] Async<QJsonObject> importSource(ContextPtr c);
[[nodiscard]] Async<QJsonObject> writePrd(ContextPtr c); ///< docs/PRD.md in the project folder
[[nodiscard]] Async<QJsonObject> makePlan(ContextPtr c); ///< the plan file beside the journal
[[nodiscard]] Async<QJsonObject> awaitPlanApproval(ContextPtr c); ///< gate `plan`
[[nodiscard]] Async<QJsonObject> createRepository(ContextPtr c); ///< repository, labels, the project folder as a clone
[[nodiscard]] Async<QJsonObject> createIssues(ContextPtr c); ///< `{"numbers": {slug: n}}`
[[nodiscard]] Async<QJsonObject> scaffoldDatabase(ContextPtr c);
[[nodiscard]] Async<QJsonObject> scaffoldCicd(ContextPtr c); ///< `{"test_command"}`
[[nodiscard]] Async<QJsonObject> writeQaConfig(ContextPtr c); ///< .qa_config.json
[[nodiscard]] Async<QJsonObject> pushScaffold(ContextPtr c);
[[nodiscard]] Async<QJsonObject> protectBranch(ContextPtr c);
[[nodiscard]] Async<QJsonObject> queueIssues(ContextPtr c);
/// After Redis lost the queue: closed issues are in it as done, open ones (these are given) on hold
[[nodiscard]] Async<QList<domain::Task>> requeueIssues(ContextPtr c);
[[nodiscard]] Async<QJsonObject> firstDeploy(ContextPtr c); ///< a failure is reported and does not fail the pipeline

} // namespace slipway::orchestrator::steps
