// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/previewflow.h"

#include "core/base/files.h"
#include "core/deploy/loopback.h"
#include "core/deploy/servicename.h"
#include "core/orchestrator/exposure.h"

#include <QJsonArray>
#include <QJsonObject>

namespace slipway::orchestrator {

using domain::DeployState;

namespace {

QString fileIn(const QString &stateFolder)
{
    return stateFolder + QStringLiteral("/previews.json");
}

} // namespace

PreviewFlow::PreviewFlow(Services &services)
    : m_services(services)
{
}

void PreviewFlow::load()
{
    m_previews.clear();
    const auto json = base::readJsonObject(fileIn(m_services.settings.stateFolder));
    if (!json)
        return;
    for (auto project = json->begin(); project != json->end(); ++project) {
        const auto list = project->toArray();
        for (const auto &value : list) {
            const QJsonObject one = value.toObject();
            const int number = one.value(QLatin1String("pull_request")).toInt();
            m_previews[project.key()].insert(
                number,
                { number, one.value(QLatin1String("count")).toInt(),
                  domain::deploymentFromJson(one.value(QLatin1String("deployment")).toObject()) });
        }
    }
}

void PreviewFlow::save() const
{
    QJsonObject json;
    for (auto project = m_previews.begin(); project != m_previews.end(); ++project) {
        QJsonArray list;
        for (const auto &preview : *project) {
            list.append(QJsonObject { { QStringLiteral("pull_request"), preview.pullRequest },
                                      { QStringLiteral("count"), preview.count },
                                      { QStringLiteral("deployment"), domain::toJson(preview.deployment) } });
        }
        if (!list.isEmpty())
            json.insert(project.key(), list);
    }
    if (const auto saved = base::writeJsonObject(fileIn(m_services.settings.stateFolder), json); !saved)
        qWarning("%s", qUtf8Printable(saved.error().message));
}

QJsonArray PreviewFlow::listOf(const QString &stateFolder, const QString &project)
{
    const auto json = base::readJsonObject(fileIn(stateFolder));
    return json ? json->value(project).toArray() : QJsonArray();
}

void PreviewFlow::start()
{
    load();
    // Also when they were switched off: those that are there are to go.
    if (m_services.settings.previews > 0 || !m_previews.isEmpty())
        m_scope.start(run(), "previews");
}

void PreviewFlow::requestStop()
{
    m_scope.requestStop();
    m_step.request_stop();
}

QCoro::Task<> PreviewFlow::stop()
{
    requestStop();
    co_await m_scope.drain();
}

bool PreviewFlow::begin(const QString &project)
{
    if (m_leaving.contains(project) || m_scope.stopToken().stop_requested())
        return false;
    m_at = project;
    m_step = std::stop_source();
    return true;
}

Async<> PreviewFlow::run()
{
    co_await revive();
    while (true) {
        CO_CHECK(co_await base::sleepFor(m_services.settings.ciPoll, m_scope.stopToken()));
        const auto projects = m_services.projects.all();
        for (const auto &project : projects) {
            if (project->isBeingDeleted || !begin(project->name))
                continue;
            co_await lookAfter(project);
            m_at.clear();
        }
    }
}

QCoro::Task<> PreviewFlow::revive()
{
    const QStringList names = m_previews.keys();
    for (const QString &name : names) {
        if (!begin(name))
            continue;
        co_await reviveThoseOf(name);
        m_at.clear();
    }
}

QCoro::Task<> PreviewFlow::reviveThoseOf(QString project)
{
    const std::stop_token stop = m_step.get_token();
    const bool exists = std::ranges::contains(m_services.projects.all(), project,
                                              [](const ProjectPtr &known) { return known->name; });
    const QList<int> numbers = m_previews.value(project).keys();
    for (const int number : numbers) {
        if (stop.stop_requested())
            co_return;
        if (!exists) { // a deletion that was cut off
            co_await removeQuietly(project, number);
            continue;
        }
        const QString name = deploy::previewName(project, number);
        const auto live = m_services.deployer.live(name);
        if (live.id.isEmpty())
            continue;
        const auto running = co_await m_services.deployer.ensureRunning(name, live, stop);
        if (!running && running.error().code != ErrorCode::Cancelled)
            qWarning("the preview %s: %s", qUtf8Printable(name), qUtf8Printable(running.error().message));
    }
}

QList<int> PreviewFlow::wanted(const QString &project) const
{
    using enum domain::TaskPhase;
    QSet<int> open;
    const auto &tasks = m_services.store.snapshot().tasks;
    for (const auto &task : tasks) {
        // Also while its author works at what a review found: it is still open then.
        const bool goesOn
            = task.phase == InReview || task.phase == Ready || task.phase == Delayed || task.phase == Running;
        if (task.key.project == project && goesOn && task.pr > 0)
            open.insert(task.pr);
    }
    // Those that run go on; the newest fill up.
    QList<int> newest(open.begin(), open.end());
    const auto known = m_previews.value(project);
    std::ranges::sort(newest,
                      [&](int a, int b) { return known.contains(a) != known.contains(b) ? known.contains(a) : a > b; });
    return newest.first(std::min<qsizetype>(newest.size(), m_services.settings.previews));
}

QCoro::Task<> PreviewFlow::lookAfter(ProjectPtr project)
{
    const std::stop_token stop = m_step.get_token();
    const QList<int> keep = wanted(project->name);
    const QList<int> there = m_previews.value(project->name).keys();
    for (const int number : there) {
        if (stop.stop_requested())
            co_return;
        if (!keep.contains(number))
            co_await removeQuietly(project->name, number);
    }
    for (const int number : keep) {
        if (stop.stop_requested())
            co_return;
        const auto updated = co_await update(project, number);
        if (!updated && updated.error().code != ErrorCode::Cancelled)
            qWarning("the preview of #%d of %s: %s", number, qUtf8Printable(project->name),
                     qUtf8Printable(updated.error().message));
    }
}

Async<> PreviewFlow::update(ProjectPtr project, int pullRequest)
{
    const std::stop_token stop = m_step.get_token();
    auto &forge = m_services.forgeOf(*project);
    CO_TRY(const forge::PullRequest pull, co_await forge.pullRequest(project->repo, pullRequest));
    Preview preview = m_previews.value(project->name).value(pullRequest);
    if (pull.state != forge::PullRequestState::Open) {
        if (preview.pullRequest > 0)
            co_return co_await remove(project->name, pullRequest);
        co_return Result<> {};
    }
    if (preview.deployment.commit == pull.headSha)
        co_return co_await renew(project, pullRequest);
    CO_TRY(const QString mirror, co_await forge.mirror(project->repo));
    preview.pullRequest = pullRequest;
    const QString name = deploy::previewName(project->name, pullRequest);
    const deploy::DeployRequest request { name, mirror, pull.headSha, QStringLiteral("d%1").arg(preview.count + 1) };
    // Known before anything of it is there, or what a kill leaves of a first one would be nobody's.
    m_previews[project->name].insert(pullRequest, preview);
    save();
    CO_TRY(domain::Deployment deployment, co_await m_services.deployer.deployProject(request, {}, stop));
    if (stop.stop_requested()) // its commit is not noted: the next round finds it live, and publishes it
        co_return fail(ErrorCode::Cancelled, QStringLiteral("The preview is no longer wanted"));
    if (deployment.state == DeployState::Live)
        deployment = co_await published(project, pullRequest, deployment);
    ++preview.count;
    preview.deployment = deployment;
    m_previews[project->name].insert(pullRequest, preview);
    save();
    co_return co_await tell(project, pullRequest, deployment);
}

QCoro::Task<domain::Deployment> PreviewFlow::published(ProjectPtr project, int pullRequest, domain::Deployment live)
{
    live.url = deploy::loopbackUrl(live.port);
    const QString name = deploy::previewName(project->name, pullRequest);
    if (!Exposure::mayShowPreviews(m_services, project->name, pullRequest, &live.reach)) {
        if (!m_services.publisher.of(name).host.isEmpty()) { // of a version that did not ask
            const auto withdrawn = co_await Exposure::withdraw(m_services, project->name, name);
            Q_UNUSED(withdrawn)
        }
        co_return live;
    }
    m_tried.insert(name);
    const auto done = co_await m_services.publisher.publish(name, live.port);
    if (!done || !done->active) {
        const QString why = done ? done->todo : done.error().message;
        live.reach = QStringLiteral("This machine only; %1").arg(why);
        co_return live;
    }
    live.url = QStringLiteral("https://") + done->host;
    live.reach = QStringLiteral("Public through the Cloudflare tunnel");
    co_return live;
}

QCoro::Task<bool> PreviewFlow::wantsPublishing(ProjectPtr project, int pullRequest, domain::Deployment live)
{
    if (live.state != DeployState::Live)
        co_return false;
    const QString name = deploy::previewName(project->name, pullRequest);
    const bool known = !m_services.publisher.of(name).host.isEmpty();
    QString reach;
    if (!Exposure::mayShowPreviews(m_services, project->name, pullRequest, &reach))
        co_return known;
    if (!known)
        co_return !m_tried.contains(name);
    const bool stands = co_await m_services.publisher.stands(name);
    co_return !stands;
}

Async<> PreviewFlow::renew(ProjectPtr project, int pullRequest)
{
    const std::stop_token stop = m_step.get_token();
    Preview preview = m_previews.value(project->name).value(pullRequest);
    const bool wants = co_await wantsPublishing(project, pullRequest, preview.deployment);
    if (!wants || stop.stop_requested())
        co_return Result<> {};
    const QString before = preview.deployment.url;
    preview.deployment = co_await published(project, pullRequest, preview.deployment);
    m_previews[project->name].insert(pullRequest, preview);
    save();
    if (preview.deployment.url == before)
        co_return Result<> {};
    co_return co_await tell(project, pullRequest, preview.deployment);
}

Async<> PreviewFlow::tell(ProjectPtr project, int pullRequest, domain::Deployment deployment)
{
    const bool live = deployment.state == DeployState::Live;
    const QString title = live ? QStringLiteral("Preview of #%1 of %2").arg(pullRequest).arg(project->name)
                               : QStringLiteral("The preview of #%1 of %2 failed").arg(pullRequest).arg(project->name);
    m_services.events.notify(live ? QStringLiteral("preview_live") : QStringLiteral("preview_failed"), project->name,
                             title, live ? deployment.url : deployment.error);
    if (!live)
        co_return Result<> {};
    // Its address stays as long as it is there, so it is said once.
    const QString body = QStringLiteral("Preview: %1 (%2; it follows this pull request and goes when it is closed)")
                             .arg(deployment.url, deployment.reach);
    co_return co_await m_services.forgeOf(*project).ensureComment(
        project->repo, pullRequest, QStringLiteral("slipway-preview:%1:%2").arg(project->name, deployment.url), body);
}

Async<> PreviewFlow::remove(QString project, int pullRequest)
{
    const QString name = deploy::previewName(project, pullRequest);
    const auto withdrawn = co_await Exposure::withdraw(m_services, project, name);
    const auto port = withdrawn ? deploy::PortPolicy::Release : deploy::PortPolicy::Keep;
    CO_CHECK(co_await m_services.deployer.undeploy(name, deploy::DataPolicy::Delete, port));
    m_tried.remove(name);
    if (withdrawn)
        m_previews[project].remove(pullRequest);
    else
        m_previews[project][pullRequest].deployment = {}; // down, but its name and port are not free yet
    if (m_previews.value(project).isEmpty())
        m_previews.remove(project);
    save();
    co_return withdrawn;
}

QCoro::Task<> PreviewFlow::removeQuietly(QString project, int pullRequest)
{
    const auto removed = co_await remove(project, pullRequest);
    if (!removed && removed.error().code != ErrorCode::Waiting) // that was said to a person
        qWarning("%s", qUtf8Printable(removed.error().message));
}

Async<> PreviewFlow::removeAll(QString project)
{
    m_leaving.insert(project);
    while (m_at == project) {
        m_step.request_stop();
        CO_CHECK(co_await base::sleepFor(std::chrono::milliseconds(20), m_scope.stopToken()));
    }
    const QList<int> there = m_previews.value(project).keys();
    for (const int number : there)
        CO_CHECK(co_await remove(project, number));
    co_return Result<> {};
}

} // namespace slipway::orchestrator
