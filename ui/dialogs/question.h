// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

class QObject;
class QWidget;

namespace slipway::ui {

struct Question {
    QString title; ///< the question itself
    QString text; ///< what will happen
    QString yes; ///< names the act
    bool dangerous = false; ///< then Cancel is the default
};

/// Asks without blocking; `yes` runs if the person agrees and `context` still lives.
void ask(QWidget *window, const Question &question, QObject *context, std::function<void()> yes);

/// Asks for some lines of text without blocking; never called with an empty text.
void askText(QWidget *window, const QString &title, const QString &label, const QString &yes, QObject *context,
             std::function<void(const QString &)> done);

} // namespace slipway::ui
