// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/dockerruntime.h"

#include "core/base/files.h"
#include "core/base/redaction.h"
#include "core/deploy/deploylog.h"
#include "core/deploy/dockererrors.h"
#include "core/deploy/dockerfile.h"

#include <QFileInfo>
#include <QJsonObject>
#include <QTemporaryDir>

namespace slipway::deploy {

namespace {

using Call = DockerClient::Call;

constexpr std::chrono::minutes buildTimeout(30);
constexpr std::chrono::minutes pullTimeout(10);
constexpr int crashLoopRestarts = 5;

QString labelOf(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String("Config"))
        .toObject()
        .value(QLatin1String("Labels"))
        .toObject()
        .value(QLatin1String(name))
        .toString();
}

Call callOf(QString what, QStringList arguments)
{
    Call call;
    call.what = std::move(what);
    call.arguments = std::move(arguments);
    return call;
}

QStringList labelFilters(const QString &project)
{
    return { QStringLiteral("--filter"), QStringLiteral("label=slipway.project=") + project };
}

} // namespace

DockerRuntime::DockerRuntime(DockerClient client, DockerSettings settings)
    : m_client(std::move(client))
    , m_settings(std::move(settings))
{
}

QString DockerRuntime::name() const
{
    return m_client.isPodman() ? QStringLiteral("podman") : QStringLiteral("docker");
}

QString DockerRuntime::containerName(const QString &project, const QString &deploymentId) const
{
    return project + QLatin1Char('-') + deploymentId;
}

QString DockerRuntime::volumeName(const QString &project) const
{
    return QStringLiteral("slipway-") + project + QStringLiteral("-data");
}

QStringList DockerRuntime::labels(const Release &release, const QString &role) const
{
    QStringList options;
    const auto add = [&](const char *key, const QString &value) {
        options << QStringLiteral("--label") << QLatin1String(key) + QLatin1Char('=') + value;
    };
    add("slipway.project", release.project);
    add("slipway.deployment", release.deploymentId);
    add("slipway.commit", release.commit);
    add("slipway.home", m_settings.home);
    add("slipway.role", role);
    return options;
}

bool DockerRuntime::isOurs(const QJsonObject &container) const
{
    return labelOf(container, "slipway.role") == QLatin1String("app")
        && labelOf(container, "slipway.home") == m_settings.home;
}

Async<bool> DockerRuntime::hasBuildx()
{
    if (m_client.isPodman())
        co_return false;
    if (!m_buildx) {
        const Call call
            = callOf(QStringLiteral("Looking for buildx"), { QStringLiteral("buildx"), QStringLiteral("version") });
        const auto outcome = co_await m_client.run(call);
        m_buildx = outcome.ok();
    }
    co_return *m_buildx;
}

Async<> DockerRuntime::fetchBaseImages(Release release, BuildLog log, std::stop_token stop)
{
    CO_TRY(const QByteArray text, base::readFile(release.sourceFolder + QStringLiteral("/Dockerfile")));
    CO_TRY(const Dockerfile dockerfile, Dockerfile::parse(QString::fromUtf8(text)));
    const QStringList images = dockerfile.baseImages();
    for (const QString &image : images) {
        const QStringList names { image };
        CO_TRY(const QJsonArray found, co_await m_client.inspect(QStringLiteral("image"), names));
        if (!found.isEmpty())
            continue;
        log(QStringLiteral("Pulling %1").arg(image));
        Call call = callOf(QStringLiteral("Pulling %1").arg(image), { QStringLiteral("pull"), image });
        call.timeout = pullTimeout;
        const auto outcome = co_await m_client.run(call, {}, stop);
        if (outcome.ok())
            continue;
        Error error = m_client.errorOf(outcome, call.what);
        if (error.code == ErrorCode::Internal || error.code == ErrorCode::NotFound
            || error.code == ErrorCode::Timeout) {
            error.code = ErrorCode::NotFound;
            error.message = QStringLiteral("The base image %1 is neither here nor can it be pulled").arg(image);
            error.hint = QStringLiteral("Check its name, the network and the registry login");
        }
        co_return std::unexpected(error);
    }
    co_return {};
}

