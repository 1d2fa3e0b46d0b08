// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/github/githubcontext.h"
#include "core/forge/models.h"

namespace slipway::forge {

/// Issues. What Slipway makes carries a hidden marker; only markers written by its own account count. Lives in
/// the engine thread.
class GitHubIssues final {
public:
    explicit GitHubIssues(GitHubContext &context);

    [[nodiscard]] Async<Issue> ensure(QString repo, QString marker, Issue issue);
    [[nodiscard]] Async<Issue> find(QString repo, int number);
    [[nodiscard]] Async<QList<Issue>> all(QString repo);
    [[nodiscard]] Async<QList<Issue>> since(QString repo, QDateTime since);
    [[nodiscard]] Async<> change(QString repo, int number, IssueChange change);
    void forget(const QString &repo) { m_known.remove(repo); }

private:
    struct Known {
        bool complete = false; ///< everything made before is in here
        QHash<QString, int> numbers; ///< by marker
    };

    [[nodiscard]] Async<QJsonArray> list(QString repo, QString creator, QDateTime since = {});
    [[nodiscard]] Async<QJsonObject> item(QString repo, int number);
    [[nodiscard]] Async<std::optional<Issue>> findMarked(QString repo, QString marker);
    [[nodiscard]] QCoro::Task<ApiReply> create(QString repo, QString marker, Issue issue);
    [[nodiscard]] Async<> link(QString repo, Issue issue, QList<int> blockedBy);
    [[nodiscard]] Async<> addLabels(QString repo, int number, QStringList labels);
    [[nodiscard]] Async<> removeLabel(QString repo, int number, QString label);
    [[nodiscard]] Async<> setState(QString repo, int number, IssueState state);

    GitHubContext &m;
    QHash<QString, Known> m_known;
    bool m_hasDependencies = true; ///< until a server says that it knows no such links
};

} // namespace slipway::forge
