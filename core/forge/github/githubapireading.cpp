// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/github/githubapi.h"
#include "core/net/linkheader.h"

// Lists, downloads and the account: what is read in more than one request.

namespace slipway::forge {

using namespace std::chrono_literals;
using net::HttpAnswer;
using net::HttpEnd;

Async<QJsonObject> GitHubApi::object(QString what, QString path)
{
    ApiCall call;
    call.what = std::move(what);
    call.path = std::move(path);
    const ApiReply reply = co_await send(call);
    if (!reply.ok())
        co_return reply.failure();
    co_return reply.object();
}

Async<QJsonArray> GitHubApi::list(QString what, QString path, QUrlQuery query, QString key, int most)
{
    ApiCall call;
    call.what = std::move(what);
    call.path = std::move(path);
    query.addQueryItem(QStringLiteral("per_page"), QString::number(std::min(100, most)));
    call.query = query;
    QJsonArray all;
    QSet<qint64> seen; // things move between pages while they are read
    while (true) {
        const ApiReply reply = co_await send(call);
        if (!reply.ok())
            co_return reply.failure();
        const QJsonArray page = key.isEmpty() ? reply.json.toArray() : reply.object().value(key).toArray();
        for (const auto &entry : page) {
            const qint64 id = entry.toObject().value(QLatin1String("id")).toInteger(-1);
            if (id >= 0 && seen.contains(id))
                continue;
            seen.insert(id);
            all.append(entry);
        }
        const QUrl next = net::nextPage(reply.answer.header("link"));
        if (next.isEmpty() || all.size() >= most)
            break;
        if (!net::isSameServer(next, m_root)) {
            co_return fail(ErrorCode::Denied, call.what % QStringLiteral(" leads to another server"),
                           QStringLiteral("Check SLIPWAY_GITHUB_API_URL"), net::displayUrl(next));
        }
        // The address of the next page is used as it is: it has another shape than ours.
        const QString root = m_root.path(QUrl::FullyEncoded);
        QString nextPath = next.path(QUrl::FullyEncoded);
        const QString prefix = root.endsWith(QLatin1Char('/')) ? root.chopped(1) : root;
        if (nextPath.startsWith(prefix))
            nextPath = nextPath.mid(prefix.size());
        call.path = nextPath;
        call.query = QUrlQuery(next.query(QUrl::FullyEncoded));
    }
    while (all.size() > most)
        all.removeLast();
    co_return all;
}

Async<QByteArray> GitHubApi::download(QString what, QString path, qsizetype maxBytes)
{
    ApiCall call;
    call.what = what;
    call.path = path;
    constexpr int rounds = 3; // the signed address lives for a minute
    for (int round = 1;; ++round) {
        const ApiReply reply = co_await send(call);
        if (!reply.ok())
            co_return reply.failure();
        if (!isRedirect(reply.status()))
            co_return reply.answer.body;
        const QUrl to = m_root.resolved(QUrl::fromEncoded(reply.answer.header("location")));
        if (to.scheme() != QLatin1String("https") && to.scheme() != m_root.scheme())
            co_return fail(ErrorCode::Denied, what % QStringLiteral(" leads to an insecure address"));
        net::HttpRequest request;
        request.url = to;
        request.idleTimeout = m_timeout;
        request.timeout = 10min;
        request.maxBytes = maxBytes;
        HttpAnswer answer = co_await m.client.send(request, m.stop);
        if (answer.isSuccess())
            co_return std::move(answer.body);
        if (round == rounds || answer.end == HttpEnd::Cancelled || answer.end == HttpEnd::TooLarge)
            co_return std::unexpected(errorOf(answer, what));
        CO_CHECK(co_await sleep(1s * round));
    }
}

Async<GitHubAccount> GitHubApi::account()
{
    const QString current = token();
    if (m_account && m_accountToken == current)
        co_return GitHubAccount(*m_account); // a copy: QCoro moves out of whatever lvalue is returned
    ApiCall call;
    call.what = QStringLiteral("Asking GitHub whose token it is");
    call.path = QStringLiteral("/user");
    const ApiReply reply = co_await send(call);
    GitHubAccount account;
    if (reply.ok()) {
        account.login = reply.object().value(QLatin1String("login")).toString();
        // An answer from the cache has the scopes' header, too: GitHub sends it with every 304.
        for (const auto &[name, value] : reply.answer.headers)
            account.tellsScopes = account.tellsScopes || name.compare("x-oauth-scopes", Qt::CaseInsensitive) == 0;
        account.scopes = reply.answer.header("x-oauth-scopes");
    } else if (reply.status() != 403) {
        co_return reply.failure(); // 403: an app's installation has no user
    }
    m_account = account;
    m_accountToken = current;
    co_return account;
}

} // namespace slipway::forge