QStringList DockerRuntime::buildArguments(const Release &release, bool buildx, const QString &idFile) const
{
    QStringList arguments { QStringLiteral("build"), QStringLiteral("--pull=false") };
    if (buildx)
        arguments << QStringLiteral("--progress=plain");
    else
        arguments << QStringLiteral("--force-rm"); // or each failed step leaves a container
    if (m_client.isPodman())
        arguments << QStringLiteral("--format") << QStringLiteral("docker"); // its own format drops HEALTHCHECK
    arguments << labels(release, QStringLiteral("image")) << m_settings.buildOptions << QStringLiteral("--iidfile")
              << idFile << QStringLiteral("-t") << release.project + QLatin1Char(':') + release.deploymentId
              << release.sourceFolder;
    return arguments;
}

Async<Release> DockerRuntime::build(Release release, BuildLog log, std::stop_token stop)
{
    if (!log)
        log = [](const QString &) { };
    if (!QFileInfo::exists(release.sourceFolder + QStringLiteral("/Dockerfile"))) {
        co_return fail(ErrorCode::Invalid, QStringLiteral("The project has no Dockerfile"),
                       QStringLiteral("Add one, or a Procfile and set SLIPWAY_RUNTIME=process"));
    }
    CO_CHECK(co_await fetchBaseImages(release, log, stop));
    CO_TRY(const bool buildx, co_await hasBuildx());
    const QTemporaryDir scratch;
    const QString idFile = scratch.filePath(QStringLiteral("id"));
    Call call = callOf(QStringLiteral("Building the image"), buildArguments(release, buildx, idFile));
    call.timeout = buildTimeout;
    call.environment.insert(QStringLiteral("DOCKER_BUILDKIT"), buildx ? QStringLiteral("1") : QStringLiteral("0"));
    const process::LineSink sink = [log](process::OutputChannel, const QByteArray &line) {
        if (const QString shown = shownBuildLine(QString::fromUtf8(line)); !shown.isEmpty())
            log(base::redact(shown));
    };
    const auto outcome = co_await m_client.run(call, sink, stop);
    if (!outcome.ok()) {
        Error error = m_client.errorOf(outcome, call.what);
        if (error.code == ErrorCode::Invalid || error.code == ErrorCode::Internal)
            error.detail = base::redact(buildTail(QString::fromUtf8(outcome.out), QString::fromUtf8(outcome.err)));
        co_return std::unexpected(error);
    }
    CO_TRY(const QByteArray id, base::readFile(idFile));
    release.image = QString::fromUtf8(id).trimmed();
    release.runtime = name();
    CO_CHECK(co_await tagLatest(release, log));
    co_return release;
}

Async<> DockerRuntime::tagLatest(Release release, BuildLog log)
{
    const QString latest = release.project + QStringLiteral(":latest");
    const QStringList names { latest };
    CO_TRY(const QJsonArray found, co_await m_client.inspect(QStringLiteral("image"), names));
    // A project named like somebody's image (redis, python) must not take over its tag.
    if (!found.isEmpty() && labelOf(found.first().toObject(), "slipway.home") != m_settings.home) {
        log(QStringLiteral("%1 is somebody else's image and keeps its name").arg(latest));
        co_return {};
    }
    const Call call = callOf(QStringLiteral("Naming the image"), { QStringLiteral("tag"), release.image, latest });
    const auto tagged = co_await m_client.output(call);
    if (!tagged)
        co_return forward(tagged);
    co_return {};
}

Async<QJsonArray> DockerRuntime::containers(QString project, QString deploymentId)
{
    QStringList arguments { QStringLiteral("ps"), QStringLiteral("-aq"), QStringLiteral("--no-trunc") };
    arguments << labelFilters(project);
    if (!deploymentId.isEmpty())
        arguments << QStringLiteral("--filter") << QStringLiteral("label=slipway.deployment=") + deploymentId;
    const Call call = callOf(QStringLiteral("Listing containers"), arguments);
    CO_TRY(const QString ids, co_await m_client.output(call));
    const QStringList list = ids.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    CO_TRY(const QJsonArray all, co_await m_client.inspect(QStringLiteral("container"), list));
    QJsonArray ours;
    for (const auto &value : all) {
        if (isOurs(value.toObject()))
            ours.append(value);
    }
    co_return ours;
}

