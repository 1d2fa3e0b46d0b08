// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/dashboard/dashboard.h"
#include "tests/integration/dashboard/rawclient.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

using slipway::Async;
using slipway::ErrorCode;
using slipway::control::Command;
using slipway::control::StateStore;
using slipway::dashboard::Dashboard;
using slipway::dashboard::DashboardSettings;
using slipway::test::await;
using slipway::test::RawClient;
using slipway::test::RawResponse;
namespace domain = slipway::domain;

namespace {

domain::Snapshot sample()
{
    domain::Snapshot snapshot;
    snapshot.version = QStringLiteral("0.1.0");
    snapshot.engine.mode = QStringLiteral("server");
    domain::ProjectView view;
    view.name = QStringLiteral("url-shortener");
    view.idea = QStringLiteral("Build a URL shortener");
    view.recipe = QStringLiteral("url-shortener");
    view.state = QStringLiteral("running");
    view.stage = QStringLiteral("workers");
    view.issues = { 2, 3, 2, 1, 9, 0 };
    snapshot.projects << view;
    snapshot.activeProject = view.name;
    return snapshot;
}

/// A dashboard on a free port over a store that the test fills, with commands written down instead of carried out.
struct Site {
    explicit Site(DashboardSettings settings = {})
    {
        settings.port = 0;
        dashboard = std::make_unique<Dashboard>(
            store, [this](Command command) { return execute(std::move(command)); }, settings);
        store.reset(sample());
        const auto url = dashboard->listen();
        if (!url)
            qFatal("%s", qPrintable(url.error().message));
        address = *url;
    }
    ~Site() { await(dashboard->stop()); }

    Async<QJsonObject> execute(Command command)
    {
        commands << command;
        if (answer)
            co_return *answer;
        co_return QJsonObject { { QStringLiteral("accepted"), true } };
    }

    [[nodiscard]] RawClient client() const { return RawClient(quint16(address.port())); }

    StateStore store;
    QList<Command> commands;
    std::optional<slipway::Result<QJsonObject>> answer;
    std::unique_ptr<Dashboard> dashboard;
    QUrl address;
};

DashboardSettings withControl()
{
    DashboardSettings settings;
    settings.controlToken = QStringLiteral("pilot-token");
    return settings;
}

const QByteArray deployPath = "/projects/url-shortener/deploy";

} // namespace

class TstDashboard final : public QObject {
    Q_OBJECT

    static void verifyHardened(const RawResponse &response)
    {
        QVERIFY(response.headers.value("content-security-policy").contains("default-src 'none'"));
        QVERIFY(response.headers.value("content-security-policy").contains("frame-ancestors 'none'"));
        QVERIFY(!response.headers.value("content-security-policy").contains("unsafe"));
        QCOMPARE(response.headers.value("x-content-type-options"), QByteArray("nosniff"));
        QCOMPARE(response.headers.value("x-frame-options"), QByteArray("DENY"));
        QCOMPARE(response.headers.value("referrer-policy"), QByteArray("no-referrer"));
    }

private Q_SLOTS:
    void theFiveRoutesAnswer()
    {
        Site site(withControl());
        const auto index = site.client().get("/", { { "Accept", "text/html" } });
        QCOMPARE(index.status, 200);
        QVERIFY(index.headers.value("content-type").startsWith("text/html"));
        QVERIFY(index.body.contains("url-shortener"));
        QVERIFY(index.body.contains("9 of 17"));
        QVERIFY(index.body.contains("Recording"));

        const auto fragment = site.client().get("/api/status-fragment");
        QCOMPARE(fragment.status, 200);
        QVERIFY(!fragment.body.contains("<html"));
        QVERIFY(fragment.body.contains("url-shortener"));

        const auto page = site.client().get("/projects/url-shortener");
        QCOMPARE(page.status, 200);
        QVERIFY(page.body.contains("Build a URL shortener"));
        QVERIFY(site.client().get("/api/status-fragment?project=url-shortener").body.contains("9 <i>of 17 closed"));

        const auto deploy = site.client().request("POST", deployPath, { { "Authorization", "Bearer pilot-token" } });
        QCOMPARE(deploy.status, 202);
        for (const auto &response : { index, fragment, page, deploy })
            verifyHardened(response);
    }

    void statusIsTheStatusDocument()
    {
        Site site;
        const auto response = site.client().get("/api/status");
        QCOMPARE(response.status, 200);
        QCOMPARE(response.headers.value("content-type"), QByteArray("application/json"));
        QCOMPARE(response.headers.value("cache-control"), QByteArray("no-store"));
        const auto document = slipway::base::parseObject(response.body);
        auto expected = slipway::domain::statusDocument(sample());
        QCOMPARE(document.value(QLatin1String("projects")), expected.value(QLatin1String("projects")));
        QCOMPARE(document.value(QLatin1String("active_project")).toString(), QStringLiteral("url-shortener"));
        QCOMPARE(document.keys(), expected.keys());
    }

