// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/drivers/geminidriver.h"

#include "core/agents/drivers/clidetection.h"
#include "core/agents/drivers/commanddriver.h"
#include "core/agents/drivers/geminiparser.h"
#include "core/agents/drivers/logincopy.h"
#include "core/agents/drivers/parsing.h"
#include "core/agents/drivers/passedenvironment.h"
#include "core/base/files.h"

#include <QDir>

namespace slipway::agents {

namespace {

bool hasKey()
{
    return !qEnvironmentVariableIsEmpty("GEMINI_API_KEY") || !qEnvironmentVariableIsEmpty("GOOGLE_API_KEY");
}

LoginCopy loginCopy(const QString &stateFolder)
{
    const QString name = QStringLiteral("/.gemini/oauth_creds.json");
    const auto hasToken = [](const QJsonObject &login) {
        return !textOf(login, "refresh_token").isEmpty() || !textOf(login, "access_token").isEmpty();
    };
    // Google's refresh tokens stay valid when one is used, so nothing has to go back.
    return { QDir::homePath() + name, stateFolder + QStringLiteral("/gemini") + name, {}, hasToken, {} };
}

/// Without this choice on file the CLI asks, and ends when it cannot.
Result<> writeSettings(const QString &home)
{
    CHECK(base::makeFolder(home + QStringLiteral("/.gemini"), true));
    const QString type = hasKey() ? QStringLiteral("gemini-api-key") : QStringLiteral("oauth-personal");
    const QJsonObject auth { { QStringLiteral("selectedType"), type } };
    const QJsonObject security { { QStringLiteral("auth"), auth } };
    return base::writeJsonObject(home + QStringLiteral("/.gemini/settings.json"),
                                 { { QStringLiteral("security"), security } });
}

} // namespace

GeminiDriver::GeminiDriver(QString stateFolder)
    : m_stateFolder(std::move(stateFolder))
{
}

Async<AgentAvailability> GeminiDriver::detect(process::ProcessRunner &runner) const
{
    CliFacts facts;
    facts.title = title();
    facts.path = process::findProgram(name());
    facts.isSignedIn = hasKey() || !personalLogin(loginCopy({})).isEmpty();
    facts.installHint = QStringLiteral("Install the Gemini CLI: npm install -g @google/gemini-cli");
    facts.signInHint = QStringLiteral("Sign in: run \"gemini\" once, or set GEMINI_API_KEY");
    return detectCli(runner, std::move(facts));
}

Result<process::ProcessSpec> GeminiDriver::command(const AgentRequest &request) const
{
    process::ProcessSpec spec;
    spec.program = process::findProgram(name());
    if (spec.program.isEmpty()) {
        return fail(ErrorCode::NotFound, QStringLiteral("The Gemini CLI was not found"),
                    QStringLiteral("Install it with: npm install -g @google/gemini-cli"));
    }
    TRY(const QString home, privateFolder(m_stateFolder, name()));
    CHECK(writeSettings(home));
    CHECK(syncLogin(loginCopy(m_stateFolder), !hasKey()));
    spec.arguments = { QStringLiteral("-o"), QStringLiteral("stream-json"), QStringLiteral("--skip-trust"),
                       QStringLiteral("--approval-mode"), QStringLiteral("yolo") };
    if (const QString model = textOf(request.extra, "model"); !model.isEmpty())
        spec.arguments << QStringLiteral("-m") << model;
    spec.workingDirectory = request.workspace;
    const auto passed
        = passedEnvironment({ QStringLiteral("GEMINI_API_KEY"), QStringLiteral("GOOGLE_API_KEY"),
                              QStringLiteral("GOOGLE_GEMINI_BASE_URL"), QStringLiteral("GOOGLE_CLOUD_PROJECT") });
    spec.environment = process::baseEnvironment();
    spec.environment.insert(passed);
    spec.environment.insert(QStringLiteral("HOME"), home);
    spec.environment.insert(QStringLiteral("CI"), QStringLiteral("1")); // never asks
    spec.environment.insert(QStringLiteral("NO_COLOR"), QStringLiteral("1"));
    spec.environment.insert(QStringLiteral("GEMINI_CLI_NO_RELAUNCH"),
                            QStringLiteral("true")); // one process: signals reach it
    spec.input = wholePrompt(request);
    process::SandboxProfile profile;
    profile.writable = { request.workspace, home };
    profile.readable = request.readable + certificateFiles(passed);
    profile.network = true;
    spec.sandbox = profile;
    return spec;
}

std::unique_ptr<TranscriptParser> GeminiDriver::makeParser(const AgentRequest &request) const
{
    return std::make_unique<GeminiParser>(request);
}

} // namespace slipway::agents
