// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/invocation.h"

#include <CLI/CLI.hpp>

#include <QJsonArray>

#include <iostream>
#include <iterator>

namespace slipway::app {

namespace {

/// The texts that CLI11 fills in; moved into the Invocation when its sub-command was the one.
struct Texts {
    std::string idea, name, from, agent, forge, project, to, id, why, key, value, run, text, shell, pace, title, body;
    std::vector<std::string> allow, labels;
    int priority = -1;
    bool all = false;
};

QString q(const std::string &text)
{
    return QString::fromStdString(text);
}

class Grammar {
public:
    Grammar(CLI::App &app, Invocation &invocation)
        : m_app(app)
        , m_out(invocation)
    {
        app.set_help_all_flag("--help-all", "Help of every command");
        app.set_version_flag("--version", "slipway " SLIPWAY_VERSION);
        app.require_subcommand(0, 1);
        app.add_flag("--server", m_server, "Headless engine: orchestrator, workers, dashboard; foreground");
        app.add_flag("--standby", m_out.standby,
                     "With --server: wait until the engine of this home ends or hangs, then take over");
        app.add_flag("--worker", m_worker, "Workers only, for a further machine on the same Redis");
        app.add_option("--types", m_types, "With --worker: agent types, separated by commas");
        app.add_option("--slots", m_out.slots, "With --worker: slots of each type")->check(CLI::Range(1, 64));
        addJourney();
        addProjects();
        addTasks();
        addDecisions();
        addRest();
    }

    void finish()
    {
        if (m_server && m_worker)
            throw CLI::ValidationError("--server and --worker", "exclude each other");
        if (m_out.standby && !m_server)
            throw CLI::ValidationError("--standby", "belongs to --server");
        if (!m_out.verb.isEmpty())
            m_out.mode = Invocation::Mode::Verb;
        else if (m_server)
            m_out.mode = Invocation::Mode::Server;
        else if (m_worker)
            m_out.mode = Invocation::Mode::Worker;
        m_out.types = q(m_types);
        for (const auto &item : m_texts.allow) {
            const auto parts = q(item).split(QLatin1Char(','), Qt::SkipEmptyParts);
            for (const QString &part : parts) {
                if (part != QLatin1String("agent") && part != QLatin1String("github")
                    && part != QLatin1String("publish"))
                    throw CLI::ValidationError("--allow", "knows agent, github and publish, not " + part.toStdString());
                m_out.allow.append(part);
            }
        }
    }

private:
    CLI::App *verb(CLI::App &parent, const char *name, const char *help, const QString &full,
                   std::function<void()> take = {})
    {
        auto *sub = parent.add_subcommand(name, help);
        sub->callback([this, full, take] {
            m_out.verb = full;
            if (take)
                take();
        });
        sub->add_flag("--json", m_out.json, "One JSON document on stdout");
        return sub;
    }
    void argument(const char *name, const std::string &value)
    {
        if (!value.empty())
            m_out.arguments.insert(QLatin1String(name), q(value));
    }
    void takeIssue()
    {
        argument("title", m_texts.title);
        argument("project", m_texts.project);
        if (m_texts.body == "-")
            m_texts.body.assign(std::istreambuf_iterator<char>(std::cin), {});
        argument("body", m_texts.body);
        QJsonArray labels;
        for (const auto &label : m_texts.labels)
            labels.append(q(label));
        m_out.arguments.insert(QStringLiteral("labels"), labels);
    }
    CLI::App *withProject(CLI::App *sub)
    {
        return sub->add_option("project", m_texts.project, "Project (default: the active one)"), sub;
    }

    void addJourney()
    {
        const auto takeIdea = [this] {
            argument("idea", m_texts.idea);
            argument("name", m_texts.name);
            // The engine that answers may stand in another folder.
            const QFileInfo source(q(m_texts.from));
            argument("from", source.exists() ? source.absoluteFilePath().toStdString() : m_texts.from);
            argument("agent", m_texts.agent);
            argument("forge", m_texts.forge);
            if (!m_texts.pace.empty())
                m_out.arguments.insert(QStringLiteral("pace"), q(m_texts.pace).toDouble());
            m_out.arguments.insert(QStringLiteral("yes"), m_out.yes);
        };
        const auto common = [this](CLI::App *sub) {
            sub->add_option("idea", m_texts.idea, "What to build, in a line")->required();
            sub->add_option("--name", m_texts.name, "Name of the project");
            sub->add_option("--agent", m_texts.agent,
                            "claude, codex, gemini, opencode, acp:PROGRAM, command:PROGRAM, replay");
            sub->add_option("--forge", m_texts.forge, "local or github");
            sub->add_option("--pace", m_texts.pace, "Delay factor of the recording: 1 as recorded, 0 none")
                ->check(CLI::Range(0.0, 100.0));
            sub->add_flag("--yes,-y", m_out.yes, "Plan gates pass");
            sub->add_option("--allow", m_texts.allow, "Gates that pass: agent, github, publish");
        };
        auto *build = verb(m_app, "build", "The whole journey: from an idea to a running service",
                           QStringLiteral("build"), takeIdea);
        common(build);
        build->add_flag("--new", m_out.fresh, "Start another project even if one of this idea is unfinished");
        build->add_flag("--stop", m_out.stopAfter, "Stop the service again at the end");
        auto *fresh = verb(m_app, "new", "PRD, plan, repository and issues", QStringLiteral("new"), takeIdea);
        common(fresh);
        fresh->add_option("--from", m_texts.from, "Start from an existing repository");
        fresh->add_flag("--wait", m_out.wait, "Wait for a decision instead of exiting with 4");
        auto *run = withProject(verb(m_app, "run", "Full pipeline: scaffold, queue, first deploy",
                                     QStringLiteral("run"), [this] { argument("project", m_texts.project); }));
        run->add_flag("--wait", m_out.wait, "Until the first deploy");
    }

