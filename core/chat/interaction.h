// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chat/chataccess.h"

#include <QHash>
#include <QJsonObject>

namespace slipway::chat {

/// A click, a form that was sent in, a slash command: what Discord calls an interaction. It has to be answered in 3 s.
struct Interaction {
    enum class Type { Command = 2, Click = 3, Completion = 4, Form = 5 };
    Type type = Type::Command;
    QString id, token, application;
    ChatOrigin origin;
    QString customId; ///< of a button or form: comes from the client, so it proves nothing
    QHash<QString, QString> fields; ///< of a form
    QJsonObject data; ///< of a command
};
[[nodiscard]] Interaction interactionFrom(const QJsonObject &event);

/// An answer that only the asker sees.
[[nodiscard]] QJsonObject privateAnswer(const QString &text);

} // namespace slipway::chat
