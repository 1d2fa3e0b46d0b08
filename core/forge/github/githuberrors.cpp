// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/github/githuberrors.h"

#include "core/base/files.h"

namespace slipway::forge {

using net::HttpAnswer;
using net::HttpEnd;

namespace {

const QString logIn = QStringLiteral("Sign in again with “slipway login github”, or set GITHUB_TOKEN to a valid token");

Error denied(const HttpAnswer &answer, const GitHubComplaint &complaint, const QString &what)
{
    const QByteArray needed = answer.header("x-accepted-github-permissions");
    const QByteArray sso = answer.header("x-github-sso");
    Error error { ErrorCode::Denied, what % QStringLiteral(" is not permitted"), {}, {} };
    if (!complaint.message.isEmpty())
        error.message += QStringLiteral(": ") % complaint.message;
    if (sso.startsWith("required"))
        error.hint
            = QStringLiteral("Authorise the token for the organisation's single sign-on in GitHub's token settings");
    else if (!needed.isEmpty())
        error.hint = QStringLiteral("Give the token the permission ") % QString::fromLatin1(needed);
    else if (complaint.says(QLatin1StringView("upgrade to github")))
        error.hint = QStringLiteral("Make the repository public or use a plan that has this feature");
    else if (complaint.says(QLatin1StringView("archived")))
        error.hint = QStringLiteral("Unarchive the repository on GitHub");
    else
        error.hint = QStringLiteral(
            "Give the token the scopes repo and workflow, and its account write access to the repository");
    return error;
}

Error unanswered(const HttpAnswer &answer, const QString &what)
{
    const QString hint = QStringLiteral("Check the network and https://www.githubstatus.com; it is tried again later");
    switch (answer.end) {
    case HttpEnd::Cancelled:
        return { ErrorCode::Cancelled, what % QStringLiteral(" was cancelled"), {}, {} };
    case HttpEnd::TimedOut:
        return { ErrorCode::Timeout, what % QStringLiteral(" got no answer from GitHub in time"), hint, {} };
    case HttpEnd::TooLarge:
        return { ErrorCode::Exhausted, what % QStringLiteral(" gave more data than is accepted"), {}, answer.error };
    default:
        return { ErrorCode::Unavailable, what % QStringLiteral(" failed: GitHub cannot be reached"), hint,
                 answer.error };
    }
}

} // namespace

bool GitHubComplaint::says(QLatin1StringView text) const
{
    const auto holds = [text](const QString &candidate) { return candidate.contains(text, Qt::CaseInsensitive); };
    return holds(message) || std::ranges::any_of(messages, holds);
}

GitHubComplaint complaintOf(const HttpAnswer &answer)
{
    GitHubComplaint complaint;
    const QJsonObject body = base::parseObject(answer.body);
    complaint.message = body.value(QLatin1String("message")).toString().left(500);
    const auto errors = body.value(QLatin1String("errors")).toArray();
    for (const auto &entry : errors) {
        if (entry.isString()) {
            complaint.messages.append(entry.toString());
            continue;
        }
        const QJsonObject error = entry.toObject();
        complaint.codes.append(error.value(QLatin1String("code")).toString());
        complaint.fields.append(error.value(QLatin1String("field")).toString());
        complaint.messages.append(error.value(QLatin1String("message")).toString());
    }
    return complaint;
}

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 307 || status == 308;
}

bool isHtml(const HttpAnswer &answer)
{
    return answer.header("content-type").toLower().contains("html") || answer.body.trimmed().startsWith('<');
}

Error errorOf(const HttpAnswer &answer, const QString &what)
{
    if (answer.end != HttpEnd::Answered)
        return unanswered(answer, what);
    const GitHubComplaint complaint = complaintOf(answer);
    QStringList said = complaint.messages;
    said.removeAll(QString());
    const QString why = said.isEmpty() ? complaint.message : said.join(QStringLiteral("; "));
    const QString status = QStringLiteral("HTTP %1 ").arg(answer.status);
    const QString detail = status + QString::fromUtf8(answer.body.left(2000));
    const QString because = why.isEmpty() ? QString() : QStringLiteral(": ") + why;
    switch (answer.status) {
    case 401:
        return { ErrorCode::Denied, what % QStringLiteral(" failed: GitHub does not accept the token"), logIn, detail };
    case 403: {
        Error error = denied(answer, complaint, what);
        error.detail = detail;
        return error;
    }
    case 404:
        return { ErrorCode::NotFound, what % QStringLiteral(" failed: GitHub has nothing there"),
                 QStringLiteral("If it exists, the token's account or scopes do not reach it"), detail };
    case 410:
        return { ErrorCode::NotFound, what % QStringLiteral(" failed: it is gone from GitHub") % because,
                 QStringLiteral("Issues may be switched off in the repository's settings, or the log be too old"),
                 detail };
    case 405:
        return { ErrorCode::Invalid, what % QStringLiteral(" is not allowed now") % because, {}, detail };
    case 409:
        return { ErrorCode::Conflict, what % QStringLiteral(" met a change by somebody else") % because,
                 QStringLiteral("Look at what is there now and try again"), detail };
    case 422:
    case 400:
        return { ErrorCode::Invalid, what % QStringLiteral(" was refused as invalid") % because, {}, detail };
    case 429:
        return { ErrorCode::Exhausted, what % QStringLiteral(" was refused: too many requests"),
                 QStringLiteral("Wait until GitHub's limit resets"), detail };
    case 451:
        return { ErrorCode::Denied, what % QStringLiteral(" is blocked for legal reasons"), {}, detail };
    default:
        break;
    }
    if (answer.status >= 500 || isHtml(answer)) {
        return { ErrorCode::Unavailable,
                 what % QStringLiteral(" failed: GitHub has trouble (HTTP %1)").arg(answer.status),
                 QStringLiteral("See https://www.githubstatus.com; it is tried again later"), detail };
    }
    return {
        ErrorCode::Internal, what % QStringLiteral(" got an unexpected answer (HTTP %1)").arg(answer.status), {}, detail
    };
}

