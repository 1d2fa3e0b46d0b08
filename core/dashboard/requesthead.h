// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <expected>

namespace slipway::dashboard {

/// A refusal before the request reaches the HTTP server.
struct Refusal {
    int status = 400;
    QByteArray reason; ///< of the status line
};

/// The head of a request: request line and header fields, checked. Value type, any thread.
struct RequestHead {
    QByteArray method, target;
    QList<std::pair<QByteArray, QByteArray>> fields; ///< names as sent
    qsizetype contentLength = 0;
    bool expectsContinue = false;

    /// `head` ends with the empty line. Refuses what is not plain HTTP/1: no length, several lengths, transfer encodings,
    /// folded or broken fields, control characters.
    [[nodiscard]] static std::expected<RequestHead, Refusal> parse(const QByteArray &head);
    /// The head for the HTTP server: one request a connection, hop-by-hop fields left out, HEAD asked as GET.
    [[nodiscard]] QByteArray forwarded() const;
    [[nodiscard]] QByteArray field(const QByteArray &lowerName) const;
};

} // namespace slipway::dashboard
