// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/gitenvironment.h"
#include "core/git/stalelocks.h"
#include "tests/support/testmain.h"
#include "tests/unit/git/gittesting.h"

using namespace slipway;
using namespace slipway::git;
using test::await;

class TstGit final : public QObject {
    Q_OBJECT
    std::unique_ptr<process::HostProcessRunner> m_runner;
    std::unique_ptr<RepositoryFixture> m_repo;

    static QString name(ErrorCode code) { return base::toString(code); }

private Q_SLOTS:
    void initTestCase()
    {
        m_runner = std::make_unique<process::HostProcessRunner>(process::Sandbox(process::SandboxKind::None));
    }
    void cleanupTestCase() { m_runner.reset(); }
    void init() { m_repo = std::make_unique<RepositoryFixture>(*m_runner); }
    void cleanup() { m_repo.reset(); }

    void locksOfAKilledGitAreRemoved()
    {
        const QString first = m_repo->commit({ { QStringLiteral("a"), "1\n" } }, {}, QStringLiteral("dev"));
        const QString second = m_repo->commit({ { QStringLiteral("a"), "2\n" } }, first);
        const QString ref = QStringLiteral("refs/heads/dev");
        writeFiles(m_repo->path, { { ref + QStringLiteral(".lock"), "" }, { QStringLiteral("packed-refs.lock"), "" } });
        QVERIFY(!await(m_repo->git.updateRef(m_repo->path, ref, second, first)));
        QCOMPARE(removeStaleLocks(m_repo->path).size(), 2);
        QVERIFY_RESULT(await(m_repo->git.updateRef(m_repo->path, ref, second, first)));
        QCOMPARE(removeStaleLocks(m_repo->path).size(), 0);
    }
    void locksOfARunningGitStay()
    {
        const QString lock = QStringLiteral("refs/heads/dev.lock");
        writeFiles(m_repo->path, { { lock, "" } });
        QProcess atWork; // waits on stdin, in the repository
        atWork.setWorkingDirectory(m_repo->path);
        atWork.start(QStringLiteral("git"), { QStringLiteral("hash-object"), QStringLiteral("--stdin") });
        QVERIFY(atWork.waitForStarted());
        QCOMPARE(removeStaleLocks(m_repo->path).size(), 0);
        atWork.closeWriteChannel();
        QVERIFY(atWork.waitForFinished());
        QCOMPARE(removeStaleLocks(m_repo->path).size(), 1);
    }
    void environmentIsOursAlone()
    {
        const auto environment = gitEnvironment({ QStringLiteral("Ann"), QStringLiteral("a@b") });
        QCOMPARE(environment.value(QStringLiteral("GIT_CONFIG_GLOBAL")), QStringLiteral("/dev/null"));
        QCOMPARE(environment.value(QStringLiteral("GIT_CONFIG_NOSYSTEM")), QStringLiteral("1"));
        QCOMPARE(environment.value(QStringLiteral("GIT_AUTHOR_NAME")), QStringLiteral("Ann"));
        QCOMPARE(environment.value(QStringLiteral("GIT_COMMITTER_EMAIL")), QStringLiteral("a@b"));
        const auto set
            = await(m_repo->git.run(m_repo->path, { QStringLiteral("config"), QStringLiteral("core.hooksPath") }));
        QVERIFY_RESULT(set);
        QCOMPARE(set->trimmed(), QByteArray("/dev/null"));
    }

    void resolvesRefsAndCommits()
    {
        const QString first = m_repo->commit({ { QStringLiteral("a"), "1" } }, {}, QStringLiteral("dev"));
        const auto resolved = [&](const QString &ref) {
            const auto result = await(m_repo->git.resolve(m_repo->path, ref));
            return result ? *result : QStringLiteral("error: ") + result.error().message;
        };
        QCOMPARE(resolved(QStringLiteral("refs/heads/dev")), first);
        QCOMPARE(resolved(QStringLiteral("dev")), first);
        QCOMPARE(resolved(first), first);
        QCOMPARE(resolved(first.left(10)), first);
        QCOMPARE(resolved(QStringLiteral("HEAD")), first);
        QCOMPARE(resolved(QStringLiteral("refs/heads/none")), QString());
        QCOMPARE(resolved(QString(40, QLatin1Char('1'))), QString());
        QVERIFY(await(m_repo->git.run(m_repo->path, { QStringLiteral("pack-refs"), QStringLiteral("--all") })));
        QVERIFY(!QFile::exists(m_repo->path + QStringLiteral("/refs/heads/dev")));
        QCOMPARE(resolved(QStringLiteral("refs/heads/dev")), first);
        QCOMPARE(resolved(QStringLiteral("refs/heads/ev")), QString());
        QVERIFY(!await(m_repo->git.resolve(m_repo->path, QStringLiteral("--all"))));
        QVERIFY(!await(m_repo->git.resolve(QStringLiteral("/"), QStringLiteral("refs/heads/dev"))));
    }

