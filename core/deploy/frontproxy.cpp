// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/frontproxy.h"

#include "core/base/files.h"
#include "core/base/taskscope.h"
#include "core/deploy/deploylog.h"
#include "core/deploy/failuretext.h"
#include "core/deploy/portallocations.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>

#include <csignal>
#include <sys/stat.h>
#include <unistd.h>

namespace slipway::deploy {

namespace {

constexpr std::chrono::milliseconds pollInterval(20);
constexpr std::chrono::seconds loadPatience(10);
constexpr std::chrono::milliseconds signalAgain(600); // one that comes during a reload's last steps is lost
constexpr std::chrono::seconds lockPatience(30);
constexpr int graceMs = 3000;
constexpr int longestSocketPath = 90; // HAProxy puts the process number and `.tmp` behind it while it binds

QString socketPathIn(const QString &folder)
{
    const QString path = folder + QStringLiteral("/proxy.sock");
    if (QFile::encodeName(path).size() <= longestSocketPath)
        return path;
    const auto hash = QCryptographicHash::hash(QFile::encodeName(path), QCryptographicHash::Sha256).toHex().left(16);
    return QStringLiteral("/tmp/slipway-%1-%2/proxy.sock").arg(::getuid()).arg(QString::fromLatin1(hash));
}

/// The one in /tmp may have been made by somebody else, who could then answer in the proxy's stead.
Result<> checkOwner(const QString &folder)
{
    struct stat status {};
    if (::lstat(QFile::encodeName(folder).constData(), &status) == 0 && S_ISDIR(status.st_mode)
        && status.st_uid == ::geteuid() && (status.st_mode & (S_IRWXG | S_IRWXO)) == 0)
        return {};
    return fail(ErrorCode::Denied, QStringLiteral("The folder %1 of the proxy's socket is somebody else's").arg(folder),
                QStringLiteral("Remove it, or set SLIPWAY_HOME to a shorter path"));
}

QString slotOf(bool second)
{
    return second ? QStringLiteral("b") : QStringLiteral("a");
}

} // namespace

FrontProxy::FrontProxy(FrontProxySettings settings, process::ProcessRunner &runner)
    : m_settings(std::move(settings))
    , m_runner(runner)
    , m_supervisors(runner, m_settings.selfPath)
    , m_socketPath(socketPathIn(m_settings.socketFolder))
    , m_socket(m_socketPath)
{
}

QString FrontProxy::findProgram()
{
    const QString name = QStringLiteral("haproxy");
    const QString found = process::findProgram(name);
    return found.isEmpty() ? process::findProgram(name, QStringLiteral("/usr/local/sbin:/usr/sbin:/sbin")) : found;
}

bool FrontProxy::isUsable() const
{
    return !m_settings.program.isEmpty() || SupervisorControl::runs(m_settings.folder);
}

QString FrontProxy::file(const char *name) const
{
    return m_settings.folder + QLatin1Char('/') + QLatin1String(name);
}

ProxyRoute FrontProxy::routeOf(const QString &project) const
{
    return ProxyRoutes::load(file("routes.json")).projects.value(project);
}

Async<FileLock> FrontProxy::lock()
{
    CO_CHECK(base::makeFolder(m_settings.folder, true));
    co_return co_await FileLock::wait(file("routes.lock"), lockPatience);
}

Async<> FrontProxy::write(ProxyRoutes routes, QString wanted)
{
    CO_TRY(const ProxyRoutes possible, co_await loadable(routes, wanted));
    const QString folder = QFileInfo(m_socketPath).path();
    CO_CHECK(base::makeFolder(folder, true));
    if (folder != m_settings.socketFolder)
        CO_CHECK(checkOwner(folder));
    co_return base::writeFileAtomically(file("haproxy.cfg"), possible.haproxyConfig(m_socketPath, ::geteuid() == 0));
}

Async<> FrontProxy::waitFor(QString description)
{
    QString last;
    auto nextSignal = std::chrono::steady_clock::now() + signalAgain;
    const auto deadline = std::chrono::steady_clock::now() + loadPatience;
    while (true) {
        const auto now = co_await m_socket.description();
        if (now && *now == description)
            co_return {};
        last = now ? *now : now.error().message;
        if (std::chrono::steady_clock::now() > deadline)
            break;
        if (now && std::chrono::steady_clock::now() > nextSignal) {
            reload();
            nextSignal = std::chrono::steady_clock::now() + signalAgain;
        }
        CO_CHECK(co_await base::sleepFor(pollInterval));
    }
    const auto log = base::readFile(file("log"));
    co_return fail(ErrorCode::Unavailable,
                   QStringLiteral("The reverse proxy did not take its new configuration (it has %1, wanted %2)")
                       .arg(last, description),
                   QStringLiteral("Look into %1").arg(file("log")),
                   log ? decisiveLines(QString::fromUtf8(log->right(4000))).join(QLatin1Char('\n')) : QString());
}

void FrontProxy::reload()
{
    const qint64 master = readState(file("state.json")).appPid;
    // 0: it died just now; its supervisor starts it with the new configuration.
    if (master > 0)
        ::kill(static_cast<pid_t>(master), SIGUSR2);
}

Async<> FrontProxy::startOrReload()
{
    if (SupervisorControl::runs(m_settings.folder)) {
        reload();
        co_return {};
    }
    SupervisorSpec spec;
    spec.program = m_settings.program;
    spec.arguments << QStringLiteral("-W") << QStringLiteral("-f") << file("haproxy.cfg");
    spec.environment = process::baseEnvironment();
    spec.workingDirectory = m_settings.folder;
    spec.restartDelaysMs = { 100, 200, 500, 1000, 2000 };
    spec.crashLoopAfter = 20;
    spec.crashLoopDelayMs = 5000; // every project's way in: tried on and on
    spec.graceMs = graceMs;
    spec.memoryMb = 0;
    spec.processes = 0;
    co_return co_await m_supervisors.start(m_settings.folder, spec);
}

Async<ProxyRoutes> FrontProxy::loadable(ProxyRoutes routes, QString wanted)
{
    const auto all = routes.projects.keys();
    for (const QString &project : all) {
        const int port = routes.projects.value(project).publicPort;
        const auto known = co_await m_socket.server(project, slotOf(false));
        if (known || PortAllocations::isFree(port))
            continue;
        if (project == wanted)
            co_return fail(ErrorCode::Conflict, QStringLiteral("Port %1 is taken by another process").arg(port));
        // One port that somebody took must not take the proxy from all other projects.
        qCWarning(lcDeploy, "port %d of %s is taken by another process; the others go on", port,
                  qUtf8Printable(project));
        routes.projects.remove(project);
    }
    co_return routes;
}

Async<> FrontProxy::load(ProxyRoutes former, ProxyRoutes routes, QString wanted)
{
    routes.generation = former.generation + 1;
    CO_CHECK(co_await write(routes, wanted));
    auto done = routes.save(file("routes.json"));
    if (done)
        done = co_await startOrReload();
    if (done)
        done = co_await waitFor(QStringLiteral("slipway-%1").arg(routes.generation));
    if (done)
        co_return done;
    former.generation = routes.generation + 1;
    const auto saved = former.save(file("routes.json"));
    const auto written = co_await write(former, {});
    if (saved && written && !former.projects.isEmpty()) {
        const auto back = co_await startOrReload();
        if (!back)
            qCWarning(lcDeploy, "%s", qUtf8Printable(back.error().message));
    }
    co_return done;
}

Async<> FrontProxy::swapSlots(QString project, ProxyRoute next)
{
    const QString fresh = slotOf(next.second);
    const QString former = slotOf(!next.second);
    const QString order = QStringLiteral("set server %1/%2 addr 127.0.0.1 port %3; set server %1/%2 state ready; "
                                         "set server %1/%4 state drain")
                              .arg(project, fresh)
                              .arg(next.innerPort)
                              .arg(former);
    CO_TRY(const QString answer, co_await m_socket.ask(order));
    CO_TRY(const HaproxySocket::Server now, co_await m_socket.server(project, fresh));
    CO_TRY(const HaproxySocket::Server then, co_await m_socket.server(project, former));
    if (now.port == next.innerPort && now.serving && !then.serving)
        co_return {};
    co_return fail(ErrorCode::Internal, QStringLiteral("The reverse proxy did not switch %1").arg(project),
                   QStringLiteral("Look into %1").arg(file("log")), answer.simplified());
}

Async<> FrontProxy::route(QString project, int publicPort, int innerPort)
{
    CO_TRY(const FileLock held, co_await lock());
    const auto former = ProxyRoutes::load(file("routes.json"));
    auto routes = former;
    const auto before = routes.projects.value(project);
    const bool known = before.publicPort == publicPort;
    const auto serving = co_await m_socket.server(project, slotOf(before.second));
    if (!known || !serving) {
        routes.projects.insert(project, { publicPort, innerPort, false });
        co_return co_await load(former, routes, project);
    }
    if (serving->port == innerPort && serving->serving)
        co_return {};
    const ProxyRoute next { publicPort, innerPort, !before.second };
    routes.projects.insert(project, next);
    // First the file: a proxy that is started again right now has to send requests to the app that will stay.
    CO_CHECK(co_await write(routes, {}));
    CO_CHECK(routes.save(file("routes.json")));
    const auto swapped = co_await swapSlots(project, next);
    if (swapped)
        co_return {};
    qCWarning(lcDeploy, "%s; reloading it instead", qUtf8Printable(swapped.error().message));
    co_return co_await load(former, routes, project);
}

Async<bool> FrontProxy::drain(QString project, std::chrono::milliseconds patience)
{
    const QString former = slotOf(!routeOf(project).second);
    const auto deadline = std::chrono::steady_clock::now() + patience;
    int idleLooks = 0; // a request may have chosen this app just before the switch, and not be counted yet
    while (idleLooks < 2) {
        const auto busy = co_await m_socket.busy(project, former);
        idleLooks = !busy || *busy == 0 ? idleLooks + 1 : 0;
        if (idleLooks >= 2 || std::chrono::steady_clock::now() > deadline)
            break;
        CO_CHECK(co_await base::sleepFor(pollInterval));
    }
    const auto off = co_await m_socket.ask(QStringLiteral("set server %1/%2 state maint").arg(project, former));
    if (!off)
        qCWarning(lcDeploy, "%s", qUtf8Printable(off.error().message));
    co_return idleLooks > 0;
}

Async<> FrontProxy::unroute(QString project)
{
    if (routeOf(project).publicPort == 0)
        co_return {};
    CO_TRY(const FileLock held, co_await lock());
    const auto former = ProxyRoutes::load(file("routes.json"));
    auto routes = former;
    routes.projects.remove(project);
    if (!routes.projects.isEmpty() && isUsable())
        co_return co_await load(former, routes, {});
    CO_CHECK(routes.save(file("routes.json")));
    co_return co_await m_supervisors.end(m_settings.folder, graceMs);
}

Async<> FrontProxy::keepRunning()
{
    const bool wanted = !ProxyRoutes::load(file("routes.json")).projects.isEmpty();
    if (!wanted || SupervisorControl::runs(m_settings.folder) || m_settings.program.isEmpty())
        co_return {};
    CO_TRY(const FileLock held, co_await lock());
    const auto routes = ProxyRoutes::load(file("routes.json")); // another engine may have changed them until now
    if (routes.projects.isEmpty() || SupervisorControl::runs(m_settings.folder))
        co_return {};
    co_return co_await load(routes, routes, {});
}

} // namespace slipway::deploy