    void aChangeShowsAtTheNextPoll()
    {
        Site site;
        auto snapshot = sample();
        snapshot.projects.first().issues.closed = 12;
        site.store.reset(snapshot);
        QVERIFY(site.client().get("/api/status-fragment").body.contains("12 of 20"));
    }

    void staticFilesMayBeKeptWhenTheirVersionIsAsked()
    {
        Site site;
        const auto index = site.client().get("/");
        const qsizetype at = index.body.indexOf("/static/htmx.min.js?v=");
        QVERIFY(at > 0);
        const QByteArray path = index.body.mid(at, index.body.indexOf('"', at) - at);
        const auto script = site.client().get(path);
        QCOMPARE(script.status, 200);
        QVERIFY(script.headers.value("content-type").startsWith("text/javascript"));
        QVERIFY(script.headers.value("cache-control").contains("immutable"));
        QCOMPARE(site.client().get("/static/htmx.min.js").headers.value("cache-control"), QByteArray("no-store"));
        QCOMPARE(site.client().get("/static/../templates/base.html").status, 404);
        QCOMPARE(site.client().get("/static/..%2ftemplates%2fbase.html").status, 404);
    }

    void withoutAControlTokenEveryPostIsForbiddenBeforeTheProjectIsLookedUp_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("known") << QByteArray("POST") << deployPath;
        QTest::newRow("unknown") << QByteArray("POST") << QByteArray("/projects/nothing/deploy");
        QTest::newRow("root") << QByteArray("POST") << QByteArray("/");
        QTest::newRow("status") << QByteArray("POST") << QByteArray("/api/status");
        QTest::newRow("static") << QByteArray("POST") << QByteArray("/static/style.css");
        QTest::newRow("nowhere") << QByteArray("POST") << QByteArray("/a/b/c/d");
        QTest::newRow("health") << QByteArray("POST") << QByteArray("/healthz");
        QTest::newRow("put") << QByteArray("PUT") << deployPath;
        QTest::newRow("delete") << QByteArray("DELETE") << QByteArray("/projects/url-shortener");
        QTest::newRow("patch") << QByteArray("PATCH") << QByteArray("/projects/url-shortener");
    }
    void withoutAControlTokenEveryPostIsForbiddenBeforeTheProjectIsLookedUp()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, path);
        Site site;
        for (const auto &authorization : { QByteArray(), QByteArray("Bearer pilot-token"), QByteArray("Bearer ") }) {
            const auto response = site.client().request(method, path, { { "Authorization", authorization } });
            QCOMPARE(response.status, 403);
            verifyHardened(response);
        }
        QVERIFY(site.commands.isEmpty());
    }

    void theControlTokenDeploys()
    {
        Site site(withControl());
        const auto response = site.client().request("POST", deployPath, { { "X-Slipway-Token", "pilot-token" } });
        QCOMPARE(response.status, 202);
        QCOMPARE(slipway::base::parseObject(response.body).value(QLatin1String("success")).toBool(), true);
        QCOMPARE(site.commands.size(), 1);
        QCOMPARE(site.commands.first().verb, QStringLiteral("deploy"));
        QCOMPARE(site.commands.first().arguments.value(QLatin1String("project")).toString(),
                 QStringLiteral("url-shortener"));
        QVERIFY(site.commands.first().actor.startsWith(QLatin1String("dashboard")));
    }

    void aFormDeploysAndGoesBackToTheProject()
    {
        Site site(withControl());
        const slipway::test::RawHeaders headers { { "Accept", "text/html" },
                                                  { "Content-Type", "application/x-www-form-urlencoded" } };
        const auto response = site.client().request("POST", deployPath, headers, "token=pilot%2Dtoken");
        QCOMPARE(response.status, 303);
        QCOMPARE(response.headers.value("location"), QByteArray("/projects/url-shortener"));
        QCOMPARE(site.commands.size(), 1);
    }

    void wrongAndMissingTokensDeployNothing()
    {
        Site site(withControl());
        QCOMPARE(site.client().request("POST", deployPath, {}).status, 401);
        QCOMPARE(site.client().request("POST", deployPath, { { "Authorization", "Bearer wrong" } }).status, 403);
        QCOMPARE(site.client()
                     .request("POST", deployPath,
                              { { "Authorization", "Bearer pilot-token" }, { "Origin", "http://evil.example.com" } })
                     .status,
                 403);
        QCOMPARE(
            site.client().request("POST", "/projects/nothing/deploy", { { "Authorization", "Bearer wrong" } }).status,
            403);
        QCOMPARE(site.client()
                     .request("POST", "/projects/nothing/deploy", { { "Authorization", "Bearer pilot-token" } })
                     .status,
                 404);
        QCOMPARE(site.client().request("POST", "/api/status", { { "Authorization", "Bearer pilot-token" } }).status,
                 404);
        QVERIFY(site.commands.isEmpty());
    }

    void theEnginesRefusalIsPassedOn()
    {
        Site site(withControl());
        site.answer = slipway::fail(ErrorCode::Unavailable, QStringLiteral("No engine answers"),
                                    QStringLiteral("Start slipway"));
        const auto response = site.client().request("POST", deployPath, { { "Authorization", "Bearer pilot-token" } });
        QCOMPARE(response.status, 503);
        const auto error = slipway::base::parseObject(response.body).value(QLatin1String("error")).toObject();
        QCOMPARE(error.value(QLatin1String("message")).toString(), QStringLiteral("No engine answers"));
        QCOMPARE(error.value(QLatin1String("class")).toString(), QStringLiteral("unavailable"));
        verifyHardened(response);
    }

    void aForeignHostIsMisdirected()
    {
        Site site(withControl());
        for (const char *method : { "GET", "POST" }) {
            for (const char *path : { "/", "/api/status", "/projects/url-shortener", "/projects/url-shortener/deploy",
                                      "/nothing", "/static/style.css" }) {
                const auto response = site.client().request(
                    method, path, { { "Host", "evil.example.com" }, { "Authorization", "Bearer pilot-token" } });
                QCOMPARE(response.status, 421);
            }
        }
        QVERIFY(site.commands.isEmpty());
    }

    void beyondLoopbackReadingNeedsTheToken()
    {
        DashboardSettings settings;
        settings.host = QStringLiteral("0.0.0.0");
        settings.readToken = QStringLiteral("reader-token");
        Site site(settings);
        for (const char *path : { "/", "/api/status", "/api/status-fragment", "/projects/url-shortener",
                                  "/projects/nothing", "/static/style.css" }) {
            QCOMPARE(site.client().get(path).status, 401);
            QCOMPARE(site.client().get(path, { { "Authorization", "Bearer nonsense" } }).status, 403);
        }
        QVERIFY(site.client().get("/").headers.value("www-authenticate").startsWith("Basic"));
        QCOMPARE(site.client().get("/", { { "Authorization", "Bearer reader-token" } }).status, 200);
        QCOMPARE(
            site.client().get("/", { { "Authorization", "Basic " + QByteArray("me:reader-token").toBase64() } }).status,
            200);
        QCOMPARE(site.client().get("/healthz").status, 200);
    }

    void unknownPagesAreNotFound()
    {
        Site site;
        for (const char *path : { "/nothing", "/projects/nothing", "/projects/", "/projects/a/b", "/api",
                                  "/api/status-fragment?project=nothing" }) {
            const auto response = site.client().get(path);
            QVERIFY2(response.status == 404, path);
            verifyHardened(response);
        }
        const auto page = site.client().get("/projects/%3Cscript%3E", { { "Accept", "text/html" } });
        QCOMPARE(page.status, 404);
        QVERIFY(!page.body.contains("<script>"));
    }

    void headAnswersAsGetWithoutABody()
    {
        Site site;
        const auto head = site.client().request("HEAD", "/api/status", {});
        QCOMPARE(head.status, 200);
        QVERIFY(head.body.isEmpty());
        QVERIFY(head.headers.value("content-length").toInt() > 100);
    }

    void itListensWhereItMayOnly()
    {
        StateStore store;
        const auto listen = [&](const QString &host, quint16 port, const QString &token = {}) {
            DashboardSettings settings;
            settings.host = host;
            settings.port = port;
            settings.readToken = token;
            Dashboard dashboard(store, [](Command) -> Async<QJsonObject> { co_return QJsonObject(); }, settings);
            return dashboard.listen();
        };
        QVERIFY(listen(QStringLiteral("0.0.0.0"), 0).error().code == ErrorCode::Denied);
        QVERIFY(listen(QStringLiteral("not-an-address"), 0).error().code == ErrorCode::Invalid);
        QVERIFY(listen(QStringLiteral("203.0.113.9"), 0, QStringLiteral("token")).error().code == ErrorCode::Invalid);
        QVERIFY_RESULT(listen(QStringLiteral("localhost"), 0));

        Site site; // takes a port
        const auto taken = listen(QStringLiteral("127.0.0.1"), quint16(site.address.port()));
        QVERIFY(taken.error().code == ErrorCode::Conflict);
        QVERIFY(taken.error().message.contains(QString::number(site.address.port())));
        QVERIFY(!taken.error().hint.isEmpty());
    }

    void manyReadersAreServed()
    {
        Site site;
        std::vector<std::unique_ptr<QTcpSocket>> sockets;
        for (int i = 0; i < 50; ++i) {
            sockets.push_back(std::make_unique<QTcpSocket>());
            sockets.back()->connectToHost(QHostAddress(QHostAddress::LocalHost), quint16(site.address.port()));
            sockets.back()->write("GET /api/status-fragment HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        }
        for (auto &socket : sockets)
            QCOMPARE(RawClient::finish(*socket).status, 200);
    }
};

SLIPWAY_TEST(TstDashboard)
#include "tst_dashboard.moc"
