// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/chatanswers.h"

#include "core/chat/messagetext.h"

#include <QJsonArray>
#include <QUrl>

namespace slipway::chat {

namespace {

constexpr int longestList = 25;

QString bold(const QString &text)
{
    return QStringLiteral("**") + foreignText(text, 100) + QStringLiteral("**");
}

QString projectLine(const domain::ProjectView &view, bool active)
{
    QStringList parts { bold(view.name) + (active ? QStringLiteral(" (active)") : QString()), view.state, view.stage };
    if (view.issues.total() > 0)
        parts.append(countsText(view.issues));
    if (view.deploy.state == domain::DeployState::Live && !urlText(view.deploy.url).isEmpty())
        parts.append(QStringLiteral("🌐 ") + urlText(view.deploy.url));
    if (!view.recipe.isEmpty())
        parts.append(QStringLiteral("recording"));
    if (!view.detail.isEmpty())
        parts.append(foreignText(view.detail));
    return parts.join(QStringLiteral(" · "));
}

QStringList projectLines(const domain::Snapshot &snapshot)
{
    QStringList lines;
    for (const auto &view : snapshot.projects)
        lines.append(projectLine(view, view.name == snapshot.activeProject));
    return lines;
}

QStringList statusLines(const domain::Snapshot &snapshot)
{
    int busy = 0;
    for (const auto &worker : snapshot.workers)
        busy += worker.state == QLatin1String("busy") ? 1 : 0;
    QStringList head { snapshot.engine.paused ? QStringLiteral("⏸ Paused") : QStringLiteral("Slipway runs") };
    head.append(snapshot.engine.workersRunning
                    ? QStringLiteral("%1 of %2 workers busy").arg(busy).arg(snapshot.workers.size())
                    : QStringLiteral("workers stopped"));
    if (!snapshot.gates.isEmpty())
        head.append(QStringLiteral("%1 decision(s) wait: `!gates`").arg(snapshot.gates.size()));
    return QStringList { head.join(QStringLiteral(" · ")) } + projectLines(snapshot);
}

QString taskLine(const domain::Task &task)
{
    return QStringLiteral("#%1 %2 · %3 · %4")
        .arg(QString::number(task.key.number), domain::toString(task.phase), domain::toString(task.type),
             foreignText(task.title, 90));
}

QStringList taskLines(const domain::Snapshot &snapshot, const QString &project)
{
    QStringList lines;
    int more = 0;
    const auto tasks = domain::tasksOf(snapshot, project);
    for (const auto &task : tasks) {
        if (lines.size() < longestList)
            lines.append(taskLine(task));
        else
            ++more;
    }
    if (more > 0)
        lines.append(QStringLiteral("… and %1 more").arg(more));
    return lines;
}

QStringList oneTask(const domain::Snapshot &snapshot, const QString &id)
{
    const auto it = snapshot.tasks.constFind(id);
    if (it == snapshot.tasks.constEnd())
        return { QStringLiteral("There is no task %1. `!tasks` lists them.").arg(foreignText(id, 80)) };
    QStringList lines { taskLine(*it) };
    lines.append(
        QStringLiteral("Priority %1 · attempt %2 of %3").arg(it->priority).arg(it->attempts).arg(it->maxAttempts));
    if (it->pr > 0)
        lines.append(QStringLiteral("Pull request #%1 on %2").arg(it->pr).arg(foreignText(it->branch, 100)));
    if (!it->dependsOn.isEmpty()) {
        QStringList numbers;
        for (const int number : it->dependsOn)
            numbers.append(QStringLiteral("#%1").arg(number));
        lines.append(QStringLiteral("After %1").arg(numbers.join(QStringLiteral(", "))));
    }
    if (!it->failureDetail.isEmpty())
        lines.append(QStringLiteral("❌ ") + foreignText(it->failureDetail));
    return lines;
}

QStringList gateLines(const domain::Snapshot &snapshot)
{
    QStringList lines;
    for (const auto &gate : snapshot.gates)
        lines.append(QStringLiteral("✋ `%1` %2 · %3 — `!approve %1` or `!reject %1 WHY`")
                         .arg(gate.id, bold(gate.project), foreignText(gate.title)));
    return lines;
}

QStringList budgetLines(const domain::Snapshot &snapshot)
{
    QStringList lines;
    domain::Usage all;
    for (const auto &view : snapshot.projects) {
        all += view.cost;
        lines.append(QStringLiteral("%1 · %2 USD · %3 tokens in, %4 out")
                         .arg(bold(view.name))
                         .arg(view.cost.usd, 0, 'f', 2)
                         .arg(view.cost.inputTokens)
                         .arg(view.cost.outputTokens));
    }
    if (lines.size() > 1)
        lines.append(QStringLiteral("All · %1 USD").arg(all.usd, 0, 'f', 2));
    return lines;
}

} // namespace

QString countsText(const domain::IssueCounts &counts)
{
    QString text = QStringLiteral("%1 of %2 closed").arg(counts.closed).arg(counts.total());
    const auto add = [&text](int number, const char *what) {
        if (number > 0)
            text += QStringLiteral(" · %1 %2").arg(number).arg(QLatin1String(what));
    };
    add(counts.inProgress, "in progress");
    add(counts.inReview, "in review");
    add(counts.needsAttention, "need attention");
    return text;
}

QString urlText(const QString &url)
{
    const QUrl parsed(url, QUrl::StrictMode);
    const bool web = parsed.scheme() == QLatin1String("http") || parsed.scheme() == QLatin1String("https");
    return parsed.isValid() && web ? parsed.toString(QUrl::FullyEncoded | QUrl::RemoveUserInfo).left(300) : QString();
}

QString answerOf(const CommandLine &question, const domain::Snapshot &snapshot, const QString &project)
{
    QStringList lines;
    if (question.question == QLatin1String("help")) {
        lines.append(QStringLiteral("Say it with an exclamation mark in front, as a slash command, or mention me:"));
        auto forms = commandForms();
        forms.append(QStringLiteral("quiet [22:00-07:00 | off]"));
        forms.append(QStringLiteral("notify [KIND now | gathered | off]"));
        return lines.first() + QLatin1Char('\n') + codeBlock(QLatin1Char('!') + forms.join(QStringLiteral("\n!")));
    }
    if (question.question == QLatin1String("status"))
        lines = statusLines(snapshot);
    else if (question.question == QLatin1String("projects"))
        lines = projectLines(snapshot);
    else if (question.question == QLatin1String("tasks"))
        lines = taskLines(snapshot, project);
    else if (question.question == QLatin1String("task"))
        lines = oneTask(snapshot, question.arguments.value(QLatin1String("task")).toString());
    else if (question.question == QLatin1String("gates"))
        lines = gateLines(snapshot);
    else if (question.question == QLatin1String("budget"))
        lines = budgetLines(snapshot);
    return lines.isEmpty() ? QStringLiteral("None.") : lines.join(QLatin1Char('\n'));
}

QString resultText(const QString &verb, const QJsonObject &answer)
{
    const QString project = foreignText(answer.value(QLatin1String("project")).toString(), 100);
    const QString url = urlText(answer.value(QLatin1String("url")).toString());
    QStringList parts;
    if (verb == QLatin1String("ask"))
        return agentText(answer.value(QLatin1String("text")).toString());
    if (verb == QLatin1String("workers.start"))
        parts.append(QStringLiteral("✅ Workers started"));
    else if (verb == QLatin1String("workers.stop"))
        parts.append(QStringLiteral("✅ Workers stopped"));
    else if (verb == QLatin1String("deploy") && !url.isEmpty())
        parts.append(QStringLiteral("🌐 Deployed"));
    else
        parts.append(QStringLiteral("✅ Done: %1").arg(foreignText(verb, 40)));
    parts << project << url;
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

QString errorText(const base::Error &error)
{
    QString text = QStringLiteral("❌ ") + foreignText(error.message);
    if (!error.hint.isEmpty())
        text += QStringLiteral("\n") + foreignText(error.hint);
    return text;
}

QStringList transcriptLines(const QJsonArray &events)
{
    QStringList lines;
    for (const auto &value : events) {
        const QJsonObject event = value.toObject();
        const QString text = event.value(QLatin1String("text")).toString().trimmed();
        const QString tool = event.value(QLatin1String("tool")).toString();
        if (text.isEmpty() && tool.isEmpty())
            continue;
        lines.append(tool.isEmpty() ? text : QStringLiteral("[%1] %2").arg(tool, text));
    }
    return lines;
}

} // namespace slipway::chat
