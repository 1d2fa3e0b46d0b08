// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/drivers/claudehome.h"

#include "core/agents/drivers/passedenvironment.h"
#include "core/base/files.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

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

/// Claude Code may replace its login file instead of writing into it; then ours is a file and no link any more. A newer
/// login goes back to the person's file (only that, and only if it looks like one), so that both stay signed in.
Result<> bringLoginBack(const QString &ours, const QString &theirs)
{
    const QFileInfo info(ours);
    if (!info.exists() || info.isSymLink())
        return {};
    const QJsonObject login = loginIn(ours);
    const auto expiry = [](const QJsonObject &of) { return of.value(QLatin1String("expiresAt")).toDouble(); };
    if (!hasToken(login) || expiry(login) <= expiry(loginIn(theirs)))
        return {};
    auto content = base::readJsonObject(theirs).value_or(QJsonObject {});
    content.insert(loginKey, login);
    CHECK(base::writeFileAtomically(theirs, base::compact(content)));
    QFile::setPermissions(theirs, QFile::ReadOwner | QFile::WriteOwner);
    return {};
}

Result<> linkLogin(const QString &ours, const QString &theirs)
{
    CHECK(bringLoginBack(ours, theirs));
    if (QFileInfo(ours).symLinkTarget() == theirs)
        return {};
    QFile::remove(ours);
    if (!QFile::link(theirs, ours)) {
        return fail(ErrorCode::Denied, QStringLiteral("Cannot make Claude Code's login visible in %1").arg(ours),
                    QStringLiteral("Check the folder's permissions"));
    }
    return {};
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
    const bool needsFile = !home.usesApiKey && !home.environment.contains(QStringLiteral("CLAUDE_CODE_OAUTH_TOKEN"));
    if (stateFolder.isEmpty()) {
        const QString personal = personalFolder();
        if (QFileInfo::exists(personal)) {
            home.environment.insert(QStringLiteral("CLAUDE_CONFIG_DIR"), personal);
            home.writable.append(personal);
        }
        return home;
    }
    const QString folder = stateFolder + QStringLiteral("/claude");
    CHECK(base::makeFolder(folder, true));
    home.environment.insert(QStringLiteral("CLAUDE_CONFIG_DIR"), folder);
    home.writable.append(folder);
    if (needsFile && QFileInfo::exists(loginFile())) {
        CHECK(linkLogin(folder + QLatin1Char('/') + loginName, loginFile()));
        home.writable.append(loginFile());
    }
    return home;
}

bool isClaudeSignedIn()
{
    const auto isSet = [](const char *name) { return !qEnvironmentVariableIsEmpty(name); };
    return isSet("ANTHROPIC_API_KEY") || isSet("ANTHROPIC_AUTH_TOKEN") || isSet("CLAUDE_CODE_OAUTH_TOKEN")
        || hasToken(loginIn(loginFile()));
}

} // namespace slipway::agents
