// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/snapshot.h"

#include <QPalette>
#include <QWidget>

class QPainter;

namespace slipway::ui {

/// The bar of a project's issues: closed, in review, in progress, needing attention; the rest of the groove is to do.
void paintCountBar(QPainter *painter, const QRect &rect, const domain::IssueCounts &counts, const QPalette &palette);

/// The same as a widget.
class CountBar final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CountBar)
public:
    explicit CountBar(QWidget *parent = nullptr);
    void setCounts(const domain::IssueCounts &counts);
    [[nodiscard]] QSize sizeHint() const override { return { 120, 8 }; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    domain::IssueCounts m_counts;
};

} // namespace slipway::ui
