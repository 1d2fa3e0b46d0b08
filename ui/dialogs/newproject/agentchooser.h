// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QWidget>

class QButtonGroup;
class QVBoxLayout;

namespace slipway::ui {

/// Which agent shall do the work: each with what is known of it (installed, signed in, what it costs).
class AgentChooser final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AgentChooser)
public:
    explicit AgentChooser(QWidget *parent = nullptr);
    /// As the query `agents` answers.
    void setAgents(const QJsonArray &agents);
    [[nodiscard]] QString agent() const; ///< empty: let the engine choose

private:
    void add(const QString &name, const QString &title, const QString &note, const struct Label &label, bool usable);

    QButtonGroup *m_group;
    QVBoxLayout *m_list;
};

} // namespace slipway::ui
