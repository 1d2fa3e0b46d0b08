// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/dockerimages.h"

#include "core/base/files.h"
#include "core/base/redaction.h"
#include "core/deploy/deploylog.h"
#include "core/deploy/dockererrors.h"
#include "core/deploy/dockerfile.h"
#include "core/deploy/dockerlabels.h"

#include <QTemporaryDir>

namespace slipway::deploy {

namespace {

using Call = DockerClient::Call;

constexpr std::chrono::minutes buildTimeout(30);
constexpr std::chrono::minutes pullTimeout(10);

/// What we named it; without any name left its id. A name that a person gave it is not among them.
QStringList ownNames(const QJsonObject &image, const QString &project, const QString &repository)
{
    const QJsonArray all = image.value(QLatin1String("RepoTags")).toArray();
    if (all.isEmpty())
        return { image.value(QLatin1String("Id")).toString() };
    const QString tag = QLatin1Char(':') + labelOf(image, "slipway.deployment");
    const QString latest = QStringLiteral(":latest");
    const QStringList ours { repository + tag, repository + latest, project + tag, project + latest };
    QStringList names;
    for (const auto &value : all) {
        const QString name = value.toString();
        // Podman puts its own registry in front.
        if (ours.contains(name) || (name.startsWith(QLatin1String("localhost/")) && ours.contains(name.mid(10))))
            names << name;
    }
    return names;
}

} // namespace

DockerImages::DockerImages(DockerClient client, DockerSettings settings)
    : m_client(std::move(client))
    , m_settings(std::move(settings))
{
}

QString DockerImages::repositoryOf(const QString &project) const
{
    if (m_settings.homeId.isEmpty())
        return project;
    return QStringLiteral("slipway-") + m_settings.homeId + QLatin1Char('/') + project;
}

Async<bool> DockerImages::hasBuildx()
{
    if (m_client.isPodman())
        co_return false;
    if (!m_buildx) {
        const Call call = DockerClient::call(QStringLiteral("Looking for buildx"),
                                             { QStringLiteral("buildx"), QStringLiteral("version") });
        const auto outcome = co_await m_client.run(call);
        m_buildx = outcome.ok();
    }
    co_return *m_buildx;
}

Async<> DockerImages::fetchBase(Release release, BuildLog log, std::stop_token stop)
{
    CO_TRY(const QByteArray text, base::readFile(release.sourceFolder + QStringLiteral("/Dockerfile")));
    CO_TRY(const Dockerfile dockerfile, Dockerfile::parse(QString::fromUtf8(text)));
    const QStringList images = dockerfile.baseImages();
    for (const QString &image : images) {
        CO_TRY(const QJsonObject found, co_await find(image));
        if (!found.isEmpty())
            continue;
        log(QStringLiteral("Pulling %1").arg(image));
        Call call = DockerClient::call(QStringLiteral("Pulling %1").arg(image), { QStringLiteral("pull"), image });
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

QStringList DockerImages::buildArguments(const Release &release, bool buildx, const QString &idFile) const
{
    QStringList arguments { QStringLiteral("build"), QStringLiteral("--pull=false") };
    if (buildx)
        arguments << QStringLiteral("--progress=plain");
    else
        arguments << QStringLiteral("--force-rm"); // or each failed step leaves a container
    if (m_client.isPodman())
        arguments << QStringLiteral("--format") << QStringLiteral("docker"); // its own format drops HEALTHCHECK
    arguments << labelOptions(release, m_settings, QStringLiteral("image")) << m_settings.buildOptions
              << QStringLiteral("--iidfile") << idFile << QStringLiteral("-t")
              << repositoryOf(release.project) + QLatin1Char(':') + release.deploymentId << release.sourceFolder;
    return arguments;
}

Async<QString> DockerImages::build(Release release, BuildLog log, std::stop_token stop)
{
    CO_TRY(const bool buildx, co_await hasBuildx());
    const QTemporaryDir scratch;
    const QString idFile = scratch.filePath(QStringLiteral("id"));
    Call call = DockerClient::call(QStringLiteral("Building the image"), buildArguments(release, buildx, idFile));
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
    const QString image = QString::fromUtf8(id).trimmed();
    CO_CHECK(co_await tagLatest(release, image, log));
    co_return image;
}

Async<> DockerImages::tagLatest(Release release, QString image, BuildLog log)
{
    const QString latest = repositoryOf(release.project) + QStringLiteral(":latest");
    CO_TRY(const QJsonObject found, co_await find(latest));
    // A project named like somebody's image (redis, python) must not take over its tag.
    if (!found.isEmpty() && !isOurs(found, m_settings, QStringLiteral("image"))) {
        log(QStringLiteral("%1 is somebody else's image and keeps its name").arg(latest));
        co_return {};
    }
    const Call call = DockerClient::call(QStringLiteral("Naming the image"), { QStringLiteral("tag"), image, latest });
    const auto tagged = co_await m_client.output(call);
    if (!tagged)
        co_return forward(tagged);
    co_return {};
}

Async<QJsonObject> DockerImages::find(QString image)
{
    if (image.isEmpty())
        co_return QJsonObject();
    const QStringList names { image };
    CO_TRY(const QJsonArray found, co_await m_client.inspect(QStringLiteral("image"), names));
    co_return found.isEmpty() ? QJsonObject() : found.first().toObject();
}

Async<> DockerImages::remove(QString project, QString deploymentId)
{
    QStringList arguments { QStringLiteral("images"), QStringLiteral("-q"), QStringLiteral("--no-trunc") };
    arguments << labelFilters(project, deploymentId);
    const Call listing = DockerClient::call(QStringLiteral("Listing images"), arguments);
    CO_TRY(const QString ids, co_await m_client.output(listing));
    QStringList list = ids.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    list.removeDuplicates();
    CO_TRY(const QJsonArray images, co_await m_client.inspect(QStringLiteral("image"), list));
    for (const auto &value : images) {
        if (!isOurs(value.toObject(), m_settings, QStringLiteral("image")))
            continue;
        const QStringList names = ownNames(value.toObject(), project, repositoryOf(project));
        for (const QString &name : names) {
            const Call call = DockerClient::call(QStringLiteral("Removing an image"),
                                                 { QStringLiteral("image"), QStringLiteral("rm"), name });
            const auto removed = co_await m_client.output(call);
            if (!removed) // a container that a person started of it holds it
                qCWarning(lcDeploy, "cannot remove image %s: %s %s", qUtf8Printable(name),
                          qUtf8Printable(removed.error().message), qUtf8Printable(removed.error().detail));
        }
    }
    co_return {};
}

} // namespace slipway::deploy
