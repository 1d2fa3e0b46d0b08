// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/snapshot.h"
#include "ui/presentation/texts.h"

#include <QAbstractButton>

#include <optional>

namespace slipway::ui {

/// One number with what it means; a click goes to the panel that has the rest.
class StatTile final : public QAbstractButton {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StatTile)
public:
    explicit StatTile(const QString &caption, QWidget *parent = nullptr);
    void setValue(const QString &value, Tone tone, const QString &note);
    /// Draws the bar of issues under the value.
    void setCounts(const domain::IssueCounts &counts);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_value;
    QString m_note;
    Tone m_tone = Tone::Neutral;
    std::optional<domain::IssueCounts> m_counts;
};

} // namespace slipway::ui
