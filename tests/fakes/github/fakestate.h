// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <QStringList>

#include <memory>

namespace slipway::test {

struct FakeAccount {
    QString login, token;
    QByteArray scopes; ///< x-oauth-scopes
    bool tellsScopes = true;
    int used = 0; ///< of this hour's primary limit
    qint64 windowEnd = 0;
};

/// What a stand-in is like.
struct FakeGitHubOptions {
    QList<FakeAccount> accounts { { QStringLiteral("octo"), QStringLiteral("ghp_octoOctoOctoOctoOctoOctoOctoOctoOcto"),
                                    "repo, workflow, delete_repo" } };
    QStringList organisations;
    QString apiPath = QStringLiteral("/api/v3");
    bool protectionOnPrivate = true; ///< false: a free plan
    bool dependencies = true; ///< "blocked by" links between issues
    int hourlyLimit = 5000;
    qint64 clockSkewMs = 0; ///< of the server against the client
    bool automaticRuns = false; ///< pushes start runs that end after a while; red if the commit has a file CI_FAIL
    int runSeconds = 2;
    const base::Clock *clock = nullptr; ///< default: the machine's
    quint16 port = 0;
};

/// One thing going wrong.
struct FakeFault {
    enum Kind {
        Silence, ///< no answer, no effect
        Reset,
        ServerError,
        BadGatewayHtml,
        LostAnswer, ///< effect, then a broken connection
        LateBadGateway, ///< effect, then 502
        PrimaryLimit,
        SecondaryLimit,
        Unauthorized,
    };
    Kind kind = ServerError;
    QByteArray method; ///< empty: any
    QRegularExpression path; ///< of the path below the API root
    int times = 1;
    bool thenDown = false; ///< from then on nothing works, until `isDown` is taken back
};

struct FakeComment {
    qint64 id = 0;
    QString author, body;
    QDateTime at;
};

struct FakeReview {
    qint64 id = 0;
    QString author, body, state, sha;
    QDateTime at;
};

/// An issue or a pull request.
struct FakeItem {
    int number = 0;
    qint64 id = 0;
    bool isPull = false, isOpen = true, isMerged = false, isDraft = false;
    QString title, body, author, stateReason;
    QStringList labels, assignees;
    int milestone = 0;
    QSet<int> blockedBy;
    QDateTime createdAt, updatedAt, closedAt, mergedAt;
    QList<FakeComment> comments;
    QList<FakeReview> reviews;
    QString head, base, headSha, mergeSha;
    QString askedMergeable; ///< head and base for which `mergeable` was computed
};

struct FakeStep {
    QString name, conclusion;
    QByteArray log;
};

struct FakeJob {
    qint64 id = 0;
    QString name, conclusion;
    QList<FakeStep> steps;
};

struct FakeRun {
    qint64 id = 0;
    QString name = QStringLiteral("CI"), branch, sha, event = QStringLiteral("push");
    QString status = QStringLiteral("completed"), conclusion = QStringLiteral("success");
    int attempt = 1;
    QDateTime createdAt, finishAt;
    QList<FakeJob> jobs;
    bool hasArchive = true;
};

struct FakeRepo {
    qint64 id = 0;
    QString owner, name, description, defaultBranch, path;
    bool isPrivate = false, isEmpty = true;
    QJsonObject settings; ///< allow_squash_merge …
    QList<QJsonObject> labels, milestones, releases;
    QMap<int, FakeItem> items;
    QMap<QString, QJsonObject> protection;
    QMap<QString, QList<QJsonObject>> statuses; ///< by commit, oldest first
    QList<FakeRun> runs; ///< oldest first
    QList<QJsonObject> appChecks; ///< check runs of other apps; `head_sha`
    QSet<QString> collaborators;
    QSet<QString> bots;
    QMap<QString, QString> seenHeads;
    int nextNumber = 1;

    [[nodiscard]] QString fullName() const { return owner + QLatin1Char('/') + name; }
    [[nodiscard]] QString associationOf(const QString &login) const
    {
        return login == owner               ? QStringLiteral("OWNER")
            : collaborators.contains(login) ? QStringLiteral("COLLABORATOR")
                                            : QStringLiteral("NONE");
    }
};

struct FakeState {
    FakeGitHubOptions options;
    QString folder; ///< of the bare repositories
    QList<std::shared_ptr<FakeRepo>> repos;
    QMap<QString, QString> moved; ///< old full name → new one
    QList<FakeFault> faults;
    bool isDown = false;
    QMap<qint64, std::pair<QString, QString>> invitations; ///< id → repository, login
    QMap<QString, QByteArray> blobs; ///< signed downloads
    qint64 nextId = 9'000'000'000; ///< beyond 32 bits
    int counted = 0, free = 0; ///< requests
    QStringList log; ///< "METHOD path status"
    QList<qint64> writes; ///< times of changing requests
    int badHeaders = 0; ///< requests to signed addresses that carried a token

    [[nodiscard]] std::shared_ptr<FakeRepo> find(const QString &fullName) const
    {
        for (const auto &repo : repos) {
            if (repo->fullName().compare(fullName, Qt::CaseInsensitive) == 0)
                return repo;
        }
        return nullptr;
    }
};

} // namespace slipway::test
