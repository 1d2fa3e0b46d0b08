// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/panelcontext.h"

#include <QLineEdit>

class QStandardItemModel;
class QCompleter;

namespace slipway::ui {

/// The window's search: names a project or a task and goes there. Candidates are looked up as one types, at most 30.
class QuickFind final : public QLineEdit {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QuickFind)
public:
    explicit QuickFind(const PanelContext &context, QWidget *parent = nullptr);

private:
    void lookUp(const QString &text);
    void go(const QModelIndex &index);

    PanelContext m_context;
    QStandardItemModel *m_found;
    QCompleter *m_completer;
};

} // namespace slipway::ui
