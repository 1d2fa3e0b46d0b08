// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/enginelink.h"

#include <QHash>
#include <QList>

namespace slipway::test {

/// An engine that answers from a table, a turn of the event loop later, and remembers what it was asked.
class FakeLink final : public ui::EngineLink {
public:
    using Responder = std::function<Result<QJsonObject>(const QJsonObject &arguments)>;
    struct Call {
        QString name;
        QJsonObject arguments;
    };

    void onQuery(const QString &name, Responder responder) { m_queries.insert(name, std::move(responder)); }
    void onCommand(const QString &verb, Responder responder) { m_commands.insert(verb, std::move(responder)); }
    [[nodiscard]] const QList<Call> &commands() const { return m_commandCalls; }
    [[nodiscard]] const QList<Call> &queries() const { return m_queryCalls; }

    void command(const QString &verb, const QJsonObject &arguments, QObject *context, ui::Answer answer) override;
    void query(const QString &name, const QJsonObject &arguments, QObject *context, ui::Answer answer) override;

private:
    static void answerLater(const QHash<QString, Responder> &table, const QString &name, const QJsonObject &arguments,
                            QObject *context, ui::Answer answer);

    QHash<QString, Responder> m_queries;
    QHash<QString, Responder> m_commands;
    QList<Call> m_commandCalls;
    QList<Call> m_queryCalls;
};

} // namespace slipway::test
