// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace slipway::ui {

/// Output of a program: monospaced, errors and warnings marked, jumps to the first error.
class LogView final : public QPlainTextEdit {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogView)
public:
    explicit LogView(QWidget *parent = nullptr);
    /// Shows a log. The place is kept if `text` only goes on from what is shown.
    void setLog(const QString &text);
    void goToFirstError();
    /// Whether a line of output tells of an error.
    [[nodiscard]] static bool isErrorLine(const QString &line);
};

} // namespace slipway::ui