    void swapsRefsOnlyIfUnmoved()
    {
        const QString ref = QStringLiteral("refs/heads/x");
        const QString first = m_repo->commit({ { QStringLiteral("a"), "1" } });
        const QString second = m_repo->commit({ { QStringLiteral("a"), "2" } }, first);
        auto &git = m_repo->git;
        QVERIFY_RESULT(await(git.updateRef(m_repo->path, ref, first, {})));
        auto again = await(git.updateRef(m_repo->path, ref, second, {}));
        QVERIFY(!again);
        QCOMPARE(name(again.error().code), name(ErrorCode::Conflict));
        again = await(git.updateRef(m_repo->path, ref, first, second));
        QVERIFY(!again);
        QCOMPARE(name(again.error().code), name(ErrorCode::Conflict));
        QVERIFY_RESULT(await(git.updateRef(m_repo->path, ref, second, first)));
        QCOMPARE(await(git.resolve(m_repo->path, ref)).value(), second);
        QVERIFY(!await(git.updateRef(m_repo->path, ref, QStringLiteral("rubbish"), second)));
        QCOMPARE(await(git.branches(m_repo->path)).value(), QStringList { QStringLiteral("x") });
        QVERIFY_RESULT(await(git.deleteRef(m_repo->path, ref)));
        QCOMPARE(await(git.resolve(m_repo->path, ref)).value(), QString());
        const auto elsewhere = await(git.updateRef(m_repo->folder.path(), ref, second, {}));
        QVERIFY(!elsewhere);
        QCOMPARE(name(elsewhere.error().code), name(ErrorCode::NotFound));
    }

    void mergesWithoutAWorkTree()
    {
        const QString base = m_repo->commit({ { QStringLiteral("a"), "1\n" }, { QStringLiteral("b"), "1\n" } });
        const QString ours = m_repo->commit({ { QStringLiteral("a"), "2\n" } }, base);
        const QString theirs = m_repo->commit({ { QStringLiteral("b"), "2\n" } }, base);
        const auto merged
            = await(m_repo->git.merge(m_repo->path, ours, theirs, QStringLiteral("Merge\n\n# not a comment\nbody")));
        QVERIFY_RESULT(merged);
        QVERIFY(!merged->conflicted);
        QCOMPARE(m_repo->show(merged->commit, "a"), QByteArray("2\n"));
        QCOMPARE(m_repo->show(merged->commit, "b"), QByteArray("2\n"));
        const auto raw = await(
            m_repo->git.run(m_repo->path, { QStringLiteral("cat-file"), QStringLiteral("-p"), merged->commit }));
        QVERIFY_RESULT(raw);
        const QByteArray parents = "parent " + ours.toUtf8() + "\nparent " + theirs.toUtf8() + '\n';
        QVERIFY(raw->contains(parents));
        QVERIFY(raw->contains("Slipway <slipway@localhost>"));
        QVERIFY(raw->endsWith("Merge\n\n# not a comment\nbody"));
        QCOMPARE(await(m_repo->git.branches(m_repo->path)).value(), QStringList());
    }
    void fastForwardBecomesAMergeCommit()
    {
        const QString base = m_repo->commit({ { QStringLiteral("a"), "1" } });
        const QString theirs = m_repo->commit({ { QStringLiteral("a"), "2" } }, base);
        const auto merged = await(m_repo->git.merge(m_repo->path, base, theirs, QStringLiteral("m")));
        QVERIFY_RESULT(merged);
        QVERIFY(merged->commit != theirs);
        QVERIFY(await(m_repo->git.isAncestor(m_repo->path, theirs, merged->commit)).value());
    }
    void conflictNamesThePaths()
    {
        const QString base = m_repo->commit(
            { { QStringLiteral("dir/a b"), "1\n" }, { QStringLiteral("c"), "1\n" }, { QStringLiteral("d"), "1\n" } });
        const QString ours = m_repo->commit(
            { { QStringLiteral("dir/a b"), "2\n" }, { QStringLiteral("c"), "2\n" }, { QStringLiteral("d"), "2\n" } },
            base);
        const QString theirs
            = m_repo->commit({ { QStringLiteral("dir/a b"), "3\n" }, { QStringLiteral("c"), "3\n" } }, base);
        const auto merged = await(m_repo->git.merge(m_repo->path, ours, theirs, QStringLiteral("m")));
        QVERIFY_RESULT(merged);
        QVERIFY(merged->conflicted);
        QCOMPARE(merged->commit, QString());
        QCOMPARE(merged->conflicts, (QStringList { QStringLiteral("c"), QStringLiteral("dir/a b") }));
    }
    void mergeOfWhatIsNotThereIsAnError()
    {
        const QString base = m_repo->commit({ { QStringLiteral("a"), "1" } });
        QVERIFY(!await(m_repo->git.merge(m_repo->path, base, QString(40, QLatin1Char('2')), QStringLiteral("m"))));
        QVERIFY(!await(m_repo->git.merge(m_repo->path, QStringLiteral("--help"), base, QStringLiteral("m"))));
    }

