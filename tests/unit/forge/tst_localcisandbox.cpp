// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"
#include "tests/unit/forge/localforgerig.h"

using namespace slipway;
using namespace slipway::forge;
using domain::CiRun;
using domain::CiState;
using slipway::test::await;
using slipway::test::gitOut;

/// A workflow is written by agents: what it must not reach.
class TstLocalCiSandbox final : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<test::LocalForgeRig> m_rig;
    std::unique_ptr<test::GitScratch> m_scratch;
    const QString m_repo = QStringLiteral("local/app");

    CiRun pushed(const QByteArray &steps, const QMap<QString, QByteArray> &more = {})
    {
        const QString mirror = m_rig->repositoryPath(m_repo);
        m_scratch->fetch(mirror);
        auto files = more;
        files.insert(QStringLiteral(".github/workflows/ci.yml"), "on: push\njobs:\n  a:\n    steps:\n" + steps);
        const QString sha = m_scratch->commit(gitOut(mirror, QStringLiteral("rev-parse refs/heads/dev")), files);
        if (!await(m_rig->forge().push(m_repo, m_scratch->path(), sha, QStringLiteral("work"), true)))
            return {};
        const auto runs = await(m_rig->forge().ciRuns(m_repo, sha, QString(), 1));
        const QString id = runs->first().id;
        std::ignore
            = QTest::qWaitFor([&] { return domain::isFinal(await(m_rig->forge().ciRun(m_repo, id))->state); }, 30'000);
        return *await(m_rig->forge().ciRun(m_repo, id));
    }
    QString log(const CiRun &run)
    {
        return QString::fromUtf8(
            await(m_rig->forge().ciLog(m_repo, run.id, QStringLiteral("a"), 1 << 20)).value_or(QByteArray()));
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto works = test::LocalForgeRig::sandboxWorks();
        if (!works)
            QSKIP(qPrintable(works.error().message));
    }
    void init()
    {
        m_rig = std::make_unique<test::LocalForgeRig>(process::SandboxKind::Bubblewrap);
        m_scratch = std::make_unique<test::GitScratch>();
        QVERIFY_RESULT(await(m_rig->forge().ensureRepository(QStringLiteral("local"), QStringLiteral("app"), QString(),
                                                             QStringLiteral("dev"))));
    }
    void cleanup()
    {
        m_scratch.reset();
        m_rig.reset();
    }

    void anOrdinaryRunWorksInside()
    {
        const auto run = pushed("      - uses: actions/checkout@v4\n"
                                "      - id: x\n        run: |\n          git log -1 --format=%s\n          echo made "
                                "> made.txt\n          echo k=v >> $GITHUB_OUTPUT\n"
                                "          echo E=1 >> $GITHUB_ENV\n          echo home > $HOME/h\n"
                                "      - run: cat made.txt $HOME/h; echo ${{ steps.x.outputs.k }}$E\n");
        QVERIFY2(run.state == CiState::Success, qPrintable(log(run) + run.reason));
        QVERIFY2(log(run).contains(QStringLiteral("made\nhome\nv1\n")), qPrintable(log(run)));
    }

    void otherFoldersAreOutOfReach()
    {
        QTemporaryDir outside(QDir::homePath() + QStringLiteral("/slipway-test-XXXXXX"));
        QVERIFY(outside.isValid());
        QVERIFY_RESULT(base::writeFileAtomically(outside.filePath(QStringLiteral("secret")), "top-secret-text\n"));
        const auto run = pushed("      - run: cat " + outside.path().toUtf8()
                                + "/secret || echo hidden\n"
                                  "      - run: touch "
                                + outside.path().toUtf8() + "/mark; cat " + m_rig->stateFolder().toUtf8()
                                + "/slipway.db || echo no database\n");
        QVERIFY2(run.state == CiState::Success || run.state == CiState::Failure, qPrintable(run.reason));
        QVERIFY(!log(run).contains(QStringLiteral("top-secret-text")));
        QVERIFY(log(run).contains(QStringLiteral("hidden")));
        QVERIFY(!QFileInfo::exists(outside.filePath(QStringLiteral("mark"))));
        QVERIFY(!log(run).contains(QStringLiteral("SQLite format")));
    }

    void theRepositoryIsReadOnly()
    {
        const QString mirror = m_rig->repositoryPath(m_repo);
        const QString before = gitOut(mirror, QStringLiteral("rev-parse refs/heads/dev"));
        const auto run = pushed("      - run: |\n          git commit -q --allow-empty -m evil || true\n"
                                "          git push -f origin HEAD:refs/heads/dev && echo pushed || echo refused\n"
                                "          echo x > "
                                + mirror.toUtf8() + "/hooks/post-update && echo hooked || echo no hook\n");
        QVERIFY2(log(run).contains(QStringLiteral("refused")), qPrintable(log(run)));
        QVERIFY(log(run).contains(QStringLiteral("no hook")));
        QCOMPARE(gitOut(mirror, QStringLiteral("rev-parse refs/heads/dev")), before);
        QVERIFY(!QFileInfo::exists(mirror + QStringLiteral("/hooks/post-update")));
    }

    void variablesOfAWorkflowDoNotActOnTheHost()
    {
        // A library that is loaded into whatever starts with LD_PRELOAD would run outside, were it set for bwrap itself;
        // so would a PATH or HOME that the sandbox reads. The loader complains of the missing library in each program
        // that gets the variable: bash alone, once a step. With bwrap and env it would be three times.
        const auto run = pushed("      - run: |\n          echo LD_PRELOAD=$PWD/evil.so >> $GITHUB_ENV\n          echo "
                                "HOME=/etc >> $GITHUB_ENV\n"
                                "      - run: echo survived $HOME\n"
                                "      - env: { PATH: /nonexistent }\n        run: echo path $PATH\n");
        const QString text = log(run);
        QVERIFY2(text.contains(QStringLiteral("survived /etc")), qPrintable(text)); // inside it is what was asked for
        QVERIFY2(text.contains(QStringLiteral("path /nonexistent")), qPrintable(text));
        QCOMPARE(text.count(QStringLiteral("evil.so' from LD_PRELOAD")), 2);
    }

    void aLinkInPlaceOfAnOutputFileGivesNothingAway()
    {
        const QString secret = m_rig->stateFolder() + QStringLiteral("/secret");
        QVERIFY_RESULT(base::writeFileAtomically(secret, "token=stolen-value\n"));
        const auto run = pushed("      - id: x\n        run: rm $GITHUB_OUTPUT; ln -s " + secret.toUtf8()
                                + " $GITHUB_OUTPUT\n"
                                  "      - run: echo '<${{ steps.x.outputs.token }}>'\n");
        QVERIFY(!log(run).contains(QStringLiteral("stolen-value")));
    }

    void withoutNetworkOnlyLoopback()
    {
        if (!QFileInfo::exists(QStringLiteral("/proc/net/dev")))
            QSKIP("there is no /proc/net/dev");
        m_rig->settings.ciNetwork = false;
        m_rig->restart();
        const auto run
            = pushed("      - run: \"tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' ' | grep -v '^lo$' | grep -v "
                     "'^sit\\\\|^tun\\\\|^ip6\\\\|^gre\\\\|^erspan' && echo other || echo only-loopback\"\n");
        QVERIFY2(log(run).contains(QStringLiteral("only-loopback")), qPrintable(log(run)));
    }
};

SLIPWAY_TEST(TstLocalCiSandbox)
#include "tst_localcisandbox.moc"
