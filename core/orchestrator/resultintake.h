// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/streamconsumer.h"
#include "core/orchestrator/authorresults.h"
#include "core/orchestrator/budgetwatch.h"
#include "core/orchestrator/reviewresults.h"
#include "core/orchestrator/signinwatch.h"

namespace slipway::orchestrator {

/// Takes what workers hand in from `slipway:results`: checks the fencing token, books the usage, hands it to
/// AuthorResults or ReviewResults. Engine thread.
class ResultIntake final {
public:
    ResultIntake(Services &services, redis::RedisAddress address, AuthorResults &authors, ReviewResults &reviews,
                 ProjectViews &views, BudgetWatch &budget, const SignInWatch &signIn);
    [[nodiscard]] Async<> start();
    [[nodiscard]] QCoro::Task<> stop();

private:
    [[nodiscard]] QCoro::Task<> handle(QJsonObject json);
    /// What comes right by itself, or by a person who signs in again.
    [[nodiscard]] bool isForLater(const Error &error, const Project &project) const;
    [[nodiscard]] Async<> act(ProjectPtr project, workers::RunResult result);
    void book(Project &project, const workers::RunResult &result);
    /// What a worker of another machine sent along, beside the transcripts of this one.
    [[nodiscard]] Async<> keepTranscript(QString run);
    void tellUsageLimit(const Project &project, const workers::RunResult &result);
    void tellThatItGoesOn(const Project &project, const QString &agent);

    Services &m_services;
    AuthorResults &m_authors;
    ReviewResults &m_reviews;
    ProjectViews &m_views;
    BudgetWatch &m_budget;
    const SignInWatch &m_signIn;
    QSet<QString> m_inHand; ///< runs being acted on
    QSet<QString> m_booked; ///< runs in hand whose cost is counted: acting on a result may take more than one attempt
    QHash<QString, qint64> m_limitedUntil; ///< by agent, what people were told
    control::StreamConsumer m_stream;
};

} // namespace slipway::orchestrator
