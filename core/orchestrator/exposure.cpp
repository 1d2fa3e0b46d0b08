// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/exposure.h"

#include "core/deploy/failuretext.h"
#include "core/deploy/loopback.h"
#include "core/deploy/servicename.h"

namespace slipway::orchestrator {

using domain::DeployState;

namespace {

QString publishKey(const QString &project)
{
    return QStringLiteral("publish:") + project;
}

QString overwriteKey(const QString &project, const QString &host)
{
    return QStringLiteral("publish:%1:dns:%2").arg(project, host);
}

QString previewsKey(const QString &project)
{
    return QStringLiteral("publish:%1:previews").arg(project);
}

domain::GateView gateOf(const QString &project, const QString &host, int port)
{
    const QString name = host.isEmpty() ? QStringLiteral("a random name under trycloudflare.com") : host;
    domain::GateView gate;
    gate.project = project;
    gate.kind = QStringLiteral("publish");
    gate.title = QStringLiteral("Make %1 public at %2?").arg(project, name);
    gate.detail
        = QStringLiteral("Everybody on the internet can then reach all pages of the service that answers at %1 on "
                         "this machine, at https://%2. Until you answer it is reachable on this machine only.")
              .arg(deploy::loopbackUrl(port), name);
    return gate;
}

domain::GateView previewsGate(const Services &services, const QString &project, int pullRequest)
{
    const QString host = services.publisher.hostOf(deploy::previewName(project, pullRequest));
    const QString where = host.isEmpty() ? QStringLiteral("a random name under trycloudflare.com")
                                         : QStringLiteral("a name of its own such as https://%1").arg(host);
    domain::GateView gate;
    gate.project = project;
    gate.kind = QStringLiteral("publish");
    gate.title = QStringLiteral("Make the previews of %1 public?").arg(project);
    gate.detail
        = QStringLiteral("Everybody on the internet can then reach each open pull request of %1 that runs, at %2, "
                         "before anybody has reviewed it. Until you answer they are reachable on this machine only.")
              .arg(project, where);
    return gate;
}

} // namespace

Exposure::Exposure(Services &services, ProjectViews &views)
    : m_services(services)
    , m_views(views)
{
}

bool Exposure::isAgreed(const ProjectPtr &project, domain::Deployment &live)
{
    const QString key = publishKey(project->name);
    const auto decision = m_services.gates.answerOf(key);
    if (!decision) {
        const auto gate = gateOf(project->name, m_services.publisher.hostOf(project->name), live.port);
        const QString id = m_services.gates.open(key, gate);
        live.reach = QStringLiteral("This machine only, until you answer %1: slipway approve %1").arg(id);
    } else if (!decision->approved) {
        live.reach = QStringLiteral("This machine only, as you decided (slipway deploy asks again)");
    }
    return decision && decision->approved;
}

QCoro::Task<domain::Deployment> Exposure::of(ProjectPtr project, domain::Deployment live)
{
    live.url = deploy::loopbackUrl(live.port);
    if (!m_services.publisher.isOn()) {
        live.reach = QStringLiteral("This machine only: no domain is set (SLIPWAY_DOMAIN)");
        co_return live;
    }
    if (!isAgreed(project, live))
        co_return live;
    co_return co_await published(project, live);
}

QCoro::Task<domain::Deployment> Exposure::published(ProjectPtr project, domain::Deployment live)
{
    const QString host = m_services.publisher.hostOf(project->name);
    const auto word = m_services.gates.answerOf(overwriteKey(project->name, host));
    const auto done = co_await m_services.publisher.publish(project->name, live.port, word && word->approved);
    if (!done) {
        live.reach = QStringLiteral("This machine only; going public failed: %1").arg(deploy::oneLine(done.error()));
        if (m_services.publisher.recordLeadsElsewhere(project->name))
            askToOverwrite(project->name, host);
        co_return live;
    }
    if (word)
        m_services.gates.withdraw(overwriteKey(project->name, host)); // said once, done once
    if (!done->active) {
        live.reach = QStringLiteral("This machine only; %1").arg(done->todo);
        co_return live;
    }
    live.url = QStringLiteral("https://") + done->host;
    live.reach = m_services.publisher.isQuick()
        ? QStringLiteral("Public through a quick tunnel; its address changes when the tunnel starts again")
        : QStringLiteral("Public through the Cloudflare tunnel");
    co_return live;
}

void Exposure::askToOverwrite(const QString &project, const QString &host)
{
    domain::GateView gate;
    gate.project = project;
    gate.kind = QStringLiteral("publish");
    gate.title = QStringLiteral("%1 already leads elsewhere: overwrite its DNS record?").arg(host);
    gate.detail
        = QStringLiteral("What answers at https://%1 now will not be reachable there any more. Reject to leave the "
                         "record alone; %2 then stays on this machine.")
              .arg(host, project);
    m_services.gates.open(overwriteKey(project, host), gate);
}

QCoro::Task<domain::Deployment> Exposure::renew(ProjectPtr project)
{
    const auto known = std::ranges::find(project->deployments, DeployState::Live, &domain::Deployment::state);
    if (known == project->deployments.end())
        co_return domain::Deployment {};
    const domain::Deployment before = *known;
    const auto now = co_await of(project, before);
    const auto still = std::ranges::find(project->deployments, before.id, &domain::Deployment::id);
    const bool isLive = still != project->deployments.end() && still->state == DeployState::Live;
    if (!isLive || (still->url == now.url && still->reach == now.reach))
        co_return now;
    still->url = now.url;
    still->reach = now.reach;
    m_views.changed(*project);
    m_services.events.publish(
        QStringLiteral("deploy"),
        { { QStringLiteral("project"), project->name }, { QStringLiteral("deployment"), domain::toJson(now) } });
    if (now.url.startsWith(QLatin1String("https://"))) {
        m_services.events.notify(QStringLiteral("published"), project->name,
                                 QStringLiteral("%1 is public").arg(project->name), now.url);
    }
    co_return now;
}

QCoro::Task<bool> Exposure::wantsRenewal(ProjectPtr project)
{
    const auto known = std::ranges::find(project->deployments, DeployState::Live, &domain::Deployment::state);
    if (known == project->deployments.end() || !m_services.publisher.isOn())
        co_return false;
    const auto decision = m_services.gates.answerOf(publishKey(project->name));
    if (!decision || !decision->approved)
        co_return false;
    const auto publication = m_services.publisher.of(project->name);
    // One that failed is tried again by an answer, a deploy or a start of the engine, not every few seconds.
    if (publication.host.isEmpty()) {
        const bool first = !m_tried.contains(project->name);
        m_tried.insert(project->name);
        co_return first;
    }
    const bool stands = co_await m_services.publisher.stands(project->name);
    co_return !stands;
}

void Exposure::askAgain(const ProjectPtr &project)
{
    for (const QString &key :
         { publishKey(project->name), overwriteKey(project->name, m_services.publisher.hostOf(project->name)) }) {
        const auto decision = m_services.gates.answerOf(key);
        if (decision && !decision->approved)
            m_services.gates.withdraw(key);
    }
}

Async<> Exposure::withdraw(QString project)
{
    if (!m_services.gates.answerOf(publishKey(project)))
        m_services.gates.withdraw(publishKey(project)); // nothing is left that could become public
    co_return co_await withdraw(m_services, project, project);
}

Async<> Exposure::withdraw(Services &services, QString project, QString service)
{
    const bool again = services.publisher.leaving().contains(service);
    auto withdrawn = co_await services.publisher.withdraw(service);
    if (!withdrawn && !again) {
        qWarning("the tunnel of %s: %s", qUtf8Printable(service), qUtf8Printable(withdrawn.error().message));
        services.events.notify(QStringLiteral("still_public"), project,
                               QStringLiteral("The way to %1 from outside is not closed yet").arg(service),
                               deploy::oneLine(withdrawn.error()));
    }
    co_return withdrawn;
}

bool Exposure::mayShowPreviews(Services &services, const QString &project, int pullRequest, QString *reach)
{
    *reach = QStringLiteral("This machine only");
    const auto whole = services.gates.answerOf(publishKey(project));
    if (!services.publisher.isOn() || !whole || !whole->approved)
        return false;
    const auto decision = services.gates.answerOf(previewsKey(project));
    if (!decision) {
        const QString id = services.gates.open(previewsKey(project), previewsGate(services, project, pullRequest));
        *reach = QStringLiteral("This machine only, until you answer %1: slipway approve %1").arg(id);
    }
    return decision && decision->approved;
}

void Exposure::allow(Services &services, const QString &project)
{
    domain::GateView gate;
    gate.project = project;
    gate.kind = QStringLiteral("publish");
    gate.title = QStringLiteral("Making %1 public was allowed beforehand").arg(project);
    services.gates.answer(publishKey(project), gate, { true, QStringLiteral("--allow"), QStringLiteral("cli") });
}

} // namespace slipway::orchestrator
