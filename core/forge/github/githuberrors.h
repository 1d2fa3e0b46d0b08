// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/httpmessage.h"

#include <QJsonArray>
#include <QJsonObject>

#include "core/base/result.h"

namespace slipway::forge {

/// What GitHub says in an error's body: JSON, or nothing of use (HTML pages, empty bodies).
struct GitHubComplaint {
    QString message;
    QStringList codes; ///< of `errors`
    QStringList fields;
    QStringList messages; ///< of `errors`, also where they are plain texts

    [[nodiscard]] bool has(QLatin1StringView code) const { return codes.contains(code); }
    /// Anywhere in the texts, ignoring case.
    [[nodiscard]] bool says(QLatin1StringView text) const;
};

[[nodiscard]] GitHubComplaint complaintOf(const net::HttpAnswer &answer);
[[nodiscard]] bool isRedirect(int status);
[[nodiscard]] bool isHtml(const net::HttpAnswer &answer);

/// The class and the sentence of an answer that is no success. `what` begins the sentence ("Reading issue #7 of o/r").
/// 401, 403 → Denied, 404, 410 → NotFound, 409 → Conflict, 405, 422, 400 → Invalid, 429 → Exhausted, 451 → Denied,
/// 5xx, HTML pages and broken connections → Unavailable, no answer in time → Timeout.
[[nodiscard]] Error errorOf(const net::HttpAnswer &answer, const QString &what);

/// The scopes a classic or OAuth token needs here and lacks. `granted` is the x-oauth-scopes header.
[[nodiscard]] QStringList missingScopes(const QByteArray &granted, bool privateRepositories);
[[nodiscard]] Error missingScopesError(const QStringList &missing);

/// What git said when it talked to the server, as an Error.
[[nodiscard]] Error gitErrorOf(const Error &error, const QString &repo, const QString &branch);

} // namespace slipway::forge
