// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/enginelink.h"

#include <QObject>

namespace slipway::ui {

/// Gives commands whose outcome only has to be told: success as a passing line, failure as a message that stays.
class CommandRunner final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CommandRunner)
public:
    explicit CommandRunner(EngineLink &link, QObject *parent = nullptr);

    /// `done` is what to say when it worked; empty says nothing.
    void run(const QString &verb, const QJsonObject &arguments, const QString &done = {});
    /// The same with something to do afterwards in the life of `context`.
    void run(const QString &verb, const QJsonObject &arguments, QObject *context, Answer then);
    void report(const Error &error) { Q_EMIT failed(error); }
    void say(const QString &text) { Q_EMIT succeeded(text); }

Q_SIGNALS:
    void succeeded(const QString &text);
    void failed(const slipway::Error &error);

private:
    EngineLink &m_link;
};

} // namespace slipway::ui
