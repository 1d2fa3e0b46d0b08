// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/drivers/claudedriver.h"

#include "core/agents/drivers/claudehome.h"
#include "core/agents/drivers/claudeparser.h"
#include "core/agents/drivers/clidetection.h"
#include "core/agents/drivers/parsing.h"
#include "core/agents/drivers/passedenvironment.h"
#include "core/base/files.h"
#include "core/base/logging.h"

#include <QUuid>

namespace slipway::agents {

namespace {

QStringList argumentsFor(const AgentRequest &request, bool usesApiKey)
{
    QStringList arguments {
        QStringLiteral("-p"), QStringLiteral("--output-format"), QStringLiteral("stream-json"),
        QStringLiteral("--verbose"), QStringLiteral("--permission-mode"), QStringLiteral("bypassPermissions"),
        QStringLiteral("--settings"), QStringLiteral("{\"includeCoAuthoredBy\":false}"),
        // The person's settings and MCP servers are not ours to start; those of the project are.
        QStringLiteral("--setting-sources"), QStringLiteral("project,local"), QStringLiteral("--strict-mcp-config"),
        // Tools that work somewhere else than in the workspace, or at another time than in this run.
        QStringLiteral("--disallowedTools"),
        QStringLiteral("EnterWorktree,ExitWorktree,CronCreate,CronDelete,CronList,ScheduleWakeup")
    };
    const auto add = [&arguments](const char *option, const QString &value) {
        if (!value.isEmpty())
            arguments << QString::fromLatin1(option) << value;
    };
    if (request.resumeSession.isEmpty())
        add("--session-id", QUuid::createUuid().toString(QUuid::WithoutBraces));
    else
        add("--resume", request.resumeSession);
    add("--model", request.extra.value(QLatin1String("model")).toString());
    add("--effort", request.extra.value(QLatin1String("effort")).toString());
    add("--append-system-prompt", request.systemPrompt);
    if (isTextOnly(request.purpose))
        add("--tools", QStringLiteral("Read,Glob,Grep"));
    if (!request.schema.isEmpty())
        add("--json-schema", QString::fromUtf8(base::compact(request.schema)));
    if (request.limits.turns > 0)
        add("--max-turns", QString::number(request.limits.turns));
    if (usesApiKey && request.limits.usd > 0) // a subscription is not paid by the token
        add("--max-budget-usd", QString::number(request.limits.usd, 'f', 4));
    return arguments;
}

} // namespace

ClaudeDriver::ClaudeDriver(QString path, QString stateFolder)
    : m_path(std::move(path))
    , m_stateFolder(std::move(stateFolder))
{
}

QString ClaudeDriver::program() const
{
    return process::findProgram(m_path.isEmpty() ? QStringLiteral("claude") : m_path);
}

Async<AgentAvailability> ClaudeDriver::detect(process::ProcessRunner &runner) const
{
    CliFacts facts;
    facts.title = title();
    facts.path = program();
    facts.isSignedIn = isClaudeSignedIn();
    facts.installHint = QStringLiteral("Install Claude Code: npm install -g @anthropic-ai/claude-code");
    facts.signInHint
        = QStringLiteral("Sign in: run \"claude\" once, or set ANTHROPIC_API_KEY or CLAUDE_CODE_OAUTH_TOKEN");
    return detectCli(runner, std::move(facts));
}

Result<process::ProcessSpec> ClaudeDriver::command(const AgentRequest &request) const
{
    process::ProcessSpec spec;
    spec.program = program();
    if (spec.program.isEmpty()) {
        return fail(ErrorCode::NotFound, QStringLiteral("Claude Code was not found"),
                    QStringLiteral("Install it with: npm install -g @anthropic-ai/claude-code"));
    }
    TRY(const ClaudeHome home, prepareClaudeHome(m_stateFolder));
    spec.arguments = argumentsFor(request, home.usesApiKey);
    spec.workingDirectory = request.workspace;
    spec.environment = process::baseEnvironment();
    spec.environment.insert(home.environment);
    static const QMap<QString, QString> fixed {
        { QStringLiteral("IS_SANDBOX"), QStringLiteral("1") }, // else bypassPermissions is refused for root
        { QStringLiteral("CLAUDE_CODE_MAX_RETRIES"), QStringLiteral("3") }, // the queue does the long waiting
        { QStringLiteral("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"), QStringLiteral("1") },
        { QStringLiteral("DISABLE_AUTOUPDATER"), QStringLiteral("1") },
        { QStringLiteral("DISABLE_TELEMETRY"), QStringLiteral("1") },
        { QStringLiteral("DISABLE_ERROR_REPORTING"), QStringLiteral("1") },
        { QStringLiteral("NO_COLOR"), QStringLiteral("1") },
    };
    spec.environment.insert(fixed);
    spec.input = request.prompt.toUtf8();
    process::SandboxProfile profile;
    profile.writable = QStringList { request.workspace } + home.writable;
    profile.readable = request.readable + certificateFiles(home.environment);
    profile.network = true;
    spec.sandbox = profile;
    return spec;
}

std::unique_ptr<TranscriptParser> ClaudeDriver::makeParser(const AgentRequest &request) const
{
    return makeStreamParser(request);
}

void ClaudeDriver::finished(const AgentRequest &) const
{
    if (const auto synced = syncClaudeLogin(m_stateFolder); !synced)
        qCWarning(lcBase) << synced.error().message << synced.error().hint;
}

std::unique_ptr<TranscriptParser> ClaudeDriver::makeStreamParser(const AgentRequest &request)
{
    return std::make_unique<ClaudeParser>(request);
}

} // namespace slipway::agents
