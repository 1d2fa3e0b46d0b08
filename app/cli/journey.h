// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/progressview.h"
#include "app/cli/session.h"

namespace slipway::app {

/// `build`, `new` and `run --wait`: commands sent one after the other, with the state watched between them. Everything it
/// knows comes through the control interface, so it works the same on an engine of its own and on one that runs. Main thread.
class Journey final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Journey)
public:
    Journey(Session &session, const Invocation &invocation, const Output &output, std::stop_token stop);

    [[nodiscard]] Async<QJsonObject> build();
    [[nodiscard]] Async<QJsonObject> create(); ///< `new`
    [[nodiscard]] Async<QJsonObject> runPipeline();

private:
    /// Waits until `done` says so of the project. Fails when the project failed; Waiting when a decision is needed that
    /// nobody here can take.
    [[nodiscard]] Async<domain::ProjectView> until(QString project,
                                                   std::function<bool(const domain::ProjectView &)> done);
    [[nodiscard]] Async<> answerGates(QString project);
    /// Asks the person at the terminal; without one Waiting, or (`--wait`) the command that answers it from elsewhere.
    [[nodiscard]] Async<> answerGate(domain::GateView gate, QString project);
    [[nodiscard]] Async<QJsonObject> begin();
    [[nodiscard]] Async<QJsonObject> workThrough(QString project);
    [[nodiscard]] Async<QJsonObject> confirmFinished(domain::ProjectView view);
    [[nodiscard]] const domain::ProjectView *view(const QString &project) const;
    [[nodiscard]] Async<> nextChange();
    [[nodiscard]] Async<QJsonObject> execute(QString verb, QJsonObject arguments,
                                             std::chrono::milliseconds timeout = std::chrono::seconds(60));

    Session &m_session;
    const Invocation &m_invocation;
    const Output &m_output;
    std::stop_token m_stop;
    ProgressView m_progress;
    QSet<QString> m_shownGates;
};

} // namespace slipway::app
