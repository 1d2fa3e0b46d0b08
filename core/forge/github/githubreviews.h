// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/github/githubcontext.h"
#include "core/forge/models.h"

namespace slipway::forge {

/// State of `slipway/qa` on a commit; empty without one.
[[nodiscard]] Async<QString> qaStatus(GitHubApi *api, QString repo, QString sha);
[[nodiscard]] Async<> setQaStatus(GitHubApi *api, QString repo, QString sha, bool passed, QString description);

/// Reviews. With a second account's token they are real; else, because GitHub lets nobody approve their own pull request,
/// each is a COMMENT that carries its verdict in the marker, together with the status `slipway/qa`. Lives in the engine
/// thread.
class GitHubReviews final {
public:
    explicit GitHubReviews(GitHubContext &context);

    [[nodiscard]] Async<> ensure(QString repo, int number, QString marker, Review review);
    [[nodiscard]] Async<QList<Review>> all(QString repo, int number);

private:
    [[nodiscard]] Async<QStringList> ourLogins();
    [[nodiscard]] Async<std::optional<Review>> findMarked(QString repo, int number, QString marker);
    [[nodiscard]] QCoro::Task<ApiReply> create(QString repo, int number, QString marker, Review review, bool real);

    GitHubContext &m;
};

} // namespace slipway::forge
