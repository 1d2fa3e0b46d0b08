// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/workspace.h"
#include "tests/support/testmain.h"
#include "tests/unit/git/gittesting.h"

#include <QElapsedTimer>

using namespace slipway;
using namespace slipway::git;
using test::await;

/// Runs in the sandbox where one works, else on the host: what a workspace does is the same.
class TstWorkspace final : public QObject {
    Q_OBJECT
    std::unique_ptr<process::HostProcessRunner> m_runner;
    std::unique_ptr<RepositoryFixture> m_repo;
    QString m_base;

    QString place(const char *name) const { return m_repo->folder.filePath(QLatin1String(name)); }
    Workspace workspace() { return Workspace(*m_runner, place("ws/clone"), place("ws/scratch")); }
    WorkspaceSource source() const { return { m_repo->path, {}, m_base, QStringLiteral("work/1") }; }
    // What an agent may do: shell commands in the clone.
    void act(const Workspace &workspace, const QString &script)
    {
        process::ProcessSpec spec;
        spec.program = QStringLiteral("sh");
        spec.arguments << QStringLiteral("-ec") << script;
        spec.workingDirectory = workspace.folder();
        spec.environment = process::baseEnvironment();
        spec.sandbox = workspace.sandboxProfile();
        const auto outcome = await(m_runner->run(spec));
        QVERIFY2(outcome.ok(), outcome.err.constData());
    }
    void act(const Workspace &workspace, const char *script) { act(workspace, QString::fromUtf8(script)); }

private Q_SLOTS:
    void initTestCase()
    {
        m_runner = std::make_unique<process::HostProcessRunner>(process::Sandbox(process::SandboxKind::Bubblewrap));
        if (!await(process::Sandbox::probe(*m_runner)))
            m_runner->setSandbox(process::Sandbox(process::SandboxKind::None));
    }
    void cleanupTestCase() { m_runner.reset(); }
    void init()
    {
        m_repo = std::make_unique<RepositoryFixture>(*m_runner);
        m_base = m_repo->commit({ { QStringLiteral("a"), "1\n" }, { QStringLiteral(".gitignore"), "ignored\n" } }, {},
                                QStringLiteral("dev"));
    }
    void cleanup() { m_repo.reset(); }

    void roundTrip()
    {
        auto ws = workspace();
        const Identity identity { QStringLiteral("Ann \"A\" O'Hara"), QStringLiteral("a@b") };
        QVERIFY_RESULT(await(ws.prepare(source(), m_repo->path, identity)));
        QCOMPARE(contentOf(ws.folder() + QStringLiteral("/a")), QByteArray("1\n"));
        QCOMPARE(ws.base(), m_base);
        act(ws,
            "test \"$(git symbolic-ref --short HEAD)\" = work/1; test -z \"$(git status --porcelain)\"; git log -1 "
            ">/dev/null");
        act(ws, "echo 2 > a; mkdir -p d; echo new > 'd/ü x'; echo x > ignored");
        QVERIFY_RESULT(await(ws.commitAll(QStringLiteral("Do it (#7)\n\n# kept\nbody"))));
        const auto change = await(ws.collect(m_base));
        QVERIFY_RESULT(change);
        QCOMPARE(change->files, (QStringList { QStringLiteral("a"), QStringLiteral("d/ü x") }));
        const auto commit = await(m_repo->git.importBundle(m_repo->path, change->bundlePath, QStringLiteral("run")));
        QVERIFY_RESULT(commit);
        QCOMPARE(*commit, change->head);
        QCOMPARE(m_repo->show(*commit, "a"), QByteArray("2\n"));
        const auto raw
            = await(m_repo->git.run(m_repo->path, { QStringLiteral("cat-file"), QStringLiteral("-p"), *commit }));
        QVERIFY(raw->contains("author Ann \"A\" O'Hara <a@b>"));
        QVERIFY(raw->endsWith("Do it (#7)\n\n# kept\nbody\n"));
        QVERIFY(await(m_repo->git.isAncestor(m_repo->path, m_base, *commit)).value());
    }
    void agentsOwnCommitsAreTakenAlong()
    {
        auto ws = workspace();
        QVERIFY_RESULT(await(ws.prepare(source(), m_repo->path)));
        act(ws, "echo 2 > a; git commit -q -a -m own; git checkout -q -b elsewhere; echo 3 > b");
        QVERIFY_RESULT(await(ws.commitAll(QStringLiteral("Rest"))));
        const auto change = await(ws.collect({})); // since prepare()
        QVERIFY_RESULT(change);
        QCOMPARE(change->files, (QStringList { QStringLiteral("a"), QStringLiteral("b") }));
        QCOMPARE(await(m_repo->git.importBundle(m_repo->path, change->bundlePath, QStringLiteral("r"))).value(),
                 change->head);
    }