Async<> DockerRuntime::removeContainers(QString project, QString deploymentId, bool gracefully)
{
    CO_TRY(const QJsonArray found, co_await containers(project, deploymentId));
    for (const auto &value : found) {
        const QString id = value.toObject().value(QLatin1String("Id")).toString();
        const bool running
            = value.toObject().value(QLatin1String("State")).toObject().value(QLatin1String("Running")).toBool();
        if (gracefully && running) {
            const Call stopping
                = callOf(QStringLiteral("Stopping the container"),
                         { QStringLiteral("stop"), QStringLiteral("-t"), QString::number(m_settings.stopSeconds), id });
            const auto stopped = co_await m_client.output(stopping); // rm -f does it in any case
            if (!stopped)
                qCWarning(lcDeploy, "%s: %s", qUtf8Printable(id), qUtf8Printable(stopped.error().message));
        }
        const Call removing
            = callOf(QStringLiteral("Removing the container"), { QStringLiteral("rm"), QStringLiteral("-f"), id });
        const auto removed = co_await m_client.output(removing);
        if (!removed && removed.error().code != ErrorCode::NotFound)
            co_return forward(removed);
    }
    co_return {};
}

Async<> DockerRuntime::prepareVolume(Release release)
{
    const QString volume = volumeName(release.project);
    const QStringList names { release.image };
    CO_TRY(const QJsonArray images, co_await m_client.inspect(QStringLiteral("image"), names));
    if (images.isEmpty())
        co_return fail(ErrorCode::NotFound,
                       QStringLiteral("The image of deployment %1 is gone").arg(release.deploymentId),
                       QStringLiteral("Deploy again"));
    const QStringList volumes { volume };
    CO_TRY(const QJsonArray existing, co_await m_client.inspect(QStringLiteral("volume"), volumes));
    if (!existing.isEmpty())
        co_return {};
    const Call create = callOf(QStringLiteral("Creating the data volume"),
                               { QStringLiteral("volume"), QStringLiteral("create"), QStringLiteral("--label"),
                                 QStringLiteral("slipway.project=") + release.project, QStringLiteral("--label"),
                                 QStringLiteral("slipway.home=") + m_settings.home, volume });
    const auto created = co_await m_client.output(create);
    if (!created)
        co_return forward(created);
    const QString user
        = images.first().toObject().value(QLatin1String("Config")).toObject().value(QLatin1String("User")).toString();
    if (user.isEmpty() || user == QLatin1String("root") || user == QLatin1String("0"))
        co_return {};
    // A new volume belongs to root, and an app that runs as another user could not write to it.
    QStringList arguments { QStringLiteral("run"),  QStringLiteral("--rm"),   QStringLiteral("--network"),
                            QStringLiteral("none"), QStringLiteral("--user"), QStringLiteral("0") };
    arguments << labels(release, QStringLiteral("app")) << QStringLiteral("-v") << volume + QStringLiteral(":/data")
              << QStringLiteral("--entrypoint") << QStringLiteral("chown") << release.image << user
              << QStringLiteral("/data");
    const auto owned = co_await m_client.output(callOf(QStringLiteral("Preparing the data volume"), arguments));
    if (!owned)
        qCWarning(lcDeploy, "the data volume of %s stays with root: %s", qUtf8Printable(release.project),
                  qUtf8Printable(owned.error().message));
    co_return {};
}

