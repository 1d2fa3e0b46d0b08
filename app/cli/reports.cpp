// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/reports.h"

#include "core/domain/criticalpath.h"

#include <QJsonArray>

namespace slipway::app {

QString ageOf(const QDateTime &since)
{
    if (!since.isValid())
        return QStringLiteral("-");
    const qint64 seconds = qMax<qint64>(0, since.secsTo(QDateTime::currentDateTimeUtc()));
    if (seconds < 90)
        return QStringLiteral("%1 s").arg(seconds);
    if (seconds < 5400)
        return QStringLiteral("%1 min").arg(seconds / 60);
    if (seconds < 36 * 3600)
        return QStringLiteral("%1 h").arg(seconds / 3600);
    return QStringLiteral("%1 d").arg(seconds / 86400);
}

namespace {

QString countsOf(const domain::IssueCounts &c)
{
    QStringList parts { QStringLiteral("%1/%2 closed").arg(c.closed).arg(c.total()) };
    const auto add = [&](int n, const QString &what) {
        if (n > 0)
            parts.append(QStringLiteral("%1 %2").arg(n).arg(what));
    };
    add(c.inProgress, QStringLiteral("in progress"));
    add(c.inReview, QStringLiteral("in review"));
    add(c.queued, QStringLiteral("queued"));
    add(c.blocked, QStringLiteral("blocked"));
    add(c.needsAttention, QStringLiteral("need attention"));
    return parts.join(QStringLiteral(", "));
}

QString stateColoured(const QString &state, const Output &output)
{
    static const QHash<QString, int> colours { { QStringLiteral("running"), 32 }, { QStringLiteral("idle"), 36 },
                                               { QStringLiteral("failed"), 31 },  { QStringLiteral("waiting"), 33 },
                                               { QStringLiteral("paused"), 33 },  { QStringLiteral("planning"), 34 } };
    return output.coloured(state, colours.value(state, 0));
}

QString agentsText(const domain::ProjectView &project)
{
    if (project.recipe.isEmpty())
        return project.agents.text();
    const QString recording = QStringLiteral("Recording \"%1\"").arg(project.recipe);
    return project.agents.byRole.isEmpty() ? recording : recording + QStringLiteral(" · ") + project.agents.text();
}

} // namespace

QString statusText(const domain::Snapshot &s, const Output &output)
{
    QStringList lines;
    const QString mode = s.engine.mode == QLatin1String("none")
        ? QStringLiteral("no engine runs")
        : QStringLiteral("engine: %1 on %2, up %3").arg(s.engine.mode, s.engine.host, ageOf(s.engine.startedAt));
    lines.append(output.bold(QStringLiteral("Slipway %1").arg(s.version)) + QStringLiteral(" · ") + mode
                 + (s.engine.paused ? QStringLiteral(" · PAUSED") : QString()) + QStringLiteral(" · ") + s.redisUrl);
    if (s.projects.isEmpty())
        lines.append(QStringLiteral("\nNo project yet. Start one: slipway build \"Build a URL shortener\""));
    for (const auto &p : s.projects) {
        lines.append(QString());
        lines.append(output.bold(p.name) + (p.name == s.activeProject ? QStringLiteral(" (active)") : QString())
                     + QStringLiteral("  ") + stateColoured(p.state, output) + QStringLiteral(" · stage ") + p.stage
                     + QStringLiteral(" · ") + agentsText(p));
        lines.append(QStringLiteral("  issues  ") + countsOf(p.issues));
        if (p.ci.state != domain::CiState::None)
            lines.append(QStringLiteral("  CI      %1 on %2").arg(toString(p.ci.state), p.ci.branch));
        if (p.deploy.state != domain::DeployState::None)
            lines.append(QStringLiteral("  deploy  %1  %2").arg(toString(p.deploy.state), p.deploy.url));
        if (!p.deploy.error.isEmpty())
            lines.append(QStringLiteral("          ") + output.dim(p.deploy.error));
        if (p.deploy.state == domain::DeployState::Live && !p.deploy.reach.isEmpty())
            lines.append(QStringLiteral("          ") + output.dim(p.deploy.reach));
        if (!p.detail.isEmpty())
            lines.append(QStringLiteral("  ") + output.dim(p.detail));
    }
    if (!s.workers.isEmpty())
        lines.append(QLatin1Char('\n') + workersText(s, output));
    if (!s.gates.isEmpty())
        lines.append(QLatin1Char('\n') + gatesText(s.gates, output));
    return lines.join(QLatin1Char('\n'));
}

QString projectsText(const domain::Snapshot &s, const Output &output)
{
    if (s.projects.isEmpty())
        return QStringLiteral("No project yet. Start one: slipway build \"Build a URL shortener\"");
    QList<QStringList> rows;
    for (const auto &p : s.projects) {
        rows.append({ (p.name == s.activeProject ? QStringLiteral("* ") : QStringLiteral("  ")) + p.name, p.state,
                      p.stage, QStringLiteral("%1/%2").arg(p.issues.closed).arg(p.issues.total()),
                      toString(p.deploy.state), p.deploy.url });
    }
    return table({ QStringLiteral("  project"), QStringLiteral("state"), QStringLiteral("stage"),
                   QStringLiteral("closed"), QStringLiteral("deploy"), QStringLiteral("url") },
                 rows, output);
}

QString tasksText(const QList<domain::Task> &tasks, const Output &output)
{
    if (tasks.isEmpty())
        return QStringLiteral("No tasks. They are queued by `slipway run`.");
    QList<QStringList> rows;
    for (const auto &t : tasks) {
        QStringList depends;
        for (const int number : t.dependsOn)
            depends.append(QString::number(number));
        const QString note = t.failureClass != domain::FailureClass::None && t.phase != domain::TaskPhase::Done
            ? toString(t.failureClass) + QStringLiteral(": ") + t.failureDetail.left(60)
            : t.phase == domain::TaskPhase::Blocked && !depends.isEmpty()
            ? QStringLiteral("after ") + depends.join(QLatin1Char(','))
            : t.leaseOwner;
        rows.append({ t.key.toString(), toString(t.type), QString::number(t.priority), toString(t.phase),
                      QStringLiteral("%1/%2").arg(t.attempts).arg(t.maxAttempts),
                      (t.kind == QLatin1String("review") ? QStringLiteral("Review: ") : QString()) + t.title.left(56),
                      note });
    }
    const QString all = table({ QStringLiteral("task"), QStringLiteral("type"), QStringLiteral("prio"),
                                QStringLiteral("phase"), QStringLiteral("tries"), QStringLiteral("title"), QString() },
                              rows, output);
    QStringList path;
    for (const int number : domain::criticalPath(tasks))
        path.append(QLatin1Char('#') + QString::number(number));
    return path.isEmpty() ? all
                          : all + output.dim(QStringLiteral("\nCritical path: ") + path.join(QStringLiteral(" → ")));
}

QString workersText(const domain::Snapshot &s, const Output &output)
{
    if (s.workers.isEmpty())
        return QStringLiteral("No workers run. Start them: slipway workers start");
    QList<QStringList> rows;
    for (const auto &w : s.workers)
        rows.append({ w.id, w.state, w.task.isEmpty() ? QStringLiteral("-") : w.task, domain::shortAgentName(w.agent),
                      ageOf(w.since), w.activity.left(60) });
    return table({ QStringLiteral("worker"), QStringLiteral("state"), QStringLiteral("task"), QStringLiteral("agent"),
                   QStringLiteral("since"), QString() },
                 rows, output);
}

QString gatesText(const QList<domain::GateView> &gates, const Output &output)
{
    if (gates.isEmpty())
        return QStringLiteral("Nothing waits for you.");
    QStringList lines { output.bold(QStringLiteral("Waiting for you")) };
    for (const auto &gate : gates) {
        lines.append(QStringLiteral("  %1  %2  (%3, %4)").arg(gate.id, gate.title, gate.kind, ageOf(gate.since)));
        if (!gate.detail.isEmpty())
            lines.append(QStringLiteral("      ") + output.dim(gate.detail));
        lines.append(QStringLiteral("      ") + gate.answer);
    }
    return lines.join(QLatin1Char('\n'));
}

QString planText(const QJsonObject &answer, const Output &output)
{
    const auto plan = answer.value(QLatin1String("plan")).toObject();
    QList<QStringList> rows;
    const auto issues = plan.value(QLatin1String("issues")).toArray();
    for (const auto &value : issues) {
        const auto issue = value.toObject();
        rows.append({ issue.value(QLatin1String("slug")).toString(),
                      QString::number(issue.value(QLatin1String("priority")).toInt()),
                      issue.value(QLatin1String("labels")).toVariant().toStringList().join(QLatin1Char(',')),
                      issue.value(QLatin1String("title")).toString().left(60),
                      issue.value(QLatin1String("depends_on")).toVariant().toStringList().join(QLatin1Char(',')) });
    }
    return plan.value(QLatin1String("summary")).toString() + QStringLiteral("\n\n")
        + table({ QStringLiteral("issue"), QStringLiteral("prio"), QStringLiteral("labels"), QStringLiteral("title"),
                  QStringLiteral("after") },
                rows, output);
}

QString transcriptLine(const QJsonObject &event, const Output &output)
{
    const QString kind = event.value(QLatin1String("kind")).toString();
    const QString tool = event.value(QLatin1String("tool")).toString();
    const QString text = event.value(QLatin1String("text")).toString();
    const QString time = event.value(QLatin1String("time")).toString().mid(11, 8);
    return output.dim(time + QLatin1Char(' ') + kind.leftJustified(12))
        + (tool.isEmpty() ? QString() : output.bold(tool) + QLatin1Char(' ')) + text;
}

QString runsText(const QJsonArray &runs, const Output &output)
{
    if (runs.isEmpty())
        return QStringLiteral("No runs yet.");
    QList<QStringList> rows;
    for (const auto &value : runs) {
        const auto run = value.toObject();
        const auto text = [&](const char *name) { return run.value(QLatin1String(name)).toString(); };
        rows.append({ text("id"), text("project"), text("purpose"), text("subject"), text("agent") });
    }
    return table({ QStringLiteral("run"), QStringLiteral("project"), QStringLiteral("purpose"),
                   QStringLiteral("subject"), QStringLiteral("agent") },
                 rows, output);
}

QString taskText(const QJsonObject &answer, const Output &output)
{
    const auto json = answer.value(QLatin1String("task")).toObject();
    const auto task = domain::taskFromJson(json);
    QStringList lines { output.bold(task.key.toString() + QStringLiteral("  ") + task.title),
                        QStringLiteral("  %1 · %2 · priority %3 · try %4 of %5")
                            .arg(toString(task.type), toString(task.phase))
                            .arg(task.priority)
                            .arg(task.attempts)
                            .arg(task.maxAttempts) };
    if (!task.branch.isEmpty())
        lines.append(
            QStringLiteral("  branch %1%2")
                .arg(task.branch, task.pr > 0 ? QStringLiteral(", pull request #%1").arg(task.pr) : QString()));
    if (!task.leaseOwner.isEmpty())
        lines.append(
            QStringLiteral("  held by %1 until %2")
                .arg(task.leaseOwner, QDateTime::fromMSecsSinceEpoch(task.leaseUntilMs).toString(Qt::ISODate)));
    if (task.failureClass != domain::FailureClass::None)
        lines.append(QStringLiteral("  last failure %1: %2").arg(toString(task.failureClass), task.failureDetail));
    lines.append(QLatin1Char('\n') + task.context.value(QLatin1String("body")).toString());
    const auto acceptance = task.context.value(QLatin1String("acceptance")).toVariant().toStringList();
    for (const QString &criterion : acceptance)
        lines.append(QStringLiteral("  - ") + criterion);
    const auto comments = answer.value(QLatin1String("comments")).toArray();
    for (const auto &value : comments) {
        const auto comment = value.toObject();
        lines.append(QLatin1Char('\n')
                     + output.dim(comment.value(QLatin1String("author")).toString() + QStringLiteral(", ")
                                  + comment.value(QLatin1String("time")).toString()));
        lines.append(comment.value(QLatin1String("body")).toString());
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace slipway::app
