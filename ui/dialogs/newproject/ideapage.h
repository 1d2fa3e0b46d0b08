// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/panelcontext.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace slipway::ui {

class AgentChooser;

/// The first page of a new project: idea, name, agent.
class IdeaPage final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(IdeaPage)
public:
    explicit IdeaPage(const PanelContext &context, QWidget *parent = nullptr);
    void setIdea(const QString &idea);
    [[nodiscard]] QString idea() const;
    /// Arguments of the command `new`.
    [[nodiscard]] QJsonObject arguments() const;
    /// Whether the pipeline shall run once the issues exist.
    [[nodiscard]] bool goesOn() const;
    /// What is wrong with the input; empty if nothing is.
    [[nodiscard]] QString problem() const;

Q_SIGNALS:
    void changed();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void load();
    void setIdeas(const QStringList &ideas);

    PanelContext m_context;
    QPlainTextEdit *m_idea;
    QLabel *m_recorded;
    QLineEdit *m_name;
    AgentChooser *m_agents;
    QCheckBox *m_goOn;
    QCheckBox *m_skipGate;
    bool m_asked = false;
};

} // namespace slipway::ui