    void addProjects()
    {
        const auto takeProject = [this] { argument("project", m_texts.project); };
        auto *deploy = withProject(
            verb(m_app, "deploy", "Build and start the default branch", QStringLiteral("deploy"), takeProject));
        deploy->add_flag("--wait", m_out.wait, "(deploy always returns when live)");
        auto *rollback = withProject(
            verb(m_app, "rollback", "Back to a kept deployment", QStringLiteral("rollback"), [this, takeProject] {
                takeProject();
                argument("to", m_texts.to);
            }));
        rollback->add_option("--to", m_texts.to, "Deployment id (default: the one before)");
        withProject(verb(m_app, "undeploy", "Stop the service", QStringLiteral("undeploy"), takeProject));
        verb(m_app, "projects", "List the projects", QStringLiteral("projects"));
        verb(m_app, "switch", "Make a project the active one", QStringLiteral("switch"), takeProject)
            ->add_option("project", m_texts.project)
            ->required();
        withProject(verb(m_app, "open", "Open the service in the browser (or print its URL)", QStringLiteral("open"),
                         takeProject));
        auto *remove = verb(m_app, "delete", "Delete a project: folder, local repository, service, tasks",
                            QStringLiteral("delete"), takeProject);
        remove->add_option("project", m_texts.project)->required();
        remove->add_flag("--yes,-y", m_out.yes, "Do not ask");
        auto *status = verb(m_app, "status", "Engine, projects, queues, workers, decisions", QStringLiteral("status"));
        status->add_flag("--watch", m_out.watch, "Keep showing");
        auto *workers = m_app.add_subcommand("workers", "Start, stop or list the workers");
        workers->require_subcommand(1);
        verb(*workers, "start", "Start the workers of the running engine", QStringLiteral("workers.start"));
        verb(*workers, "stop", "Stop them; running tasks go back to their queues", QStringLiteral("workers.stop"));
        verb(*workers, "list", "What each worker does", QStringLiteral("workers.list"));
        for (const char *name : { "pause", "resume" }) {
            auto *sub = withProject(verb(
                m_app, name, name[0] == 'p' ? "Stop agents and claim nothing" : "Go on", QLatin1String(name), [this] {
                    m_out.arguments.insert(QStringLiteral("project"),
                                           m_texts.all || m_texts.project.empty() ? QString() : q(m_texts.project));
                    m_out.arguments.insert(QStringLiteral("all"), m_texts.all);
                }));
            sub->add_flag("--all", m_texts.all, "Every project");
        }
    }

    void addTasks()
    {
        auto *tasks = withProject(verb(m_app, "tasks", "List the tasks", QStringLiteral("tasks"), [this] {
            argument("project", m_texts.project);
            m_out.arguments.insert(QStringLiteral("all"), m_texts.all);
        }));
        tasks->add_flag("--all", m_texts.all, "Also those that ended long ago");
        auto *issue = verb(m_app, "issue", "Open an issue that is worked on at once", QStringLiteral("issue"),
                           [this] { takeIssue(); });
        issue->add_option("title", m_texts.title, "What is wanted, in a line")->required();
        issue->add_option("--body", m_texts.body,
                          "The details, Markdown; points of a task list are what it has to fulfil; -: from stdin");
        issue->add_option("--label,-l", m_texts.labels, "More labels, e.g. frontend or priority:1");
        issue->add_option("--project,-p", m_texts.project, "Project (default: the active one)");
        auto *task = m_app.add_subcommand("task", "Show or steer one task (ID: project:number, or its number)");
        task->require_subcommand(1);
        const auto take = [this] { argument("task", m_texts.id); };
        const auto add = [&](const char *name, const char *help, std::function<void()> more = {}) {
            auto *sub = verb(*task, name, help, QStringLiteral("task.") + QLatin1String(name), [take, more] {
                take();
                if (more)
                    more();
            });
            sub->add_option("id", m_texts.id, "project:number")->required();
            return sub;
        };
        add("show", "Everything about it");
        add("retry", "Send it back to its queue");
        add("cancel", "Give it up", [this] { argument("why", m_texts.why); })->add_option("--why", m_texts.why);
        add("release", "Take it from the worker that holds it");
        add("prioritise", "0 comes first, 9 last",
            [this] { m_out.arguments.insert(QStringLiteral("priority"), m_texts.priority); })
            ->add_option("priority", m_texts.priority)
            ->required()
            ->check(CLI::Range(0, 9));
        add("message", "Tell its next run something", [this] { argument("text", m_texts.text); })
            ->add_option("text", m_texts.text)
            ->required();
    }

