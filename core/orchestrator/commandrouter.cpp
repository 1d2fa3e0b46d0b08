// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/commandrouter.h"

namespace slipway::orchestrator {

namespace {

QString text(const control::Command &command, const char *name)
{
    return command.arguments.value(QLatin1String(name)).toString();
}

domain::TaskKey taskOf(const control::Command &command)
{
    return domain::TaskKey::fromString(text(command, "task"));
}

Async<QJsonObject> ready(Result<QJsonObject> result)
{
    co_return result;
}

Async<QJsonObject> taskAnswer(Async<domain::Task> operation)
{
    CO_TRY(const domain::Task task, co_await std::move(operation));
    co_return QJsonObject { { QStringLiteral("success"), true }, { QStringLiteral("task"), domain::toJson(task) } };
}

Async<QJsonObject> done(Async<> operation)
{
    CO_CHECK(co_await std::move(operation));
    co_return QJsonObject { { QStringLiteral("success"), true } };
}

} // namespace

CommandRouter::CommandRouter(Services &services, Orchestrator &orchestrator, control::AuditLog &audit)
    : m_services(services)
    , m_orchestrator(orchestrator)
    , m_audit(audit)
{
    addProjectVerbs();
    addTaskVerbs();
    addDecisionVerbs();
}

void CommandRouter::addProjectVerbs()
{
    auto &o = m_orchestrator;
    m_verbs.insert(QStringLiteral("new"), [&o](const control::Command &c) {
        NewProject request;
        request.idea = text(c, "idea");
        request.name = text(c, "name");
        request.from = text(c, "from");
        request.agent = text(c, "agent");
        request.forge = text(c, "forge");
        request.pace = c.arguments.value(QLatin1String("pace")).toDouble(-1);
        request.approvePlan = c.arguments.value(QLatin1String("yes")).toBool();
        request.reuse = c.arguments.value(QLatin1String("reuse")).toBool();
        request.allow = c.arguments.value(QLatin1String("allow")).toVariant().toStringList();
        return o.newProject(request);
    });
    m_verbs.insert(QStringLiteral("run"),
                   [&o](const control::Command &c) { return o.runFullPipeline(text(c, "project")); });
    m_verbs.insert(QStringLiteral("deploy"),
                   [&o](const control::Command &c) { return o.deployProject(text(c, "project")); });
    m_verbs.insert(QStringLiteral("ensure_live"),
                   [&o](const control::Command &c) { return o.ensureLive(text(c, "project")); });
    m_verbs.insert(QStringLiteral("rollback"),
                   [&o](const control::Command &c) { return o.rollback(text(c, "project"), text(c, "to")); });
    m_verbs.insert(QStringLiteral("issue"), [&o](const control::Command &c) {
        const auto labels = c.arguments.value(QLatin1String("labels")).toVariant().toStringList();
        return o.people().file({ text(c, "project"), text(c, "title"), text(c, "body"), labels,
                                 c.actor.section(QLatin1Char(':'), 1), c.id });
    });
    m_verbs.insert(QStringLiteral("undeploy"),
                   [&o](const control::Command &c) { return o.undeploy(text(c, "project")); });
    m_verbs.insert(QStringLiteral("delete"),
                   [&o](const control::Command &c) { return o.deleteProject(text(c, "project")); });
    m_verbs.insert(QStringLiteral("switch"),
                   [&o](const control::Command &c) { return ready(o.switchProject(text(c, "project"))); });
    m_verbs.insert(QStringLiteral("workers.start"), [&o](const control::Command &) { return ready(o.startWorkers()); });
    m_verbs.insert(QStringLiteral("workers.stop"), [&o](const control::Command &) { return o.stopWorkers(); });
    m_verbs.insert(QStringLiteral("pause"),
                   [&o](const control::Command &c) { return o.setPaused(text(c, "project"), true, c.actor); });
    m_verbs.insert(QStringLiteral("resume"),
                   [&o](const control::Command &c) { return o.setPaused(text(c, "project"), false, c.actor); });
}

void CommandRouter::addTaskVerbs()
{
    auto &tasks = m_orchestrator.tasks();
    auto &queue = m_services.queue;
    m_verbs.insert(QStringLiteral("task.retry"),
                   [&tasks](const control::Command &c) { return taskAnswer(tasks.retry(taskOf(c))); });
    m_verbs.insert(QStringLiteral("task.cancel"), [&tasks](const control::Command &c) {
        const QString why = text(c, "why");
        return taskAnswer(
            tasks.cancel(taskOf(c), why.isEmpty() ? QStringLiteral("Cancelled by %1").arg(c.actor) : why));
    });
    m_verbs.insert(QStringLiteral("task.release"),
                   [&queue](const control::Command &c) { return taskAnswer(queue.release(taskOf(c))); });
    m_verbs.insert(QStringLiteral("task.prioritise"), [&queue](const control::Command &c) {
        return taskAnswer(queue.prioritise(taskOf(c), c.arguments.value(QLatin1String("priority")).toInt(-1)));
    });
    m_verbs.insert(QStringLiteral("task.message"),
                   [&tasks](const control::Command &c) { return done(tasks.message(taskOf(c), text(c, "text"))); });
}

void CommandRouter::addDecisionVerbs()
{
    auto &o = m_orchestrator;
    m_verbs.insert(QStringLiteral("plan.edit"), [&o](const control::Command &c) {
        return ready(o.editPlan(text(c, "project"), c.arguments.value(QLatin1String("plan")).toObject()));
    });
    m_verbs.insert(QStringLiteral("ask"),
                   [&o](const control::Command &c) { return o.ask(text(c, "project"), text(c, "question"), c.actor); });
    m_verbs.insert(QStringLiteral("approve"), [&o](const control::Command &c) {
        return o.decide(text(c, "id"), { true, text(c, "why"), c.actor });
    });
    m_verbs.insert(QStringLiteral("reject"), [&o](const control::Command &c) -> Async<QJsonObject> {
        if (text(c, "why").trimmed().isEmpty())
            return ready(fail(ErrorCode::Invalid, QStringLiteral("A rejection needs a reason"),
                              QStringLiteral("slipway reject ID --why \"…\"")));
        return o.decide(text(c, "id"), { false, text(c, "why"), c.actor });
    });
}

Async<QJsonObject> CommandRouter::execute(control::Command command)
{
    const auto handler = m_verbs.constFind(command.verb);
    if (handler == m_verbs.constEnd())
        co_return fail(ErrorCode::Invalid, QStringLiteral("There is no command \"%1\"").arg(command.verb));
    auto result = co_await (*handler)(command);
    const QString outcome = result
        ? QStringLiteral("ok")
        : base::toString(result.error().code) + QStringLiteral(": ") + result.error().message;
    const auto written = m_audit.append(command.actor, command.verb, command.arguments, outcome);
    if (!written)
        qWarning("%s", qUtf8Printable(written.error().message));
    co_return result;
}

} // namespace slipway::orchestrator