    void configurationOfTheAgentMovesNothing_data()
    {
        QTest::addColumn<QString>("script");
        QTest::newRow("work tree elsewhere") << QStringLiteral("git config core.worktree /etc");
        QTest::newRow("bare") << QStringLiteral("git config core.bare true");
        QTest::newRow("only some paths") << QStringLiteral("git config core.sparseCheckout true");
    }
    void configurationOfTheAgentMovesNothing()
    {
        QFETCH(QString, script);
        auto ws = workspace();
        QVERIFY_RESULT(await(ws.prepare(source(), m_repo->path)));
        act(ws, QStringLiteral("echo 2 > a; ") + script);
        QVERIFY_RESULT(await(ws.commitAll(QStringLiteral("x"))));
        const auto change = await(ws.collect(m_base));
        QVERIFY_RESULT(change);
        QCOMPARE(change->files, QStringList { QStringLiteral("a") });
    }

    void nothingNew_data()
    {
        QTest::addColumn<QString>("script");
        QTest::newRow("untouched") << QStringLiteral(":");
        QTest::newRow("only ignored files") << QStringLiteral("echo x > ignored");
        QTest::newRow("empty commit") << QStringLiteral("git commit -q --allow-empty -m nothing");
        QTest::newRow("changed and changed back")
            << QStringLiteral("echo 2 > a; git commit -qam x; echo 1 > a; git commit -qam y");
        QTest::newRow("stale lock") << QStringLiteral("touch .git/index.lock");
    }
    // What a killed git leaves behind, in the clone and beside it.
    void locksOfAKilledGitHoldNothingUp()
    {
        auto ws = workspace();
        QVERIFY_RESULT(await(ws.prepare(source(), m_repo->path)));
        act(ws, "echo mine > b; touch .git/index.lock .git/HEAD.lock .git/refs/heads/work/1.lock");
        writeFiles(place("ws/scratch"), { { QStringLiteral("change.bundle.lock"), "" } });
        QVERIFY_RESULT(await(ws.commitAll(QStringLiteral("x"))));
        const auto change = await(ws.collect(m_base));
        QVERIFY_RESULT(change);
        QCOMPARE(change->files, QStringList { QStringLiteral("b") });
        // The next run finds them too, and has to save what is there before it begins.
        act(ws, "echo more > c; touch .git/HEAD.lock");
        QVERIFY_RESULT(await(ws.prepare(source(), m_repo->path)));
        QVERIFY(!QFile::exists(ws.folder() + QStringLiteral("/c")));
    }
    void nothingNew()
    {
        QFETCH(QString, script);
        auto ws = workspace();
        QVERIFY_RESULT(await(ws.prepare(source(), m_repo->path)));
        act(ws, script);
        QVERIFY_RESULT(await(ws.commitAll(QStringLiteral("x"))));
        const auto change = await(ws.collect(m_base));
        QVERIFY_RESULT(change);
        QCOMPARE(change->head, QString());
        QCOMPARE(change->files, QStringList());
    }

    void repositoryInsideBecomesFiles_data()
    {
        QTest::addColumn<QString>("script");
        QTest::newRow("with commits") << QStringLiteral(
            "mkdir app; cd app; git init -q; echo x > f; git add f; git -c user.name=a -c user.email=b commit -qm x");
        QTest::newRow("without commits") << QStringLiteral("mkdir app; cd app; git init -q; echo x > f");
    }
    void repositoryInsideBecomesFiles()
    {
        QFETCH(QString, script);
        auto ws = workspace();
        QVERIFY_RESULT(await(ws.prepare(source(), m_repo->path)));
        act(ws, script);
        QVERIFY_RESULT(await(ws.commitAll(QStringLiteral("x"))));
        const auto change = await(ws.collect(m_base));
        QVERIFY_RESULT(change);
        QCOMPARE(change->files, QStringList { QStringLiteral("app/f") });
    }