QStringList DockerRuntime::runArguments(const Release &release, int port) const
{
    const QString inside = QString::number(m_settings.containerPort);
    QStringList arguments { QStringLiteral("run"),
                            QStringLiteral("-d"),
                            QStringLiteral("--name"),
                            containerName(release.project, release.deploymentId),
                            QStringLiteral("-p"),
                            QStringLiteral("127.0.0.1:%1:%2").arg(port).arg(inside),
                            QStringLiteral("--restart"),
                            QStringLiteral("unless-stopped"),
                            QStringLiteral("-e"),
                            QStringLiteral("PORT=") + inside,
                            QStringLiteral("-e"),
                            QStringLiteral("HOST=0.0.0.0"),
                            QStringLiteral("-e"),
                            QStringLiteral("DATA_DIR=/data"),
                            QStringLiteral("-v"),
                            volumeName(release.project) + QStringLiteral(":/data"),
                            QStringLiteral("--cap-drop"),
                            QStringLiteral("ALL"),
                            QStringLiteral("--security-opt"),
                            QStringLiteral("no-new-privileges"),
                            QStringLiteral("--log-opt"),
                            QStringLiteral("max-size=10m") };
    if (!m_client.isPodman())
        arguments << QStringLiteral("--log-opt") << QStringLiteral("max-file=3");
    if (!m_settings.memory.isEmpty())
        arguments << QStringLiteral("--memory") << m_settings.memory << QStringLiteral("--memory-swap")
                  << m_settings.memory;
    if (!m_settings.cpus.isEmpty())
        arguments << QStringLiteral("--cpus") << m_settings.cpus;
    if (m_settings.processes > 0)
        arguments << QStringLiteral("--pids-limit") << QString::number(m_settings.processes);
    arguments << labels(release, QStringLiteral("app")) << m_settings.runOptions << release.image;
    return arguments;
}

Async<> DockerRuntime::start(Release release, int port)
{
    CO_TRY(const AppStatus now, co_await status(release.project, release.deploymentId));
    if (now.state == AppStatus::State::Running && now.port == port)
        co_return {};
    CO_CHECK(co_await removeContainers(release.project, release.deploymentId, true));
    CO_CHECK(co_await prepareVolume(release));
    const auto outcome
        = co_await m_client.run(callOf(QStringLiteral("Starting the container"), runArguments(release, port)));
    if (outcome.ok())
        co_return {};
    // A run that failed leaves a container that holds the name.
    const auto removed = co_await removeContainers(release.project, release.deploymentId, false);
    if (!removed)
        qCWarning(lcDeploy, "%s", qUtf8Printable(removed.error().message));
    co_return std::unexpected(m_client.errorOf(outcome, QStringLiteral("Starting the container")));
}

Async<> DockerRuntime::stop(QString project, QString deploymentId)
{
    co_return co_await removeContainers(project, deploymentId, true);
}

Async<AppStatus> DockerRuntime::status(QString project, QString deploymentId)
{
    AppStatus status;
    const QStringList names { containerName(project, deploymentId) };
    CO_TRY(const QJsonArray found, co_await m_client.inspect(QStringLiteral("container"), names));
    if (found.isEmpty() || !isOurs(found.first().toObject()))
        co_return status;
    const QJsonObject container = found.first().toObject();
    const QJsonObject state = container.value(QLatin1String("State")).toObject();
    const QString word = state.value(QLatin1String("Status")).toString();
    status.restarts = container.value(QLatin1String("RestartCount")).toInt();
    const auto bindings
        = container.value(QLatin1String("HostConfig")).toObject().value(QLatin1String("PortBindings")).toObject();
    for (const auto &binding : bindings)
        status.port = binding.toArray().first().toObject().value(QLatin1String("HostPort")).toString().toInt();
    const int code = state.value(QLatin1String("ExitCode")).toInt();
    if (state.value(QLatin1String("OOMKilled")).toBool())
        status.detail = QStringLiteral("killed because it used more than %1 of memory").arg(m_settings.memory);
    else if (code != 0 || word == QLatin1String("exited"))
        status.detail = QStringLiteral("exit code %1").arg(code);
    // A crash loop shows as running too.
    if (word == QLatin1String("restarting") || state.value(QLatin1String("Restarting")).toBool())
        status.state
            = status.restarts >= crashLoopRestarts ? AppStatus::State::CrashLoop : AppStatus::State::Restarting;
    else if (word == QLatin1String("running"))
        status.state = AppStatus::State::Running;
    else
        status.state = AppStatus::State::Stopped;
    co_return status;
}

