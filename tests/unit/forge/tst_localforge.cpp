// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"
#include "tests/unit/forge/localforgerig.h"

#include <QUrl>

using namespace slipway;
using namespace slipway::forge;
using slipway::test::await;

using slipway::test::gitOut;

/// What is the local forge's own beside the contract: durability, hand-made pushes, the files on disk.
class TstLocalForge final : public QObject {
    Q_OBJECT

private:
    const QString m_repo = QStringLiteral("local/app");
    const QString m_dev = QStringLiteral("dev");

    struct Fixture {
        test::LocalForgeRig rig;
        test::GitScratch scratch;
        QString mirror;

        Fixture()
        {
            const auto made = await(rig.forge().ensureRepository(QStringLiteral("local"), QStringLiteral("app"),
                                                                 QString(), QStringLiteral("dev")));
            if (!made)
                qFatal("%s %s", qPrintable(made.error().message), qPrintable(made.error().detail));
            mirror = rig.repositoryPath(QStringLiteral("local/app"));
        }
        QString head(const QString &branch) const
        {
            return gitOut(mirror, QStringLiteral("rev-parse refs/heads/") + branch);
        }
        QString change(const QString &base, const QString &file)
        {
            scratch.fetch(mirror);
            return scratch.commit(head(base), { { file, "x\n" } });
        }
        PullRequest pull(const QString &branch, const QString &file)
        {
            const QString sha = change(QStringLiteral("dev"), file);
            if (!await(rig.forge().push(QStringLiteral("local/app"), scratch.path(), sha, branch, true)))
                return {};
            return await(rig.forge().ensurePullRequest(QStringLiteral("local/app"), branch, QStringLiteral("dev"),
                                                       QStringLiteral("T"), QString()))
                .value_or(PullRequest {});
        }
    };

private Q_SLOTS:
    void addressesAreForGitAndForUs()
    {
        Fixture f;
        const auto repository
            = await(f.rig.forge().ensureRepository(QStringLiteral("local"), QStringLiteral("app"), QString(), m_dev));
        QVERIFY_RESULT(repository);
        QCOMPARE(QUrl(repository->cloneUrl).toLocalFile(), f.mirror);
        QTemporaryDir folder;
        QCOMPARE(test::git(folder.path(),
                           { QStringLiteral("clone"), QStringLiteral("-q"), repository->cloneUrl, QStringLiteral("x") })
                     .exitCode,
                 0);
        const auto pull = f.pull(QStringLiteral("w"), QStringLiteral("a"));
        QCOMPARE(pull.url, QStringLiteral("slipway:local/app/pull/%1").arg(pull.number));
    }

    void namesCannotLeaveTheFolder()
    {
        Fixture f;
        const auto made
            = await(f.rig.forge().ensureRepository(QStringLiteral(".."), QStringLiteral("x"), QString(), m_dev));
        QVERIFY(!made);
        QCOMPARE(base::toString(made.error().code), base::toString(ErrorCode::Invalid));
        QVERIFY(!await(f.rig.forge().ensureRepository(QStringLiteral("local"), QStringLiteral("x"), QString(),
                                                      QStringLiteral("-b"))));
        QVERIFY(!await(f.rig.forge().deleteRepository(QStringLiteral("../x"))));
    }

    void everythingSurvivesARestart()
    {
        Fixture f;
        Issue issue;
        issue.title = QStringLiteral("Kept");
        issue.labels = { QStringLiteral("qa") };
        QVERIFY_RESULT(await(f.rig.forge().ensureIssue(m_repo, QStringLiteral("m"), issue)));
        const auto pull = f.pull(QStringLiteral("w"), QStringLiteral("a"));
        QVERIFY_RESULT(await(f.rig.forge().protectBranch(m_repo, m_dev)));
        f.rig.restart();
        QCOMPARE(await(f.rig.forge().ensureIssue(m_repo, QStringLiteral("m"), issue))->number, 1);
        QCOMPARE(await(f.rig.forge().pullRequest(m_repo, pull.number))->headSha, pull.headSha);
        const auto denied = await(f.rig.forge().push(m_repo, f.scratch.path(), pull.headSha, m_dev, false));
        QVERIFY(!denied);
        QCOMPARE(base::toString(denied.error().code), base::toString(ErrorCode::Denied));
    }

