// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "ui/style/tones.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace slipway::ui {

class IconLabel;

/// A line under the toolbar for what went wrong and what to do; stays until it is closed. Hidden while empty.
class MessageBar final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MessageBar)
public:
    explicit MessageBar(QWidget *parent = nullptr);
    void showError(const base::Error &error);
    void showMessage(const QString &title, const QString &text, Tone tone);
    [[nodiscard]] QString text() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    IconLabel *m_icon;
    QLabel *m_text;
    Tone m_tone = Tone::Danger;
};

} // namespace slipway::ui
