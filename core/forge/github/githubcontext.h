// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/github/githubapi.h"
#include "core/forge/github/keyedlock.h"
#include "core/forge/local/layout.h"
#include "core/forge/models.h"
#include "core/git/git.h"

namespace slipway::forge {

/// What the parts of the GitHub forge share.
struct GitHubContext {
    GitHubSettings settings;
    git::Git &git;
    GitHubApi &api;
    GitHubApi &reviewer; ///< the second account's; without a token: not to be used
    KeyedLock &locks;
    std::stop_token stop;
};

/// Whether there is a second account for real approvals: a reviewer token that belongs to somebody else.
[[nodiscard]] Async<bool> hasReviewer(GitHubContext *context);

/// `/repos/OWNER/NAME` and what follows it.
[[nodiscard]] inline QString repoPath(const QString &repo, const QString &rest = {})
{
    return QStringLiteral("/repos/") + GitHubApi::refPath(repo) + rest;
}
[[nodiscard]] inline QString itemName(const QString &repo, int number)
{
    return QStringLiteral("%1#%2").arg(repo).arg(number);
}
[[nodiscard]] inline QDateTime timeOf(const QJsonObject &object, QLatin1StringView key)
{
    return QDateTime::fromString(object.value(key).toString(), Qt::ISODate);
}
[[nodiscard]] inline QString loginOf(const QJsonObject &object)
{
    return object.value(QLatin1String("user")).toObject().value(QLatin1String("login")).toString();
}

/// What the author of an issue or comment is to the repository; `account` is our login.
[[nodiscard]] inline Standing standingOf(const QJsonObject &object, const QString &account)
{
    static const QStringList members { QStringLiteral("OWNER"), QStringLiteral("MEMBER"),
                                       QStringLiteral("COLLABORATOR") };
    const QString login = loginOf(object);
    if (!account.isEmpty() && login.compare(account, Qt::CaseInsensitive) == 0)
        return Standing::Ours;
    const QString type = object.value(QLatin1String("user")).toObject().value(QLatin1String("type")).toString();
    if (type == QLatin1String("Bot") || login.endsWith(QLatin1String("[bot]"))
        || !object.value(QLatin1String("performed_via_github_app")).toObject().isEmpty())
        return Standing::Bot;
    return members.contains(object.value(QLatin1String("author_association")).toString()) ? Standing::Member
                                                                                          : Standing::Stranger;
}

/// Whether a create was refused because the thing is there.
[[nodiscard]] inline bool alreadyExists(const ApiReply &reply)
{
    const auto complaint = reply.complaint();
    return reply.status() == 422
        && (complaint.has(QLatin1StringView("already_exists")) || complaint.says(QLatin1StringView("already exists")));
}

/// Does something that must happen once, over a network on which answers get lost: looks whether it is there, makes it if
/// not, and looks again before it makes it again. `find` gives Async<std::optional<T>>; `make` gives QCoro::Task<ApiReply>;
/// `read` makes a T of the reply. A refusal that means "it is there already" (`isThere`) leads to another look.
template <typename T, typename Find, typename Make, typename Read, typename IsThere>
[[nodiscard]] Async<T> makeOnce(GitHubApi *api, Find find, Make make, Read read, IsThere isThere)
{
    constexpr int rounds = 6;
    std::optional<Error> last;
    for (int round = 0; round < rounds; ++round) {
        if (round > 0) // lists lag behind what was written
            CO_CHECK(co_await api->sleep(std::chrono::seconds(1LL << round)));
        Async<std::optional<T>> look = find();
        auto found = co_await std::move(look);
        if (!found)
            co_return forward(found);
        if (*found)
            co_return std::move(**found);
        QCoro::Task<ApiReply> made = make();
        const ApiReply reply = co_await std::move(made);
        if (reply.ok())
            co_return read(reply);
        last = reply.error;
        if (!reply.uncertain && !isThere(reply))
            break;
    }
    co_return std::unexpected(*last);
}

} // namespace slipway::forge
