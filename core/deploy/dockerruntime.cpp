// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/dockerruntime.h"

#include "core/base/redaction.h"
#include "core/deploy/databackups.h"
#include "core/deploy/deploylog.h"
#include "core/deploy/dockerlabels.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonObject>

namespace slipway::deploy {

namespace {

using Call = DockerClient::Call;

constexpr int crashLoopRestarts = 5;
constexpr std::chrono::minutes copyTimeout(10);

/// The engine's package came without its small init (docker-init is tini, podman's is catatonit).
bool lacksInit(const QByteArray &said)
{
    return said.contains("docker-init") || said.contains("container-init") || said.contains("catatonit");
}

} // namespace

DockerRuntime::DockerRuntime(DockerClient client, DockerSettings settings)
    : m_client(std::move(client))
    , m_settings(std::move(settings))
    , m_images(m_client, m_settings)
{
}

QString DockerRuntime::name() const
{
    return m_client.isPodman() ? QStringLiteral("podman") : QStringLiteral("docker");
}

QString DockerRuntime::containerName(const QString &project, const QString &deploymentId) const
{
    if (m_settings.homeId.isEmpty())
        return project + QLatin1Char('-') + deploymentId;
    return project + QLatin1Char('-') + m_settings.homeId + QLatin1Char('-') + deploymentId;
}

QString DockerRuntime::volumeName(const QString &project) const
{
    const QString home = m_settings.homeId.isEmpty() ? QString() : m_settings.homeId + QLatin1Char('-');
    return QStringLiteral("slipway-") + home + project + QStringLiteral("-data");
}

QString DockerRuntime::networkName(const QString &project) const
{
    return volumeName(project).chopped(5);
}

bool DockerRuntime::isOurs(const QJsonObject &container) const
{
    return deploy::isOurs(container, m_settings, QStringLiteral("app"));
}

/// What was made before names told homes apart stays in use: a project's data must not be lost.
Async<QString> DockerRuntime::existingVolume(QString project)
{
    const QStringList names { volumeName(project), QStringLiteral("slipway-") + project + QStringLiteral("-data") };
    CO_TRY(const QJsonArray found, co_await m_client.inspect(QStringLiteral("volume"), names));
    for (const auto &value : found) {
        const QJsonObject volume = value.toObject();
        if (isOfHome(volume.value(QLatin1String("Labels")).toObject(), m_settings))
            co_return volume.value(QLatin1String("Name")).toString();
    }
    co_return QString();
}

Async<> DockerRuntime::fetchBaseImages(Release release, BuildLog log, std::stop_token stop)
{
    co_return co_await m_images.fetchBase(release, log, stop);
}

Async<Release> DockerRuntime::build(Release release, BuildLog log, std::stop_token stop)
{
    if (!log)
        log = [](const QString &) { };
    if (!QFileInfo::exists(release.sourceFolder + QStringLiteral("/Dockerfile"))) {
        co_return fail(ErrorCode::Invalid, QStringLiteral("The project has no Dockerfile"),
                       QStringLiteral("Add one, or a Procfile and set SLIPWAY_RUNTIME=process"));
    }
    CO_CHECK(co_await m_images.fetchBase(release, log, stop));
    CO_TRY(release.image, co_await m_images.build(release, log, stop));
    release.runtime = name();
    co_return release;
}

Async<QJsonArray> DockerRuntime::containers(QString project, QString deploymentId)
{
    QStringList arguments { QStringLiteral("ps"), QStringLiteral("-aq"), QStringLiteral("--no-trunc") };
    arguments << labelFilters(project, deploymentId);
    const Call call = DockerClient::call(QStringLiteral("Listing containers"), arguments);
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
            const Call stopping = DockerClient::call(
                QStringLiteral("Stopping the container"),
                { QStringLiteral("stop"), QStringLiteral("-t"), QString::number(m_settings.stopSeconds), id });
            const auto stopped = co_await m_client.output(stopping); // rm -f does it in any case
            if (!stopped)
                qCWarning(lcDeploy, "%s: %s", qUtf8Printable(id), qUtf8Printable(stopped.error().message));
        }
        const Call removing = DockerClient::call(QStringLiteral("Removing the container"),
                                                 { QStringLiteral("rm"), QStringLiteral("-f"), id });
        const auto removed = co_await m_client.output(removing);
        if (!removed && removed.error().code != ErrorCode::NotFound)
            co_return forward(removed);
    }
    co_return {};
}