    void mergeWithConflictIsResolvedByTheAgent()
    {
        const QString theirs = m_repo->commit({ { QStringLiteral("a"), "theirs\n" }, { QStringLiteral("new"), "n" } },
                                              m_base, QStringLiteral("dev"));
        const QString ours = m_repo->commit({ { QStringLiteral("a"), "ours\n" } }, m_base);
        auto ws = workspace();
        auto from = source();
        from.commit = ours;
        QVERIFY_RESULT(await(ws.prepare(from, m_repo->path)));
        const auto conflicts = await(ws.beginMerge(theirs));
        QVERIFY_RESULT(conflicts);
        QCOMPARE(*conflicts, QStringList { QStringLiteral("a") });
        QVERIFY(contentOf(ws.folder() + QStringLiteral("/a")).contains("<<<<<<<"));
        act(ws, "echo both > a");
        QVERIFY_RESULT(await(ws.commitAll(QStringLiteral("Merge dev"))));
        const auto change = await(ws.collect(ours));
        QVERIFY_RESULT(change);
        QCOMPARE(await(m_repo->git.importBundle(m_repo->path, change->bundlePath, QStringLiteral("r"))).value(),
                 change->head);
        QVERIFY(await(m_repo->git.isAncestor(m_repo->path, theirs, change->head)).value());
        QVERIFY(await(m_repo->git.isAncestor(m_repo->path, ours, change->head)).value());
        QCOMPARE(m_repo->show(change->head, "a"), QByteArray("both\n"));
    }
    void mergeResolvedToOursStillEndsTheMerge()
    {
        const QString theirs = m_repo->commit({ { QStringLiteral("a"), "theirs\n" } }, m_base);
        const QString ours = m_repo->commit({ { QStringLiteral("a"), "ours\n" } }, m_base);
        auto ws = workspace();
        auto from = source();
        from.commit = ours;
        QVERIFY_RESULT(await(ws.prepare(from, m_repo->path)));
        QVERIFY_RESULT(await(ws.beginMerge(theirs)));
        act(ws, "echo ours > a");
        QVERIFY_RESULT(await(ws.commitAll(QStringLiteral("Merge dev"))));
        const auto change = await(ws.collect(ours));
        QVERIFY_RESULT(change);
        QVERIFY(!change->head.isEmpty());
        QCOMPARE(change->files, QStringList());
        QCOMPARE(await(m_repo->git.importBundle(m_repo->path, change->bundlePath, QStringLiteral("r"))).value(),
                 change->head);
        QVERIFY(await(m_repo->git.isAncestor(m_repo->path, theirs, change->head)).value());
    }
    void mergeOfTheUnknownFails()
    {
        auto ws = workspace();
        QVERIFY_RESULT(await(ws.prepare(source(), m_repo->path)));
        QVERIFY(!await(ws.beginMerge(QString(40, QLatin1Char('3')))));
        QVERIFY(!await(ws.beginMerge(QStringLiteral("--strategy=ours"))));
        const auto same = await(ws.beginMerge(m_base));
        QVERIFY_RESULT(same);
        QCOMPARE(*same, QStringList());
    }

    void preparesFromABundle_data()
    {
        QTest::addColumn<bool>("namesCommit");
        QTest::newRow("commit") << true;
        QTest::newRow("head of the bundle") << false;
    }
    void preparesFromABundle()
    {
        QFETCH(bool, namesCommit);
        QVERIFY_RESULT(await(m_repo->git.createBundle(m_repo->path, QStringLiteral("refs/heads/dev"), {}, place("b"))));
        auto ws = workspace();
        const WorkspaceSource from { {}, place("b"), namesCommit ? m_base : QString(), QStringLiteral("work/2") };
        QVERIFY_RESULT(await(ws.prepare(from, QStringLiteral("/no/such/repository"))));
        QCOMPARE(ws.base(), m_base);
        QVERIFY(ws.sandboxProfile().readable.isEmpty());
        act(ws, "echo 2 > a");
        QVERIFY_RESULT(await(ws.commitAll(QStringLiteral("x"))));
        const auto change = await(ws.collect({}));
        QVERIFY_RESULT(change);
        QCOMPARE(await(m_repo->git.importBundle(m_repo->path, change->bundlePath, QStringLiteral("r"))).value(),
                 change->head);
    }

