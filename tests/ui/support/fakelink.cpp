// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/fakelink.h"

#include <QObject>

namespace slipway::test {

void FakeLink::command(const QString &verb, const QJsonObject &arguments, QObject *context, ui::Answer answer)
{
    m_commandCalls.append({ verb, arguments });
    answerLater(m_commands, verb, arguments, context, std::move(answer));
}

void FakeLink::query(const QString &name, const QJsonObject &arguments, QObject *context, ui::Answer answer)
{
    m_queryCalls.append({ name, arguments });
    answerLater(m_queries, name, arguments, context, std::move(answer));
}

void FakeLink::answerLater(const QHash<QString, Responder> &table, const QString &name, const QJsonObject &arguments,
                           QObject *context, ui::Answer answer)
{
    const auto responder = table.value(name);
    const Result<QJsonObject> result = responder ? responder(arguments) : Result<QJsonObject>(QJsonObject());
    QMetaObject::invokeMethod(context, [answer = std::move(answer), result] { answer(result); }, Qt::QueuedConnection);
}

} // namespace slipway::test