    void aMergeCutOffByACrashIsTakenNoteOf_data()
    {
        QTest::addColumn<QString>("how");
        QTest::newRow("at start") << QStringLiteral("start");
        QTest::newRow("by the next merge") << QStringLiteral("merge");
        QTest::newRow("when its branch goes") << QStringLiteral("delete");
    }
    void aMergeCutOffByACrashIsTakenNoteOf()
    {
        QFETCH(QString, how);
        Fixture f;
        const auto pull = f.pull(QStringLiteral("w"), QStringLiteral("a"));
        // As if the engine had died between writing the branch and the database.
        const QString tree = gitOut(f.mirror, QStringLiteral("rev-parse %1^{tree}").arg(pull.headSha));
        const QString merge
            = gitOut(f.mirror, QStringLiteral("commit-tree %1 -p dev -p %2 -m merge").arg(tree, pull.headSha));
        gitOut(f.mirror, QStringLiteral("update-ref refs/heads/dev %1").arg(merge));
        if (how == QLatin1String("start")) {
            f.rig.restart();
        } else if (how == QLatin1String("merge")) {
            const auto outcome = await(f.rig.forge().merge(m_repo, pull.number, pull.headSha));
            QVERIFY_RESULT(outcome);
            QVERIFY(outcome->kind == MergeOutcome::Kind::Merged);
            QCOMPARE(outcome->sha, merge);
        } else {
            QVERIFY_RESULT(await(f.rig.forge().deleteBranch(m_repo, QStringLiteral("w"))));
        }
        const auto after = await(f.rig.forge().pullRequest(m_repo, pull.number));
        QVERIFY(after->state == PullRequestState::Merged);
        QCOMPARE(after->mergeSha, merge);
        QCOMPARE(after->headSha, pull.headSha);
        QCOMPARE(f.head(m_dev), merge);
    }

    void openingAMergedPullRequestAgainGivesTheMergedOne()
    {
        Fixture f;
        const auto pull = f.pull(QStringLiteral("w"), QStringLiteral("a"));
        QVERIFY_RESULT(await(f.rig.forge().merge(m_repo, pull.number, pull.headSha)));
        const auto again = await(
            f.rig.forge().ensurePullRequest(m_repo, QStringLiteral("w"), m_dev, QStringLiteral("T"), QString()));
        QVERIFY_RESULT(again);
        QCOMPARE(again->number, pull.number);
    }

    void mergesAtOnceAllArrive()
    {
        Fixture f;
        constexpr int count = 4;
        QList<PullRequest> pulls;
        for (int i = 0; i < count; ++i)
            pulls.append(f.pull(QStringLiteral("w%1").arg(i), QStringLiteral("file%1").arg(i)));
        std::vector<Async<MergeOutcome>> tasks;
        for (const auto &pull : std::as_const(pulls))
            tasks.push_back(f.rig.forge().merge(m_repo, pull.number, pull.headSha));
        for (auto &task : tasks) {
            const auto outcome = await(std::move(task));
            QVERIFY_RESULT(outcome);
            QVERIFY(outcome->kind == MergeOutcome::Kind::Merged);
        }
        for (const auto &pull : std::as_const(pulls))
            QCOMPARE(test::git(f.mirror,
                               { QStringLiteral("merge-base"), QStringLiteral("--is-ancestor"), pull.headSha, m_dev })
                         .exitCode,
                     0);
    }

    void aPushByHandIsNoticed()
    {
        Fixture f;
        const auto pull = f.pull(QStringLiteral("w"), QStringLiteral("a"));
        const QString sha = f.change(QStringLiteral("w"), QStringLiteral("b"));
        QCOMPARE(
            test::git(f.scratch.path(),
                      { QStringLiteral("push"), QStringLiteral("-q"), f.mirror, sha + QStringLiteral(":refs/heads/w") })
                .exitCode,
            0);
        QCOMPARE(await(f.rig.forge().pullRequest(m_repo, pull.number))->headSha, sha);
        QCOMPARE(test::git(f.scratch.path(),
                           { QStringLiteral("push"), QStringLiteral("-q"), f.mirror, QStringLiteral(":refs/heads/w") })
                     .exitCode,
                 0);
        const auto closed = await(f.rig.forge().pullRequest(m_repo, pull.number));
        QVERIFY(closed->state == PullRequestState::Closed);
        QCOMPARE(closed->headSha, sha);
    }

