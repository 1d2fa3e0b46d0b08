// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/deploy/deployfixture.h"

#include "core/base/files.h"

#include <QCoreApplication>
#include <QDir>
#include <QProcess>
#include <QTcpSocket>

#include <csignal>
#include <unistd.h>

namespace slipway::test {

namespace {

constexpr const char *appText = R"(
import http.server, os, signal, sys, time

HEALTH = @HEALTH@
@BEFORE@

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        status, body = 200, "@VERSION@ %d" % os.getpid()
        if self.path == "/healthz":
            status = HEALTH
        elif self.path == "/count":
            path = os.path.join(os.environ["DATA_DIR"], "count")
            count = int(open(path).read()) + 1 if os.path.exists(path) else 1
            open(path, "w").write(str(count))
            body = str(count)
        elif self.path == "/slow":
            time.sleep(6)
        elif self.path == "/env":
            body = "\n".join("%s=%s" % item for item in sorted(os.environ.items()))
        elif self.path == "/write":
            try:
                open("written", "w").write("x")
                body = "written"
            except OSError as error:
                body = "refused"
        self.send_response(status)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *arguments):
        pass

def end(*arguments):
    with open(os.path.join(os.environ["DATA_DIR"], "ended"), "w") as file:
        file.write("gracefully")
    os._exit(0)

signal.signal(signal.SIGTERM, end)
server = http.server.ThreadingHTTPServer((os.environ.get("HOST", "127.0.0.1"), int(os.environ["PORT"])), Handler)
print("listening on", os.environ["PORT"])
server.serve_forever()
)";

void runGit(const QString &folder, const QStringList &arguments)
{
    QProcess git;
    git.setWorkingDirectory(folder);
    git.setProcessChannelMode(QProcess::MergedChannels);
    git.start(QStringLiteral("git"),
              QStringList { QStringLiteral("-c"), QStringLiteral("user.name=Test"), QStringLiteral("-c"),
                            QStringLiteral("user.email=test@localhost") }
                  + arguments);
    if (!git.waitForFinished() || git.exitCode() != 0)
        qFatal("git %s: %s", qPrintable(arguments.join(QLatin1Char(' '))), git.readAll().constData());
}

} // namespace

process::Sandbox workingSandbox()
{
    static const auto kind = [] {
        process::HostProcessRunner runner { process::Sandbox(process::SandboxKind::Bubblewrap) };
        return await(process::Sandbox::probe(runner)) ? process::SandboxKind::Bubblewrap : process::SandboxKind::None;
    }();
    return process::Sandbox(kind);
}

namespace {

deploy::ProcessRuntimeSettings quickSupervisor(const QString &stateFolder)
{
    deploy::ProcessRuntimeSettings settings;
    settings.stateFolder = stateFolder;
    settings.selfPath = QCoreApplication::applicationFilePath();
    settings.supervisor.restartDelaysMs = { 50, 100 };
    settings.supervisor.crashLoopAfter = 3;
    settings.supervisor.graceMs = 2000;
    return settings;
}

} // namespace

std::unique_ptr<deploy::ProcessRuntime> makeProcessRuntime(const QString &stateFolder, process::ProcessRunner &runner)
{
    return std::make_unique<deploy::ProcessRuntime>(quickSupervisor(stateFolder), runner, workingSandbox());
}

deploy::ProcessRuntimeSettings DeployFixture::runtimeSettings() const
{
    return quickSupervisor(stateFolder());
}

void startJanitor(const QString &folder, const QString &bridge)
{
    QProcess::startDetached(
        QStringLiteral("sh"),
        { QStringLiteral(SLIPWAY_TEST_DATA "/deploy/janitor.sh"), QString::number(::getpid()), folder, bridge });
}

DeployFixture::DeployFixture()
{
    startJanitor(m_folder.path());
    restartEngine();
}

deploy::FrontProxySettings DeployFixture::proxySettings() const
{
    const QString folder = stateFolder() + QStringLiteral("/.proxy");
    return { folder, folder, QCoreApplication::applicationFilePath(), deploy::FrontProxy::findProgram() };
}

DeployFixture::~DeployFixture()
{
    deploy::SupervisorControl supervisors(*m_runner, {});
    if (const auto ended = await(supervisors.end(proxySettings().folder, 1000)); !ended)
        qWarning("%s", qPrintable(ended.error().message));
    const auto projects = QDir(stateFolder()).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &project : projects) {
        if (const auto removed = await(m_runtime->remove(project, deploy::DataPolicy::Delete)); !removed)
            qWarning("%s", qPrintable(removed.error().message));
    }
    const auto left = leftovers();
    if (!left.isEmpty())
        qWarning("still there: %s", qPrintable(left.join(QStringLiteral("; "))));
}

