// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dashboard/dashboard.h"

#include "core/base/files.h"
#include "core/base/logging.h"
#include "core/base/taskscope.h"
#include "core/dashboard/access.h"
#include "core/dashboard/pages.h"
#include "core/dashboard/presenter.h"
#include "core/dashboard/replies.h"
#include "core/dashboard/requestguard.h"
#include "core/domain/snapshot.h"

#include <QFuture>
#include <QHostInfo>
#include <QHttpHeaders>
#include <QHttpServer>
#include <QLocalServer>
#include <QPromise>
#include <QTemporaryDir>
#include <QUrlQuery>

namespace slipway::dashboard {

using Status = QHttpServerResponse::StatusCode;

struct Dashboard::Private {
    Private(control::StateStore &stateStore, Execute executeCommand, DashboardSettings dashboardSettings)
        : store(stateStore)
        , execute(std::move(executeCommand))
        , settings(std::move(dashboardSettings))
        , access(QHostAddress(settings.host), settings.readToken, settings.controlToken, settings.names)
    {
    }

    control::StateStore &store;
    Execute execute;
    DashboardSettings settings;
    Access access;
    Pages pages;
    base::TaskScope scope;
    QTemporaryDir socketFolder; // 0700: only we reach the server behind the guard
    QHttpServer http;
    std::unique_ptr<RequestGuard> guard;

    [[nodiscard]] QHttpServerResponse page(const QString &name, QVariantHash values, Status status = Status::Ok) const
    {
        values.insert(QStringLiteral("control"), access.hasControl());
        const auto text = pages.render(name, values);
        if (!text) {
            qCWarning(lcBase).noquote() << text.error().message << text.error().detail;
            return answer("text/plain", "The page could not be made; the log says why.\n", Status::InternalServerError);
        }
        return answer(html, *text, status);
    }

    [[nodiscard]] QHttpServerResponse message(const QHttpServerRequest &request, const Error &error,
                                              Status status) const
    {
        if (!wantsHtml(request))
            return jsonError(error, status);
        return page(QStringLiteral("message.html"),
                    { { QStringLiteral("title"), QString::number(int(status)) },
                      { QStringLiteral("message"), error.message },
                      { QStringLiteral("hint"), error.hint } },
                    status);
    }

    /// Nothing when the request may go on.
    [[nodiscard]] std::optional<QHttpServerResponse> refusal(const QHttpServerRequest &request) const
    {
        const auto refuse = [&](Status status, const char *text, const char *hint) {
            return message(request, { ErrorCode::Denied, QString::fromUtf8(text), QString::fromUtf8(hint), {} },
                           status);
        };
        switch (access.judge(asked(request))) {
        case Verdict::Allowed:
            return {};
        case Verdict::ForeignHost:
            return refuse(Status::MisdirectedRequest, "This is not the host you asked for",
                          "Use the address that slipway status shows");
        case Verdict::NoControl:
            return refuse(Status::Forbidden, "The dashboard is read-only",
                          "Set SLIPWAY_CONTROL_TOKEN to deploy from here");
        case Verdict::CrossSite:
            return refuse(Status::Forbidden, "Another site may not control this dashboard",
                          "Use the dashboard's own page");
        case Verdict::WrongToken:
            return refuse(Status::Forbidden, "The token is not the right one",
                          "Check SLIPWAY_DASHBOARD_TOKEN or SLIPWAY_CONTROL_TOKEN");
        case Verdict::NeedsToken: {
            auto response = refuse(
                Status::Unauthorized, "This needs a token",
                "Send it as Authorization: Bearer, as X-Slipway-Token, or as the password your browser asks for");
            QHttpHeaders headers = response.headers();
            const bool read = asked(request).isRead;
            headers.append(QHttpHeaders::WellKnownHeader::WWWAuthenticate,
                           read ? "Basic realm=\"Slipway\", charset=\"UTF-8\"" : "Bearer");
            response.setHeaders(std::move(headers));
            return response;
        }
        }
        return {};
    }

    [[nodiscard]] QHttpServerResponse noSuchProject(const QHttpServerRequest &request, const QString &name) const
    {
        return message(request,
                       { ErrorCode::NotFound,
                         QStringLiteral("There is no project %1").arg(name),
                         QStringLiteral("The start page lists the projects"),
                         {} },
                       Status::NotFound);
    }

    [[nodiscard]] QVariantHash overview() const
    {
        return presentOverview(store.snapshot(), store.isConnected(), QDateTime::currentDateTimeUtc());
    }
    [[nodiscard]] QVariantHash project(const QString &name) const
    {
        return presentProject(store.snapshot(), name, store.isConnected(), QDateTime::currentDateTimeUtc());
    }