    void addDecisions()
    {
        auto *plan = m_app.add_subcommand("plan", "Show or edit the plan");
        plan->require_subcommand(1);
        withProject(verb(*plan, "show", "The planned issues", QStringLiteral("plan.show"),
                         [this] { argument("project", m_texts.project); }));
        withProject(verb(*plan, "edit", "Edit the plan in $EDITOR before it is carried out",
                         QStringLiteral("plan.edit"), [this] { argument("project", m_texts.project); }));
        verb(m_app, "gates", "Decisions that wait for a person", QStringLiteral("gates"));
        auto *approve = verb(m_app, "approve", "Answer a decision with yes", QStringLiteral("approve"),
                             [this] { argument("id", m_texts.id); });
        approve->add_option("id", m_texts.id)->required();
        auto *reject = verb(m_app, "reject", "Answer a decision with no", QStringLiteral("reject"), [this] {
            argument("id", m_texts.id);
            argument("why", m_texts.why);
        });
        reject->add_option("id", m_texts.id)->required();
        reject->add_option("--why", m_texts.why, "The reason")->required();
    }

    void addRest()
    {
        auto *logs = verb(m_app, "logs", "Transcript of a run, or the list of runs", QStringLiteral("logs"),
                          [this] { argument("run", m_texts.run); });
        logs->add_option("run", m_texts.run, "Run id");
        logs->add_flag("-f,--follow", m_out.watch, "Follow");
        auto *diff = verb(m_app, "diff", "Diff of a task's pull request", QStringLiteral("diff"),
                          [this] { argument("task", m_texts.id); });
        diff->add_option("task", m_texts.id, "project:number")->required();
        verb(m_app, "audit", "Commands and decisions, who and what", QStringLiteral("audit"))
            ->add_flag("--verify", m_out.verify, "Check the hash chain");
        auto *config = m_app.add_subcommand("config", "Read or change settings");
        config->require_subcommand(1);
        const auto takeKey = [this] {
            argument("key", m_texts.key);
            m_out.arguments.insert(QStringLiteral("value"), q(m_texts.value));
        };
        verb(*config, "get", "Value and where it comes from", QStringLiteral("config.get"), takeKey)
            ->add_option("key", m_texts.key);
        auto *set = verb(*config, "set", "Write to slipway.ini", QStringLiteral("config.set"), takeKey);
        set->add_option("key", m_texts.key)->required();
        set->add_option("value", m_texts.value, "Empty: back to the default");
        auto *login = m_app.add_subcommand("login", "Sign in to a service; the token goes to the keychain");
        login->require_subcommand(1);
        verb(*login, "github", "With a token, or what the gh command has", QStringLiteral("login.github"))
            ->add_flag_callback(
                "--from-gh", [this] { m_out.arguments.insert(QStringLiteral("from_gh"), true); },
                "Take the token of the gh command");
        verb(*login, "discord", "With the bot's token", QStringLiteral("login.discord"));
        verb(*login, "cloudflare", "Through cloudflared, for public addresses", QStringLiteral("login.cloudflare"));
        verb(m_app, "doctor", "What was found on this machine, and what to do", QStringLiteral("doctor"));
        auto *mcp = m_app.add_subcommand("mcp", "Model Context Protocol server on stdin and stdout, for other agents");
        mcp->callback([this] { m_out.verb = QStringLiteral("mcp"); });
        mcp->add_flag_callback(
            "--allow-control", [this] { m_out.arguments.insert(QStringLiteral("allow_control"), true); },
            "Its client may also approve, resume, start workers and undeploy");
        verb(m_app, "completion", "Shell completion script", QStringLiteral("completion"),
             [this] { argument("shell", m_texts.shell); })
            ->add_option("shell", m_texts.shell)
            ->required()
            ->check(CLI::IsMember({ "bash", "zsh", "fish" }));
    }

    CLI::App &m_app;
    Invocation &m_out;
    Texts m_texts;
    bool m_server = false, m_worker = false;
    std::string m_types;
};

} // namespace

std::optional<int> parseCommandLine(int argc, char **argv, Invocation &invocation)
{
    CLI::App app { "Slipway turns one line into a planned, built, reviewed, tested and deployed web service.\n"
                   "Without a command: the desktop control centre.",
                   "slipway" };
    app.footer("Start here: slipway build \"Build a URL shortener\"   ·   slipway doctor");
    Grammar grammar(app, invocation);
    try {
        app.parse(argc, argv);
        grammar.finish();
    } catch (const CLI::ParseError &error) {
        const int code = app.exit(error, std::cout, std::cerr);
        return code == 0 ? Done : WrongUsage;
    }
    return std::nullopt;
}

} // namespace slipway::app