    void unfinishedWorkIsRescuedBeforeReuse_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<bool>("sameObject"); // false: as after a restart
        for (const bool same : { true, false }) {
            const char *when = same ? "" : " after a restart";
            QTest::addRow("uncommitted%s", when) << QStringLiteral("echo mine > a; echo more > b") << same;
            QTest::addRow("committed%s", when)
                << QStringLiteral("echo mine > a; git commit -qam x; echo more > b; git add b; git commit -qm y")
                << same;
            QTest::addRow("detached, half way through a rebase%s", when)
                << QStringLiteral("git checkout -q --detach; echo mine > a; git commit -qam x; echo more > b") << same;
            QTest::addRow("repository destroyed%s", when)
                << QStringLiteral("echo mine > a; echo more > b; echo rubbish > .git/HEAD") << same;
            QTest::addRow("repository removed%s", when)
                << QStringLiteral("echo mine > a; echo more > b; rm -rf .git") << same;
        }
    }
    void unfinishedWorkIsRescuedBeforeReuse()
    {
        QFETCH(QString, script);
        QFETCH(bool, sameObject);
        auto ws = workspace();
        QVERIFY_RESULT(await(ws.prepare(source(), m_repo->path)));
        act(ws, script);
        auto other = workspace();
        QVERIFY_RESULT(await((sameObject ? ws : other).prepare(source(), m_repo->path)));
        QCOMPARE(contentOf(ws.folder() + QStringLiteral("/a")), QByteArray("1\n"));
        QVERIFY(!QFile::exists(ws.folder() + QStringLiteral("/b")));
        auto branches = await(m_repo->git.branches(m_repo->path)).value();
        branches.removeAll(QStringLiteral("dev"));
        QCOMPARE(branches.size(), 1);
        QVERIFY(branches.first().startsWith(QStringLiteral("rescue/clone-")));
        QCOMPARE(m_repo->show(branches.first(), "a"), QByteArray("mine\n"));
        QCOMPARE(m_repo->show(branches.first(), "b"), QByteArray("more\n"));
    }
    void rescueTellsWhere()
    {
        auto ws = workspace();
        QVERIFY_RESULT(await(ws.prepare(source(), m_repo->path)));
        QCOMPARE(await(ws.rescue(m_repo->path, QStringLiteral("run1"))).value(), QString());
        act(ws, "echo mine > a");
        QCOMPARE(await(ws.rescue(m_repo->path, QStringLiteral("run:1/x..y"))).value(),
                 QStringLiteral("refs/heads/rescue/run-1-x--y"));
        // Saved already: nothing new.
        QCOMPARE(await(ws.rescue(m_repo->path, QStringLiteral("run1"))).value(), QString());
        // The same name again must not overwrite.
        act(ws, "echo mine again > a");
        const auto second = await(ws.rescue(m_repo->path, QStringLiteral("run:1/x..y")));
        QVERIFY_RESULT(second);
        QVERIFY(second->startsWith(QStringLiteral("refs/heads/rescue/run-1-x--y-")));
        QCOMPARE(m_repo->show(QStringLiteral("refs/heads/rescue/run-1-x--y"), "a"), QByteArray("mine\n"));
        QCOMPARE(m_repo->show(*second, "a"), QByteArray("mine again\n"));
    }
    void rescueWithoutTheRepositoryKeepsABundle()
    {
        QVERIFY_RESULT(await(m_repo->git.createBundle(m_repo->path, QStringLiteral("refs/heads/dev"), {}, place("b"))));
        auto ws = workspace();
        const WorkspaceSource from { {}, place("b"), {}, QStringLiteral("w") };
        QVERIFY_RESULT(await(ws.prepare(from, {})));
        QCOMPARE(await(ws.rescue({}, QStringLiteral("run"))).value(), QString());
        act(ws, "echo mine > a");
        const auto bundle = await(ws.rescue({}, QStringLiteral("run")));
        QVERIFY_RESULT(bundle);
        QVERIFY(bundle->startsWith(place("ws/scratch")));
        const auto commit = await(m_repo->git.importBundle(m_repo->path, *bundle, QStringLiteral("r")));
        QVERIFY_RESULT(commit);
        QCOMPARE(m_repo->show(*commit, "a"), QByteArray("mine\n"));
    }

    void removeTakesEverything()
    {
        auto ws = workspace();
        QVERIFY_RESULT(await(ws.prepare(source(), m_repo->path)));
        act(ws, "mkdir -p deep/er; echo x > deep/er/f; chmod 0 deep/er/f; chmod 0500 deep/er deep; ln -s / root");
        QVERIFY_RESULT(await(ws.remove()));
        QVERIFY(!QFile::exists(ws.folder()));
        QVERIFY_RESULT(await(ws.remove()));
        QVERIFY(!await(Workspace(*m_runner, QStringLiteral("/"), place("s")).remove()));
    }

    void isFast()
    {
        auto ws = workspace();
        QVERIFY_RESULT(await(ws.prepare(source(), m_repo->path)));
        QElapsedTimer clock;
        clock.start();
        QVERIFY_RESULT(await(ws.remove()));
        const auto removed = clock.restart();
        QVERIFY_RESULT(await(ws.prepare(source(), m_repo->path)));
        const auto prepared = clock.restart();
        act(ws, "echo 2 > a");
        clock.restart();
        QVERIFY_RESULT(await(ws.commitAll(QStringLiteral("x"))));
        const auto committed = clock.restart();
        const auto change = await(ws.collect(m_base));
        const auto collected = clock.restart();
        QVERIFY_RESULT(await(m_repo->git.importBundle(m_repo->path, change->bundlePath, QStringLiteral("r"))));
        const auto imported = clock.restart();
        const auto merged = await(m_repo->git.merge(m_repo->path, m_base, change->head, QStringLiteral("m")));
        QVERIFY_RESULT(merged);
        qInfo("remove %lld, prepare %lld, commit %lld, collect %lld, import %lld, merge %lld ms", removed, prepared,
              committed, collected, imported, clock.elapsed());
        QVERIFY(prepared + committed + collected + imported + clock.elapsed() < 20'000);
    }
};

SLIPWAY_TEST(TstWorkspace)
#include "tst_workspace.moc"