QStringList missingScopes(const QByteArray &granted, bool privateRepositories)
{
    QStringList has;
    const auto parts = granted.split(',');
    for (const auto &part : parts)
        has.append(QString::fromLatin1(part.trimmed()));
    QStringList missing;
    const bool reaches
        = has.contains(QStringLiteral("repo")) || (!privateRepositories && has.contains(QStringLiteral("public_repo")));
    if (!reaches)
        missing.append(privateRepositories ? QStringLiteral("repo") : QStringLiteral("public_repo"));
    if (!has.contains(QStringLiteral("workflow")))
        missing.append(QStringLiteral("workflow"));
    return missing;
}

Error missingScopesError(const QStringList &missing)
{
    const bool one = missing.size() == 1;
    const QString names = missing.join(QStringLiteral(" and "));
    const QString lacks = one ? QStringLiteral("The GitHub token lacks the scope ")
                              : QStringLiteral("The GitHub token lacks the scopes ");
    const QString why = missing.contains(QStringLiteral("workflow"))
        ? QStringLiteral(" (workflow is needed to push files below .github/workflows)")
        : QString();
    return { ErrorCode::Denied,
             lacks % names % why,
             QStringLiteral("Add it at https://github.com/settings/tokens, or run “slipway login github” again"),
             {} };
}

Error gitErrorOf(const Error &error, const QString &repo, const QString &branch)
{
    const QString &said = error.detail;
    const auto says = [&said](const char *text) { return said.contains(QLatin1StringView(text), Qt::CaseInsensitive); };
    const QString target = branch.isEmpty() ? repo : branch % QStringLiteral(" of ") % repo;
    if (error.code == ErrorCode::Cancelled)
        return error;
    if (says("without `workflow` scope") || says("without `workflows` permission")) {
        Error missing = missingScopesError({ QStringLiteral("workflow") });
        missing.detail = said;
        return missing;
    }
    if (says("GH006") || says("protected branch") || says("GH013")) {
        return { ErrorCode::Denied, target % QStringLiteral(" is protected on GitHub"),
                 QStringLiteral("Push to another branch and open a pull request; only its merge writes here"), said };
    }
    if (says("non-fast-forward") || says("fetch first") || says("stale info")) {
        return { ErrorCode::Conflict, target % QStringLiteral(" has commits that the push does not have"),
                 QStringLiteral("Merge or rebase onto the branch first"), said };
    }
    if (says("GH001")) {
        return {
            ErrorCode::Invalid, QStringLiteral("GitHub refuses a file of more than 100 MB in ") % target, {}, said
        };
    }
    if (says("Repository not found") || says("returned error: 404") || says("' not found"))
        return { ErrorCode::NotFound, QStringLiteral("GitHub has no repository ") % repo, {}, said };
    if (says("Invalid username or token") || says("Authentication failed") || says("could not read Username")
        || says("returned error: 401")) {
        return { ErrorCode::Denied, QStringLiteral("GitHub does not accept the token for ") % repo, logIn, said };
    }
    if (says("Permission to") || says("returned error: 403")) {
        return { ErrorCode::Denied, QStringLiteral("The token may not write to ") % repo,
                 QStringLiteral("Give its account write access to the repository, and the token the scope repo"),
                 said };
    }
    if (says("unable to access") || says("returned error: 5") || says("RPC failed") || says("hung up")
        || says("Could not resolve") || says("early EOF") || says("unexpected disconnect") || says("Empty reply")) {
        return { ErrorCode::Unavailable, QStringLiteral("GitHub's git server cannot be reached for ") % repo,
                 QStringLiteral("Check the network; it is tried again later"), said };
    }
    return error;
}

} // namespace slipway::forge
