// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/panelcontext.h"
#include "ui/style/tones.h"
#include "ui/widgets/panel.h"

class QLineEdit;
class QTextEdit;

namespace slipway::ui {

/// The chat with the engine: commands as on the command line, answers, and what it wants to tell.
class ConsolePanel final : public Panel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConsolePanel)
public:
    explicit ConsolePanel(const PanelContext &context, QWidget *parent = nullptr);
    void enter(const QString &line);
    [[nodiscard]] QString text() const;

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void say(const QString &text, Tone tone);
    void recall(int step);

    PanelContext m_context;
    QTextEdit *m_view;
    QLineEdit *m_input;
    QStringList m_history;
    qsizetype m_place = 0; ///< in the history; its size: the new line
};

} // namespace slipway::ui
