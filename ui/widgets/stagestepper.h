// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace slipway::ui {

/// The journey of a project as a row of named steps: done, current, to come.
class StageStepper final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StageStepper)
public:
    explicit StageStepper(QWidget *parent = nullptr);
    /// `failed` draws the current step as the one where it stopped.
    void setStage(const QString &stage, bool failed);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_stage;
    bool m_failed = false;
};

} // namespace slipway::ui