    [[nodiscard]] QHttpServerResponse fragment(const QHttpServerRequest &request) const
    {
        const QString name = request.query().queryItemValue(QStringLiteral("project"), QUrl::FullyDecoded);
        if (name.isEmpty())
            return page(QStringLiteral("live.html"), overview());
        const auto values = project(name);
        return values.isEmpty() ? noSuchProject(request, name) : page(QStringLiteral("projectlive.html"), values);
    }

    [[nodiscard]] QHttpServerResponse statusDocument() const
    {
        domain::Snapshot snapshot = store.snapshot();
        snapshot.time = QDateTime::currentDateTimeUtc();
        return answer(json, base::compact(domain::statusDocument(snapshot)));
    }

    static QHttpServerResponse staticFile(const QHttpServerRequest &request)
    {
        QByteArray type;
        const auto file = Pages::staticFile(request.url().path().section(QLatin1Char('/'), 2), &type);
        if (!file)
            return answer("text/plain", "There is no such file.\n", Status::NotFound);
        auto response = answer(type, *file);
        if (request.query().queryItemValue(QStringLiteral("v")) == Pages::staticVersion()) {
            QHttpHeaders headers = response.headers();
            headers.append(QHttpHeaders::WellKnownHeader::CacheControl, "public, max-age=31536000, immutable");
            response.setHeaders(std::move(headers));
        }
        return response;
    }

    // Values only: the request is gone when the engine answers.
    static QCoro::Task<> deploy(Private *self, QString name, bool browser,
                                std::shared_ptr<QPromise<QHttpServerResponse>> promise)
    {
        const QJsonObject arguments { { QStringLiteral("project"), name } };
        auto command = control::makeCommand(QStringLiteral("dashboard"), QStringLiteral("deploy"), arguments);
        const auto outcome = co_await self->execute(std::move(command));
        if (outcome) {
            QJsonObject body = *outcome;
            body.insert(QStringLiteral("success"), true);
            auto response = answer(json, base::compact(body), Status::Accepted);
            if (browser) {
                response = answer(html, {}, Status::SeeOther);
                QHttpHeaders headers = response.headers();
                headers.append(QHttpHeaders::WellKnownHeader::Location,
                               QByteArray("/projects/") + QUrl::toPercentEncoding(name));
                response.setHeaders(std::move(headers));
            }
            promise->addResult(std::move(response));
        } else if (browser) {
            promise->addResult(self->page(QStringLiteral("message.html"),
                                          { { QStringLiteral("title"), QStringLiteral("Not deployed") },
                                            { QStringLiteral("message"), outcome.error().message },
                                            { QStringLiteral("hint"), outcome.error().hint } },
                                          statusOf(outcome.error().code)));
        } else {
            promise->addResult(jsonError(outcome.error(), statusOf(outcome.error().code)));
        }
        promise->finish();
    }

    QFuture<QHttpServerResponse> post(const QHttpServerRequest &request)
    {
        auto promise = std::make_shared<QPromise<QHttpServerResponse>>();
        promise->start();
        const auto future = promise->future();
        const auto now = [&](QHttpServerResponse response) {
            promise->addResult(std::move(response));
            promise->finish();
            return future;
        };
        if (auto refused = refusal(request))
            return now(std::move(*refused));
        const QString path = request.url().path(QUrl::FullyDecoded);
        const QString name = path.section(QLatin1Char('/'), 2, -2);
        if (!path.startsWith(QLatin1String("/projects/")) || !path.endsWith(QLatin1String("/deploy")) || name.isEmpty())
            return now(message(
                request, { ErrorCode::NotFound, QStringLiteral("There is nothing to post to at %1").arg(path), {}, {} },
                Status::NotFound));
        const auto &projects = store.snapshot().projects;
        if (std::ranges::find(projects, name, &domain::ProjectView::name) == projects.end())
            return now(noSuchProject(request, name));
        scope.start(deploy(this, name, wantsHtml(request), promise), "dashboard deploy");
        return future;
    }

