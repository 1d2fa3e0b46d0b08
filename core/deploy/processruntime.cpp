// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/processruntime.h"

#include "core/base/files.h"
#include "core/base/redaction.h"
#include "core/base/taskscope.h"
#include "core/deploy/databackups.h"
#include "core/deploy/deploylog.h"
#include "core/deploy/foldertree.h"
#include "core/deploy/portallocations.h"
#include "core/deploy/processtable.h"
#include "core/deploy/startcommand.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <csignal>
#include <filesystem>

namespace slipway::deploy {

namespace {

constexpr qint64 tailBytes = 256 * 1024;
constexpr std::chrono::milliseconds pollInterval(25);
constexpr std::chrono::minutes copyTimeout(10);
constexpr const char *markVariable = "SLIPWAY_DEPLOYMENT";

/// Debian has no `python` beside `python3`, and most Dockerfiles say `python`: a link of ours, last in PATH, answers it.
Result<QString> makeProgramLinks(const QString &folder)
{
    const QString links = folder + QStringLiteral("/bin");
    CHECK(base::makeFolder(links));
    for (const auto &[alias, name] : { std::pair { "python", "python3" }, std::pair { "pip", "pip3" } }) {
        const QString link = links + QLatin1Char('/') + QLatin1String(alias);
        const QString target = process::findProgram(QLatin1String(name));
        QFile::remove(link);
        if (!target.isEmpty())
            QFile::link(target, link);
    }
    return links;
}

QString lastLines(const QByteArray &bytes, int lines)
{
    QList<QByteArray> all = bytes.split('\n');
    if (!all.isEmpty() && all.last().isEmpty())
        all.removeLast();
    return base::redact(QString::fromUtf8(all.mid(std::max<qsizetype>(0, all.size() - lines)).join('\n')));
}

QByteArray tailOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    if (file.size() > tailBytes)
        file.seek(file.size() - tailBytes);
    return file.readAll();
}

/// What the start command runs, so that a program which is not there is said before anything is started.
Result<QString> programOf(const QString &program, const QString &folder, const QString &path)
{
    const bool relative = program.contains(QLatin1Char('/')) && !QDir::isAbsolutePath(program);
    const QString name = relative ? QDir::cleanPath(folder + QLatin1Char('/') + program) : program;
    if (process::findProgram(name, path).isEmpty()) {
        return fail(ErrorCode::Invalid,
                    QStringLiteral("The start command's program %1 is not on this machine").arg(program),
                    QStringLiteral("Install it, correct the start command, or deploy with Docker"));
    }
    return name;
}

} // namespace

ProcessRuntime::ProcessRuntime(ProcessRuntimeSettings settings, process::ProcessRunner &runner,
                               process::Sandbox sandbox)
    : m_settings(std::move(settings))
    , m_runner(runner)
    , m_supervisors(runner, m_settings.selfPath)
    , m_sandbox(std::move(sandbox))
{
}

QString ProcessRuntime::folderOf(const QString &project, const QString &deploymentId) const
{
    return m_settings.stateFolder + QLatin1Char('/') + project + QLatin1Char('/') + deploymentId;
}

QString ProcessRuntime::dataFolder(const QString &project) const
{
    return m_settings.stateFolder + QLatin1Char('/') + project + QStringLiteral("/data");
}

QByteArray ProcessRuntime::markOf(const QString &project, const QString &deploymentId) const
{
    return QByteArray(markVariable) + '=' + QFile::encodeName(folderOf(project, deploymentId));
}

Async<Release> ProcessRuntime::build(Release release, BuildLog log, std::stop_token stop)
{
    if (stop.stop_requested())
        co_return fail(ErrorCode::Cancelled, QStringLiteral("The build was cancelled"));
    CO_CHECK(arrangeFiles(release.sourceFolder));
    HostPlaces places { release.sourceFolder, dataFolder(release.project), 1 };
    CO_TRY(const StartCommand start, startCommandOf(places));
    if (log) {
        log(QStringLiteral("Start command from %1: %2").arg(start.source, start.arguments.join(QLatin1Char(' '))));
        for (const QString &note : start.notes)
            log(note);
        if (m_sandbox.kind() == process::SandboxKind::None)
            log(QStringLiteral("No sandbox works here: the app runs with your rights"));
    }
    release.image = release.sourceFolder;
    release.runtime = name();
    co_return release;
}

