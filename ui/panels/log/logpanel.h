// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/panelcontext.h"
#include "ui/widgets/panel.h"

class QComboBox;
class QTreeView;

namespace slipway::ui {

class EventLogModel;
class LogFilterModel;
class SearchField;

/// What happened since the window opened; filter by kind and text.
class LogPanel final : public Panel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogPanel)
public:
    explicit LogPanel(const PanelContext &context, QWidget *parent = nullptr);
    [[nodiscard]] QWidget *searchField() const override;

private:
    void buildTools();
    void follow();

    EventLogModel *m_model;
    LogFilterModel *m_filter;
    QTreeView *m_view;
    SearchField *m_search;
    QComboBox *m_kind;
    bool m_atEnd = true;
};

} // namespace slipway::ui