    void readsHistory()
    {
        const QString first = m_repo->commit({ { QStringLiteral("a"), "1" } }, {}, QStringLiteral("dev"),
                                             QStringLiteral("First\n\nbody"));
        const QString second = m_repo->commit({ { QStringLiteral("b/c"), "2" } }, first, QStringLiteral("dev"),
                                              QStringLiteral("Second: ü"));
        auto &git = m_repo->git;
        const auto log = await(git.log(m_repo->path, QStringLiteral("dev")));
        QVERIFY_RESULT(log);
        QCOMPARE(log->size(), 2);
        QCOMPARE(log->first().sha, second);
        QCOMPARE(log->first().subject, QStringLiteral("Second: ü"));
        QCOMPARE(log->last().subject, QStringLiteral("First"));
        QCOMPARE(log->first().author, QStringLiteral("Slipway"));
        QVERIFY(std::abs(log->first().time.secsTo(QDateTime::currentDateTimeUtc())) < 100);
        QCOMPARE(await(git.log(m_repo->path, QStringLiteral("dev"), 1)).value().size(), 1);
        QCOMPARE(await(git.log(m_repo->path, first + QStringLiteral("..") + second)).value().size(), 1);
        QVERIFY(await(git.isAncestor(m_repo->path, first, second)).value());
        QVERIFY(!await(git.isAncestor(m_repo->path, second, first)).value());
        QVERIFY(!await(git.isAncestor(m_repo->path, first, QStringLiteral("nothing"))));
        QCOMPARE(await(git.mergeBase(m_repo->path, first, second)).value(), first);
        const QString other = m_repo->commit({ { QStringLiteral("z"), "1" } });
        QCOMPARE(name(await(git.mergeBase(m_repo->path, other, second)).error().code), name(ErrorCode::NotFound));
    }
    void readsTrees()
    {
        const QByteArray binary("\0\xff\n", 3);
        const QString commit = m_repo->commit(
            { { QStringLiteral("a"), binary }, { QStringLiteral("d/ü x"), "y" }, { QStringLiteral("d/e/f"), "" } });
        auto &git = m_repo->git;
        QCOMPARE(await(git.files(m_repo->path, commit)).value(),
                 (QStringList { QStringLiteral("a"), QStringLiteral("d/e/f"), QStringLiteral("d/ü x") }));
        QCOMPARE(await(git.files(m_repo->path, commit, QStringLiteral("d/e"))).value(),
                 QStringList { QStringLiteral("d/e/f") });
        QCOMPARE(await(git.files(m_repo->path, commit, QStringLiteral("none"))).value(), QStringList());
        QCOMPARE(m_repo->show(commit, "a"), binary);
        const auto missing = await(git.show(m_repo->path, commit, QStringLiteral("none")));
        QVERIFY(!missing);
        QCOMPARE(name(missing.error().code), name(ErrorCode::NotFound));
    }

