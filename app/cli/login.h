// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/bootstrap/home.h"
#include "app/cli/output.h"

#include <stop_token>

namespace slipway::app {

/// `slipway login`: takes a token from a person, tries it, and keeps it in the desktop's keychain. A token is read from the
/// terminal without echo, or from standard input; never from an argument, which others can see. Main thread.
class Login final {
public:
    Login(const Home &home, const Output &output, std::stop_token stop);

    /// Whose account it is: `{success, service, account}`. Denied if the service refuses it or it may not do what is
    /// needed; Unavailable where there is no keychain, with what to set instead.
    [[nodiscard]] Async<QJsonObject> gitHub(bool fromGhCli);
    [[nodiscard]] Async<QJsonObject> discord();
    /// Through `cloudflared tunnel login`, which keeps its certificate itself.
    [[nodiscard]] Async<QJsonObject> cloudflare();

private:
    [[nodiscard]] Async<QString> readToken(QString question);
    [[nodiscard]] Async<QString> tokenOfGhCli();
    [[nodiscard]] Async<QJsonObject> keep(QString service, QString setting, QString token, QString account);
    const Home &m_home;
    const Output &m_output;
    std::stop_token m_stop;
};

} // namespace slipway::app
