// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace slipway::ui {

/// What a panel shows while it has nothing: an icon, what will be here, what to do about it.
class EmptyState final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EmptyState)
public:
    EmptyState(const QString &icon, const QString &title, const QString &text, QWidget *parent = nullptr);
    void setTexts(const QString &title, const QString &text);
    /// Adds the one thing to do.
    QPushButton *addAction(const QString &text);

private:
    QLabel *m_title;
    QLabel *m_text;
};

} // namespace slipway::ui
