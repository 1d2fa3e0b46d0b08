// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QUrl>

#include <chrono>
#include <functional>

namespace slipway::forge {

/// Gives the token of the moment, asked for each request, so that a token a person replaces is used at once. Called in the
/// forge's thread; must not block. Empty: there is none.
using TokenProvider = std::function<QString()>;

enum class MergeMethod { Merge, Squash, Rebase };

struct GitHubSettings {
    QUrl apiRoot { QStringLiteral("https://api.github.com") }; ///< any path, e.g. https://HOST/api/v3
    QString owner; ///< user or organisation; empty: whoever the token belongs to
    TokenProvider token;
    TokenProvider reviewerToken; ///< a second account for real approvals; empty function or text: none
    QString stateFolder; ///< mirrors and the ETag cache live below it
    bool privateRepositories = true;
    MergeMethod mergeMethod = MergeMethod::Merge;
    std::chrono::milliseconds requestTimeout { 30'000 }; ///< without a byte
    int maxLimitWaits = 4; ///< how often one request waits for a rate limit before it fails as Exhausted
    qsizetype maxLogArchive = 64 * 1024 * 1024; ///< of a run's log ZIP
};

/// The context of the status that stands for the QA review where one account does everything.
inline const QString qaContext = QStringLiteral("slipway/qa");

} // namespace slipway::forge
