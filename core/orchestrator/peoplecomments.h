// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/orchestrator/peoplestate.h"
#include "core/orchestrator/reviewresults.h"

namespace slipway::orchestrator {

/// Comments of people steer the work: the next run of their task is told, and one in review or given up goes back to its
/// author (within the rounds of reviews). A task that is talked about in circles opens a gate. Engine thread.
class PeopleComments final {
public:
    PeopleComments(Services &services, ReviewResults &reviews, ProjectViews &views, Attention &attention);
    /// Reads what is new and acts on what can be acted on now; true if there was anything.
    [[nodiscard]] Async<bool> look(ProjectPtr project, std::shared_ptr<PeopleState> state, QString file);
    [[nodiscard]] static QString gateKind() { return QStringLiteral("comments"); }

private:
    enum class Outcome { Settled, Later };
    [[nodiscard]] Async<bool> read(ProjectPtr project, std::shared_ptr<PeopleState> state);
    [[nodiscard]] Async<std::optional<domain::Task>> authorOf(QString project, int number);
    [[nodiscard]] Async<Outcome> act(ProjectPtr project, std::shared_ptr<PeopleState> state, PendingComment comment);
    /// False while a person has to decide first.
    [[nodiscard]] Result<bool> mayReact(const domain::Task &task, PeopleState *state);
    [[nodiscard]] Async<> sendBack(ProjectPtr project, domain::Task author, PendingComment comment,
                                   QJsonObject additions);

    Services &m_services;
    ReviewResults &m_reviews;
    ProjectViews &m_views;
    Attention &m_attention;
};

} // namespace slipway::orchestrator
