// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/console/consoleanswers.h"

#include "core/chat/commandgrammar.h"
#include "ui/presentation/texts.h"

#include <QCoreApplication>

namespace slipway::ui {

namespace {

constexpr int maximumLines = 60;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(slipway::ui::ConsoleAnswers)
};

QString projectLine(const domain::ProjectView &project)
{
    QString line = QStringLiteral("%1  %2 · %3")
                       .arg(project.name, projectLabel(project.state, project.stage).text, stageText(project.stage));
    if (project.issues.total() > 0)
        line += QStringLiteral(" · ")
            + Texts::tr("%1 of %2 closed").arg(project.issues.closed).arg(project.issues.total());
    if (!project.deploy.url.isEmpty())
        line += QStringLiteral(" · ") + project.deploy.url;
    return line;
}

QStringList taskLines(const domain::Snapshot &snapshot, const QString &project)
{
    QStringList lines;
    int more = 0;
    const auto tasks = domain::tasksOf(snapshot, project);
    for (const auto &task : tasks) {
        if (lines.size() < maximumLines)
            lines.append(
                QStringLiteral("#%1  %2 · %3 · %4")
                    .arg(QString::number(task.key.number), labelOf(task).text, typeText(task.type), task.title));
        else
            ++more;
    }
    if (more > 0)
        lines.append(Texts::tr("… and %n more", nullptr, more));
    return lines;
}

QStringList oneTask(const domain::Snapshot &snapshot, const QString &id)
{
    const auto task = snapshot.tasks.constFind(id);
    if (task == snapshot.tasks.constEnd())
        return { Texts::tr("There is no task %1").arg(id) };
    QStringList lines {
        QStringLiteral("%1  %2 · %3 · %4").arg(id, labelOf(*task).text, typeText(task->type), task->title)
    };
    if (!task->failureDetail.isEmpty())
        lines.append(task->failureDetail);
    return lines;
}

} // namespace

QStringList answerQuestion(const chat::CommandLine &line, const domain::Snapshot &snapshot, const QString &project)
{
    const QString &question = line.question;
    QStringList lines;
    if (question == QLatin1String("help"))
        return chat::commandForms();
    if (question == QLatin1String("tasks")) {
        lines = taskLines(snapshot, project);
    } else if (question == QLatin1String("task") || question == QLatin1String("logs")) {
        lines = oneTask(snapshot, line.arguments.value(QLatin1String("task")).toString());
        if (question == QLatin1String("logs"))
            lines.append(Texts::tr("What its agents wrote is in the panel of the task."));
    } else if (question == QLatin1String("budget")) {
        for (const auto &view : snapshot.projects)
            lines.append(QStringLiteral("%1  %2 USD").arg(view.name).arg(view.cost.usd, 0, 'f', 2));
    } else if (question == QLatin1String("gates")) {
        for (const auto &gate : snapshot.gates)
            lines.append(QStringLiteral("%1  %2 · %3").arg(gate.id, gate.project, gate.title));
    } else {
        if (question == QLatin1String("status"))
            lines.append(engineText(snapshot.engine.mode)
                         + (snapshot.engine.paused ? QStringLiteral(" · ") + Texts::tr("paused") : QString()));
        for (const auto &view : snapshot.projects)
            lines.append(projectLine(view));
    }
    if (lines.isEmpty())
        lines.append(Texts::tr("None."));
    return lines;
}

QString describeAnswer(const QString &verb, const QJsonObject &answer)
{
    if (verb == QLatin1String("ask"))
        return answer.value(QLatin1String("text")).toString();
    const QString project = answer.value(QLatin1String("project")).toString();
    const QString url = answer.value(QLatin1String("url")).toString();
    QStringList parts { Texts::tr("Done: %1").arg(verb), project, url };
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

} // namespace slipway::ui
