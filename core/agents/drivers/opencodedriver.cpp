// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/drivers/opencodedriver.h"

#include "core/agents/drivers/clidetection.h"
#include "core/agents/drivers/commanddriver.h"
#include "core/agents/drivers/logincopy.h"
#include "core/agents/drivers/opencodeparser.h"
#include "core/agents/drivers/parsing.h"
#include "core/agents/drivers/passedenvironment.h"
#include "core/base/files.h"

#include <QDir>

namespace slipway::agents {

namespace {

const QStringList &keyNames()
{
    static const QStringList names { QStringLiteral("ANTHROPIC_API_KEY"), QStringLiteral("OPENAI_API_KEY"),
                                     QStringLiteral("OPENROUTER_API_KEY"), QStringLiteral("GEMINI_API_KEY"),
                                     QStringLiteral("OPENCODE_API_KEY") };
    return names;
}

bool hasKey()
{
    return std::ranges::any_of(
        keyNames(), [](const QString &name) { return qEnvironmentVariableIsSet(name.toLatin1().constData()); });
}

LoginCopy loginCopy(const QString &stateFolder)
{
    const QString set = qEnvironmentVariable("XDG_DATA_HOME");
    const QString data = set.isEmpty() ? QDir::homePath() + QStringLiteral("/.local/share") : set;
    const QString name = QStringLiteral("/opencode/auth.json");
    return { data + name,
             stateFolder + QStringLiteral("/opencode/data") + name,
             {},
             [](const QJsonObject &login) { return !login.isEmpty(); },
             {} };
}

} // namespace

OpenCodeDriver::OpenCodeDriver(QString stateFolder)
    : m_stateFolder(std::move(stateFolder))
{
}

std::optional<std::chrono::milliseconds> OpenCodeDriver::idleLimit(const AgentRequest &request) const
{
    return request.limits.idle * 2;
}

Async<AgentAvailability> OpenCodeDriver::detect(process::ProcessRunner &runner) const
{
    CliFacts facts;
    facts.title = title();
    facts.path = process::findProgram(name());
    // A key alone may belong to another tool; its own login says that it is set up.
    facts.isSignedIn = !personalLogin(loginCopy({})).isEmpty();
    facts.installHint = QStringLiteral("Install OpenCode: npm install -g opencode-ai");
    facts.signInHint = QStringLiteral("Sign in: run \"opencode auth login\"");
    return detectCli(runner, std::move(facts));
}

Result<process::ProcessSpec> OpenCodeDriver::command(const AgentRequest &request) const
{
    process::ProcessSpec spec;
    spec.program = process::findProgram(name());
    if (spec.program.isEmpty()) {
        return fail(ErrorCode::NotFound, QStringLiteral("OpenCode was not found"),
                    QStringLiteral("Install it with: npm install -g opencode-ai"));
    }
    TRY(const QString folder, privateFolder(m_stateFolder, name()));
    const LoginCopy login = loginCopy(m_stateFolder);
    if (personalLogin(login).isEmpty() && !hasKey()) {
        // Without any login it starts, and waits without end.
        return fail(ErrorCode::Unavailable, QStringLiteral("OpenCode is not signed in"),
                    QStringLiteral("Run \"opencode auth login\""));
    }
    CHECK(syncLogin(login, true));
    spec.arguments
        = { QStringLiteral("run"), QStringLiteral("--format"), QStringLiteral("json"), QStringLiteral("--auto"),
            // The only place that says why it waits.
            QStringLiteral("--print-logs"), QStringLiteral("--log-level"), QStringLiteral("ERROR") };
    if (const QString model = textOf(request.extra, "model"); !model.isEmpty())
        spec.arguments << QStringLiteral("-m") << model;
    spec.workingDirectory = request.workspace;
    const auto passed = passedEnvironment(keyNames() + QStringList { QStringLiteral("OPENCODE_CONFIG_CONTENT") });
    spec.environment = process::baseEnvironment();
    spec.environment.insert(passed);
    for (const char *name : { "DATA", "CONFIG", "STATE", "CACHE" }) {
        const QString below = folder + QLatin1Char('/') + QString::fromLatin1(name).toLower();
        CHECK(base::makeFolder(below, true));
        spec.environment.insert(QStringLiteral("XDG_%1_HOME").arg(QLatin1String(name)), below);
    }
    for (const char *name : { "OPENCODE_DISABLE_AUTOUPDATE", "OPENCODE_DISABLE_LSP_DOWNLOAD",
                              "OPENCODE_DISABLE_DEFAULT_PLUGINS", "NO_COLOR" })
        spec.environment.insert(QString::fromLatin1(name), QStringLiteral("1"));
    spec.input = wholePrompt(request);
    process::SandboxProfile profile;
    profile.writable = { request.workspace, folder };
    profile.readable = request.readable + certificateFiles(passed);
    profile.network = true;
    spec.sandbox = profile;
    return spec;
}

std::unique_ptr<TranscriptParser> OpenCodeDriver::makeParser(const AgentRequest &request) const
{
    return std::make_unique<OpenCodeParser>(request);
}

} // namespace slipway::agents
