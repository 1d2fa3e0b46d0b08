// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/controllink.h"

#include <QCoroTask>

namespace slipway::ui {

ControlLink::ControlLink(control::ControlClient &client)
    : m_client(client)
{
}

void ControlLink::command(const QString &verb, const QJsonObject &arguments, QObject *context, Answer answer)
{
    QCoro::connect(m_client.execute(control::makeCommand(QStringLiteral("desktop"), verb, arguments)), context,
                   [answer = std::move(answer)](const Result<QJsonObject> &result) { answer(result); });
}

void ControlLink::query(const QString &name, const QJsonObject &arguments, QObject *context, Answer answer)
{
    QCoro::connect(m_client.query(name, arguments), context,
                   [answer = std::move(answer)](const Result<QJsonObject> &result) { answer(result); });
}

} // namespace slipway::ui
