// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/statestore.h"

#include <QWidget>

#include <optional>

class QAbstractButton;

namespace slipway::ui {

/// The five queues with what is in them; a click filters by one.
class QueueStrip final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QueueStrip)
public:
    explicit QueueStrip(const control::StateStore &store, QWidget *parent = nullptr);

Q_SIGNALS:
    void typeChosen(std::optional<slipway::domain::AgentType> type); ///< none: all

private:
    void refresh();
    void choose(int index);

    const control::StateStore &m_store;
    QList<QAbstractButton *> m_buttons; ///< in the order of allAgentTypes()
};

} // namespace slipway::ui
