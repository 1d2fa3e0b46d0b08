// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace slipway::ui {

/// Dark or light for the whole application: follows the desktop unless the person chose. Sets our style, palette and
/// fonts on construction. One an application, GUI thread.
class AppTheme final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AppTheme)
public:
    enum class Mode { System, Light, Dark };
    Q_ENUM(Mode)

    explicit AppTheme(QObject *parent = nullptr);
    [[nodiscard]] Mode mode() const { return m_mode; }
    [[nodiscard]] bool dark() const;
    void setMode(Mode mode);
    [[nodiscard]] static QString toString(Mode mode); ///< `system`, `light`, `dark`
    [[nodiscard]] static Mode modeFromString(const QString &name);

Q_SIGNALS:
    void changed(bool dark);

private:
    void apply();
    Mode m_mode = Mode::System;
};

} // namespace slipway::ui
