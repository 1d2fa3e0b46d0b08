// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/snapshot.h"

#include <QDialog>

namespace slipway::ui {

/// Asked when the window closes while the engine runs in it: what stops, what stays live, or keep running.
class QuitDialog final : public QDialog {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QuitDialog)
public:
    explicit QuitDialog(const domain::Snapshot &snapshot, QWidget *parent = nullptr);

Q_SIGNALS:
    void keepRunningChosen();
    void stopChosen();

private:
    [[nodiscard]] static QStringList whatStops(const domain::Snapshot &snapshot);
    [[nodiscard]] static QStringList whatStays(const domain::Snapshot &snapshot);
};

} // namespace slipway::ui
