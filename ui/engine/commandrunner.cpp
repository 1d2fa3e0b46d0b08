// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/commandrunner.h"

namespace slipway::ui {

CommandRunner::CommandRunner(EngineLink &link, QObject *parent)
    : QObject(parent)
    , m_link(link)
{
}

void CommandRunner::run(const QString &verb, const QJsonObject &arguments, const QString &done)
{
    m_link.command(verb, arguments, this, [this, done](const Result<QJsonObject> &result) {
        if (!result)
            Q_EMIT failed(result.error());
        else if (!done.isEmpty())
            Q_EMIT succeeded(done);
    });
}

void CommandRunner::run(const QString &verb, const QJsonObject &arguments, QObject *context, Answer then)
{
    m_link.command(verb, arguments, context, [self = QPointer(this), then = std::move(then)](const auto &result) {
        if (!result && self)
            Q_EMIT self->failed(result.error());
        then(result);
    });
}

} // namespace slipway::ui
