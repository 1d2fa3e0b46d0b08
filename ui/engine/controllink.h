// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/controlclient.h"
#include "ui/engine/enginelink.h"

namespace slipway::ui {

/// EngineLink over the control streams. The client must outlive it.
class ControlLink final : public EngineLink {
public:
    explicit ControlLink(control::ControlClient &client);
    void command(const QString &verb, const QJsonObject &arguments, QObject *context, Answer answer) override;
    void query(const QString &name, const QJsonObject &arguments, QObject *context, Answer answer) override;

private:
    control::ControlClient &m_client;
};

} // namespace slipway::ui
