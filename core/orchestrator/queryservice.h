// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/orchestrator/services.h"

namespace slipway::orchestrator {

/// Answers the read-only questions of the faces from the forge, the repositories and the files. Needs no running engine:
/// commands that only read make one of their own. Lives in its caller's thread.
class QueryService final {
public:
    explicit QueryService(Services &services);
    /// NotFound for an unknown query.
    [[nodiscard]] Async<QJsonObject> answer(QString name, QJsonObject arguments);

private:
    using Handler = std::function<Async<QJsonObject>(QJsonObject)>;
    [[nodiscard]] Async<QJsonObject> diff(QJsonObject arguments);
    [[nodiscard]] Async<QJsonObject> transcript(QJsonObject arguments);
    [[nodiscard]] Async<QJsonObject> ciRuns(QJsonObject arguments);
    [[nodiscard]] Async<QJsonObject> ciLog(QJsonObject arguments);
    [[nodiscard]] Async<QJsonObject> prd(QJsonObject arguments);
    [[nodiscard]] Async<QJsonObject> plan(QJsonObject arguments);
    [[nodiscard]] Async<QJsonObject> runs(QJsonObject arguments);
    [[nodiscard]] Async<QJsonObject> task(QJsonObject arguments);
    [[nodiscard]] Async<QJsonObject> audit(QJsonObject arguments);
    [[nodiscard]] Async<QJsonObject> agents(QJsonObject arguments);
    [[nodiscard]] Async<QJsonObject> recipes(QJsonObject arguments);
    [[nodiscard]] Async<QJsonObject> deployments(QJsonObject arguments);
    [[nodiscard]] Async<QJsonObject> source(QJsonObject arguments);
    [[nodiscard]] Async<QJsonObject> history(QJsonObject arguments);
    /// In the queue, or else in the history.
    [[nodiscard]] Async<std::optional<domain::Task>> findTask(domain::TaskKey key);

    Services &m_services;
    QHash<QString, Handler> m_queries;
};

} // namespace slipway::orchestrator