bool DeployFixture::isAvailable()
{
    return !process::findProgram(QStringLiteral("python3")).isEmpty()
        && !process::findProgram(QStringLiteral("git")).isEmpty();
}

void DeployFixture::restartEngine()
{
    m_runtime.reset();
    m_runner.reset();
    m_runner = std::make_unique<process::HostProcessRunner>(workingSandbox());
    m_runtime = makeProcessRuntime(stateFolder(), *m_runner);
}

QString DeployFixture::writeApp(const QString &folder, const App &app)
{
    QString text = QString::fromUtf8(appText);
    text.replace(QStringLiteral("@VERSION@"), app.version);
    text.replace(QStringLiteral("@HEALTH@"), QString::number(app.health));
    text.replace(QStringLiteral("@BEFORE@"), app.before);
    const QString dockerfile = QStringLiteral("FROM %1\nWORKDIR /app\nCOPY . .\n%2\nCMD [\"python\", \"app.py\"]\n")
                                   .arg(app.baseImage, app.extra);
    if (!QDir().mkpath(folder) || !base::writeFileAtomically(folder + QStringLiteral("/app.py"), text.toUtf8())
        || !base::writeFileAtomically(folder + QStringLiteral("/Dockerfile"), dockerfile.toUtf8()))
        qFatal("cannot write the app");
    return folder;
}

QString DeployFixture::commitApp(const App &app)
{
    const QString work = path(QStringLiteral("work"));
    if (!QDir(work).exists()) {
        QDir().mkpath(work);
        runGit(path(QString()),
               { QStringLiteral("init"), QStringLiteral("-q"), QStringLiteral("--bare"), repository() });
        runGit(work, { QStringLiteral("init"), QStringLiteral("-q") });
    }
    static_cast<void>(writeApp(work, app));
    runGit(work, { QStringLiteral("add"), QStringLiteral("-A") });
    runGit(work,
           { QStringLiteral("commit"), QStringLiteral("-q"), QStringLiteral("--allow-empty"), QStringLiteral("-m"),
             app.version });
    runGit(work,
           { QStringLiteral("push"), QStringLiteral("-q"), QStringLiteral("-f"), repository(),
             QStringLiteral("HEAD:refs/heads/dev") });
    QProcess git;
    git.setWorkingDirectory(work);
    git.start(QStringLiteral("git"), { QStringLiteral("rev-parse"), QStringLiteral("HEAD") });
    git.waitForFinished();
    return QString::fromLatin1(git.readAll()).trimmed();
}

QString DeployFixture::get(int port, const QString &path, int patienceMs)
{
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(port));
    if (!socket.waitForConnected(2000))
        return {};
    socket.write("GET " + path.toUtf8() + " HTTP/1.0\r\n\r\n");
    while (socket.waitForReadyRead(patienceMs)) { }
    const QByteArray answer = socket.readAll();
    const qsizetype end = answer.indexOf("\r\n\r\n");
    return end < 0 ? QString() : QString::fromUtf8(answer.mid(end + 4));
}

namespace {

deploy::DeploySettings quickSettings(int keep, std::chrono::seconds deadline)
{
    deploy::DeploySettings settings;
    settings.keep = keep;
    settings.health.deadline = deadline;
    settings.health.interval = std::chrono::milliseconds(30);
    return settings;
}

} // namespace

DeployEngine::DeployEngine(DeployFixture &fixture, deploy::Runtime &runtime, int keep, std::chrono::seconds deadline,
                           bool withProxy)
    : git(fixture.runner())
    , proxy(fixture.proxySettings(), fixture.runner())
    , ports(fixture.path(QStringLiteral("port_allocations.json")),
            deploy::PortAllocations::probeFreePort().value_or(40000))
    , deployer(runtime, ports, git, clock, fixture.path(QStringLiteral("releases")), quickSettings(keep, deadline),
               withProxy ? &proxy : nullptr)
{
}

QStringList DeployFixture::leftovers() const
{
    QStringList found;
    const QByteArray needle = QFile::encodeName(m_folder.path()) + '/';
    const auto pids = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &pid : pids) {
        if (pid.toLongLong() <= 0 || pid.toLongLong() == ::getpid())
            continue;
        for (const char *name : { "environ", "cmdline" }) {
            QFile file(QStringLiteral("/proc/%1/%2").arg(pid, QLatin1String(name)));
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(needle)) {
                found << pid;
                break;
            }
        }
    }
    return found;
}

} // namespace slipway::test
