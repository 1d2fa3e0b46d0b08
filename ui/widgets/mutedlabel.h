// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QLabel>

namespace slipway::ui {

/// Secondary text; keeps its colour right when the palette changes.
class MutedLabel final : public QLabel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MutedLabel)
public:
    explicit MutedLabel(const QString &text = {}, QWidget *parent = nullptr);

protected:
    bool event(QEvent *event) override;

private:
    void applyColor();
};

/// An icon of fixed size that is drawn anew when the palette changes.
class IconLabel final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(IconLabel)
public:
    explicit IconLabel(const QIcon &icon = {}, int extent = 16, QWidget *parent = nullptr);
    void setIcon(const QIcon &icon);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QIcon m_icon;
};

/// One line that is cut with an ellipsis instead of making its window wider; the whole text is the tool tip.
class ElidedLabel final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ElidedLabel)
public:
    explicit ElidedLabel(const QString &text = {}, QWidget *parent = nullptr);
    void setText(const QString &text);
    void setMuted(bool muted);
    [[nodiscard]] const QString &text() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    bool m_muted = false;
};

} // namespace slipway::ui
