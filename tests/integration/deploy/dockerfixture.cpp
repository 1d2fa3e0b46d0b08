// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/deploy/dockerfixture.h"

#include "core/process/processrunner.h"
#include "tests/integration/deploy/deployfixture.h"

#include <QElapsedTimer>
#include <QFile>
#include <QThread>

#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>

namespace slipway::test {

namespace {

constexpr int startTimeoutMs = 30000;
constexpr int stopTimeoutMs = 30000;

/// Empty if it ended with 0, else its output.
QString runTool(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(60000))
        return program + QStringLiteral(" did not end");
    return process.exitCode() == 0
        ? QString()
        : program + QStringLiteral(": ") + QString::fromLocal8Bit(process.readAll()).trimmed();
}

} // namespace

DockerFixture::DockerFixture()
{
    for (const char *name : { "docker", "dockerd", "ip", "tar", "ldd" }) {
        if (process::findProgram(QLatin1String(name)).isEmpty()
            && process::findProgram(QLatin1String(name), QStringLiteral("/usr/sbin:/sbin")).isEmpty()) {
            m_problem = QStringLiteral("%1 is not installed").arg(QLatin1String(name));
            return;
        }
    }
    if (::geteuid() != 0) {
        m_problem = QStringLiteral("a private engine needs root");
        return;
    }
    if (!QFile::exists(QStringLiteral("/usr/bin/python3"))) {
        m_problem = QStringLiteral("/usr/bin/python3 is needed for the base image");
        return;
    }
    // Short, because a socket's path has a limit of about 100 bytes.
    m_folder = std::make_unique<QTemporaryDir>(QStringLiteral("/tmp/slw-docker-XXXXXX"));
    m_problem = makeBridge();
    startJanitor(m_folder->path(), m_bridge);
    if (m_problem.isEmpty())
        m_problem = startEngine();
    if (m_problem.isEmpty())
        m_problem = importBase();
}

DockerFixture::~DockerFixture()
{
    if (m_engine.state() == QProcess::Running) {
        const QString all = docker({ QStringLiteral("ps"), QStringLiteral("-aq") });
        if (!all.isEmpty())
            docker(QStringList { QStringLiteral("rm"), QStringLiteral("-f") } + all.split(QLatin1Char('\n')));
        m_engine.terminate();
        if (!m_engine.waitForFinished(stopTimeoutMs))
            m_engine.kill();
        m_engine.waitForFinished(stopTimeoutMs);
    }
    if (!m_bridge.isEmpty())
        runTool(QStringLiteral("ip"), { QStringLiteral("link"), QStringLiteral("del"), m_bridge });
}

QMap<QString, QString> DockerFixture::environment() const
{
    return { { QStringLiteral("DOCKER_HOST"), QStringLiteral("unix://") + m_folder->filePath(QStringLiteral("s")) },
             { QStringLiteral("DOCKER_CONFIG"), m_folder->filePath(QStringLiteral("config")) } };
}

QString DockerFixture::makeBridge()
{
    const QString name = QStringLiteral("slw%1").arg(::getpid() % 1000000);
    const int third = static_cast<int>(::getpid() % 200);
    const QString address = QStringLiteral("172.30.%1.1/24").arg(third);
    const QString ip = QStringLiteral("ip");
    QString error = runTool(ip,
                            { QStringLiteral("link"), QStringLiteral("add"), QStringLiteral("name"), name,
                              QStringLiteral("type"), QStringLiteral("bridge") });
    if (!error.isEmpty())
        return QStringLiteral("no bridge can be made (%1)").arg(error);
    m_bridge = name;
    error = runTool(ip, { QStringLiteral("addr"), QStringLiteral("add"), address, QStringLiteral("dev"), name });
    if (error.isEmpty())
        error = runTool(ip, { QStringLiteral("link"), QStringLiteral("set"), name, QStringLiteral("up") });
    return error;
}

QString DockerFixture::startEngine()
{
    const auto file = [this](const char *name) { return m_folder->filePath(QLatin1String(name)); };
    QFile configuration(file("daemon.json"));
    if (!configuration.open(QIODevice::WriteOnly) || configuration.write("{}") != 2)
        return QStringLiteral("the temporary folder cannot be written");
    configuration.close();
    m_engine.setProcessChannelMode(QProcess::MergedChannels);
    m_engine.setStandardOutputFile(file("log"));
    m_engine.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
    m_engine.start(QStringLiteral("dockerd"),
                   { QStringLiteral("--config-file"), file("daemon.json"), QStringLiteral("--data-root"), file("data"),
                     QStringLiteral("--exec-root"), file("exec"), QStringLiteral("--pidfile"), file("pid"),
                     QStringLiteral("--host"), QStringLiteral("unix://") + file("s"), QStringLiteral("--bridge"),
                     m_bridge, QStringLiteral("--iptables=false"), QStringLiteral("--ip6tables=false"),
                     QStringLiteral("--ip-masq=false"), QStringLiteral("--ip-forward=false") });
    QElapsedTimer clock;
    clock.start();
    for (int code = 1; code != 0;) {
        docker({ QStringLiteral("version"), QStringLiteral("--format"), QStringLiteral("{{.Server.Version}}") }, &code);
        if (code == 0)
            break;
        if (m_engine.state() == QProcess::NotRunning || clock.elapsed() > startTimeoutMs) {
            QFile log(file("log"));
            const QByteArray text = log.open(QIODevice::ReadOnly) ? log.readAll() : QByteArray();
            return QStringLiteral("dockerd does not start here: %1")
                .arg(QString::fromUtf8(text.trimmed().split('\n').last()));
        }
        m_engine.waitForFinished(100);
    }
    return {};
}

QString DockerFixture::importBase()
{
    const QString tree = m_folder->filePath(QStringLiteral("tree"));
    const QString archive = m_folder->filePath(QStringLiteral("tree.tar"));
    QString error
        = runTool(QStringLiteral("sh"), { QStringLiteral(SLIPWAY_TEST_DATA "/deploy/make_base_image.sh"), tree });
    if (error.isEmpty())
        error = runTool(QStringLiteral("tar"),
                        { QStringLiteral("-C"), tree, QStringLiteral("-cf"), archive, QStringLiteral(".") });
    if (!error.isEmpty())
        return error;
    int code = 0;
    const QString output = docker({ QStringLiteral("import"), archive, baseImage() }, &code);
    if (code != 0)
        return output;
    const QString said = docker({ QStringLiteral("run"), QStringLiteral("--rm"), baseImage(), QStringLiteral("python"),
                                  QStringLiteral("-c"), QStringLiteral("print(1)") },
                                &code);
    return code == 0 ? QString() : QStringLiteral("containers do not run here: %1").arg(said);
}

QString DockerFixture::docker(const QStringList &arguments, int *exitCode) const
{
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    const auto own = this->environment();
    for (auto it = own.begin(); it != own.end(); ++it)
        environment.insert(it.key(), it.value());
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral("docker"), arguments);
    process.waitForFinished(120000);
    if (exitCode)
        *exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    return QString::fromUtf8(process.readAll()).trimmed();
}

} // namespace slipway::test
