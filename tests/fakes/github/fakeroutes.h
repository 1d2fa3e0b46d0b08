// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/fakes/github/fakestate.h"
#include "tests/fakes/github/httphost.h"

namespace slipway::test {

/// One API request with what it is about.
struct FakeCall {
    const HostRequest &request;
    FakeState &state;
    FakeAccount &account;
    QString root; ///< of the API, for addresses in answers
    QString host; ///< http://127.0.0.1:PORT
    QDateTime now;
    std::shared_ptr<FakeRepo> repo; ///< where the path names one
    QStringList args; ///< the path's other variable parts, decoded
    QJsonObject body;

    [[nodiscard]] QString arg(int index) const { return args.value(index); }
    [[nodiscard]] int number() const { return args.value(0).toInt(); }
    [[nodiscard]] QString text(const char *key) const { return body.value(QLatin1String(key)).toString(); }
    [[nodiscard]] QString query(const char *key) const
    {
        return request.query.queryItemValue(QLatin1String(key), QUrl::FullyDecoded);
    }
};

using FakeHandler = HostResponse (*)(FakeCall &call);

struct FakeRoute {
    QByteArray method;
    QRegularExpression path;
    FakeHandler handler;
};
using FakeRoutes = QList<FakeRoute>;

/// `/repos/R/issues/:/comments`: R is owner and name, `:` one segment, `*` the rest.
void addRoute(FakeRoutes &routes, const char *method, const char *pattern, FakeHandler handler);
void addRepositoryRoutes(FakeRoutes &routes);
void addIssueRoutes(FakeRoutes &routes);
void addPullRoutes(FakeRoutes &routes);
void addReviewRoutes(FakeRoutes &routes);
void addActionRoutes(FakeRoutes &routes);

[[nodiscard]] HostResponse reply(int status, const QJsonObject &json);
[[nodiscard]] HostResponse reply(int status, const QJsonArray &json);
[[nodiscard]] HostResponse noContent(int status = 204);
[[nodiscard]] HostResponse refusal(int status, const QString &message, const QJsonArray &errors = {});
[[nodiscard]] HostResponse invalid(const QString &resource, const QString &field, const QString &code,
                                   const QString &message = {});
/// One page of a list with its Link header.
[[nodiscard]] HostResponse paged(const FakeCall &call, const QJsonArray &all, const QString &wrap = {});
[[nodiscard]] qint64 newId(FakeState &state);
[[nodiscard]] QJsonValue timeValue(const QDateTime &time);
[[nodiscard]] QJsonObject userJson(const QString &login);

/// Git in a repository, with GitHub as committer; trimmed stdout, empty on failure.
QString fakeGit(const QString &path, const QStringList &arguments, bool *ok = nullptr);
[[nodiscard]] QString branchHead(const FakeRepo &repo, const QString &branch);
/// Notices pushes: closed pull requests of deleted branches, the first branch as default, automatic runs.
void noticePushes(FakeState &state, FakeRepo &repo, const QDateTime &now);
/// Ends automatic runs whose time has come.
void ageRuns(FakeRepo &repo, const QDateTime &now);
/// Makes a bare repository with the hooks that GitHub's rules stand for.
void makeBare(const QString &path);
void writeProtection(const FakeRepo &repo);

[[nodiscard]] QJsonObject issueJson(const FakeCall &call, const FakeItem &item);
[[nodiscard]] QJsonObject pullJson(FakeCall &call, FakeItem &item, bool single);
[[nodiscard]] FakeRun automaticRun(FakeState &state, const FakeRepo &repo, const QString &branch, const QString &sha,
                                   const QDateTime &now);

} // namespace slipway::test
