// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonObject>

#include <functional>

class QObject;

namespace slipway::ui {

using Answer = std::function<void(const Result<QJsonObject> &)>;

/// How widgets ask the engine. The answer arrives in the GUI thread, never before the call returned, and not at all once
/// `context` is gone. Lives in the GUI thread.
class EngineLink {
public:
    virtual ~EngineLink() = default;
    /// A command (core/control/command.h). Fails with Unavailable when no engine answers.
    virtual void command(const QString &verb, const QJsonObject &arguments, QObject *context, Answer answer) = 0;
    /// A read-only query (core/control/controlclient.h).
    virtual void query(const QString &name, const QJsonObject &arguments, QObject *context, Answer answer) = 0;
};

} // namespace slipway::ui
