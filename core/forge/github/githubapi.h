// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/github/githuberrors.h"
#include "core/forge/github/githubsettings.h"
#include "core/net/etagcache.h"
#include "core/net/httpclient.h"
#include "core/net/ratebudget.h"
#include "core/net/retrypolicy.h"
#include "core/net/timing.h"

#include <QJsonValue>
#include <QUrlQuery>

#include <optional>

namespace slipway::forge {

/// One call of the REST API.
struct ApiCall {
    QString what; ///< begins the sentence of an error: "Reading issue #7 of o/r"
    QString path; ///< below the root, percent-encoded
    QUrlQuery query;
    QByteArray method = "GET";
    std::optional<QJsonObject> body;
    net::RequestKind kind = net::RequestKind::Read;
    /// Sending it twice does the same as once: it is repeated after a lost answer.
    bool repeatable = true;
    qsizetype maxBytes = 16 * 1024 * 1024;
};

struct ApiReply {
    net::HttpAnswer answer;
    QJsonValue json; ///< object or array; null without one
    std::optional<Error> error;
    bool uncertain = false; ///< a write may have happened although there is an error

    [[nodiscard]] bool ok() const { return !error; }
    [[nodiscard]] int status() const { return answer.status; }
    [[nodiscard]] QJsonObject object() const { return json.toObject(); }
    [[nodiscard]] GitHubComplaint complaint() const { return complaintOf(answer); }
    [[nodiscard]] std::unexpected<Error> failure() const { return std::unexpected(*error); }
};

/// Who the token belongs to.
struct GitHubAccount {
    QString login; ///< empty: an app's installation token
    bool tellsScopes = false; ///< fine-grained and app tokens do not
    QByteArray scopes;
};

/// The REST API of one account: addresses, headers, ETags, limits, repetitions, errors. Knows no resource. Lives in the
/// engine thread.
class GitHubApi final {
public:
    struct Surroundings {
        net::HttpClient &client;
        net::RateBudget &budget; ///< of this account
        const net::Timing &timing;
        std::stop_token stop; ///< ends every wait with Cancelled
    };
    GitHubApi(const GitHubSettings &settings, TokenProvider token, QString cacheFolder, Surroundings surroundings);

    [[nodiscard]] QCoro::Task<ApiReply> send(ApiCall call);
    /// GET of an object; gives it.
    [[nodiscard]] Async<QJsonObject> object(QString what, QString path);
    /// All pages of a list (`key`: where it is wrapped in an object), at most `most` entries, without repetitions.
    [[nodiscard]] Async<QJsonArray> list(QString what, QString path, QUrlQuery query = {}, QString key = {},
                                         int most = 100'000);
    /// What a redirect to a signed address on another host leads to. Neither token nor our other headers go there.
    [[nodiscard]] Async<QByteArray> download(QString what, QString path, qsizetype maxBytes);

    /// Asked once per token.
    [[nodiscard]] Async<GitHubAccount> account();
    [[nodiscard]] QString token() const { return m_token ? m_token() : QString(); }
    [[nodiscard]] bool hasToken() const { return !token().isEmpty(); }
    [[nodiscard]] const net::Timing &timing() const { return m.timing; }
    [[nodiscard]] Async<> sleep(std::chrono::milliseconds duration) const { return m.timing.sleep(duration, m.stop); }
    [[nodiscard]] net::RateBudget &budget() { return m.budget; }
    /// Called when a token gets its first 401.
    void onRefused(std::function<void()> told) { m_onRefused = std::move(told); }

    /// A segment of a path: a slash becomes %2F.
    [[nodiscard]] static QString segment(const QString &text);
    /// A branch in the places where slashes stay.
    [[nodiscard]] static QString refPath(const QString &text);

private:
    enum class Step { Again, Done };
    struct Attempts {
        int failures = 0, limits = 0, redirects = 0;
    };

    [[nodiscard]] QUrl urlOf(const ApiCall &call) const;
    [[nodiscard]] net::HttpRequest requestOf(const ApiCall &call, const QUrl &url, const QString &token) const;
    [[nodiscard]] QByteArray cacheKey(const QUrl &url, const QString &token) const;
    [[nodiscard]] Async<> waitForBudget(net::RequestKind kind);
    [[nodiscard]] QCoro::Task<net::HttpAnswer> exchange(ApiCall call, QUrl url, QString token);
    [[nodiscard]] Async<Step> judge(ApiCall call, net::HttpAnswer answer, std::shared_ptr<Attempts> attempts,
                                    std::shared_ptr<QUrl> url);
    [[nodiscard]] Async<Step> backOff(std::shared_ptr<Attempts> attempts);
    void noteMove(const QString &path, const QUrl &to);
    void noteToken(const QString &token, int status);
    [[nodiscard]] Result<> checkToken(const QString &token, const QString &what) const;

    QUrl m_root;
    std::chrono::milliseconds m_timeout;
    int m_maxLimitWaits;
    TokenProvider m_token;
    net::EtagCache m_cache;
    net::RetryPolicy m_retry;
    Surroundings m;
    QString m_refused; // a token that got 401 …
    std::function<void()> m_onRefused;
    qint64 m_refusedUntil = 0; // … is not sent again for a while: too many bad ones lock the login out
    QHash<QString, QString> m_moved; ///< `/repos/O/R` that was renamed → `/repositories/ID`
    QString m_accountToken;
    std::optional<GitHubAccount> m_account;
};

} // namespace slipway::forge
