// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/panelcontext.h"
#include "ui/models/coalescer.h"

#include <QStatusBar>

class QAction;
class QLabel;
class QToolButton;

namespace slipway::ui {

/// The status bar: engine, Redis, agents at work, money spent, decisions that wait, pause.
class EngineBar final : public QStatusBar {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EngineBar)
public:
    EngineBar(const PanelContext &context, QAction *pause, QWidget *parent = nullptr);

protected:
    bool event(QEvent *event) override;

private:
    void refresh();
    [[nodiscard]] QString engineState() const;
    [[nodiscard]] QString spendText() const;

    PanelContext m_context;
    QLabel *m_engine;
    QLabel *m_redis;
    QLabel *m_agents;
    QLabel *m_spend;
    QToolButton *m_gates;
    Coalescer m_update;
};

} // namespace slipway::ui
