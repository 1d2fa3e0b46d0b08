// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/github/githubapi.h"

#include "core/base/redaction.h"
#include "core/forge/local/forgelog.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

namespace slipway::forge {

using namespace std::chrono_literals;
using net::HttpAnswer;
using net::HttpEnd;

namespace {

const QByteArray accept = "application/vnd.github+json";
const QByteArray apiVersion = "2022-11-28"; // the one that GitHub Enterprise Server knows, too
constexpr qint64 refusedFor = 60'000;
constexpr int maxRedirects = 5;

ApiReply failed(Error error)
{
    ApiReply reply;
    reply.error = std::move(error);
    return reply;
}

} // namespace

GitHubApi::GitHubApi(const GitHubSettings &settings, TokenProvider token, QString cacheFolder,
                     Surroundings surroundings)
    : m_root(settings.apiRoot)
    , m_timeout(settings.requestTimeout)
    , m_maxLimitWaits(settings.maxLimitWaits)
    , m_token(std::move(token))
    , m_cache(std::move(cacheFolder))
    , m(std::move(surroundings))
{
}

QString GitHubApi::segment(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

QString GitHubApi::refPath(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text, "/"));
}

QUrl GitHubApi::urlOf(const ApiCall &call) const
{
    // The query of a page's address is used as it came; ours has a plus encoded, which servers read as a blank.
    QString query = call.query.toString(QUrl::FullyEncoded);
    query.replace(QLatin1Char('+'), QLatin1String("%2B"));
    const QString repository = call.path.section(QLatin1Char('/'), 0, 3);
    const auto moved = m_moved.constFind(repository);
    const QString path = moved == m_moved.cend() ? call.path : *moved + call.path.mid(repository.size());
    return net::joinUrl(m_root, path, query);
}

net::HttpRequest GitHubApi::requestOf(const ApiCall &call, const QUrl &url, const QString &token) const
{
    net::HttpRequest request;
    request.method = call.method;
    request.url = url;
    request.idleTimeout = m_timeout;
    request.timeout = m_timeout * 4;
    request.maxBytes = call.maxBytes;
    request.headers = { { "Accept", accept },
                        { "X-GitHub-Api-Version", apiVersion },
                        { "Authorization", "Bearer " + token.toUtf8() } };
    if (call.method == "GET")
        return request;
    if (call.method != "DELETE" || call.body) {
        request.headers.emplaceBack("Content-Type", "application/json");
        request.body = QJsonDocument(call.body.value_or(QJsonObject())).toJson(QJsonDocument::Compact);
    }
    return request;
}

QByteArray GitHubApi::cacheKey(const QUrl &url, const QString &token) const
{
    return url.toEncoded() + '\n' + accept + '\n' + apiVersion + '\n'
        + QCryptographicHash::hash(QByteArray("slipway-etag" + token.toUtf8()), QCryptographicHash::Sha256).toHex();
}

Result<> GitHubApi::checkToken(const QString &token, const QString &what) const
{
    if (token.isEmpty()) {
        return fail(ErrorCode::Denied, what % QStringLiteral(" needs a GitHub token, and there is none"),
                    QStringLiteral("Sign in with “slipway login github”, or set GITHUB_TOKEN"));
    }
    if (token == m_refused && m.timing.nowMs() < m_refusedUntil) {
        HttpAnswer answer;
        answer.end = HttpEnd::Answered;
        answer.status = 401;
        return std::unexpected(errorOf(answer, what));
    }
    return {};
}

void GitHubApi::noteMove(const QString &path, const QUrl &to)
{
    const QString repository = path.section(QLatin1Char('/'), 0, 3);
    const QString rest = path.mid(repository.size());
    QString target = to.path(QUrl::FullyEncoded).mid(m_root.path(QUrl::FullyEncoded).size());
    if (!path.startsWith(QLatin1String("/repos/")) || !target.endsWith(rest))
        return;
    target.chop(rest.size());
    if (target.startsWith(QLatin1String("/repositories/")))
        m_moved.insert(repository, target);
}

void GitHubApi::noteToken(const QString &token, int status)
{
    if (status == 401) {
        const bool isNews = m_refused != token;
        m_refused = token;
        m_refusedUntil = m.timing.nowMs() + refusedFor;
        m_account.reset(); // what was known of it no longer holds
        if (isNews && m_onRefused)
            m_onRefused();
    } else if (token == m_refused) {
        m_refused.clear();
    }
}

Async<> GitHubApi::waitForBudget(net::RequestKind kind)
{
    while (true) {
        const auto wait = m.budget.reserve(kind, "core", m.timing.nowMs());
        if (wait <= 0ms)
            co_return {};
        CO_CHECK(co_await m.timing.sleep(wait, m.stop));
    }
}

