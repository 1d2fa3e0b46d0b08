// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QList>
#include <QProcess>

namespace slipway::test {

/// The model server that knows a recipe (tests/fakes/anthropic), as a process on a free port of loopback.
class ModelServer final {
public:
    ModelServer();
    ~ModelServer();
    Q_DISABLE_COPY_MOVE(ModelServer)

    [[nodiscard]] QString url() const { return m_url; } ///< empty if it did not start
    /// What it was asked so far, one object a request: `ms, purpose, subject, round, first, status`.
    [[nodiscard]] QList<QJsonObject> requests();

private:
    QProcess m_process;
    QString m_url;
    QByteArray m_output;
};

} // namespace slipway::test
