// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/projectcreation.h"

#include "core/agents/recipe.h"
#include "core/orchestrator/exposure.h"

#include <QDir>
#include <QUrl>

namespace slipway::orchestrator {

namespace {

constexpr qsizetype maxIdea = 8000;

QString accountKey(const QString &account)
{
    return QStringLiteral("account:") + account;
}

/// `https://…`, `ssh://…`, `git@host:path`; transports that run commands of their own (`ext::`) are none.
bool isRemoteSource(const QString &from)
{
    static const QRegularExpression scpLike(QStringLiteral("^[A-Za-z0-9_.-]+@[A-Za-z0-9.-]+:[^:]+$"));
    const QUrl url(from, QUrl::StrictMode);
    static const QStringList schemes { QStringLiteral("https"), QStringLiteral("http"), QStringLiteral("ssh"),
                                       QStringLiteral("git") };
    return (schemes.contains(url.scheme()) && !url.host().isEmpty()) || scpLike.match(from).hasMatch();
}

} // namespace

ProjectCreation::ProjectCreation(Services &services, ProjectViews &views)
    : m_services(services)
    , m_views(views)
{
}

Result<QString> ProjectCreation::checkedIdea(const QString &idea)
{
    const QString line = idea.simplified();
    if (line.isEmpty())
        return fail(ErrorCode::Invalid, QStringLiteral("The idea is empty"),
                    QStringLiteral("Say in a line what to build: slipway new \"Build a URL shortener\""));
    if (line.size() > maxIdea) {
        return fail(ErrorCode::Invalid,
                    QStringLiteral("The idea has %1 characters; at most %2 are allowed").arg(line.size()).arg(maxIdea),
                    QStringLiteral("Say it in a line or two; details belong into the plan, which you may edit"));
    }
    return line;
}

ProjectPtr ProjectCreation::known(const NewProject &request) const
{
    const auto all = m_services.projects.all();
    for (auto it = all.crbegin(); it != all.crend(); ++it) {
        const auto &project = *it;
        if (project->idea != request.idea)
            continue;
        project->planApproved = project->planApproved || request.approvePlan;
        if (request.pace >= 0)
            project->pace = request.pace;
        takeAllowances(request, *project);
        return project;
    }
    return {};
}

void ProjectCreation::takeAllowances(const NewProject &request, const Project &project) const
{
    // Said beforehand, and kept: what was allowed once in a home is not asked again.
    for (const QString &what : std::as_const(request.allow)) {
        if (what == QLatin1String("publish")) { // of this project only
            Exposure::allow(m_services, project.name);
            continue;
        }
        const QStringList accounts = what == QLatin1String("agent") ? project.agents.all() : QStringList { what };
        for (const QString &account : accounts) {
            domain::GateView gate;
            gate.kind = QStringLiteral("account");
            gate.title = QStringLiteral("%1 was allowed beforehand").arg(domain::shortAgentName(account));
            m_services.gates.answer(accountKey(account), gate,
                                    { true, QStringLiteral("--allow"), QStringLiteral("cli") });
        }
    }
}

Async<QString> ProjectCreation::chooseAgent(const NewProject &request) const
{
    QString name = request.agent.isEmpty() ? m_services.settings.agents.general : request.agent;
    if (name.isEmpty()) {
        const auto detected = co_await m_services.catalog.detect(m_services.runner);
        name = detected ? (*detected)->name() : QStringLiteral("replay");
    }
    co_return name;
}

Async<bool> ProjectCreation::chooseAgents(const NewProject &request, Project *project) const
{
    CO_TRY(project->agents.general, co_await chooseAgent(request));
    if (request.agent.isEmpty()) // who names one for this project means all of it
        project->agents.byRole = m_services.settings.agents.byRole;
    bool anyRecording = false;
    const QStringList names = project->agents.all();
    for (const QString &name : names) {
        CO_TRY(const auto driver, m_services.catalog.find(name));
        anyRecording = anyRecording || driver->isRecording();
        CO_CHECK(co_await checkUsable(driver));
    }
    co_return anyRecording;
}

Async<> ProjectCreation::checkUsable(std::shared_ptr<const agents::AgentDriver> driver) const
{
    if (driver->isRecording())
        co_return Result<> {};
    if (!m_services.settings.sandboxWorks) {
        co_return fail(
            ErrorCode::Unsupported,
            QStringLiteral("The agent %1 needs a sandbox, and bubblewrap does not work here").arg(driver->name()),
            QStringLiteral(
                "Install bubblewrap and allow user namespaces (see `slipway doctor`), or use --agent replay"));
    }
    CO_TRY(const agents::AgentAvailability available, co_await driver->detect(m_services.runner));
    if (!available.installed || !available.signedIn)
        co_return fail(ErrorCode::Unsupported, QStringLiteral("The agent %1 cannot be used").arg(driver->name()),
                       available.hint);
    co_return Result<> {};
}

Async<QString> ProjectCreation::checkSource(QString from) const
{
    const QUrl url(from);
    if (!url.password().isEmpty() || (url.scheme().startsWith(QLatin1String("http")) && !url.userName().isEmpty())) {
        co_return fail(
            ErrorCode::Invalid, QStringLiteral("The address of --from holds a password"),
            QStringLiteral("It would be stored in clear. Clone it yourself and name the folder, or use ssh"));
    }
    if (from.isEmpty() || isRemoteSource(from))
        co_return from;
    const QString path = QDir::cleanPath(url.isLocalFile() ? url.toLocalFile() : from);
    if (!QDir::isAbsolutePath(path) || !QFileInfo(path).isDir()) {
        co_return fail(ErrorCode::Invalid, QStringLiteral("%1 is no folder and no git URL").arg(from),
                       QStringLiteral("Name the folder of a git repository, or its https or ssh URL"));
    }
    const QStringList changes { QStringLiteral("status"), QStringLiteral("--porcelain"),
                                QStringLiteral("--ignore-submodules") };
    const auto bare
        = co_await m_services.git.run(path, { QStringLiteral("rev-parse"), QStringLiteral("--is-bare-repository") });
    if (!bare) {
        co_return fail(ErrorCode::Invalid, QStringLiteral("%1 is not a git repository").arg(path),
                       QStringLiteral("Put it under git first: git init && git add -A && git commit"),
                       bare.error().detail);
    }
    CO_TRY(const QString head, co_await m_services.git.resolve(path, QStringLiteral("HEAD")));
    if (head.isEmpty()) {
        co_return fail(ErrorCode::Invalid, QStringLiteral("The repository %1 has no commit").arg(path),
                       QStringLiteral("Commit what is there, or leave --from out"));
    }
    if (bare->trimmed() == "true")
        co_return path;
    CO_TRY(const QByteArray uncommitted, co_await m_services.git.run(path, changes));
    if (!uncommitted.trimmed().isEmpty()) {
        co_return fail(ErrorCode::Conflict,
                       QStringLiteral("The repository %1 has uncommitted changes (%2 files)")
                           .arg(path)
                           .arg(uncommitted.trimmed().count('\n') + 1),
                       QStringLiteral("Commit or stash them first: only what is committed is taken along"));
    }
    co_return path;
}

Async<ProjectPtr> ProjectCreation::create(NewProject request)
{
    Project project;
    CO_TRY(project.source, co_await checkSource(request.from));
    CO_TRY(const bool isRecorded, co_await chooseAgents(request, &project));
    project.idea = request.idea;
    project.pace = request.pace >= 0 ? request.pace : m_services.settings.pace;
    project.planApproved = request.approvePlan;
    project.forge = !request.forge.isEmpty() ? request.forge
        : isRecorded                         ? QStringLiteral("local")
                                             : m_services.settings.defaultForge;
    if (!m_services.forges.contains(project.forge)) {
        co_return fail(
            ErrorCode::Unsupported, QStringLiteral("The forge \"%1\" is not available").arg(project.forge),
            QStringLiteral("Available: %1").arg(QStringList(m_services.forges.keys()).join(QStringLiteral(", "))));
    }
    if (project.forge == QLatin1String("github") && !m_services.settings.hasGitHubToken) {
        co_return fail(
            ErrorCode::Denied, QStringLiteral("There is no GitHub token"),
            QStringLiteral("Set GITHUB_TOKEN (or GITHUB_TOKEN_FILE), or `slipway login github`; --forge local "
                           "needs no account"));
    }
    if (isRecorded) {
        CO_TRY(const agents::Recipe recipe, agents::Recipe::forIdea(request.idea));
        project.recipe = recipe.name();
    }
    project.name = request.name.isEmpty() ? m_services.projects.nameFor(request.idea) : request.name;
    CO_TRY(const ProjectPtr created, m_services.projects.create(std::move(project)));
    takeAllowances(request, *created); // now that it has a name that is nobody else's
    CO_CHECK(m_services.projects.setActive(created->name));
    m_views.publishNow(*created);
    co_return created;
}

Result<> ProjectCreation::mayUseAgent(const QString &agent) const
{
    TRY(const auto driver, m_services.catalog.find(agent));
    const auto answer = m_services.gates.answerOf(accountKey(agent));
    if (!driver->isMetered() || (answer && answer->approved))
        return {};
    return fail(ErrorCode::Denied, QStringLiteral("Nobody has let %1 work on this account yet").arg(driver->title()),
                QStringLiteral("See the decisions that wait: slipway gates"));
}

Async<> ProjectCreation::askForAccounts(ProjectPtr project, std::stop_token stop)
{
    const auto &settings = m_services.settings;
    const QStringList agents = project->agents.all();
    for (const QString &agent : agents) {
        CO_TRY(const auto driver, m_services.catalog.find(agent));
        if (!driver->isMetered())
            continue;
        CO_CHECK(co_await askForAccount(
            project, agent, QStringLiteral("Let %1 work on this account?").arg(driver->title()),
            QStringLiteral(
                "It may cost up to $%1 a task, $%2 a project and $%3 a day; --allow agent says yes beforehand.")
                .arg(settings.limits.usd)
                .arg(settings.usdPerProject)
                .arg(settings.usdPerDay),
            stop));
    }
    if (project->forge == QLatin1String("github")) {
        const QString owner
            = settings.gitHubOwner.isEmpty() ? QStringLiteral("the owner of the token") : settings.gitHubOwner;
        CO_CHECK(co_await askForAccount(
            project, project->forge, QStringLiteral("Let Slipway work on GitHub as %1?").arg(owner),
            QStringLiteral(
                "It creates the private repository %1 with issues, branches and pull requests there, and uses "
                "minutes of GitHub Actions; --allow github says yes beforehand.")
                .arg(project->name),
            stop));
    }
    co_return Result<> {};
}

Async<> ProjectCreation::askForAccount(ProjectPtr project, QString account, QString title, QString detail,
                                       std::stop_token stop)
{
    // Asked once for the home, whichever project is the first: the answer outlives that project.
    const QString key = accountKey(account);
    const auto earlier = m_services.gates.answerOf(key);
    if (earlier && earlier->approved)
        co_return Result<> {};
    domain::GateView gate;
    gate.kind = QStringLiteral("account");
    gate.title = title;
    gate.detail = detail;
    project->state = QStringLiteral("waiting");
    project->detail = title; // faces tell by it which question it waits for
    m_views.changed(*project);
    CO_TRY(const Decision decision, co_await m_services.gates.ask(key, gate, stop));
    if (!decision.approved) {
        m_services.gates.withdraw(key);
        co_return fail(ErrorCode::Denied, QStringLiteral("%1 was not allowed: %2").arg(account, decision.why),
                       QStringLiteral("Choose another with --agent or --forge"));
    }
    project->state = QStringLiteral("planning");
    co_return Result<> {};
}

} // namespace slipway::orchestrator