    void addRoutes(QObject *context)
    {
        using Method = QHttpServerRequest::Method;
        const auto get = [&](const char *path, auto handler) {
            http.route(QLatin1String(path), Method::Get, context,
                       [this, handler](const QHttpServerRequest &request) -> QHttpServerResponse {
                           if (auto refused = refusal(request))
                               return std::move(*refused);
                           return handler(request);
                       });
        };
        get("/", [this](const QHttpServerRequest &) { return page(QStringLiteral("index.html"), overview()); });
        get("/api/status", [this](const QHttpServerRequest &) { return statusDocument(); });
        get("/api/status-fragment", [this](const QHttpServerRequest &request) { return fragment(request); });
        http.route(QStringLiteral("/projects/<arg>"), Method::Get, context,
                   [this](const QString &name, const QHttpServerRequest &request) -> QHttpServerResponse {
                       if (auto refused = refusal(request))
                           return std::move(*refused);
                       const auto values = project(name);
                       return values.isEmpty() ? noSuchProject(request, name)
                                               : page(QStringLiteral("project.html"), values);
                   });
        http.route(QStringLiteral("/static/<arg>"), Method::Get, context,
                   [this](const QString &, const QHttpServerRequest &request) -> QHttpServerResponse {
                       if (auto refused = refusal(request))
                           return std::move(*refused);
                       return staticFile(request);
                   });
        // For load balancers and containers: no state, no token.
        http.route(QStringLiteral("/healthz"), Method::Get, context, [] { return answer("text/plain", "ok\n"); });
        // Every other method on every path: refused or carried out in one place, so that no route can forget it.
        const auto others = Method::Post | Method::Put | Method::Delete | Method::Patch | Method::Options
            | Method::Connect | Method::Trace;
        http.route(QStringLiteral("/"), others, context,
                   [this](const QHttpServerRequest &request) { return post(request); });
        http.route(QStringLiteral("/<arg>"), others, context,
                   [this](const QUrl &, const QHttpServerRequest &request) { return post(request); });
        http.setMissingHandler(context, [this](const QHttpServerRequest &request, QHttpServerResponder &responder) {
            auto refused = refusal(request);
            auto response = refused ? std::move(*refused)
                                    : message(request,
                                              { ErrorCode::NotFound,
                                                QStringLiteral("There is no page %1").arg(request.url().path()),
                                                QStringLiteral("The start page lists the projects"),
                                                {} },
                                              Status::NotFound);
            secure(response);
            responder.sendResponse(response);
        });
        http.addAfterRequestHandler(
            context, [](const QHttpServerRequest &, QHttpServerResponse &response) { secure(response); });
    }
};

Dashboard::Dashboard(control::StateStore &store, control::ControlClient &client, DashboardSettings settings,
                     QObject *parent)
    : Dashboard(
          store, [&client](control::Command command) { return client.execute(std::move(command)); },
          std::move(settings), parent)
{
}

Dashboard::Dashboard(control::StateStore &store, Execute execute, DashboardSettings settings, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(store, std::move(execute), std::move(settings)))
{
}

Dashboard::~Dashboard()
{
    d->guard.reset(); // nothing may arrive while the rest goes
}

Result<QUrl> Dashboard::listen()
{
    const QHostAddress address(d->settings.host == QLatin1String("localhost") ? QStringLiteral("127.0.0.1")
                                                                              : d->settings.host);
    if (address.isNull()) {
        return fail(ErrorCode::Invalid,
                    QStringLiteral("%1 is no address the dashboard can listen on").arg(d->settings.host),
                    QStringLiteral("Set SLIPWAY_DASHBOARD to an IP address and a port, such as 127.0.0.1:8099"));
    }
    d->access = Access(address, d->settings.readToken, d->settings.controlToken, d->settings.names);
    if (d->access.needsReadToken() && d->settings.readToken.isEmpty()) {
        return fail(ErrorCode::Denied,
                    QStringLiteral("The dashboard on %1 would be readable by everybody").arg(d->settings.host),
                    QStringLiteral("Set SLIPWAY_DASHBOARD_TOKEN, or listen on 127.0.0.1"));
    }
    const QString socket = d->socketFolder.filePath(QStringLiteral("http"));
    auto inner = std::make_unique<QLocalServer>();
    if (!d->socketFolder.isValid() || !inner->listen(socket)) {
        return fail(ErrorCode::Unavailable,
                    QStringLiteral("The dashboard cannot open its socket %1: %2").arg(socket, inner->errorString()),
                    QStringLiteral("Check that the folder for temporary files can be written"));
    }
    d->addRoutes(this);
    if (!d->http.bind(inner.get()))
        return fail(ErrorCode::Internal, QStringLiteral("The HTTP server does not take its socket"));
    inner.release()->setParent(&d->http);
    d->guard = std::make_unique<RequestGuard>(socket);
    TRY(const quint16 port, d->guard->listen(address, d->settings.port));

    QUrl url;
    url.setScheme(QStringLiteral("http"));
    const bool any
        = address == QHostAddress::Any || address == QHostAddress::AnyIPv4 || address == QHostAddress::AnyIPv6;
    url.setHost(any ? QSysInfo::machineHostName() : address.toString());
    url.setPort(port);
    url.setPath(QStringLiteral("/"));
    return url;
}

QCoro::Task<> Dashboard::stop()
{
    if (d->guard)
        d->guard->close();
    co_await d->scope.drain();
}

} // namespace slipway::dashboard
