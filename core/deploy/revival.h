// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deploy/frontproxy.h"
#include "core/deploy/healthcheck.h"

namespace slipway::deploy {

/// Makes a deployment serve that did so before: adopted if it runs, else started; behind the proxy where there is one.
/// Whatever else of the project runs is stopped. Engine thread.
class Revival final {
public:
    /// `proxy` may be null.
    Revival(Runtime &runtime, FrontProxy *proxy, HealthSettings health);
    /// Cancelled: what was started stays, unproved.
    [[nodiscard]] Async<> serve(Release release, int publicPort, std::stop_token stop = {});
    [[nodiscard]] Async<> stopOthers(QString project, QString liveId);

private:
    [[nodiscard]] Async<> serveDirectly(Release release, int port, std::stop_token stop);
    [[nodiscard]] Async<> serveBehindProxy(Release release, int publicPort, std::stop_token stop);

    Runtime &m_runtime;
    FrontProxy *m_proxy;
    HealthSettings m_health;
};

} // namespace slipway::deploy