QCoro::Task<HttpAnswer> GitHubApi::exchange(ApiCall call, QUrl url, QString token)
{
    net::HttpRequest request = requestOf(call, url, token);
    std::optional<net::CachedAnswer> cached;
    const bool reading = call.method == "GET";
    const QByteArray key = reading ? cacheKey(url, token) : QByteArray();
    if (reading) {
        cached = m_cache.find(key);
        if (cached)
            request.headers.emplaceBack("If-None-Match", cached->etag);
    }
    HttpAnswer answer = co_await m.client.send(request, m.stop);
    if (answer.status == 304 && cached) {
        m.budget.note(answer, m.timing.nowMs());
        answer.status = 200;
        answer.body = cached->body;
        // The cached Link goes first: a 304 need not carry one.
        answer.headers.prepend({ "link", cached->link });
        answer.headers.prepend({ "content-type", cached->contentType });
        answer.headers.prepend({ "x-slipway-cached", "1" });
        co_return answer;
    }
    if (reading && answer.status == 200) {
        const QByteArray etag = answer.header("etag");
        if (etag.isEmpty())
            m_cache.remove(key);
        else
            m_cache.store(key, { etag, answer.header("link"), answer.header("content-type"), answer.body });
    }
    co_return answer;
}

Async<GitHubApi::Step> GitHubApi::backOff(std::shared_ptr<Attempts> attempts)
{
    if (!m_retry.mayRetry(++attempts->failures))
        co_return Step::Done;
    const auto wait = m_retry.delayBefore(attempts->failures + 1, QRandomGenerator::global()->generateDouble());
    CO_CHECK(co_await sleep(wait));
    co_return Step::Again;
}

Async<GitHubApi::Step> GitHubApi::judge(ApiCall call, HttpAnswer answer, std::shared_ptr<Attempts> attempts,
                                        std::shared_ptr<QUrl> url)
{
    const bool fromCache = answer.header("x-slipway-cached") == "1";
    const auto limit = fromCache ? net::RateBudget::Limit::None : m.budget.note(answer, m.timing.nowMs());
    if (limit != net::RateBudget::Limit::None) {
        qCWarning(lcForge, "GitHub's %s rate limit stops us; waiting",
                  limit == net::RateBudget::Limit::Primary ? "primary" : "secondary");
        co_return ++attempts->limits <= m_maxLimitWaits ? Step::Again
                                                        : Step::Done; // the budget makes the next one wait
    }
    if (answer.end == HttpEnd::NotSent)
        co_return co_await backOff(attempts);
    const bool broken = answer.isUncertain() || (answer.isSuccess() && isHtml(answer));
    if (broken)
        co_return call.repeatable ? co_await backOff(attempts) : Result<Step>(Step::Done);
    if (answer.end == HttpEnd::Answered && isRedirect(answer.status)) {
        const QUrl to = url->resolved(QUrl::fromEncoded(answer.header("location")));
        // Elsewhere (a signed address) is the caller's business: the token must not go there.
        if (net::isSameServer(to, m_root) && to != *url && ++attempts->redirects <= maxRedirects
            && (call.method == "GET" || answer.status >= 307)) {
            *url = to;
            noteMove(call.path, to);
            co_return Step::Again;
        }
    }
    co_return Step::Done;
}

QCoro::Task<ApiReply> GitHubApi::send(ApiCall call)
{
    const auto attempts = std::make_shared<Attempts>();
    const auto url = std::make_shared<QUrl>(urlOf(call));
    HttpAnswer answer;
    while (true) {
        const QString token = this->token();
        base::addSecret(token);
        if (const auto usable = checkToken(token, call.what); !usable)
            co_return failed(usable.error());
        const auto waited = co_await waitForBudget(call.kind);
        if (!waited)
            co_return failed(waited.error());
        answer = co_await exchange(call, *url, token);
        if (answer.end == HttpEnd::Answered)
            noteToken(token, answer.status);
        const auto step = co_await judge(call, answer, attempts, url);
        if (!step)
            co_return failed(step.error());
        if (*step == Step::Done)
            break;
    }
    ApiReply reply;
    const bool redirected = answer.end == HttpEnd::Answered && isRedirect(answer.status);
    if ((!answer.isSuccess() && !redirected) || (answer.isSuccess() && isHtml(answer))) {
        reply.error = errorOf(answer, call.what);
        if (attempts->limits > m_maxLimitWaits)
            reply.error
                = Error { ErrorCode::Exhausted, call.what % QStringLiteral(" stays behind GitHub's rate limit"),
                          QStringLiteral("Wait some minutes, or run fewer projects at once"), reply.error->detail };
        reply.uncertain = call.method != "GET"
            && (answer.isUncertain() || answer.end == HttpEnd::TooLarge || answer.end == HttpEnd::Cancelled
                || answer.isSuccess());
    } else if (!answer.body.isEmpty()) {
        const auto document = QJsonDocument::fromJson(answer.body);
        reply.json = document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
    }
    reply.answer = std::move(answer);
    co_return reply;
}

} // namespace slipway::forge
