// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QStringList>
#include <QVariantHash>

namespace slipway::agents {

/// Who an agent is asked to be: a record in resources/prompts/roles/<name>.md, not a subclass.
struct Role {
    QString name;
    QString title; ///< for people
    QString systemPrompt; ///< with the rules that hold for every role
    QStringList tools; ///< what it needs: `read`, `edit`, `run`
};

/// NotFound for an unknown name. Any thread.
[[nodiscard]] Result<Role> roleByName(const QString &name);
[[nodiscard]] QStringList roleNames();

/// Renders resources/prompts/<path>.md with KF6 TextTemplate as plain text. NotFound or Invalid (a template error).
/// Values that others wrote have to be fenced() before. Any thread.
[[nodiscard]] Result<QString> renderPrompt(const QString &path, const QVariantHash &values = {});

} // namespace slipway::agents
