// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace slipway::ui {

/// What the person is looking at, and wishes of one panel that another fulfils. GUI thread.
class Selection final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Selection)
public:
    using QObject::QObject;

    [[nodiscard]] const QString &project() const { return m_project; }
    void setProject(const QString &name)
    {
        if (m_project == name)
            return;
        m_project = name;
        Q_EMIT projectChanged(name);
    }
    void showDiff(const QString &task) { Q_EMIT diffRequested(task); }
    void showTranscript(const QString &task) { Q_EMIT transcriptRequested(task); }
    void showTask(const QString &task) { Q_EMIT taskRequested(task); }
    void showGate(const QString &gate) { Q_EMIT gateRequested(gate); }
    void showPanel(const QString &panel) { Q_EMIT panelRequested(panel); }
    void createProject(const QString &idea) { Q_EMIT newProjectRequested(idea); }

Q_SIGNALS:
    void projectChanged(const QString &name);
    void diffRequested(const QString &task);
    void transcriptRequested(const QString &task);
    void taskRequested(const QString &task);
    void gateRequested(const QString &gate);
    void panelRequested(const QString &panel);
    void newProjectRequested(const QString &idea);

private:
    QString m_project;
};

} // namespace slipway::ui