Result<SupervisorSpec> ProcessRuntime::specFor(const Release &release, int port) const
{
    const QString folder = folderOf(release.project, release.deploymentId);
    const QString data = dataFolder(release.project);
    TRY(const QString links, makeProgramLinks(folder));
    HostPlaces places { release.sourceFolder, data, port };
    TRY(const StartCommand start, startCommandOf(places));

    process::ProcessSpec app;
    app.environment = process::baseEnvironment();
    app.environment.insert(QStringLiteral("PYTHONUNBUFFERED"), QStringLiteral("1")); // or the log misses the last words
    app.environment.insert(start.environment);
    app.environment.insert(QStringLiteral("PORT"), QString::number(port));
    app.environment.insert(QStringLiteral("HOST"), QStringLiteral("127.0.0.1"));
    app.environment.insert(QStringLiteral("DATA_DIR"), data);
    app.environment.insert(QLatin1String(markVariable), folder);
    QString &path = app.environment[QStringLiteral("PATH")];
    path = (path.isEmpty() ? QStringLiteral("/usr/local/bin:/usr/bin:/bin") : path) + QLatin1Char(':') + links;
    TRY(app.program, programOf(start.arguments.first(), release.sourceFolder, path));
    app.arguments = start.arguments.mid(1);
    app.workingDirectory = start.workingDirectory;
    process::SandboxProfile profile;
    profile.readable << release.sourceFolder << links;
    profile.writable << data;
    profile.network = true;
    app.sandbox = profile;
    const auto wrapped = m_sandbox.wrap(std::move(app));

    SupervisorSpec spec = m_settings.supervisor;
    spec.program = wrapped.program;
    spec.arguments = wrapped.arguments;
    spec.environment = wrapped.environment;
    spec.workingDirectory = wrapped.workingDirectory;
    spec.port = port;
    return spec;
}

Async<> ProcessRuntime::start(Release release, int port)
{
    if (!release.runtime.isEmpty() && release.runtime != name()) {
        co_return fail(ErrorCode::Unavailable,
                       QStringLiteral("Deployment %1 was built by %2, which is not in use")
                           .arg(release.deploymentId, release.runtime),
                       QStringLiteral("Start its engine, or deploy again"));
    }
    const QString folder = folderOf(release.project, release.deploymentId);
    if (lockHolder(folder + QStringLiteral("/lock")) > 0) {
        if (readState(folder + QStringLiteral("/state.json")).port == port)
            co_return {};
        CO_CHECK(co_await stop(release.project, release.deploymentId));
    }
    CO_CHECK(co_await endMarked(markOf(release.project, release.deploymentId))); // of a supervisor that was killed
    if (!QFileInfo(release.sourceFolder).isDir()) {
        co_return fail(ErrorCode::NotFound,
                       QStringLiteral("The files of deployment %1 are gone").arg(release.deploymentId),
                       QStringLiteral("Deploy again"));
    }
    if (!PortAllocations::isFree(port))
        co_return fail(ErrorCode::Conflict, QStringLiteral("Port %1 is taken by another process").arg(port));
    CO_CHECK(base::makeFolder(folder, true));
    CO_CHECK(base::makeFolder(dataFolder(release.project), true));
    CO_TRY(const SupervisorSpec spec, specFor(release, port));
    const auto started = co_await m_supervisors.start(folder, spec);
    if (started)
        co_return {};
    const auto ended = co_await stop(release.project, release.deploymentId);
    if (!ended)
        qCWarning(lcDeploy, "%s", qUtf8Printable(ended.error().message));
    co_return forward(started);
}

