// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/drivers/codexdriver.h"

#include "core/agents/drivers/clidetection.h"
#include "core/agents/drivers/codexparser.h"
#include "core/agents/drivers/commanddriver.h"
#include "core/agents/drivers/logincopy.h"
#include "core/agents/drivers/parsing.h"
#include "core/agents/drivers/passedenvironment.h"
#include "core/base/logging.h"

#include <QDir>

namespace slipway::agents {

namespace {

QString keyInEnvironment()
{
    const QString own = qEnvironmentVariable("CODEX_API_KEY");
    return own.isEmpty() ? qEnvironmentVariable("OPENAI_API_KEY") : own;
}

bool hasToken(const QJsonObject &login)
{
    return !textOf(login, "OPENAI_API_KEY").isEmpty()
        || !textOf(login.value(QLatin1String("tokens")).toObject(), "access_token").isEmpty();
}

/// Same account, refreshed later, and not in the future.
bool isRefreshed(const QJsonObject &ours, const QJsonObject &theirs)
{
    const auto account = [](const QJsonObject &login) {
        return login.value(QLatin1String("tokens")).toObject().value(QLatin1String("account_id"));
    };
    const auto refreshed = [](const QJsonObject &login) {
        return QDateTime::fromString(textOf(login, "last_refresh"), Qt::ISODateWithMs);
    };
    return account(ours) == account(theirs) && refreshed(ours).isValid() && refreshed(ours) > refreshed(theirs)
        && refreshed(ours) < QDateTime::currentDateTimeUtc().addSecs(600);
}

LoginCopy loginCopy(const QString &stateFolder)
{
    const QString set = qEnvironmentVariable("CODEX_HOME");
    const QString personal = set.isEmpty() ? QDir::homePath() + QStringLiteral("/.codex") : set;
    const QString name = QStringLiteral("/auth.json");
    return { personal + name, stateFolder + QStringLiteral("/codex") + name, {}, hasToken, isRefreshed };
}

} // namespace

CodexDriver::CodexDriver(QString stateFolder)
    : m_stateFolder(std::move(stateFolder))
{
}

Async<AgentAvailability> CodexDriver::detect(process::ProcessRunner &runner) const
{
    CliFacts facts;
    facts.title = title();
    facts.path = process::findProgram(name());
    facts.isSignedIn = !keyInEnvironment().isEmpty() || !personalLogin(loginCopy({})).isEmpty();
    facts.installHint = QStringLiteral("Install Codex: npm install -g @openai/codex");
    facts.signInHint = QStringLiteral("Sign in: run \"codex login\", or set CODEX_API_KEY");
    return detectCli(runner, std::move(facts));
}

Result<process::ProcessSpec> CodexDriver::command(const AgentRequest &request) const
{
    process::ProcessSpec spec;
    spec.program = process::findProgram(name());
    if (spec.program.isEmpty()) {
        return fail(ErrorCode::NotFound, QStringLiteral("Codex was not found"),
                    QStringLiteral("Install it with: npm install -g @openai/codex"));
    }
    TRY(const QString folder, privateFolder(m_stateFolder, name()));
    const QString key = keyInEnvironment();
    CHECK(syncLogin(loginCopy(m_stateFolder), key.isEmpty()));
    spec.arguments = { QStringLiteral("exec"), QStringLiteral("--json"), QStringLiteral("-s"),
                       QStringLiteral("danger-full-access"), QStringLiteral("--skip-git-repo-check"),
                       QStringLiteral("-C"), request.workspace,
                       // Without this it lingers for seconds when it cannot report.
                       QStringLiteral("-c"), QStringLiteral("analytics.enabled=false"), QStringLiteral("-c"),
                       QStringLiteral("check_for_update_on_startup=false") };
    if (const QString model = textOf(request.extra, "model"); !model.isEmpty())
        spec.arguments << QStringLiteral("-m") << model;
    if (const QString effort = textOf(request.extra, "effort"); !effort.isEmpty())
        spec.arguments << QStringLiteral("-c") << QStringLiteral("model_reasoning_effort=\"%1\"").arg(effort);
    spec.arguments << QStringLiteral("-");
    spec.workingDirectory = request.workspace;
    const auto passed = passedEnvironment(
        { QStringLiteral("CODEX_API_KEY"), QStringLiteral("OPENAI_API_KEY"), QStringLiteral("OPENAI_BASE_URL") });
    spec.environment = process::baseEnvironment();
    spec.environment.insert(passed);
    spec.environment.insert(QStringLiteral("CODEX_HOME"), folder);
    if (!key.isEmpty())
        spec.environment.insert(QStringLiteral("CODEX_API_KEY"), key); // the one that `exec` reads
    spec.input = wholePrompt(request);
    process::SandboxProfile profile;
    profile.writable = { request.workspace, folder };
    profile.readable = request.readable + certificateFiles(passed);
    profile.network = true;
    spec.sandbox = profile;
    return spec;
}

std::unique_ptr<TranscriptParser> CodexDriver::makeParser(const AgentRequest &request) const
{
    return std::make_unique<CodexParser>(request);
}

void CodexDriver::finished(const AgentRequest &) const
{
    if (m_stateFolder.isEmpty())
        return;
    if (const auto synced = syncLogin(loginCopy(m_stateFolder), keyInEnvironment().isEmpty()); !synced)
        qCWarning(lcBase) << synced.error().message << synced.error().hint;
}

} // namespace slipway::agents
