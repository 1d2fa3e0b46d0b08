// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/journey.h"

namespace slipway::app {

/// Runs one command of the command line to its exit code. Main thread.
class Verbs final {
public:
    Verbs(Home home, const Invocation &invocation, const Output &output, std::stop_source stop);
    [[nodiscard]] QCoro::Task<int> run();

private:
    using Verb = QCoro::Task<int> (Verbs::*)();
    [[nodiscard]] QCoro::Task<int> journey();
    [[nodiscard]] QCoro::Task<int> command();
    [[nodiscard]] QCoro::Task<int> status();
    [[nodiscard]] QCoro::Task<int> tasks();
    [[nodiscard]] QCoro::Task<int> showTask();
    [[nodiscard]] QCoro::Task<int> gates();
    [[nodiscard]] QCoro::Task<int> showPlan();
    [[nodiscard]] QCoro::Task<int> editPlan();
    [[nodiscard]] QCoro::Task<int> logs();
    [[nodiscard]] QCoro::Task<int> diff();
    [[nodiscard]] QCoro::Task<int> audit();
    [[nodiscard]] QCoro::Task<int> openService();
    [[nodiscard]] QCoro::Task<int> config();
    [[nodiscard]] QCoro::Task<int> doctor();
    [[nodiscard]] QCoro::Task<int> login();
    [[nodiscard]] QCoro::Task<int> watchStatus();
    [[nodiscard]] QCoro::Task<int> completion();
    /// The global pause through the engine's own socket, when its Redis does not answer (or `anyway`); an exit code when
    /// that was done.
    [[nodiscard]] QCoro::Task<std::optional<int>> pauseWithoutRedis(bool anyway);
    /// Opens the home for reading and gives what a face would see.
    [[nodiscard]] Async<domain::Snapshot> readState();
    /// Of the history, oldest pages last.
    [[nodiscard]] Async<QList<domain::Task>> endedTasks(QString project);
    [[nodiscard]] QString argument(const char *name) const;
    [[nodiscard]] QString projectOf(const domain::Snapshot &snapshot) const;
    [[nodiscard]] QJsonObject completeTaskId(const domain::Snapshot &snapshot) const;
    void printCommandResult(const QJsonObject &result) const;

    Home m_home;
    const Invocation &m_invocation;
    const Output &m_output;
    std::stop_token m_stop;
    Session m_session;
};

} // namespace slipway::app
