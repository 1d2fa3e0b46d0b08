// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/drivers/claudehome.h"

#include "core/agents/drivers/passedenvironment.h"
#include "core/base/files.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMutex>

namespace slipway::agents {

namespace {

const QLatin1String loginName(".credentials.json");
const QLatin1String loginKey("claudeAiOauth");

/// The person's own configuration folder.
QString personalFolder()
{
    const QString set = qEnvironmentVariable("CLAUDE_CONFIG_DIR");
    return set.isEmpty() ? QDir::homePath() + QStringLiteral("/.claude") : set;
}

QString loginFile()
{
    return personalFolder() + QLatin1Char('/') + loginName;
}

QJsonObject loginIn(const QString &path)
{
    const auto content = base::readJsonObject(path);
    return content ? content->value(loginKey).toObject() : QJsonObject {};
}

bool hasToken(const QJsonObject &login)
{
    return !login.value(QLatin1String("accessToken")).toString().isEmpty()
        || !login.value(QLatin1String("refreshToken")).toString().isEmpty();
}

double expiryOf(const QJsonObject &login)
{
    return login.value(QLatin1String("expiresAt")).toDouble();
}

/// A login in our folder was written inside the sandbox. It goes back only as the continuation of the one that is there: same
/// kind of account, and not valid for longer than a refreshed token is.
bool continues(const QJsonObject &ours, const QJsonObject &theirs)
{
    constexpr double maxLifeMs = 48.0 * 3600 * 1000;
    const auto same = [&](QLatin1String key) { return ours.value(key) == theirs.value(key); };
    return hasToken(ours) && expiryOf(ours) > expiryOf(theirs)
        && expiryOf(ours) < static_cast<double>(QDateTime::currentMSecsSinceEpoch()) + maxLifeMs
        && same(QLatin1String("subscriptionType")) && same(QLatin1String("scopes"));
}

Result<> writeLogin(const QString &path, QJsonObject content, const QJsonObject &login)
{
    content.insert(loginKey, login);
    CHECK(base::writeFileAtomically(path, base::compact(content)));
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
    return {};
}

QString privateFolder(const QString &stateFolder)
{
    return stateFolder + QStringLiteral("/claude");
}

bool isSet(const char *name)
{
    return !qEnvironmentVariableIsEmpty(name);
}

bool signsInByEnvironment()
{
    return isSet("ANTHROPIC_API_KEY") || isSet("ANTHROPIC_AUTH_TOKEN") || isSet("CLAUDE_CODE_OAUTH_TOKEN");
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
    const QString folder = privateFolder(stateFolder);
    CHECK(base::makeFolder(folder, true));
    CHECK(syncClaudeLogin(stateFolder));
    home.environment.insert(QStringLiteral("CLAUDE_CONFIG_DIR"), folder);
    home.writable.append(folder);
    return home;
}

Result<> syncClaudeLogin(const QString &stateFolder)
{
    static QMutex mutex; // several runs start and end at once
    const QMutexLocker locker(&mutex);
    if (stateFolder.isEmpty())
        return {};
    const QString oursPath = privateFolder(stateFolder) + QLatin1Char('/') + loginName;
    const QJsonObject theirs = loginIn(loginFile());
    if (signsInByEnvironment() || !hasToken(theirs)) {
        QFile::remove(oursPath);
        return {};
    }
    const QJsonObject ours = loginIn(oursPath);
    if (continues(ours, theirs))
        return writeLogin(loginFile(), base::readJsonObject(loginFile()).value_or(QJsonObject {}), ours);
    if (ours != theirs)
        return writeLogin(oursPath, {}, theirs);
    return {};
}

bool isClaudeSignedIn()
{
    return signsInByEnvironment() || hasToken(loginIn(loginFile()));
}

} // namespace slipway::agents