Async<QString> DockerRuntime::prepareVolume(Release release)
{
    CO_TRY(const QString existing, co_await existingVolume(release.project));
    if (!existing.isEmpty())
        co_return QString(existing);
    const QString volume = volumeName(release.project);
    QStringList creating { QStringLiteral("volume"), QStringLiteral("create"), QStringLiteral("--label"),
                           QStringLiteral("slipway.project=") + release.project };
    creating << homeLabels(m_settings) << volume;
    const auto created
        = co_await m_client.output(DockerClient::call(QStringLiteral("Creating the data volume"), creating));
    if (!created)
        co_return forward(created);
    CO_TRY(const QJsonObject image, co_await m_images.find(release.image));
    const QString user = image.value(QLatin1String("Config")).toObject().value(QLatin1String("User")).toString();
    if (user.isEmpty() || user == QLatin1String("root") || user == QLatin1String("0"))
        co_return QString(volume);
    // A new volume belongs to root, and an app that runs as another user could not write to it.
    QStringList arguments { QStringLiteral("run"),  QStringLiteral("--rm"),   QStringLiteral("--network"),
                            QStringLiteral("none"), QStringLiteral("--user"), QStringLiteral("0") };
    arguments << labelOptions(release, m_settings, QStringLiteral("app")) << QStringLiteral("-v")
              << volume + QStringLiteral(":/data") << QStringLiteral("--entrypoint") << QStringLiteral("chown")
              << release.image << user << QStringLiteral("/data");
    const auto owned
        = co_await m_client.output(DockerClient::call(QStringLiteral("Preparing the data volume"), arguments));
    if (!owned)
        qCWarning(lcDeploy, "the data volume of %s stays with root: %s", qUtf8Printable(release.project),
                  qUtf8Printable(owned.error().message));
    co_return QString(volume);
}

QStringList DockerRuntime::runArguments(const Release &release, const QString &volume, int port) const
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
                            volume + QStringLiteral(":/data"),
                            QStringLiteral("--cap-drop"),
                            QStringLiteral("ALL"),
                            QStringLiteral("--security-opt"),
                            QStringLiteral("no-new-privileges"),
                            QStringLiteral("--stop-timeout"),
                            QString::number(m_settings.stopSeconds),
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
    arguments << labelOptions(release, m_settings, QStringLiteral("app")) << m_settings.runOptions << release.image;
    return arguments;
}

/// Projects cannot reach each other's containers: each has a network of its own. Empty (the engine's default one) where
/// none can be made: the engine has addresses for some thirty of them.
Async<QString> DockerRuntime::prepareNetwork(QString project)
{
    if (m_settings.homeId.isEmpty()) // another home's might have the same name
        co_return QString();
    const QString name = networkName(project);
    const QStringList names { name };
    CO_TRY(const QJsonArray found, co_await m_client.inspect(QStringLiteral("network"), names));
    if (!found.isEmpty() && isOfHome(found.first().toObject().value(QLatin1String("Labels")).toObject(), m_settings))
        co_return QString(name);
    QStringList creating { QStringLiteral("network"), QStringLiteral("create"), QStringLiteral("--label"),
                           QStringLiteral("slipway.project=") + project };
    creating << homeLabels(m_settings) << name;
    const auto created
        = co_await m_client.output(DockerClient::call(QStringLiteral("Creating the project's network"), creating));
    if (created)
        co_return QString(name);
    qCWarning(lcDeploy, "%s shares the engine's default network: %s %s", qUtf8Printable(project),
              qUtf8Printable(created.error().message), qUtf8Printable(created.error().detail));
    co_return QString();
}

Async<> DockerRuntime::removeNetwork(QString project)
{
    const QStringList names { networkName(project) };
    CO_TRY(const QJsonArray found, co_await m_client.inspect(QStringLiteral("network"), names));
    if (found.isEmpty() || !isOfHome(found.first().toObject().value(QLatin1String("Labels")).toObject(), m_settings))
        co_return {};
    const auto removed = co_await m_client.output(
        DockerClient::call(QStringLiteral("Removing the project's network"),
                           { QStringLiteral("network"), QStringLiteral("rm"), networkName(project) }));
    if (!removed) // a container that a person put into it holds it
        qCWarning(lcDeploy, "%s %s", qUtf8Printable(removed.error().message), qUtf8Printable(removed.error().detail));
    co_return {};
}

Async<QStringList> DockerRuntime::startOptions(Release release)
{
    QStringList options;
    CO_TRY(const QString network, co_await prepareNetwork(release.project));
    if (!network.isEmpty())
        options << QStringLiteral("--network") << network;
    const auto image = co_await m_images.find(release.image);
    const bool checks = image
        && !image->value(QLatin1String("Config")).toObject().value(QLatin1String("Healthcheck")).toObject().isEmpty();
    if (checks && co_await m_client.probesAtStart()) { // else the first probe comes only after a whole interval
        options << QStringLiteral("--health-start-period") << QStringLiteral("30s")
                << QStringLiteral("--health-start-interval") << QStringLiteral("500ms");
    }
    co_return options;
}

