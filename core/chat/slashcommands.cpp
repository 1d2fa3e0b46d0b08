// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/slashcommands.h"

#include "core/base/redaction.h"
#include "core/chat/messagetext.h"
#include "core/notifications/noticerules.h"

namespace slipway::chat {

namespace {

constexpr int subText = 3;
constexpr qsizetype mostChoices = 25, longestChoice = 100;

enum class Need { Required, Optional };

QJsonObject option(const char *name, const char *description, Need need, const QStringList &choices = {},
                   bool completes = false)
{
    QJsonObject option { { QStringLiteral("type"), subText },
                         { QStringLiteral("name"), QLatin1String(name) },
                         { QStringLiteral("description"), QLatin1String(description) },
                         { QStringLiteral("required"), need == Need::Required } };
    QJsonArray list;
    for (const QString &choice : choices)
        list.append(QJsonObject { { QStringLiteral("name"), choice }, { QStringLiteral("value"), choice } });
    if (!list.isEmpty())
        option.insert(QStringLiteral("choices"), list);
    if (completes)
        option.insert(QStringLiteral("autocomplete"), true);
    return option;
}

QJsonObject command(const char *name, const char *description, const QJsonArray &options = {})
{
    return { { QStringLiteral("type"), 1 },
             { QStringLiteral("name"), QLatin1String(name) },
             { QStringLiteral("description"), QLatin1String(description) },
             { QStringLiteral("options"), options } };
}

QJsonObject project(Need need = Need::Optional)
{
    return option("project", "Which project; the active one if none is named", need, {}, true);
}

QJsonObject task()
{
    return option("task", "Which task", Need::Required, {}, true);
}

QJsonObject gate()
{
    return option("decision", "Which decision", Need::Required, {}, true);
}

QStringList noticeNames()
{
    QStringList names;
    for (const auto &kind : notifications::noticeKinds())
        names.append(QLatin1String(kind.name));
    return names;
}

QStringList words(const char *list)
{
    return QString::fromLatin1(list).split(QLatin1Char(' '));
}

/// What is shown and what is sent; it is found by both.
struct Candidate {
    QString name, value;
};

QList<Candidate> projectsOf(const domain::Snapshot &snapshot, bool withAll)
{
    QList<Candidate> found;
    if (withAll)
        found.append({ QStringLiteral("all projects"), QStringLiteral("--all") });
    for (const auto &view : snapshot.projects)
        found.append({ view.name + QStringLiteral(" · ") + view.state, view.name });
    return found;
}

QList<Candidate> tasksOf(const domain::Snapshot &snapshot)
{
    auto tasks = snapshot.tasks.values();
    // Those of the active project first.
    std::ranges::sort(tasks, {}, [&](const domain::Task &task) {
        return std::pair(task.key.project != snapshot.activeProject, task.key);
    });
    QList<Candidate> found;
    for (const auto &task : std::as_const(tasks))
        found.append(
            { QStringLiteral("#%1 %2 · %3").arg(QString::number(task.key.number), task.title, task.key.project),
              task.key.toString() });
    return found;
}

QList<Candidate> gatesOf(const domain::Snapshot &snapshot)
{
    QList<Candidate> found;
    for (const auto &view : snapshot.gates)
        found.append({ QStringLiteral("%1 %2 · %3").arg(view.id, view.project, view.title), view.id });
    return found;
}

} // namespace

QJsonArray slashCommands()
{
    return {
        command("new", "Start a project from one line",
                { option("idea", "What it is to be", Need::Required), option("name", "Its name", Need::Optional) }),
        command("run", "Run the whole pipeline of a project", { project() }),
        command("workers", "Let the agents work, or stop them",
                { option("action", "What", Need::Required, words("start stop")) }),
        command("status", "Projects, workers and decisions at a glance"),
        command("projects", "All projects"),
        command("tasks", "The active project's tasks"),
        command("gates", "Decisions that wait"),
        command("budget", "What was spent"),
        command("help", "What can be said"),
        command("switch", "Make a project the active one", { project(Need::Required) }),
        command("deploy", "Deploy a project", { project() }),
        command("undeploy", "Take a project's service down", { project() }),
        command("rollback", "Go back to the deployment before", { project() }),
        command("pause", "Stop the agents", { project() }),
        command("resume", "Let them go on", { project() }),
        command("task", "Look at a task, or do something with it",
                { task(), option("action", "What", Need::Optional, words("show retry cancel release")) }),
        command("logs", "What the agent of a task wrote", { task() }),
        command("approve", "Say yes to a decision", { gate() }),
        command("reject", "Say no to a decision", { gate(), option("why", "The agents read it", Need::Required) }),
        command("ask", "Ask a project's agent something", { option("question", "In your own words", Need::Required) }),
        command("quiet", "Hours without notices", { option("hours", "22:00-07:00, or off", Need::Optional) }),
        command("notify", "What is told, and when",
                { option("kind", "Which notices", Need::Optional, noticeNames()),
                  option("how", "When", Need::Optional, words("now gathered off")) }),
    };
}

bool areRegistered(const QJsonArray &wanted, const QJsonArray &found)
{
    const auto covers = [](auto &&self, const QJsonValue &ours, const QJsonValue &theirs) -> bool {
        if (ours.isArray()) {
            const auto a = ours.toArray(), b = theirs.toArray();
            if (a.size() != b.size())
                return false;
            for (qsizetype i = 0; i < a.size(); ++i) {
                if (!self(self, a.at(i), b.at(i)))
                    return false;
            }
            return true;
        }
        if (!ours.isObject())
            return ours == theirs || (ours.isBool() && !ours.toBool() && theirs.isUndefined());
        const QJsonObject a = ours.toObject(), b = theirs.toObject();
        for (auto it = a.begin(); it != a.end(); ++it) {
            if (!self(self, it.value(), b.value(it.key())))
                return false;
        }
        return true;
    };
    if (wanted.size() != found.size())
        return false;
    return std::ranges::all_of(wanted, [&](const QJsonValue &one) { // in any order
        return std::ranges::any_of(found, [&](const QJsonValue &other) { return covers(covers, one, other); });
    });
}

QStringList wordsOf(const Interaction &interaction)
{
    const QString verb = interaction.data.value(QLatin1String("name")).toString();
    QHash<QString, QString> values;
    const auto options = interaction.data.value(QLatin1String("options")).toArray();
    for (const auto &value : options) {
        const QJsonObject option = value.toObject();
        values.insert(option.value(QLatin1String("name")).toString(), option.value(QLatin1String("value")).toString());
    }
    const auto take = [&](const char *name) { return values.value(QLatin1String(name)); };
    QStringList words { verb };
    if (verb == QLatin1String("task")) {
        const QString action = take("action");
        words << (action.isEmpty() ? QStringLiteral("show") : action) << take("task");
    } else {
        for (const char *name :
             { "idea", "question", "project", "task", "action", "decision", "why", "hours", "kind", "how" })
            words << take(name);
        if (!take("name").isEmpty())
            words << QStringLiteral("--name") << take("name");
    }
    words.removeAll(QString());
    return words;
}

QJsonArray completionsFor(const Interaction &interaction, const domain::Snapshot &snapshot)
{
    const QString verb = interaction.data.value(QLatin1String("name")).toString();
    QString which, typed;
    const auto options = interaction.data.value(QLatin1String("options")).toArray();
    for (const auto &value : options) {
        const QJsonObject option = value.toObject();
        if (!option.value(QLatin1String("focused")).toBool())
            continue;
        which = option.value(QLatin1String("name")).toString();
        typed = option.value(QLatin1String("value")).toString();
    }
    QList<Candidate> candidates;
    if (which == QLatin1String("project"))
        candidates = projectsOf(snapshot, verb == QLatin1String("pause") || verb == QLatin1String("resume"));
    else if (which == QLatin1String("task"))
        candidates = tasksOf(snapshot);
    else if (which == QLatin1String("decision"))
        candidates = gatesOf(snapshot);
    QJsonArray choices;
    for (const Candidate &one : std::as_const(candidates)) {
        const bool fits = typed.isEmpty() || one.name.contains(typed, Qt::CaseInsensitive)
            || one.value.contains(typed, Qt::CaseInsensitive);
        if (fits && choices.size() < mostChoices && one.value.size() <= longestChoice)
            choices.append(QJsonObject { { QStringLiteral("name"), clipped(base::redact(one.name), longestChoice) },
                                         { QStringLiteral("value"), one.value } });
    }
    return choices;
}

} // namespace slipway::chat
