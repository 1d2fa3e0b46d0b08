// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/panelcontext.h"

#include <QWidget>

class QLineEdit;
class QVBoxLayout;

namespace slipway::ui {

/// What an empty home shows: one line to type, and an idea that works at once and offline.
class WelcomePage final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WelcomePage)
public:
    explicit WelcomePage(const PanelContext &context, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void loadRecipes();
    void setIdeas(const QStringList &ideas);

    PanelContext m_context;
    QLineEdit *m_idea;
    QVBoxLayout *m_ideas;
    bool m_asked = false;
};

} // namespace slipway::ui
