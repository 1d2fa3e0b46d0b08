// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/drivers/acpdriver.h"

#include "core/agents/agenttalk.h"
#include "core/agents/drivers/acpparser.h"
#include "core/agents/drivers/logincopy.h"
#include "core/agents/drivers/parsing.h"
#include "core/agents/drivers/passedenvironment.h"
#include "core/agents/drivers/programspec.h"
#include "core/base/files.h"
#include "core/process/commandwords.h"

#include <QFileInfo>

namespace slipway::agents {

namespace {

/// Keys and endpoints by the word that a program's name contains. A program that is not known gets none.
QStringList variablesFor(const QString &program)
{
    struct Known {
        const char *word;
        std::initializer_list<const char *> variables;
    };
    static const Known known[] = {
        { "gemini", { "GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GEMINI_BASE_URL", "GOOGLE_CLOUD_PROJECT" } },
        { "claude", { "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL", "CLAUDE_CODE_OAUTH_TOKEN" } },
        { "codex", { "OPENAI_API_KEY", "CODEX_API_KEY", "OPENAI_BASE_URL" } },
        { "opencode", { "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY", "OPENCODE_CONFIG_CONTENT" } },
        { "qwen", { "OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL" } },
    };
    QStringList names;
    for (const Known &entry : known) {
        if (program.contains(QLatin1String(entry.word), Qt::CaseInsensitive)) {
            for (const char *variable : entry.variables)
                names.append(QLatin1String(variable));
        }
    }
    return names;
}

bool holdsKey(const QMap<QString, QString> &environment)
{
    return std::ranges::any_of(environment.keys(), [](const QString &name) {
        return name.endsWith(QLatin1String("KEY")) || name.endsWith(QLatin1String("TOKEN"));
    });
}

} // namespace

Result<std::shared_ptr<const AgentDriver>> AcpDriver::fromName(const QString &name, const QString &stateFolder)
{
    const QStringList command = process::commandWords(name.mid(prefix().size()));
    if (command.isEmpty()) {
        return fail(ErrorCode::Invalid,
                    QStringLiteral("The agent \"%1\" names no program, or a quote in it is not closed").arg(name),
                    QStringLiteral("Write it as acp:PROGRAM ARGS, for example \"acp:gemini --experimental-acp\""));
    }
    return std::make_shared<AcpDriver>(name, command, stateFolder);
}

AcpDriver::AcpDriver(QString name, QStringList command, QString stateFolder)
    : m_name(std::move(name))
    , m_command(std::move(command))
    , m_stateFolder(std::move(stateFolder))
{
}

QString AcpDriver::title() const
{
    return QFileInfo(m_command.constFirst()).fileName() + QStringLiteral(" (ACP)");
}

Result<QString> AcpDriver::home() const
{
    return privateFolder(m_stateFolder,
                         QStringLiteral("acp-") + base::slugOf(QFileInfo(m_command.constFirst()).fileName()));
}

QString AcpDriver::signInHint() const
{
    return QStringLiteral("Sign in with the home that its runs have: HOME='%1' %2")
        .arg(home().value_or(QString()), m_command.constFirst());
}

Async<AgentAvailability> AcpDriver::detect(process::ProcessRunner &runner) const
{
    AgentAvailability found;
    found.path = process::findProgram(m_command.constFirst());
    if (found.path.isEmpty()) {
        found.hint = installHint(m_command.constFirst());
        co_return found;
    }
    AgentRequest request;
    CO_TRY(request.workspace, home());
    CO_TRY(process::ProcessSpec spec, command(request));
    spec.timeout = std::chrono::seconds(30); // an agent on Node takes its time
    AcpParser parser(request, signInHint(), false);
    parser.onlyIntroduce();
    AgentTalk talk(parser, spec);
    process::LineSink sink = [&](process::OutputChannel channel, const QByteArray &line) {
        if (channel != process::OutputChannel::Out)
            return;
        static_cast<void>(parser.line(line));
        talk.go();
    };
    const auto outcome = co_await runner.run(std::move(spec), std::move(sink), talk.processStop());
    found.installed = parser.isOver() && parser.finish(outcome).ok();
    found.signedIn = found.installed; // known only when a session is opened, which may call its service
    found.version = textOf(parser.agentInfo(), "version");
    if (!found.installed) {
        found.hint = QStringLiteral("%1 does not speak the Agent Client Protocol when started like this: %2")
                         .arg(m_command.join(QLatin1Char(' ')), parser.finish(outcome).detail);
    }
    co_return found;
}

Result<process::ProcessSpec> AcpDriver::command(const AgentRequest &request) const
{
    TRY(process::ProcessSpec spec, programSpec(m_command, request));
    TRY(const QString home, home());
    const auto passed = passedEnvironment(variablesFor(m_command.constFirst()));
    spec.environment.insert(passed);
    spec.environment.insert(QStringLiteral("HOME"), home);
    spec.environment.insert(QStringLiteral("NO_COLOR"), QStringLiteral("1"));
    spec.environment.insert(QStringLiteral("NO_BROWSER"), QStringLiteral("1")); // a login is not for now
    spec.sandbox->writable.append(home);
    spec.sandbox->readable += certificateFiles(passed);
    return spec;
}

std::unique_ptr<TranscriptParser> AcpDriver::makeParser(const AgentRequest &request) const
{
    return std::make_unique<AcpParser>(request, signInHint(),
                                       holdsKey(passedEnvironment(variablesFor(m_command.constFirst()))));
}

} // namespace slipway::agents
