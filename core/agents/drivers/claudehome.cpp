// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/drivers/claudehome.h"

#include "core/agents/drivers/logincopy.h"
#include "core/agents/drivers/passedenvironment.h"

#include <QDir>
#include <QFileInfo>

namespace slipway::agents {

namespace {

/// The person's own configuration folder.
QString personalFolder()
{
    const QString set = qEnvironmentVariable("CLAUDE_CONFIG_DIR");
    return set.isEmpty() ? QDir::homePath() + QStringLiteral("/.claude") : set;
}

bool isSet(const char *name)
{
    return !qEnvironmentVariableIsEmpty(name);
}

bool signsInByEnvironment()
{
    return isSet("ANTHROPIC_API_KEY") || isSet("ANTHROPIC_AUTH_TOKEN") || isSet("CLAUDE_CODE_OAUTH_TOKEN");
}

bool hasToken(const QJsonObject &login)
{
    return !login.value(QLatin1String("accessToken")).toString().isEmpty()
        || !login.value(QLatin1String("refreshToken")).toString().isEmpty();
}

/// Same kind of account, newer, and not valid for longer than a refreshed token is.
bool isRefreshed(const QJsonObject &ours, const QJsonObject &theirs)
{
    constexpr double maxLifeMs = 48.0 * 3600 * 1000;
    const auto expiry = [](const QJsonObject &login) { return login.value(QLatin1String("expiresAt")).toDouble(); };
    const auto same = [&](QLatin1String key) { return ours.value(key) == theirs.value(key); };
    return expiry(ours) > expiry(theirs)
        && expiry(ours) < static_cast<double>(QDateTime::currentMSecsSinceEpoch()) + maxLifeMs
        && same(QLatin1String("subscriptionType")) && same(QLatin1String("scopes"));
}

LoginCopy loginCopy(const QString &stateFolder)
{
    const QString name = QStringLiteral("/.credentials.json");
    return { personalFolder() + name, stateFolder + QStringLiteral("/claude") + name, QStringLiteral("claudeAiOauth"),
             hasToken, isRefreshed };
}

} // namespace

Result<ClaudeHome> prepareClaudeHome(const QString &stateFolder)
{
    ClaudeHome home;
    home.environment
        = passedEnvironment({ QStringLiteral("ANTHROPIC_API_KEY"), QStringLiteral("ANTHROPIC_AUTH_TOKEN"),
                              QStringLiteral("ANTHROPIC_BASE_URL"), QStringLiteral("CLAUDE_CODE_OAUTH_TOKEN") });
    home.usesApiKey = home.environment.contains(QStringLiteral("ANTHROPIC_API_KEY"))
        || home.environment.contains(QStringLiteral("ANTHROPIC_AUTH_TOKEN"));
    if (stateFolder.isEmpty()) {
        const QString personal = personalFolder();
        if (QFileInfo::exists(personal)) {
            home.environment.insert(QStringLiteral("CLAUDE_CONFIG_DIR"), personal);
            home.writable.append(personal);
        }
        return home;
    }
    TRY(const QString folder, privateFolder(stateFolder, QStringLiteral("claude")));
    CHECK(syncClaudeLogin(stateFolder));
    home.environment.insert(QStringLiteral("CLAUDE_CONFIG_DIR"), folder);
    home.writable.append(folder);
    return home;
}

Result<> syncClaudeLogin(const QString &stateFolder)
{
    return stateFolder.isEmpty() ? Result<> {} : syncLogin(loginCopy(stateFolder), !signsInByEnvironment());
}

bool isClaudeSignedIn()
{
    return signsInByEnvironment() || !personalLogin(loginCopy({})).isEmpty();
}

} // namespace slipway::agents
