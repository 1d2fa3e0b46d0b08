// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/presentation/texts.h"

#include <QWidget>

class QPainter;

namespace slipway::ui {

/// Size and drawing of a small rounded label, for delegates.
[[nodiscard]] QSize pillSize(const QString &text, const QFont &font);
void paintPill(QPainter *painter, const QRect &rect, const Label &label, const QPalette &palette, const QFont &font);
/// Left aligned in `area`, vertically centred; returns what it covers.
QRect paintPillIn(QPainter *painter, const QRect &area, const Label &label, const QPalette &palette, const QFont &font);

/// The same as a widget.
class Pill final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Pill)
public:
    explicit Pill(QWidget *parent = nullptr);
    void setLabel(const Label &label);
    [[nodiscard]] QString text() const { return m_label.text; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Label m_label;
};

} // namespace slipway::ui