Async<> ProcessRuntime::endMarked(QByteArray mark)
{
    for (int round = 0; round < 100; ++round) {
        const auto members = processesMarked(mark);
        if (members.isEmpty())
            co_return {};
        for (const pid_t pid : members)
            ::kill(pid, SIGKILL);
        CO_CHECK(co_await base::sleepFor(pollInterval));
    }
    co_return fail(ErrorCode::Internal, QStringLiteral("Processes of the app cannot be ended"),
                   QStringLiteral("Look for processes in state D (disk wait)"), QString::fromLocal8Bit(mark));
}

Async<> ProcessRuntime::stop(QString project, QString deploymentId)
{
    CO_CHECK(co_await m_supervisors.end(folderOf(project, deploymentId), m_settings.supervisor.graceMs));
    co_return co_await endMarked(markOf(project, deploymentId));
}

Async<AppStatus> ProcessRuntime::status(QString project, QString deploymentId)
{
    const QString folder = folderOf(project, deploymentId);
    AppStatus status;
    if (!QFileInfo::exists(folder + QStringLiteral("/spec.json")))
        co_return status;
    const auto state = readState(folder + QStringLiteral("/state.json"));
    status.restarts = state.restarts;
    status.port = state.port;
    status.detail = state.lastExit;
    if (lockHolder(folder + QStringLiteral("/lock")) <= 0)
        status.state = AppStatus::State::Stopped;
    else if (state.state == QLatin1String("crash_loop"))
        status.state = AppStatus::State::CrashLoop;
    else if (state.state == QLatin1String("restarting"))
        status.state = AppStatus::State::Restarting;
    else if (state.state == QLatin1String("stopped"))
        status.state = AppStatus::State::Stopped;
    else
        status.state = AppStatus::State::Running;
    co_return status;
}

Async<QString> ProcessRuntime::logTail(QString project, QString deploymentId, int lines)
{
    const QString log = folderOf(project, deploymentId) + QStringLiteral("/log");
    QByteArray bytes = tailOf(log);
    if (bytes.count('\n') < lines)
        bytes.prepend(tailOf(log + QStringLiteral(".1"))); // it was rotated just now
    co_return lastLines(bytes, lines);
}

Async<QStringList> ProcessRuntime::deployments(QString project)
{
    QStringList list;
    const QDir folder(m_settings.stateFolder + QLatin1Char('/') + project);
    const auto names = folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &name : names) {
        if (QFileInfo::exists(folder.filePath(name) + QStringLiteral("/spec.json")))
            list << name;
    }
    co_return list;
}

Async<bool> ProcessRuntime::hasRelease(Release release)
{
    co_return QFileInfo(release.sourceFolder).isDir();
}

Async<> ProcessRuntime::removeRelease(Release release)
{
    CO_CHECK(co_await stop(release.project, release.deploymentId));
    removeTree(folderOf(release.project, release.deploymentId));
    co_return {};
}

Async<> ProcessRuntime::backUp(Release live, int keep)
{
    const QString data = dataFolder(live.project);
    if (QDir(data).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot))
        co_return {};
    const DataBackups backups(m_settings.stateFolder);
    CO_TRY(const QString part, backups.begin(live.project));
    process::ProcessSpec copy;
    copy.program = QStringLiteral("cp");
    copy.arguments << QStringLiteral("-a") << QStringLiteral("--reflink=auto") << data + QStringLiteral("/.") << part;
    copy.workingDirectory = m_settings.stateFolder;
    copy.environment = process::baseEnvironment();
    copy.timeout = copyTimeout;
    const auto copied = process::outputOf(co_await m_runner.run(copy), QStringLiteral("Copying the data"));
    if (copied)
        co_return backups.finish(live.project, live.deploymentId, keep);
    backups.discard(live.project);
    co_return forward(copied);
}

Async<> ProcessRuntime::remove(QString project, DataPolicy data)
{
    CO_TRY(const QStringList all, co_await deployments(project));
    for (const QString &id : all) {
        CO_CHECK(co_await stop(project, id));
        removeTree(folderOf(project, id));
    }
    if (data == DataPolicy::Delete) {
        removeTree(m_settings.stateFolder + QLatin1Char('/') + project);
        DataBackups(m_settings.stateFolder).removeAll(project);
    }
    co_return {};
}

} // namespace slipway::deploy
