// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/output.h"

#include "core/control/statestore.h"

#include <QElapsedTimer>
#include <QTimer>

namespace slipway::app {

/// Shows a journey on stderr while it goes on: one line for each thing that happened, and on a terminal a live bar with
/// counts and an estimate below them. Also measures the time in which no agent was at work. Main thread.
class ProgressView final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProgressView)
public:
    ProgressView(control::StateStore &store, const Output &output, QObject *parent = nullptr);
    ~ProgressView() override; ///< clears the bar
    void follow(const QString &project);
    [[nodiscard]] double elapsedSeconds() const;
    /// Seconds in which no agent ran: what the orchestration itself took.
    [[nodiscard]] double overheadSeconds() const;

private:
    void onProject(const QString &name);
    void onTask(const QString &key);
    void onTranscript(const QString &run, const QJsonObject &event);
    void say(const QString &line);
    void drawBar();
    void clearBar();

    control::StateStore &m_store;
    const Output &m_output;
    QString m_project, m_stage, m_detail;
    QMap<QString, domain::TaskPhase> m_phases;
    QElapsedTimer m_clock;
    QTimer m_timer;
    QSet<QString> m_activeRuns;
    qint64 m_busySince = 0, m_busyMs = 0;
    qint64 m_workStartedMs = 0; ///< when the first issue was claimed
    bool m_barShown = false;
};

} // namespace slipway::app
