// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/conversation.h"

#include "core/agents/roles/fence.h"
#include "core/agents/roles/role.h"
#include "core/base/taskscope.h"
#include "core/planning/planningrun.h"

#include <QDir>
#include <QScopeGuard>

namespace slipway::orchestrator {

namespace {
const QString role = QStringLiteral("project-manager"); // who answers
constexpr qsizetype longestQuestion = 2000, longestAnswer = 12'000, mostTasks = 60;
} // namespace

Conversation::Conversation(Services &services, PlanningAgents &agents)
    : m_services(services)
    , m_agents(agents)
{
}

QString Conversation::agentOf(const Project &project)
{
    return project.agents.of(role);
}

QString Conversation::folderOf(const QString &project) const
{
    return m_services.settings.workspaceFolder + QLatin1Char('/') + project + QStringLiteral("-ask");
}

QString Conversation::stateOf(const QString &name) const
{
    const auto &snapshot = m_services.store.snapshot();
    QStringList lines;
    for (const auto &view : snapshot.projects) {
        if (view.name == name)
            lines.append(QStringLiteral("%1: %2, stage %3. %4. CI %5, deployment %6 %7")
                             .arg(view.name, view.state, view.stage, view.detail, domain::toString(view.ci.state),
                                  domain::toString(view.deploy.state), view.deploy.url));
    }
    for (const auto &gate : snapshot.gates) {
        if (gate.project == name)
            lines.append(QStringLiteral("Waits for a person: %1 (%2)").arg(gate.title, gate.id));
    }
    const auto tasks = domain::tasksOf(snapshot, name);
    for (const auto &task : tasks) {
        if (lines.size() < mostTasks)
            lines.append(QStringLiteral("#%1 %2 [%3] %4 %5")
                             .arg(QString::number(task.key.number), task.title, domain::toString(task.type),
                                  domain::toString(task.phase), task.failureDetail));
    }
    return lines.join(QLatin1Char('\n'));
}

Result<agents::AgentRequest> Conversation::requestFor(const Project &project, const QString &question,
                                                      const QString &notes) const
{
    planning::PlanningContext context;
    context.project = project.name;
    context.idea = project.idea;
    context.workspace = folderOf(project.name);
    QDir().mkpath(context.workspace);
    if (QDir(project.path).exists())
        context.readable.append(project.path);
    context.limits = m_services.settings.limits;
    TRY(agents::AgentRequest request, planning::requestFor(context, role, QStringLiteral("ask")));
    const QVariantHash values {
        { QStringLiteral("project"), project.name },
        { QStringLiteral("path"), project.path },
        { QStringLiteral("question"), agents::fenced(QStringLiteral("question"), question, longestQuestion) },
        { QStringLiteral("state"), agents::fenced(QStringLiteral("state"), stateOf(project.name)) },
        { QStringLiteral("notes"), notes.isEmpty() ? QString() : agents::fenced(QStringLiteral("notes"), notes, 8192) },
    };
    TRY(request.prompt, agents::renderPrompt(QStringLiteral("tasks/ask"), values));
    return request;
}

void Conversation::stop(const std::function<bool(const QString &)> &isConcerned)
{
    for (auto &[project, source] : m_busy) {
        if (isConcerned(project))
            source.request_stop();
    }
}

void Conversation::close()
{
    m_isClosed = true;
    stop([](const QString &) { return true; });
}

Async<> Conversation::end(QString project, std::stop_token stop)
{
    for (auto busy = m_busy.find(project); busy != m_busy.end(); busy = m_busy.find(project)) {
        busy->second.request_stop();
        CO_CHECK(co_await base::sleepFor(std::chrono::milliseconds(20), stop));
    }
    QDir(folderOf(project)).removeRecursively();
    co_return Result<> {};
}

Async<QJsonObject> Conversation::ask(ProjectPtr project, QString question, QString actor)
{
    if (m_isClosed)
        co_return fail(ErrorCode::Cancelled, QStringLiteral("The engine stops"));
    question = question.trimmed();
    if (question.isEmpty() || question.size() > longestQuestion)
        co_return fail(ErrorCode::Invalid, QStringLiteral("A question has 1 to %1 characters").arg(longestQuestion));
    CO_TRY(const auto driver, m_services.catalog.find(agentOf(*project)));
    if (driver->isRecording())
        co_return fail(ErrorCode::Unsupported,
                       QStringLiteral("A recording plays %1: it answers no questions").arg(project->name),
                       QStringLiteral("Projects of a real agent answer; `status` and `tasks` work everywhere"));
    if (m_busy.contains(project->name))
        co_return fail(ErrorCode::Conflict,
                       QStringLiteral("Another question about %1 is being answered").arg(project->name),
                       QStringLiteral("Ask again when its answer is there"));
    const std::stop_token stop = m_busy[project->name].get_token();
    const auto done = qScopeGuard([this, name = project->name] { m_busy.erase(name); });
    const QString notes = co_await m_services.notesFor(project->name, question);
    CO_TRY(agents::AgentRequest request, requestFor(*project, question, notes));
    const agents::AgentResult result = co_await m_agents.runNow(project, std::move(request), stop);
    if (!result.ok())
        co_return std::unexpected(planning::errorOf(result, QStringLiteral("The answer")));
    const QString text = result.text.trimmed().left(longestAnswer);
    const QString note = QStringLiteral("%1 asked: %2\nAnswer: %3").arg(actor, question, text);
    co_await m_services.remember(project->name, QStringLiteral("chat"), note);
    co_return QJsonObject { { QStringLiteral("success"), true },
                            { QStringLiteral("project"), project->name },
                            { QStringLiteral("text"), text } };
}

} // namespace slipway::orchestrator
