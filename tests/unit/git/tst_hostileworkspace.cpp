// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/workspace.h"
#include "tests/support/testmain.h"
#include "tests/unit/git/gittesting.h"

using namespace slipway;
using namespace slipway::git;
using test::await;

/// An agent that prepares its workspace so that our git would run its program: it must never reach the host.
class TstHostileWorkspace final : public QObject {
    Q_OBJECT
    std::unique_ptr<process::HostProcessRunner> m_runner;

private Q_SLOTS:
    void initTestCase()
    {
        m_runner = std::make_unique<process::HostProcessRunner>(process::Sandbox(process::SandboxKind::Bubblewrap));
        if (const auto works = await(process::Sandbox::probe(*m_runner)); !works)
            QSKIP(qPrintable(works.error().message));
    }
    void cleanupTestCase() { m_runner.reset(); }

    void programsOfTheAgentNeverReachTheHost_data()
    {
        QTest::addColumn<QString>("trap"); // %1: a script that writes outside
        const auto row = [](const char *name, const char *trap) { QTest::newRow(name) << QString::fromLatin1(trap); };
        row("hooks",
            "mkdir -p .git/hooks; for h in pre-commit commit-msg post-commit post-checkout post-merge "
            "reference-transaction "
            "pre-merge-commit prepare-commit-msg post-index-change; do cp %1 .git/hooks/$h; done");
        row("hooksPath",
            "mkdir h; cp %1 h/pre-commit; cp %1 h/post-index-change; git config core.hooksPath \"$PWD/h\"");
        row("fsmonitor", "git config core.fsmonitor %1");
        row("clean filter",
            "git config filter.x.clean %1; git config filter.x.smudge %1; git config filter.x.process %1; echo '* "
            "filter=x' > .gitattributes");
        row("textconv",
            "git config diff.x.textconv %1; git config diff.x.command %1; echo '* diff=x' > .gitattributes");
        row("external diff", "git config diff.external %1");
        row("merge driver", "git config merge.x.driver %1; echo '* merge=x' > .gitattributes");
        row("pager and editor",
            "git config core.pager %1; git config core.editor %1; git config pager.diff %1; git config sequence.editor "
            "%1");
        row("gpg", "git config commit.gpgSign true; git config gpg.program %1; git config user.signingKey x");
        row("ssh and credentials",
            "git config core.sshCommand %1; git config credential.helper '!%1'; git config core.askPass %1");
        row("include", "printf '[core]\\n fsmonitor = %1\\n hooksPath = .\\n' > evil; git config include.path ../evil");
        row("alias and upload pack", "git config alias.commit '!%1'; git config uploadpack.packObjectsHook %1");
        row("worktree elsewhere", "git config core.worktree /etc");
    }
    void programsOfTheAgentNeverReachTheHost()
    {
        QFETCH(QString, trap);
        RepositoryFixture repo(*m_runner);
        const QString base = repo.commit({ { QStringLiteral("a"), "1\n" } }, {}, QStringLiteral("dev"));
        const QString theirs = repo.commit({ { QStringLiteral("a"), "3\n" } }, base, QStringLiteral("other"));
        const QString proof = repo.folder.filePath(QStringLiteral("reached-the-host"));
        Workspace ws(*m_runner, repo.folder.filePath(QStringLiteral("clone")),
                     repo.folder.filePath(QStringLiteral("scratch")));
        const WorkspaceSource source { repo.path, {}, base, QStringLiteral("w") };
        QVERIFY_RESULT(await(ws.prepare(source, repo.path)));

        // The script both writes to the proof's path and would leave a trace beside the scratch folder.
        const QString script = ws.folder() + QStringLiteral("/evil.sh");
        writeFiles(
            ws.folder(),
            { { QStringLiteral("evil.sh"), "#!/bin/sh\necho reached > '" + proof.toUtf8() + "'\ncat\nexit 0\n" } });
        QVERIFY(QFile::setPermissions(script, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        process::ProcessSpec spec;
        spec.program = QStringLiteral("sh");
        spec.arguments << QStringLiteral("-ec")
                       << QStringLiteral("echo 2 > a; ") + QString(trap).replace(QStringLiteral("%1"), script);
        spec.workingDirectory = ws.folder();
        spec.environment = process::baseEnvironment();
        spec.sandbox = ws.sandboxProfile();
        const auto outcome = await(m_runner->run(spec));
        QVERIFY2(outcome.ok(), outcome.err.constData());

        // Whatever these give, they must not run anything here.
        (void)await(ws.commitAll(QStringLiteral("x")));
        const auto change = await(ws.collect(base));
        if (change && !change->head.isEmpty())
            (void)await(repo.git.importBundle(repo.path, change->bundlePath, QStringLiteral("r")));
        (void)await(ws.beginMerge(theirs));
        (void)await(ws.rescue(repo.path, QStringLiteral("rescued")));
        QVERIFY_RESULT(await(ws.prepare(source, repo.path)));
        QVERIFY_RESULT(await(ws.remove()));
        QVERIFY(!QFile::exists(proof));
    }

    void trapsWouldWorkWithoutTheSandbox()
    {
        // The proof that the test above can fail: the same trap on the host reaches it.
        RepositoryFixture repo(*m_runner);
        const QString base = repo.commit({ { QStringLiteral("a"), "1\n" } }, {}, QStringLiteral("dev"));
        const QString proof = repo.folder.filePath(QStringLiteral("reached-the-host"));
        process::HostProcessRunner bare { process::Sandbox(process::SandboxKind::None) };
        Workspace ws(bare, repo.folder.filePath(QStringLiteral("clone")),
                     repo.folder.filePath(QStringLiteral("scratch")));
        const WorkspaceSource source { repo.path, {}, base, QStringLiteral("w") };
        QVERIFY_RESULT(await(ws.prepare(source, repo.path)));
        writeFiles(ws.folder(), { { QStringLiteral(".gitattributes"), "* filter=x\n" } });
        Git git(bare);
        const QString command = QStringLiteral("echo reached > '%1'; cat").arg(proof);
        QVERIFY_RESULT(
            await(git.run(ws.folder(), { QStringLiteral("config"), QStringLiteral("filter.x.clean"), command })));
        QVERIFY_RESULT(await(ws.commitAll(QStringLiteral("x"))));
        QVERIFY(QFile::exists(proof));
    }

    void alternatesOfTheAgentAreNotBelieved()
    {
        RepositoryFixture repo(*m_runner);
        RepositoryFixture secret(*m_runner);
        const QString hidden = secret.commit({ { QStringLiteral("key"), "top secret" } }, {}, QStringLiteral("dev"));
        const QString base = repo.commit({ { QStringLiteral("a"), "1\n" } }, {}, QStringLiteral("dev"));
        Workspace ws(*m_runner, repo.folder.filePath(QStringLiteral("clone")),
                     repo.folder.filePath(QStringLiteral("scratch")));
        QVERIFY_RESULT(await(ws.prepare({ repo.path, {}, base, QStringLiteral("w") }, repo.path)));
        writeFiles(
            ws.folder(),
            { { QStringLiteral(".git/objects/info/alternates"),
                (repo.path + QStringLiteral("/objects\n") + secret.path + QStringLiteral("/objects\n")).toUtf8() },
              { QStringLiteral(".git/refs/heads/w"), hidden.toUtf8() + '\n' } });
        (void)await(ws.commitAll(QStringLiteral("x")));
        const auto change = await(ws.collect(base));
        QVERIFY(!change || change->head.isEmpty());
        Workspace after(*m_runner, ws.folder(), repo.folder.filePath(QStringLiteral("scratch")));
        (void)await(after.rescue(repo.path, QStringLiteral("r")));
        QCOMPARE(await(repo.git.resolve(repo.path, hidden)).value(), QString());
    }

    void linkInPlaceOfTheBundleGivesNothingAway()
    {
        RepositoryFixture repo(*m_runner);
        const QString base = repo.commit({ { QStringLiteral("a"), "1\n" } }, {}, QStringLiteral("dev"));
        const QString key = repo.folder.filePath(QStringLiteral("id_rsa"));
        writeFiles(repo.folder.path(), { { QStringLiteral("id_rsa"), "private" } });
        QVERIFY(QFile::link(key, repo.folder.filePath(QStringLiteral("change.bundle"))));
        const auto result = await(repo.git.importBundle(
            repo.path, repo.folder.filePath(QStringLiteral("change.bundle")), QStringLiteral("x")));
        QVERIFY(!result);
        QVERIFY(!result.error().detail.contains(QLatin1String("private")));
    }
};

SLIPWAY_TEST(TstHostileWorkspace)
#include "tst_hostileworkspace.moc"