Async<> DockerRuntime::start(Release release, int port)
{
    CO_TRY(const AppStatus now, co_await status(release.project, release.deploymentId));
    if (now.state == AppStatus::State::Running && now.port == port)
        co_return {};
    CO_CHECK(co_await removeContainers(release.project, release.deploymentId, true));
    CO_TRY(const QString volume, co_await prepareVolume(release));
    CO_TRY(const QStringList options, co_await startOptions(release));
    const QStringList arguments = runArguments(release, volume, port);
    while (true) {
        QStringList all { arguments.first() };
        if (m_hasInit) // the first process of a container ignores SIGTERM unless it asked for it: ten seconds a stop
            all << QStringLiteral("--init");
        all << options << arguments.mid(1);
        const auto outcome = co_await m_client.run(DockerClient::call(QStringLiteral("Starting the container"), all));
        if (outcome.ok())
            co_return {};
        // A run that failed leaves a container that holds the name.
        const auto removed = co_await removeContainers(release.project, release.deploymentId, false);
        if (!removed)
            qCWarning(lcDeploy, "%s", qUtf8Printable(removed.error().message));
        if (!m_hasInit || !lacksInit(outcome.err))
            co_return std::unexpected(m_client.errorOf(outcome, QStringLiteral("Starting the container")));
        m_hasInit = false;
    }
}

Async<> DockerRuntime::stop(QString project, QString deploymentId)
{
    co_return co_await removeContainers(project, deploymentId, true);
}

Async<AppStatus> DockerRuntime::status(QString project, QString deploymentId)
{
    AppStatus status;
    // The second is the name from before names told homes apart.
    const QStringList names { containerName(project, deploymentId), project + QLatin1Char('-') + deploymentId };
    CO_TRY(const QJsonArray found, co_await m_client.inspect(QStringLiteral("container"), names));
    const auto own = std::ranges::find_if(found, [this](const auto &value) { return isOurs(value.toObject()); });
    if (own == found.end())
        co_return status;
    const QJsonObject container = own->toObject();
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
    const auto health = state.value(QLatin1String("Health")).toObject();
    const QString healthWord = health.value(QLatin1String("Status")).toString();
    if (healthWord == QLatin1String("healthy"))
        status.health = AppStatus::Health::Healthy;
    else if (healthWord == QLatin1String("unhealthy"))
        status.health = AppStatus::Health::Unhealthy;
    else if (healthWord == QLatin1String("starting"))
        status.health = AppStatus::Health::Starting;
    if (const auto log = health.value(QLatin1String("Log")).toArray(); !log.isEmpty())
        status.healthOutput
            = base::redact(log.last().toObject().value(QLatin1String("Output")).toString().trimmed().right(2000));
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
    const Call call = DockerClient::call(QStringLiteral("Reading the log"),
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
    CO_TRY(const QJsonObject image, co_await m_images.find(release.image));
    co_return !image.isEmpty();
}

Async<> DockerRuntime::removeRelease(Release release)
{
    CO_CHECK(co_await removeContainers(release.project, release.deploymentId, true));
    co_return co_await m_images.remove(release.project, release.deploymentId);
}

Async<> DockerRuntime::backUp(Release live, int keep)
{
    CO_TRY(const QJsonArray found, co_await containers(live.project, live.deploymentId));
    if (found.isEmpty() || m_settings.home.isEmpty())
        co_return {};
    const DataBackups backups(m_settings.home);
    CO_TRY(const QString part, backups.begin(live.project));
    // Needs no program in the image, and works while it runs.
    Call copy = DockerClient::call(
        QStringLiteral("Copying the data"),
        { QStringLiteral("cp"),
          found.first().toObject().value(QLatin1String("Id")).toString() + QStringLiteral(":/data/."), part });
    copy.timeout = copyTimeout;
    const auto copied = co_await m_client.output(copy);
    if (!copied) {
        backups.discard(live.project);
        co_return forward(copied);
    }
    if (!QDir(part).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot))
        co_return backups.finish(live.project, live.deploymentId, keep);
    backups.discard(live.project);
    co_return {};
}

Async<> DockerRuntime::remove(QString project, DataPolicy data)
{
    CO_CHECK(co_await removeContainers(project, {}, true));
    CO_CHECK(co_await removeNetwork(project));
    CO_CHECK(co_await m_images.remove(project));
    if (data == DataPolicy::Keep)
        co_return {};
    if (!m_settings.home.isEmpty())
        DataBackups(m_settings.home).removeAll(project);
    CO_TRY(const QString volume, co_await existingVolume(project));
    if (volume.isEmpty())
        co_return {};
    const Call call = DockerClient::call(QStringLiteral("Removing the data volume"),
                                         { QStringLiteral("volume"), QStringLiteral("rm"), volume });
    const auto removed = co_await m_client.output(call);
    if (!removed)
        co_return forward(removed);
    co_return {};
}

} // namespace slipway::deploy