Async<QString> DockerRuntime::logTail(QString project, QString deploymentId, int lines)
{
    CO_TRY(const QJsonArray found, co_await containers(project, deploymentId));
    if (found.isEmpty())
        co_return QString();
    const Call call = callOf(QStringLiteral("Reading the log"),
                             { QStringLiteral("logs"), QStringLiteral("--tail"), QString::number(lines),
                               found.first().toObject().value(QLatin1String("Id")).toString() });
    const auto outcome = co_await m_client.run(call);
    if (!outcome.ok())
        co_return std::unexpected(m_client.errorOf(outcome, call.what));
    co_return base::redact(QString::fromUtf8(outcome.out + outcome.err).trimmed());
}

Async<QStringList> DockerRuntime::deployments(QString project)
{
    CO_TRY(const QJsonArray found, co_await containers(project, {}));
    QStringList ids;
    for (const auto &value : found) {
        if (const QString id = labelOf(value.toObject(), "slipway.deployment"); !ids.contains(id))
            ids << id;
    }
    co_return ids;
}

Async<bool> DockerRuntime::hasRelease(Release release)
{
    if (release.image.isEmpty())
        co_return false;
    const QStringList names { release.image };
    CO_TRY(const QJsonArray found, co_await m_client.inspect(QStringLiteral("image"), names));
    co_return !found.isEmpty();
}

Async<> DockerRuntime::removeImages(QString project, QString tag)
{
    QStringList arguments { QStringLiteral("images"), QStringLiteral("-q"), QStringLiteral("--no-trunc") };
    arguments << labelFilters(project);
    if (!tag.isEmpty())
        arguments << QStringLiteral("--filter") << QStringLiteral("label=slipway.deployment=") + tag;
    CO_TRY(const QString ids, co_await m_client.output(callOf(QStringLiteral("Listing images"), arguments)));
    QStringList list = ids.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    list.removeDuplicates();
    CO_TRY(const QJsonArray images, co_await m_client.inspect(QStringLiteral("image"), list));
    for (const auto &value : images) {
        const QJsonObject image = value.toObject();
        if (labelOf(image, "slipway.role") != QLatin1String("image")
            || labelOf(image, "slipway.home") != m_settings.home)
            continue;
        // Only our names: a tag that a person gave it stays.
        QStringList names;
        for (const auto &repoTag : image.value(QLatin1String("RepoTags")).toArray()) {
            const QString name = repoTag.toString();
            const QString plain = name.startsWith(QLatin1String("localhost/")) ? name.mid(10) : name;
            if (plain.startsWith(project + QLatin1Char(':')))
                names << name;
        }
        if (image.value(QLatin1String("RepoTags")).toArray().isEmpty())
            names << image.value(QLatin1String("Id")).toString();
        for (const QString &name : std::as_const(names)) {
            const Call call
                = callOf(QStringLiteral("Removing an image"), { QStringLiteral("image"), QStringLiteral("rm"), name });
            const auto removed = co_await m_client.output(call);
            if (!removed)
                qCWarning(lcDeploy, "cannot remove image %s: %s", qUtf8Printable(name),
                          qUtf8Printable(removed.error().message));
        }
    }
    co_return {};
}

Async<> DockerRuntime::removeRelease(Release release)
{
    CO_CHECK(co_await removeContainers(release.project, release.deploymentId, true));
    co_return co_await removeImages(release.project, release.deploymentId);
}

Async<> DockerRuntime::remove(QString project, DataPolicy data)
{
    CO_CHECK(co_await removeContainers(project, {}, true));
    CO_CHECK(co_await removeImages(project, {}));
    if (data == DataPolicy::Keep)
        co_return {};
    const QStringList volumes { volumeName(project) };
    CO_TRY(const QJsonArray found, co_await m_client.inspect(QStringLiteral("volume"), volumes));
    const auto labels
        = found.isEmpty() ? QJsonObject() : found.first().toObject().value(QLatin1String("Labels")).toObject();
    if (labels.value(QLatin1String("slipway.home")).toString() != m_settings.home)
        co_return {};
    const Call call = callOf(QStringLiteral("Removing the data volume"),
                             { QStringLiteral("volume"), QStringLiteral("rm"), volumeName(project) });
    const auto removed = co_await m_client.output(call);
    if (!removed)
        co_return forward(removed);
    co_return {};
}

} // namespace slipway::deploy