    void aGlobalHooksPathDoesNotSwitchTheProtectionOff()
    {
        Fixture f;
        QVERIFY_RESULT(await(f.rig.forge().protectBranch(m_repo, m_dev)));
        const QString sha = f.change(m_dev, QStringLiteral("a"));
        QTemporaryDir folder;
        const QString config = folder.filePath(QStringLiteral("config"));
        QVERIFY_RESULT(base::writeFileAtomically(config, "[core]\n\thooksPath = /nonexistent\n"));
        const auto push = test::git(
            f.scratch.path(), { QStringLiteral("push"), f.mirror, sha + QStringLiteral(":refs/heads/dev") }, config);
        QVERIFY(push.exitCode != 0);
        QVERIFY2(push.err.contains("protected branch") && push.err.contains("pull request"), push.err.constData());
        // All or nothing: the other branch of the same push is not written either.
        const auto both = test::git(f.scratch.path(),
                                    { QStringLiteral("push"), f.mirror, sha + QStringLiteral(":refs/heads/dev"),
                                      sha + QStringLiteral(":refs/heads/ok") });
        QVERIFY(both.exitCode != 0);
        QVERIFY(test::git(f.mirror,
                          { QStringLiteral("rev-parse"), QStringLiteral("--verify"), QStringLiteral("refs/heads/ok") })
                    .exitCode
                != 0);
    }

    void aNameThatBeginsLikeAProtectedOneIsFree()
    {
        Fixture f;
        QVERIFY_RESULT(await(f.rig.forge().protectBranch(m_repo, m_dev)));
        const QString sha = f.change(m_dev, QStringLiteral("a"));
        for (const char *branch : { "dev2", "x/dev", "d.v" }) {
            const auto push = test::git(f.scratch.path(),
                                        { QStringLiteral("push"), QStringLiteral("-q"), f.mirror,
                                          sha + QStringLiteral(":refs/heads/") + QLatin1String(branch) });
            QVERIFY2(push.exitCode == 0, push.err.constData());
        }
    }

    void aRepositoryWhoseFolderIsGoneSaysSoAndKeepsTheOthers()
    {
        Fixture f;
        QVERIFY_RESULT(
            await(f.rig.forge().ensureRepository(QStringLiteral("local"), QStringLiteral("other"), QString(), m_dev)));
        f.rig.stop();
        QVERIFY(QDir(f.mirror).removeRecursively());
        f.rig.start();
        const auto gone = await(f.rig.forge().mirror(m_repo));
        QVERIFY(!gone);
        QCOMPARE(base::toString(gone.error().code), base::toString(ErrorCode::NotFound));
        QVERIFY(!gone.error().hint.isEmpty());
        QVERIFY_RESULT(await(f.rig.forge().mirror(QStringLiteral("local/other"))));
        QVERIFY_RESULT(await(f.rig.forge().deleteRepository(m_repo)));
    }

    void refsAndObjectsAreWrittenThrough()
    {
        Fixture f;
        QCOMPARE(gitOut(f.mirror, QStringLiteral("config core.fsync")), QStringLiteral("committed,reference"));
        QCOMPARE(gitOut(f.mirror, QStringLiteral("config gc.auto")), QStringLiteral("0"));
    }

    void pushPullRequestAndMergeAreQuick()
    {
        Fixture f;
        const QString sha = f.change(m_dev, QStringLiteral("a"));
        QElapsedTimer time;
        time.start();
        QVERIFY_RESULT(await(f.rig.forge().push(m_repo, f.scratch.path(), sha, QStringLiteral("w"), false)));
        const auto pushed = time.restart();
        const auto pull = await(
            f.rig.forge().ensurePullRequest(m_repo, QStringLiteral("w"), m_dev, QStringLiteral("T"), QString()));
        const auto opened = time.restart();
        QVERIFY(await(f.rig.forge().merge(m_repo, pull->number, sha))->kind == MergeOutcome::Kind::Merged);
        const auto merged = time.restart();
        QVERIFY_RESULT(await(f.rig.forge().issues(m_repo)));
        QVERIFY_RESULT(await(f.rig.forge().pullRequests(m_repo)));
        qInfo("push %lld ms, pull request %lld ms, merge %lld ms, lists %lld ms", pushed, opened, merged,
              time.elapsed());
        QVERIFY(pushed + opened + merged < 5000); // a bound against accidents, not a benchmark: the machine may be busy
    }
};

SLIPWAY_TEST(TstLocalForge)
#include "tst_localforge.moc"
