// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/httpmessage.h"

#include <QCoroTask>
#include <QObject>

#include <memory>
#include <stop_token>

class QNetworkAccessManager;

namespace slipway::net {

/// Sends HTTP requests, each exactly once: Qt would repeat a POST by itself when a kept connection breaks before the answer;
/// here a body can be read only once, so that such a request ends as Lost and its sender decides. No cookies, no
/// stored passwords, no redirects, HTTP/1.1. Proxies come from the system (`https_proxy` …), never for this machine itself.
/// Of a request only method, host, path, status and time are ever logged. Lives in, and is used from, one thread; destroying
/// it ends what is under way as Cancelled.
class HttpClient final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HttpClient)
public:
    explicit HttpClient(QByteArray userAgent, QObject *parent = nullptr);
    ~HttpClient() override;

    /// Never fails by itself: every way to end is in the answer.
    [[nodiscard]] QCoro::Task<HttpAnswer> send(HttpRequest request, std::stop_token stop = {});

private:
    std::unique_ptr<QNetworkAccessManager> m_manager;
    QByteArray m_userAgent;
};

} // namespace slipway::net
