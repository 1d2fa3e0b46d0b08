// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/github/githubcontext.h"
#include "core/forge/models.h"

namespace slipway::forge {

/// Comments on issues and pull requests. Ours carry a hidden marker; only markers written by our own account count. Lives in
/// the engine thread.
class GitHubComments final {
public:
    explicit GitHubComments(GitHubContext &context);

    [[nodiscard]] Async<> ensure(QString repo, int number, QString marker, QString body);
    [[nodiscard]] Async<QList<Comment>> all(QString repo, int number);
    [[nodiscard]] Async<QList<Comment>> since(QString repo, QDateTime since);

private:
    [[nodiscard]] Async<std::optional<bool>> findMarked(QString repo, int number, QString marker);
    [[nodiscard]] QCoro::Task<ApiReply> create(QString repo, int number, QString marker, QString body);

    GitHubContext &m;
};

} // namespace slipway::forge