    void diffsCommits()
    {
        const QString first = m_repo->commit(
            { { QStringLiteral("a"), "1\n2\n3\n" }, { QStringLiteral("moved"), "much\ntext\nthat\nstays\n" } });
        QTemporaryDir work;
        writeFiles(work.path(),
                   { { QStringLiteral("a"), "1\nzwei\n3\n" },
                     { QStringLiteral("new place"), "much\ntext\nthat\nstays\n" },
                     { QStringLiteral("bin"), QByteArray("\0\1", 2) } });
        const auto second = await(m_repo->git.commitFolder(m_repo->path, work.path(), {}, QStringLiteral("x")));
        QVERIFY_RESULT(second);
        const auto diff = await(m_repo->git.diff(m_repo->path, first, *second));
        QVERIFY_RESULT(diff);
        QVERIFY(!diff->cut);
        QCOMPARE(diff->files.size(), 3);
        QCOMPARE(diff->files.at(0).path(), QStringLiteral("a"));
        QCOMPARE(diff->files.at(0).added, 1);
        QVERIFY(diff->files.at(1).binary);
        QCOMPARE(diff->files.at(1).oldPath, QString());
        QCOMPARE(diff->files.at(2).oldPath, QStringLiteral("moved"));
        QCOMPARE(diff->files.at(2).newPath, QStringLiteral("new place"));
        QVERIFY(!await(m_repo->git.diff(m_repo->path, first, QStringLiteral("nothing"))));
    }
    void longDiffIsCut()
    {
        QByteArray text;
        for (int i = 0; i < 200'000; ++i)
            text += "line " + QByteArray::number(i) + '\n';
        const QString first = m_repo->commit({ { QStringLiteral("a"), "" } });
        const QString second
            = m_repo->commit({ { QStringLiteral("a"), text }, { QStringLiteral("z"), "last" } }, first);
        const auto diff = await(m_repo->git.diff(m_repo->path, first, second, 100'000));
        QVERIFY_RESULT(diff);
        QVERIFY(diff->cut);
        QCOMPARE(diff->files.size(), 1);
        QVERIFY(diff->files.first().added > 1000);
        QVERIFY(diff->files.first().added < 10'000);
        QCOMPARE(diff->files.first().hunks.first().lines.first().text, QStringLiteral("line 0"));
    }

    void exportsATree()
    {
        const QString commit = m_repo->commit({ { QStringLiteral("a"), "1" }, { QStringLiteral("d/e"), "2" } });
        QTemporaryDir target;
        QVERIFY_RESULT(await(m_repo->git.exportTree(m_repo->path, commit, target.filePath(QStringLiteral("out")))));
        QCOMPARE(contentOf(target.filePath(QStringLiteral("out/d/e"))), QByteArray("2"));
        QCOMPARE(QDir(target.filePath(QStringLiteral("out")))
                     .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                 (QStringList { QStringLiteral("a"), QStringLiteral("d") }));
        const auto again = await(m_repo->git.exportTree(m_repo->path, commit, target.filePath(QStringLiteral("out"))));
        QVERIFY(!again);
        QCOMPARE(name(again.error().code), name(ErrorCode::Conflict));
    }
    void commitsAFolderOnTopOfAParent()
    {
        const QString first = m_repo->commit({ { QStringLiteral("kept"), "1" }, { QStringLiteral("changed"), "1" } });
        const QString second = m_repo->commit({ { QStringLiteral("changed"), "2" },
                                                { QStringLiteral(".gitignore"), "*.log\n" },
                                                { QStringLiteral("x.log"), "no" } },
                                              first);
        QCOMPARE(await(m_repo->git.files(m_repo->path, second)).value(),
                 (QStringList { QStringLiteral(".gitignore"), QStringLiteral("changed"), QStringLiteral("kept") }));
        QCOMPARE(m_repo->show(second, "changed"), QByteArray("2"));
    }

    void fastForwardsAPersonsClone_data()
    {
        QTest::addColumn<QString>("change"); // what the person did
        QTest::addColumn<bool>("moved");
        QTest::addColumn<QByteArray>("local"); // of the file `local` afterwards
        QTest::newRow("clean") << QString() << true << QByteArray("new");
        QTest::newRow("other file changed") << QStringLiteral("echo -n mine > other") << true << QByteArray("new");
        QTest::newRow("same file changed") << QStringLiteral("echo -n mine > local") << false << QByteArray("mine");
        QTest::newRow("committed something")
            << QStringLiteral("git -c user.name=p -c user.email=p@q commit -q --allow-empty -m mine") << false
            << QByteArray("old");
        QTest::newRow("untracked file in the way")
            << QStringLiteral("echo -n mine > added") << false << QByteArray("old");
        QTest::newRow("ignored file in the way")
            << QStringLiteral("echo added > .git/info/exclude; echo -n mine > added") << false << QByteArray("old");
        QTest::newRow("on another branch")
            << QStringLiteral("git checkout -q -b own; echo -n mine > local") << true << QByteArray("mine");
    }
    void fastForwardsAPersonsClone()
    {
        QFETCH(QString, change);
        const QString first = m_repo->commit({ { QStringLiteral("local"), "old" }, { QStringLiteral("other"), "old" } },
                                             {}, QStringLiteral("dev"));
        const QString clone = m_repo->folder.filePath(QStringLiteral("clone"));
        QVERIFY_RESULT(await(m_repo->git.clone(m_repo->path, clone, QStringLiteral("dev"))));
        process::ProcessSpec spec;
        spec.program = QStringLiteral("sh");
        spec.arguments << QStringLiteral("-c") << QStringLiteral("mkdir -p .git/info;") + change;
        spec.workingDirectory = clone;
        spec.environment = gitEnvironment({});
        QVERIFY(await(m_runner->run(spec)).ok());
        const QString second = m_repo->commit(
            { { QStringLiteral("local"), "new" }, { QStringLiteral("added"), "new" } }, first, QStringLiteral("dev"));
        const auto moved = await(m_repo->git.fastForward(clone, m_repo->path, QStringLiteral("dev")));
        QVERIFY_RESULT(moved);
        QTEST(*moved, "moved");
        QTEST(contentOf(clone + QStringLiteral("/local")), "local");
        QCOMPARE(await(m_repo->git.resolve(clone, QStringLiteral("refs/heads/dev"))).value() == second, *moved);
        if (change.contains(QLatin1String("mine > added")))
            QCOMPARE(contentOf(clone + QStringLiteral("/added")), QByteArray("mine"));
        if (change.contains(QLatin1String("mine > other")))
            QCOMPARE(contentOf(clone + QStringLiteral("/other")), QByteArray("mine"));
    }
    void failuresCarryGitsWords()
    {
        const auto result = await(m_repo->git.run(m_repo->folder.path(), { QStringLiteral("log") }));
        QVERIFY(!result);
        QCOMPARE(name(result.error().code), name(ErrorCode::NotFound));
        QVERIFY(result.error().detail.contains(QLatin1String("not a git repository")));
        const auto cloned = await(
            m_repo->git.clone(QStringLiteral("/no/such/repo"), m_repo->folder.filePath(QStringLiteral("c")), {}));
        QVERIFY(!cloned);
        QVERIFY(!cloned.error().detail.isEmpty());
    }
    void authorizationGoesToItsServerOnly()
    {
        const Authorization authorization { QStringLiteral("https://forge.example/"),
                                            QStringLiteral("Authorization: Bearer x") };
        const auto headerFor = [&](const char *url) {
            const QStringList ask { QStringLiteral("config"), QStringLiteral("--get-urlmatch"),
                                    QStringLiteral("http.extraHeader"), QLatin1String(url) };
            return await(m_repo->git.runAuthorized(m_repo->path, ask, authorization)).value_or(QByteArray()).trimmed();
        };
        QCOMPARE(headerFor("https://forge.example/a/b.git"), QByteArray("Authorization: Bearer x"));
        QCOMPARE(headerFor("https://other.example/a/b.git"), QByteArray());
        QCOMPARE(headerFor("https://forge.example.evil/a/b.git"), QByteArray());
        const QStringList list { QStringLiteral("config"), QStringLiteral("--list") };
        const auto afterwards = await(m_repo->git.run(m_repo->path, list));
        QVERIFY_RESULT(afterwards);
        QVERIFY(!afterwards->contains("Bearer"));
    }
    void cancelStopsGit()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto result = await(m_repo->git.run(m_repo->path, { QStringLiteral("log") }, {}, stop.get_token()));
        QVERIFY(!result);
        QCOMPARE(name(result.error().code), name(ErrorCode::Cancelled));
    }
};

SLIPWAY_TEST(TstGit)
#include "tst_git.moc"
