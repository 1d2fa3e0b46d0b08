// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QUrl>

#include <chrono>
#include <utility>

namespace slipway::net {

/// Header names as they came; look-ups ignore case.
using HeaderList = QList<std::pair<QByteArray, QByteArray>>;
[[nodiscard]] QByteArray headerOf(const HeaderList &headers, QByteArrayView name);

/// One HTTP request. Redirects are not followed: whoever asks decides what may go to another host.
struct HttpRequest {
    QByteArray method = "GET";
    QUrl url;
    HeaderList headers;
    QByteArray body;
    std::chrono::milliseconds idleTimeout { 30'000 }; ///< without a byte in either direction
    std::chrono::milliseconds timeout { 120'000 }; ///< in all
    qsizetype maxBytes = 16 * 1024 * 1024; ///< of the answer's body
};

/// How an exchange ended. The difference between NotSent and Lost decides whether a create may be repeated blindly.
enum class HttpEnd {
    Answered, ///< a complete answer, of whatever status
    NotSent, ///< the server cannot have seen it: no route, refused, no TLS
    Lost, ///< sent, and the connection broke: it may have been carried out
    TimedOut, ///< sent, and no answer in time: it may have been carried out
    TooLarge, ///< the answer was longer than maxBytes
    Cancelled,
};

struct HttpAnswer {
    HttpEnd end = HttpEnd::NotSent;
    int status = 0;
    HeaderList headers;
    QByteArray body;
    QString error; ///< what went wrong, for people; without addresses' queries

    [[nodiscard]] QByteArray header(QByteArrayView name) const { return headerOf(headers, name); }
    [[nodiscard]] bool isSuccess() const { return end == HttpEnd::Answered && status >= 200 && status < 300; }
    /// Nobody knows whether a write happened.
    [[nodiscard]] bool isUncertain() const
    {
        return end == HttpEnd::Lost || end == HttpEnd::TimedOut || (end == HttpEnd::Answered && status >= 500);
    }
};

/// Appends a path (already percent-encoded) and a query to a root that may have a path of its own.
[[nodiscard]] QUrl joinUrl(const QUrl &root, const QString &encodedPath, const QString &encodedQuery = {});
/// Same scheme, host and port.
[[nodiscard]] bool isSameServer(const QUrl &a, const QUrl &b);
/// Scheme, host and path: what may be shown and logged (queries carry signatures, user info passwords).
[[nodiscard]] QString displayUrl(const QUrl &url);

} // namespace slipway::net
