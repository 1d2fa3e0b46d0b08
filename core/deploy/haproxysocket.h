// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace slipway::deploy {

/// HAProxy's runtime API on its socket. A thread with an event loop.
class HaproxySocket final {
public:
    struct Server {
        int port = 0;
        bool serving = false; ///< takes new requests
    };

    explicit HaproxySocket(QString path);
    /// Answer to one line of commands (`;` between them); Unavailable if nothing listens, Timeout behind 3 seconds.
    [[nodiscard]] Async<QString> ask(QString commands);
    /// Its `description`, which names the configuration it runs with.
    [[nodiscard]] Async<QString> description();
    /// A server slot (`a`, `b`) of a project's backend; NotFound if the proxy does not know it.
    [[nodiscard]] Async<Server> server(QString backend, QString slot);
    /// Requests that a slot is answering now.
    [[nodiscard]] Async<int> busy(QString backend, QString slot);

private:
    QString m_path;
};

} // namespace slipway::deploy
