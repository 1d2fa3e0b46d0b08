// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/peoplewatch.h"

#include "core/forge/github/markers.h"
#include "core/orchestrator/peopleissues.h"

#include <QFile>
#include <QJsonArray>
#include <QLoggingCategory>

Q_LOGGING_CATEGORY(lcPeople, "slipway.people")

// When to look, and what people say to Slipway itself. What follows from an issue is in peopleintake.cpp.

namespace slipway::orchestrator {

namespace {
constexpr int slowest = 8; // times the poll period, while nothing happens

bool isOpen(domain::TaskPhase phase)
{
    return phase == domain::TaskPhase::Ready || phase == domain::TaskPhase::Delayed
        || phase == domain::TaskPhase::Running || phase == domain::TaskPhase::InReview;
}
} // namespace

PeopleWatch::PeopleWatch(Services &services, ProjectViews &views, FlowDriver &flows, const PauseBook &pauses,
                         TaskActions &tasks, ReviewResults &reviews, Attention &attention)
    : m_services(services)
    , m_views(views)
    , m_flows(flows)
    , m_pauses(pauses)
    , m_tasks(tasks)
    , m_comments(services, reviews, views, attention)
{
}

void PeopleWatch::start()
{
    m_scope.start(loop(), "work from people");
}

void PeopleWatch::requestStop()
{
    m_isStopping = true;
    m_nap.request_stop();
}

QCoro::Task<> PeopleWatch::stop()
{
    requestStop();
    co_await m_scope.drain();
}

bool PeopleWatch::asks(const QString &gateKind)
{
    return gateKind == QLatin1String("issue") || gateKind == PeopleComments::gateKind();
}

QString PeopleWatch::fileOf(const QString &project) const
{
    return m_services.settings.stateFolder + QStringLiteral("/people/") + project + QStringLiteral(".json");
}

void PeopleWatch::lookAgain(const QString &project)
{
    for (auto &[name, look] : m_looks) {
        if (project.isEmpty() || name == project) {
            look.since = {};
            ++look.anew;
            look.dueMs = 0;
            look.pause = {};
        }
    }
    m_nap.request_stop();
}

QCoro::Task<> PeopleWatch::retire(QString project)
{
    m_retired.insert(project);
    while (m_current == project) {
        const auto waited = co_await base::sleepFor(std::chrono::milliseconds(20));
        Q_UNUSED(waited)
    }
}

void PeopleWatch::forget(const QString &project)
{
    m_retired.remove(project);
    m_looks.erase(project);
    QFile::remove(fileOf(project));
}

QCoro::Task<> PeopleWatch::loop()
{
    const auto poll = m_services.settings.ciPoll;
    while (!m_isStopping) {
        m_nap = std::stop_source();
        qint64 nextMs = m_services.clock.nowMs() + poll.count();
        const auto projects = m_services.projects.all();
        for (const auto &project : projects) {
            const QString name = project->name;
            if (m_isStopping || project->isBeingDeleted || m_retired.contains(name) || m_pauses.isPaused(name)
                || project->repo.isEmpty() || !m_services.forges.contains(project->forge))
                continue;
            if (m_looks[name].dueMs <= m_services.clock.nowMs()) {
                auto &due = m_looks[name];
                due.dueMs = m_services.clock.nowMs() + std::max(due.pause, poll).count(); // lookAgain() takes it back
                m_current = name;
                const auto news = co_await look(project);
                m_current.clear();
                if (!news && news.error().code != ErrorCode::Cancelled)
                    qCDebug(lcPeople, "%s: %s", qUtf8Printable(name), qUtf8Printable(news.error().message));
                if (const auto it = m_looks.find(name); it != m_looks.end() && it->second.dueMs > 0) {
                    const bool isQuiet = project->forge != QLatin1String("local") && (!news || !*news);
                    auto &pause = it->second.pause;
                    pause = isQuiet ? std::min(std::max(pause, poll) * 2, poll * slowest) : poll;
                    it->second.dueMs = m_services.clock.nowMs() + pause.count();
                }
            }
            if (const auto it = m_looks.find(name); it != m_looks.end())
                nextMs = std::min(nextMs, it->second.dueMs);
        }
        const auto nap = std::chrono::milliseconds(std::max<qint64>(nextMs - m_services.clock.nowMs(), 20));
        const auto rested = co_await base::sleepFor(nap, m_nap.get_token());
        Q_UNUSED(rested)
    }
}

Async<bool> PeopleWatch::look(ProjectPtr project)
{
    CO_TRY(const auto flow, m_flows.flowOf(project));
    const auto round = std::make_shared<Round>();
    round->project = project;
    round->flow = flow;
    if (!round->flow->wasQueued())
        co_return false;
    auto &look = m_looks[project->name];
    if (!look.state) {
        CO_TRY(const PeopleState kept, PeopleState::load(fileOf(project->name)));
        look.state = std::make_shared<PeopleState>(kept);
    }
    round->state = look.state;
    const int anew = look.anew;
    // The tasks first: an issue that is closed for one of them is closed before its task has ended.
    CO_TRY(const QList<domain::Task> tasks, co_await m_services.queue.tasks(project->name));
    for (const auto &task : tasks)
        round->tasks.insert(task.key.number, task);
    auto &forge = m_services.forgeOf(*project);
    CO_TRY(const QList<forge::Issue> issues, co_await forge.issuesSince(project->repo, look.since));
    CO_CHECK(co_await considerAll(round, issues));
    CO_CHECK(co_await endClosed(round));
    CO_TRY(const bool hasComments, co_await m_comments.look(project, round->state, fileOf(project->name)));
    wakeUp(project, false);
    bool isNews = hasComments || !look.closing.isEmpty();
    for (const auto &issue : issues) {
        const bool isLater = issue.updatedAt.isValid() && (!look.since.isValid() || issue.updatedAt > look.since);
        if (isLater && look.anew == anew) {
            look.since = issue.updatedAt;
            isNews = true;
        }
    }
    co_return isNews;
}

void PeopleWatch::wakeUp(const ProjectPtr &project, bool isQueued)
{
    const auto &tasks = m_services.store.snapshot().tasks;
    const bool works
        = isQueued || std::ranges::any_of(tasks, [&](const domain::Task &task) {
              return task.key.project == project->name && task.kind != QLatin1String("review") && isOpen(task.phase);
          });
    if (!works || project->stage != QLatin1String("done"))
        return;
    project->stage = QStringLiteral("workers");
    project->state = QStringLiteral("running");
    project->detail = QStringLiteral("Working on what people asked for");
    m_views.changed(*project);
}

QString PeopleWatch::obstacle(const Project &project, const QString &title, const QStringList &labels) const
{
    const auto type = m_services.assignment.classify(title, labels).type;
    const QString recording = QStringLiteral("replay");
    for (const QString &role : { domain::toString(type), QStringLiteral("qa") }) {
        if (project.agents.of(role) == recording)
            return QStringLiteral("%1 is played from a recording, which knows no other issues than its own")
                .arg(project.name);
    }
    return {};
}

Async<QJsonObject> PeopleWatch::file(NewIssue wanted)
{
    CO_TRY(const ProjectPtr project, m_services.projects.find(wanted.project));
    const QString label = m_services.settings.issuesLabel;
    if (label.isEmpty())
        co_return fail(ErrorCode::Unsupported, QStringLiteral("Issues of people are not taken here"),
                       QStringLiteral("Choose their label: slipway config set issues.label slipway"));
    if (wanted.title.trimmed().isEmpty())
        co_return fail(ErrorCode::Invalid, QStringLiteral("The issue has no title"),
                       QStringLiteral("slipway issue \"TITLE\""));
    if (const QString why = obstacle(*project, wanted.title, wanted.labels); !why.isEmpty())
        co_return fail(ErrorCode::Unsupported, why,
                       QStringLiteral("Make a project with an agent: slipway new \"…\" --agent claude"));
    CO_TRY(const auto flow, m_flows.flowOf(project));
    if (!flow->wasQueued())
        co_return fail(ErrorCode::Conflict, QStringLiteral("The issues of %1 are not queued yet").arg(project->name),
                       QStringLiteral("slipway run %1").arg(project->name));
    forge::Issue issue;
    issue.title = wanted.title.simplified().left(256);
    issue.body = wanted.body;
    issue.author = wanted.author;
    issue.labels = QStringList { label } + wanted.labels;
    issue.labels.removeDuplicates();
    issue.blockedBy = forge::markers::blockersIn(wanted.body);
    auto &forge = m_services.forgeOf(*project);
    const QString marker = peoplesMarker(wanted.command);
    CO_TRY(const forge::Issue made, co_await forge.ensureIssue(project->repo, marker, issue));
    lookAgain(project->name);
    co_return QJsonObject {
        { QStringLiteral("success"), true },      { QStringLiteral("project"), project->name },
        { QStringLiteral("issue"), made.number }, { QStringLiteral("title"), made.title },
        { QStringLiteral("url"), made.url },      { QStringLiteral("labels"), QJsonArray::fromStringList(made.labels) }
    };
}

} // namespace slipway::orchestrator
