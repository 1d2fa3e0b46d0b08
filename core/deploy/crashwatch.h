// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deploy/deployer.h"

#include <QHash>

namespace slipway::deploy {

/// Notices when a live app ends again and again, is not there any more, or runs but does not answer, and when it is well again; tells each once.
/// Engine thread; the Deployer has to outlive it.
class CrashWatch final {
public:
    struct Report {
        bool well = false; ///< it runs again
        QString message; ///< one line: what happens, with the decisive log lines
        QString log; ///< its last lines, redacted
    };
    explicit CrashWatch(Deployer &deployer);
    /// Nothing to tell: an empty message.
    [[nodiscard]] Async<Report> look(QString project);
    void forget(const QString &project);

private:
    [[nodiscard]] Async<Report> lookWhetherItAnswers(QString project, domain::Deployment live, QString what);
    [[nodiscard]] QCoro::Task<Report> tell(QString project, domain::Deployment live, QString what);

    Deployer &m_deployer;
    QHash<QString, QString> m_told; ///< project → the deployment that was reported
    QHash<QString, int> m_silent; ///< looks in a row at which it did not answer
};

} // namespace slipway::deploy
