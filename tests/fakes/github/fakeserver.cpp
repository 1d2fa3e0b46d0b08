// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/github/fakeserver.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QProcess>
#include <QProcessEnvironment>

namespace slipway::test {

namespace {

const QString html = QStringLiteral("<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>");

QString decoded(const QString &text)
{
    return QUrl::fromPercentEncoding(text.toLatin1());
}

} // namespace

FakeServer::FakeServer(FakeGitHubOptions options, QString folder)
    : m_clock(options.clock ? options.clock : &m_systemClock)
    , m_host([this](const HostRequest &request, const Responder &responder) { handle(request, responder); },
             options.port)
{
    m_state.options = std::move(options);
    m_state.folder = std::move(folder);
    addRepositoryRoutes(m_routes);
    addIssueRoutes(m_routes);
    addPullRoutes(m_routes);
    addReviewRoutes(m_routes);
    addActionRoutes(m_routes);
}

void FakeServer::handle(const HostRequest &request, const Responder &responder)
{
    if (request.path.startsWith(m_state.options.apiPath + QLatin1Char('/')))
        serveApi(request, responder);
    else if (request.path.startsWith(QLatin1String("/blob/")))
        serveBlob(request, responder);
    else
        serveGit(request, responder);
}

FakeAccount *FakeServer::accountOf(const QString &token)
{
    for (auto &account : m_state.options.accounts) {
        if (account.token == token)
            return &account;
    }
    return nullptr;
}

std::optional<FakeFault::Kind> FakeServer::fault(const HostRequest &request)
{
    if (m_state.isDown)
        return FakeFault::ServerError;
    const QString path = request.path.mid(m_state.options.apiPath.size());
    for (qsizetype i = 0; i < m_state.faults.size(); ++i) {
        FakeFault &fault = m_state.faults[i];
        if ((!fault.method.isEmpty() && fault.method != request.method) || !fault.path.match(path).hasMatch())
            continue;
        const auto kind = fault.kind;
        m_state.isDown = fault.thenDown;
        if (--fault.times <= 0)
            m_state.faults.removeAt(i);
        return kind;
    }
    return {};
}

HostResponse FakeServer::limited(FakeFault::Kind kind) const
{
    if (kind == FakeFault::Unauthorized)
        return refusal(401, QStringLiteral("Bad credentials"));
    if (kind == FakeFault::SecondaryLimit) {
        auto response
            = refusal(403,
                      QStringLiteral(
                          "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."));
        response.headers.emplaceBack("Retry-After", "60");
        return response;
    }
    auto response = refusal(403, QStringLiteral("API rate limit exceeded for user ID 1."));
    response.headers.emplaceBack("X-RateLimit-Limit", QByteArray::number(m_state.options.hourlyLimit));
    response.headers.emplaceBack("X-RateLimit-Remaining", "0");
    response.headers.emplaceBack("X-RateLimit-Reset", QByteArray::number(now().toSecsSinceEpoch() + 300));
    response.headers.emplaceBack("X-RateLimit-Resource", "core");
    return response;
}

void FakeServer::addLimitHeaders(HostResponse &response, FakeAccount *account, bool free) const
{
    const QString date
        = QLocale::c().toString(now(), QStringLiteral("ddd, dd MMM yyyy hh:mm:ss")) + QStringLiteral(" GMT");
    response.headers.emplaceBack("Date", date.toLatin1());
    const auto isSet = [&](const char *name) {
        return std::ranges::any_of(response.headers, [&](const auto &header) { return header.first == name; });
    };
    if (!account || isSet("X-RateLimit-Remaining"))
        return;
    const qint64 seconds = now().toSecsSinceEpoch();
    if (account->windowEnd <= seconds) {
        account->windowEnd = seconds + 3600;
        account->used = 0;
    }
    account->used += free ? 0 : 1;
    response.headers.emplaceBack("X-RateLimit-Limit", QByteArray::number(m_state.options.hourlyLimit));
    response.headers.emplaceBack("X-RateLimit-Remaining",
                                 QByteArray::number(std::max(0, m_state.options.hourlyLimit - account->used)));
    response.headers.emplaceBack("X-RateLimit-Reset", QByteArray::number(account->windowEnd));
    response.headers.emplaceBack("X-RateLimit-Resource", "core");
    if (account->tellsScopes)
        response.headers.emplaceBack("X-OAuth-Scopes", account->scopes);
}

void FakeServer::serveApi(HostRequest request, const Responder &responder)
{
    request.path.replace(QLatin1String("%2f"), QLatin1String("%2F"));
    const auto struck = fault(request);
    const auto finish = [&](HostResponse response, FakeAccount *account) {
        const bool free = response.status == 304;
        ++(free ? m_state.free : m_state.counted);
        addLimitHeaders(response, account, free);
        m_state.log.append(
            QStringLiteral("%1 %2 %3").arg(QString::fromLatin1(request.method), request.path).arg(response.status));
        responder.send(response);
    };
    if (request.method != "GET")
        m_state.writes.append(m_clock->nowMs());
    if (struck == FakeFault::Silence)
        return;
    if (struck == FakeFault::Reset)
        return responder.reset();
    if (struck == FakeFault::ServerError)
        return finish(refusal(500, QStringLiteral("Server Error")), nullptr);
    if (struck == FakeFault::BadGatewayHtml)
        return finish({ 502, { { "Content-Type", "text/html" } }, html.toUtf8() }, nullptr);
    if (struck && *struck >= FakeFault::PrimaryLimit)
        return finish(limited(*struck), nullptr);
    if (request.headers.value("user-agent").isEmpty())
        return finish({ 403, {}, "Request forbidden by administrative rules." }, nullptr);
    QString token = QString::fromLatin1(request.headers.value("authorization"));
    token = token.section(QLatin1Char(' '), 1);
    FakeAccount *account = accountOf(token);
    if (!account)
        return finish(
            refusal(401,
                    token.isEmpty() ? QStringLiteral("Requires authentication") : QStringLiteral("Bad credentials")),
            nullptr);
    HostResponse response = route(request, *account);
    if (request.method == "GET" && response.status == 200) {
        const QByteArray tag = "W/\""
            + QCryptographicHash::hash(QByteArray(response.body + token.toUtf8()), QCryptographicHash::Sha256).toHex()
            + "\"";
        if (request.headers.value("if-none-match") == tag)
            response = noContent(304);
        response.headers.emplaceBack("ETag", tag);
    }
    if (struck == FakeFault::LostAnswer)
        return responder.reset();
    if (struck == FakeFault::LateBadGateway)
        response = { 502, { { "Content-Type", "text/html" } }, html.toUtf8() };
    finish(response, account);
}

HostResponse FakeServer::route(const HostRequest &request, FakeAccount &account)
{
    QString path = request.path.mid(m_state.options.apiPath.size());
    static const QRegularExpression byId(QStringLiteral("^/repositories/(\\d+)"));
    if (const auto match = byId.match(path); match.hasMatch()) {
        for (const auto &repo : std::as_const(m_state.repos)) {
            if (repo->id == match.captured(1).toLongLong())
                path = QStringLiteral("/repos/") % repo->fullName() % path.mid(match.capturedLength());
        }
    }
    for (const auto &route : std::as_const(m_routes)) {
        const auto match = route.method == request.method ? route.path.match(path) : QRegularExpressionMatch();
        if (!match.hasMatch())
            continue;
        FakeCall call { request, m_state, account, host() + m_state.options.apiPath, host(), now(), {}, {}, {} };
        for (int i = 1; i <= match.lastCapturedIndex(); ++i)
            call.args.append(decoded(match.captured(i)));
        if (path.startsWith(QLatin1String("/repos/"))) {
            const QString name = call.args.takeFirst();
            if (const auto moved = m_state.moved.constFind(name); moved != m_state.moved.cend()) {
                const auto repo = m_state.find(*moved);
                const QString to = QStringLiteral("%1/repositories/%2%3")
                                       .arg(call.root)
                                       .arg(repo->id)
                                       .arg(path.mid(7 + name.size()));
                return { request.method == "GET" ? 301 : 307, { { "Location", to.toUtf8() } }, {} };
            }
            call.repo = m_state.find(name);
            if (!call.repo)
                return refusal(404, QStringLiteral("Not Found"));
        }
        if (!request.body.isEmpty()) {
            const auto json = QJsonDocument::fromJson(request.body);
            if (!json.isObject())
                return refusal(400, QStringLiteral("Problems parsing JSON"));
            call.body = json.object();
        }
        return route.handler(call);
    }
    return refusal(404, QStringLiteral("Not Found"));
}

void FakeServer::serveBlob(const HostRequest &request, const Responder &responder)
{
    if (request.headers.contains("authorization") || request.headers.contains("x-github-api-version")) {
        ++m_state.badHeaders;
        return responder.send(
            { 403, { { "Content-Type", "application/xml" } }, "<Error>AuthenticationFailed</Error>" });
    }
    const QString name = request.path.section(QLatin1Char('/'), 2);
    if (!m_state.blobs.contains(name))
        return responder.send({ 404, {}, {} });
    responder.send({ 200, { { "Content-Type", "application/zip" } }, m_state.blobs.value(name) });
}

void FakeServer::serveGit(const HostRequest &request, const Responder &responder)
{
    static const QRegularExpression form(
        QStringLiteral("^/([^/]+/[^/]+?)(?:\\.git)?(/(?:info/refs|git-(?:upload|receive)-pack))$"));
    const auto match = form.match(request.path);
    const QByteArray header = request.headers.value("authorization");
    const QByteArray pair
        = header.toLower().startsWith("basic ") ? QByteArray::fromBase64(header.mid(6)) : QByteArray();
    FakeAccount *account = accountOf(QString::fromUtf8(pair.mid(pair.indexOf(':') + 1)));
    if (!account)
        return responder.send(
            { 401, { { "WWW-Authenticate", "Basic realm=\"GitHub\"" } }, "Invalid username or token." });
    const auto repo = match.hasMatch() ? m_state.find(decoded(match.captured(1))) : nullptr;
    if (!repo)
        return responder.send({ 404, {}, "Repository not found." });
    runBackend(repo, request, *account, match.captured(2), responder);
}

void FakeServer::runBackend(const std::shared_ptr<FakeRepo> &repo, const HostRequest &request,
                            const FakeAccount &account, const QString &pathInfo, const Responder &responder)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    const auto set = [&](const char *name, const QByteArray &value) {
        environment.insert(QLatin1String(name), QString::fromUtf8(value));
    };
    set("GIT_PROJECT_ROOT", repo->path.toUtf8());
    set("GIT_HTTP_EXPORT_ALL", "1");
    set("GIT_CONFIG_GLOBAL", "/dev/null");
    set("GIT_CONFIG_NOSYSTEM", "1");
    set("PATH_INFO", pathInfo.toUtf8());
    set("REQUEST_METHOD", request.method);
    set("QUERY_STRING", request.rawQuery);
    set("CONTENT_TYPE", request.headers.value("content-type"));
    set("CONTENT_LENGTH", QByteArray::number(request.body.size()));
    set("HTTP_CONTENT_ENCODING", request.headers.value("content-encoding"));
    set("GIT_PROTOCOL", request.headers.value("git-protocol"));
    set("REMOTE_USER", account.login.toUtf8());
    set("REMOTE_ADDR", "127.0.0.1");
    set("FAKE_SCOPES", account.tellsScopes ? account.scopes : QByteArray("workflow"));
    auto *backend = new QProcess(this);
    backend->setProcessEnvironment(environment);
    connect(backend, &QProcess::finished, this, [this, backend, repo, responder, pathInfo] {
        const QByteArray out = backend->readAllStandardOutput();
        backend->deleteLater();
        const auto end = out.indexOf("\r\n\r\n");
        HostResponse response { end < 0 ? 500 : 200, {}, out.mid(end + 4) };
        const auto lines = out.left(std::max<qsizetype>(end, 0)).split('\n');
        for (const auto &line : lines) {
            const QByteArray name = line.left(line.indexOf(':')), value = line.mid(line.indexOf(':') + 1).trimmed();
            if (name == "Status")
                response.status = value.left(3).toInt();
            else if (!name.isEmpty())
                response.headers.emplaceBack(name, value);
        }
        if (pathInfo.endsWith(QLatin1String("receive-pack")))
            noticePushes(m_state, *repo, now());
        responder.send(response);
    });
    backend->start(QStringLiteral("git"), { QStringLiteral("http-backend") });
    backend->write(request.body);
    backend->closeWriteChannel();
}

} // namespace slipway::test
