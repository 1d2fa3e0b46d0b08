// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"
#include "tests/unit/forge/localforgerig.h"

#include <QSignalSpy>

using namespace slipway;
using namespace slipway::forge;
using domain::CiRun;
using domain::CiState;
using slipway::test::await;
using slipway::test::gitOut;

/// Local CI as a whole: a push starts real shells on a real clone.
class TstLocalCi final : public QObject {
    Q_OBJECT

private:
    struct Fixture {
        test::LocalForgeRig rig;
        test::GitScratch scratch;
        QString repo = QStringLiteral("local/app");
        QString mirror;
        QString base;

        explicit Fixture(process::SandboxKind sandbox = process::SandboxKind::None)
            : rig(sandbox)
        {
            const auto made = await(rig.forge().ensureRepository(QStringLiteral("local"), QStringLiteral("app"),
                                                                 QString(), QStringLiteral("dev")));
            if (!made)
                qFatal("%s %s", qPrintable(made.error().message), qPrintable(made.error().detail));
            mirror = rig.repositoryPath(repo);
            scratch.fetch(mirror);
            base = gitOut(mirror, QStringLiteral("rev-parse refs/heads/dev"));
        }
        /// Commits the workflow (and other files) and pushes it to a branch.
        QString push(const QByteArray &workflow, const QString &branch = QStringLiteral("work"),
                     QMap<QString, QByteArray> files = {})
        {
            if (!workflow.isEmpty())
                files.insert(QStringLiteral(".github/workflows/ci.yml"), workflow);
            const QString sha = scratch.commit(base, files);
            const auto pushed = await(rig.forge().push(repo, scratch.path(), sha, branch, true));
            if (!pushed)
                qFatal("%s %s", qPrintable(pushed.error().message), qPrintable(pushed.error().detail));
            return sha;
        }
        QList<CiRun> runs(const QString &sha = {})
        {
            return await(rig.forge().ciRuns(repo, sha, QString(), 50)).value_or(QList<CiRun> {});
        }
        CiRun run(const QString &id) { return await(rig.forge().ciRun(repo, id)).value_or(CiRun {}); }
        /// Waits for the end of the only run of a commit.
        CiRun finished(const QString &sha)
        {
            const auto all = runs(sha);
            if (all.size() != 1)
                return {};
            const QString id = all.first().id;
            std::ignore = QTest::qWaitFor([&] { return domain::isFinal(run(id).state); }, 30'000);
            return run(id);
        }
        CiRun pushed(const QByteArray &workflow) { return finished(push(workflow)); }
        QString log(const CiRun &run, const QString &job = QStringLiteral("a"))
        {
            return QString::fromUtf8(await(rig.forge().ciLog(repo, run.id, job, 1 << 20)).value_or(QByteArray()));
        }
    };

    static QByteArray steps(const QByteArray &steps)
    {
        return "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n" + steps;
    }
    static QString stateOf(const CiRun &run) { return domain::toString(run.state); }
    static CiState stepState(const CiRun &run, int job, int step) { return run.jobs.at(job).steps.at(step).state; }

private Q_SLOTS:
    void aGreenRunShowsItsStepsAndLog()
    {
        Fixture f;
        QSignalSpy changes(&f.rig.forge(), &Forge::ciRunChanged);
        const QString sha
            = f.push(steps("      - uses: actions/checkout@v4\n"
                           "      - name: Greet  ${{ github.ref_name }}\n        run: echo hello from $PWD; ls\n"),
                     QStringLiteral("work"), { { QStringLiteral("file.txt"), "x" } });
        const auto run = f.finished(sha);
        QCOMPARE(stateOf(run), QStringLiteral("success"));
        QCOMPARE(run.workflow, QStringLiteral("ci.yml"));
        QCOMPARE(run.branch, QStringLiteral("work"));
        QCOMPARE(run.sha, sha);
        QCOMPARE(run.event, QStringLiteral("push"));
        QVERIFY(run.finishedAt.isValid());
        QVERIFY(run.url.startsWith(QStringLiteral("slipway:local/app/actions/runs/")));
        QCOMPARE(run.jobs.size(), 1);
        QCOMPARE(run.jobs.first().id, QStringLiteral("a"));
        QCOMPARE(run.jobs.first().steps.size(), 2);
        QCOMPARE(run.jobs.first().steps.at(1).name, QStringLiteral("Greet work"));
        QVERIFY(stepState(run, 0, 1) == CiState::Success);
        const QString log = f.log(run);
        QVERIFY2(log.contains(QStringLiteral("##[group]Greet work\nhello from ")), qPrintable(log));
        QVERIFY(log.contains(QStringLiteral("\nfile.txt\n")));
        QStringList states;
        for (const auto &change : changes)
            states.append(stateOf(change.at(1).value<CiRun>()));
        const QStringList expected { QStringLiteral("queued"), QStringLiteral("running"), QStringLiteral("success") };
        QCOMPARE(states, expected);
        // Nothing of the clone is left.
        QTRY_VERIFY(QDir(f.rig.stateFolder() + QStringLiteral("/ci/work")).isEmpty());
    }

    void aRedRunSaysWhichStepAndWhy()
    {
        Fixture f;
        const auto run
            = f.pushed(steps("      - run: echo fine\n"
                             "      - name: Test\n        run: |\n          echo broken >&2\n          exit 3\n"
                             "      - name: Never\n        run: echo never\n"
                             "      - name: Clean\n        if: always()\n        run: echo cleaning ${{ job.status }}\n"
                             "      - name: Report\n        if: failure()\n        run: echo reporting\n"));
        QCOMPARE(stateOf(run), QStringLiteral("failure"));
        QVERIFY(stepState(run, 0, 0) == CiState::Success);
        QVERIFY(stepState(run, 0, 1) == CiState::Failure);
        QCOMPARE(run.jobs.first().steps.at(1).exitCode, 3);
        QVERIFY(stepState(run, 0, 2) == CiState::Skipped);
        QVERIFY(stepState(run, 0, 3) == CiState::Success);
        QVERIFY(stepState(run, 0, 4) == CiState::Success);
        const QString log = f.log(run);
        QVERIFY2(log.contains(QStringLiteral("##[group]Test\nbroken\n##[error]Process completed with exit code 3.")),
                 qPrintable(log));
        QVERIFY(log.contains(QStringLiteral("cleaning failure")));
        QVERIFY(!log.contains(QStringLiteral("never")));
        // The tail is asked for by those who fix it.
        const auto tail = await(f.rig.forge().ciLog(f.repo, run.id, QStringLiteral("a"), 60));
        QVERIFY_RESULT(tail);
        QVERIFY(tail->size() <= 60);
        QVERIFY(!await(f.rig.forge().ciLog(f.repo, run.id, QStringLiteral("nojob"), 60)));
    }

    void stepsHandOverVariablesOutputsAndPaths()
    {
        Fixture f;
        const auto run = f.pushed(
            "on: push\n"
            "env: { LEVEL: workflow, ONLY: w }\n"
            "jobs:\n  a:\n    env: { LEVEL: job }\n    steps:\n"
            "      - id: set\n        run: |\n"
            "          echo \"FROM_ENV=one two\" >> $GITHUB_ENV\n"
            "          printf 'LINES<<END\\nl1\\nl2\\nEND\\n' >> \"$GITHUB_ENV\"\n"
            "          echo version=1.2 >> $GITHUB_OUTPUT\n"
            "          mkdir -p tools && printf '#!/bin/sh\\necho tool ran\\n' > tools/mytool && chmod +x "
            "tools/mytool\n"
            "          echo \"$PWD/tools\" >> $GITHUB_PATH\n"
            "          echo '# Summary' >> $GITHUB_STEP_SUMMARY\n"
            "          echo \"now:${FROM_ENV:-unset}\"\n"
            "      - env: { LEVEL: step }\n        run: |\n"
            "          echo \"env:$FROM_ENV level:$LEVEL only:$ONLY\"\n"
            "          echo \"lines:$LINES\"\n"
            "          mytool\n"
            "          echo 'out:${{ steps.set.outputs.version }} ctx:${{ env.LEVEL }} ${{ env.FROM_ENV }}'\n"
            "      - run: echo \"level again:$LEVEL\"\n");
        QCOMPARE(stateOf(run), QStringLiteral("success"));
        const QString log = f.log(run);
        for (const char *text : { "now:unset", "env:one two level:step only:w", "lines:l1\nl2", "tool ran",
                                  "out:1.2 ctx:step one two", "level again:job" })
            QVERIFY2(log.contains(QLatin1String(text)),
                     qPrintable(QLatin1String(text) + QStringLiteral(" missing in\n") + log));
    }

    void jobsWaitForWhatTheyNeed()
    {
        Fixture f;
        const auto run = f.pushed(
            "on: push\njobs:\n"
            "  last:\n    needs: [build, broken]\n    if: always()\n    steps:\n"
            "      - run: echo '${{ needs.build.outputs.v }} ${{ needs.build.result }} ${{ needs.broken.result }} ${{ "
            "needs.skipped.result }}'\n"
            "  build:\n    outputs: { v: \"${{ steps.x.outputs.v }}\" }\n    steps:\n      - id: x\n        run: echo "
            "v=7 >> $GITHUB_OUTPUT\n"
            "  broken:\n    needs: build\n    steps: [{run: exit 1}]\n"
            "  skipped:\n    needs: broken\n    steps: [{run: echo no}]\n"
            "  onfailure:\n    needs: skipped\n    if: failure()\n    steps: [{run: echo cleanup}]\n"
            "  afterskipped:\n    needs: skipped\n    steps: [{run: echo no}]\n"
            "  conditional:\n    needs: build\n    if: github.ref == 'refs/heads/main'\n    steps: [{run: echo no}]\n");
        QCOMPARE(stateOf(run), QStringLiteral("failure"));
        QMap<QString, QString> states;
        for (const auto &job : run.jobs)
            states.insert(job.id, domain::toString(job.state));
        const QMap<QString, QString> expected { { QStringLiteral("build"), QStringLiteral("success") },
                                                { QStringLiteral("broken"), QStringLiteral("failure") },
                                                { QStringLiteral("skipped"), QStringLiteral("skipped") },
                                                { QStringLiteral("onfailure"), QStringLiteral("success") },
                                                { QStringLiteral("afterskipped"), QStringLiteral("skipped") },
                                                { QStringLiteral("conditional"), QStringLiteral("skipped") },
                                                { QStringLiteral("last"), QStringLiteral("success") } };
        QCOMPARE(states, expected);
        QVERIFY2(f.log(run, QStringLiteral("last")).contains(QStringLiteral("\n7 success failure \n")),
                 qPrintable(f.log(run, QStringLiteral("last"))));
    }

    void aStepMayFail()
    {
        Fixture f;
        const auto run = f.pushed(steps("      - id: t\n        run: exit 4\n        continue-on-error: true\n"
                                        "      - run: echo '${{ steps.t.outcome }} ${{ steps.t.conclusion }}'\n"));
        QCOMPARE(stateOf(run), QStringLiteral("success"));
        QCOMPARE(run.jobs.first().steps.first().exitCode, 4);
        QVERIFY(f.log(run).contains(QStringLiteral("failure success")));
    }

    void shellsBehaveAsAtGitHub_data()
    {
        QTest::addColumn<QByteArray>("step");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("text");
        QTest::newRow("stops at the first error")
            << QByteArray("run: |\n          false\n          echo on\n") << "failure" << QString();
        QTest::newRow("unnamed: no pipefail") << QByteArray("run: false | true\n") << "success" << QString();
        QTest::newRow("bash: pipefail") << QByteArray("run: false | true\n        shell: bash\n") << "failure"
                                        << QString();
        QTest::newRow("bash features") << QByteArray("run: x=(a b); echo ${x[1]}-arr\n") << "success" << "b-arr";
        QTest::newRow("sh") << QByteArray("run: echo \"$0\" | sed 's/.*step/is step/'\n        shell: sh\n")
                            << "success" << "is step";
        QTest::newRow("working directory")
            << QByteArray("run: basename $PWD\n        working-directory: sub/dir\n") << "success" << "dir";
        QTest::newRow("through the workspace")
            << QByteArray("run: basename $PWD\n        working-directory: ${{ github.workspace }}/sub\n") << "success"
            << "sub";
        QTest::newRow("missing directory")
            << QByteArray("run: 'true'\n        working-directory: nothing\n") << "failure" << "does not exist";
        QTest::newRow("directory outside")
            << QByteArray("run: 'true'\n        working-directory: ../..\n") << "failure" << "leaves its folder";
        QTest::newRow("bad output line") << QByteArray("run: echo nonsense >> $GITHUB_OUTPUT\n") << "failure"
                                         << "Invalid format";
        QTest::newRow("bad expression") << QByteArray("run: echo ${{ nothing.there }}\n") << "failure"
                                        << "unknown name";
        QTest::newRow("hashFiles") << QByteArray("run: echo ${{ hashFiles('x') }}\n") << "unsupported" << "hashFiles";
        QTest::newRow("killed") << QByteArray("run: kill -9 $$\n") << "failure" << "signal";
        QTest::newRow("stdin is empty") << QByteArray("run: cat; echo eof\n") << "success" << "eof";
    }
    void shellsBehaveAsAtGitHub()
    {
        QFETCH(QByteArray, step);
        QFETCH(QString, text);
        Fixture f;
        const QString sha
            = f.push(steps("      - " + step), QStringLiteral("work"), { { QStringLiteral("sub/dir/x"), "x" } });
        const auto run = f.finished(sha);
        const QString log = f.log(run);
        QTEST(stateOf(run), "state");
        QVERIFY2(log.contains(text), qPrintable(log));
    }

    void theEnvironmentIsThatOfGitHub()
    {
        Fixture f;
        const QString sha = f.push(steps(
            "      - run: |\n"
            "          echo \"sha:$GITHUB_SHA ref:$GITHUB_REF name:$GITHUB_REF_NAME event:$GITHUB_EVENT_NAME\"\n"
            "          echo \"ci:$CI actions:$GITHUB_ACTIONS repo:$GITHUB_REPOSITORY job:$GITHUB_JOB os:$RUNNER_OS\"\n"
            "          [ \"$GITHUB_WORKSPACE\" = \"$PWD\" ] && [ -d \"$RUNNER_TEMP\" ] && [ -f \"$GITHUB_EVENT_PATH\" "
            "] && echo places\n"
            "          echo \"head:$(git rev-parse HEAD)\"\n"
            "          echo '${{ github.sha }}:${{ github.workspace }}' | grep -c \"$GITHUB_SHA:$PWD\"\n"
            "          touch \"$HOME/kept\"\n"
            "      - run: ls $HOME\n"));
        const auto run = f.finished(sha);
        const QString log = f.log(run);
        QCOMPARE(stateOf(run), QStringLiteral("success"));
        QVERIFY2(log.contains(QStringLiteral("sha:%1 ref:refs/heads/work name:work event:push").arg(sha)),
                 qPrintable(log));
        QVERIFY(log.contains(QStringLiteral("ci:true actions:true repo:local/app job:a os:Linux")));
        QVERIFY(log.contains(QStringLiteral("places")));
        QVERIFY(log.contains(QStringLiteral("head:") + sha));
        QVERIFY(log.contains(QStringLiteral("\nkept\n")));
    }

    void secretsOfTheMachineStayOutside()
    {
        qputenv("SLIPWAY_TEST_SECRET_TOKEN", "very-secret-value");
        Fixture f;
        const auto run = f.pushed(steps("      - run: env; echo \"<${{ secrets.GITHUB_TOKEN }}>\"\n"));
        qunsetenv("SLIPWAY_TEST_SECRET_TOKEN");
        QCOMPARE(stateOf(run), QStringLiteral("success"));
        QVERIFY(!f.log(run).contains(QStringLiteral("very-secret-value")));
        QVERIFY(f.log(run).contains(QStringLiteral("<>")));
    }

    void timeLimitsEndAStepAndAJob()
    {
        Fixture f;
        auto run = f.pushed(steps("      - run: sleep 60\n        timeout-minutes: 0.005\n"
                                  "      - if: always()\n        run: echo later\n"));
        QCOMPARE(stateOf(run), QStringLiteral("failure"));
        QVERIFY2(f.log(run).contains(QStringLiteral("time limit")), qPrintable(f.log(run)));
        QVERIFY(f.log(run).contains(QStringLiteral("later")));
        run = f.pushed("on: push\njobs:\n  a:\n    timeout-minutes: 0.008\n    steps:\n      - run: sleep 60\n      - "
                       "if: always()\n        run: echo later\n");
        QCOMPARE(stateOf(run), QStringLiteral("failure"));
        QVERIFY(!f.log(run).contains(QStringLiteral("later")));
    }

    void whatCannotBeDoneIsNamed()
    {
        Fixture f;
        const auto run = f.pushed(steps("      - run: echo before\n      - uses: docker/login-action@v3\n"));
        QCOMPARE(stateOf(run), QStringLiteral("unsupported"));
        QVERIFY(run.reason.contains(QStringLiteral("docker/login-action@v3")));
        QVERIFY(run.jobs.isEmpty()); // nothing was begun
        QVERIFY(run.finishedAt.isValid());
    }

    void aToolThatIsMissingIsNamed()
    {
        if (!process::findProgram(QStringLiteral("dotnet")).isEmpty())
            QSKIP("dotnet is installed here");
        Fixture f;
        const auto run = f.pushed(steps("      - uses: actions/setup-dotnet@v4\n      - run: dotnet test\n"));
        QCOMPARE(stateOf(run), QStringLiteral("unsupported"));
        QVERIFY2(run.reason.contains(QStringLiteral("dotnet is not installed")), qPrintable(run.reason));
    }

    void pythonIsThereUnderBothNames()
    {
        if (process::findProgram(QStringLiteral("python3")).isEmpty())
            QSKIP("there is no python3");
        Fixture f;
        const auto run
            = f.pushed(steps("      - uses: actions/setup-python@v5\n      - run: python -c 'print(6 * 7)'\n"));
        QVERIFY2(run.state == CiState::Success, qPrintable(f.log(run)));
        QVERIFY(f.log(run).contains(QStringLiteral("\n42\n")));
    }

    void aWorkflowThatIsNoYamlFailsVisibly()
    {
        Fixture f;
        const QString sha = f.push("on: push\njobs: [\n");
        QVERIFY(await(f.rig.forge().hasCi(f.repo, sha)).value());
        const auto run = f.finished(sha);
        QCOMPARE(stateOf(run), QStringLiteral("failure"));
        QVERIFY2(run.reason.contains(QStringLiteral("ci.yml")) && run.reason.contains(QStringLiteral("line")),
                 qPrintable(run.reason));
        QVERIFY(run.jobs.isEmpty());
        QVERIFY_RESULT(await(f.rig.forge().rerun(f.repo, run.id)));
        QTRY_COMPARE(stateOf(f.run(run.id)), QStringLiteral("failure"));
        QCOMPARE(f.run(run.id).attempt, 2);
    }

    void pushAndPullRequestShareARun()
    {
        Fixture f;
        const QString sha = f.push("on: [push, pull_request]\njobs: {a: {steps: [{run: 'true'}]}}\n");
        const auto pull = await(f.rig.forge().ensurePullRequest(f.repo, QStringLiteral("work"), QStringLiteral("dev"),
                                                                QStringLiteral("T"), QString()));
        QVERIFY_RESULT(pull);
        const auto run = f.finished(sha);
        QCOMPARE(stateOf(run), QStringLiteral("success"));
        QCOMPARE(run.pullRequest, pull->number);
        QCOMPARE(run.event, QStringLiteral("push"));
        QCOMPARE(f.runs().size(), 1);
    }

    void aPullRequestRunKnowsItsBranches()
    {
        Fixture f;
        const QString sha
            = f.push("on: pull_request\njobs: {a: {steps: [{run: 'echo $GITHUB_EVENT_NAME $GITHUB_HEAD_REF to "
                     "$GITHUB_BASE_REF ${{ github.event.pull_request.number }}'}]}}\n");
        QVERIFY(f.runs(sha).isEmpty());
        QVERIFY(await(f.rig.forge().hasCi(f.repo, sha)).value());
        const auto pull = await(f.rig.forge().ensurePullRequest(f.repo, QStringLiteral("work"), QStringLiteral("dev"),
                                                                QStringLiteral("T"), QString()));
        const auto run = f.finished(sha);
        QCOMPARE(run.event, QStringLiteral("pull_request"));
        QVERIFY2(f.log(run).contains(QStringLiteral("pull_request work to dev %1").arg(pull->number)),
                 qPrintable(f.log(run)));
    }

    void aMergeRunsTheWorkflowsOfTheBase()
    {
        Fixture f;
        const QString sha = f.push("on: {push: {branches: [dev]}}\njobs: {a: {steps: [{run: 'true'}]}}\n");
        const auto pull = await(f.rig.forge().ensurePullRequest(f.repo, QStringLiteral("work"), QStringLiteral("dev"),
                                                                QStringLiteral("T"), QString()));
        QVERIFY(f.runs().isEmpty());
        const auto merged = await(f.rig.forge().merge(f.repo, pull->number, sha));
        QVERIFY_RESULT(merged);
        const auto run = f.finished(merged->sha);
        QCOMPARE(run.branch, QStringLiteral("dev"));
        QCOMPARE(stateOf(run), QStringLiteral("success"));
        const auto ofDev = await(f.rig.forge().ciRuns(f.repo, QString(), QStringLiteral("dev"), 10));
        QCOMPARE(ofDev->size(), 1);
        QVERIFY(await(f.rig.forge().ciRuns(f.repo, QString(), QStringLiteral("work"), 10))->isEmpty());
    }

    void eachWorkflowFileHasItsRunNewestFirst()
    {
        Fixture f;
        f.rig.settings.maxConcurrentRuns = 1;
        f.rig.restart();
        const QByteArray workflow = "on: push\nname: X\njobs: {a: {steps: [{run: 'true'}]}}\n";
        const QString sha = f.push({}, QStringLiteral("work"),
                                   { { QStringLiteral(".github/workflows/a.yml"), workflow },
                                     { QStringLiteral(".github/workflows/b.yaml"), workflow },
                                     { QStringLiteral(".github/workflows/sub/c.yml"), workflow },
                                     { QStringLiteral(".github/workflows/readme.md"), "x" } });
        const auto runs = f.runs(sha);
        QCOMPARE(runs.size(), 2);
        QVERIFY(runs.at(0).id.toInt() > runs.at(1).id.toInt());
        QCOMPARE(await(f.rig.forge().ciRuns(f.repo, sha, QString(), 1))->size(), 1);
        QTRY_VERIFY(std::ranges::all_of(f.runs(sha), [](const CiRun &run) { return run.state == CiState::Success; }));
    }

    void aNewHeadCancelsTheRunsOfTheOld()
    {
        Fixture f;
        f.rig.settings.maxConcurrentRuns = 1;
        f.rig.restart();
        const QByteArray slow = "on: push\njobs: {a: {steps: [{run: 'echo started; sleep 60'}]}}\n";
        const QString first = f.push(slow);
        QVERIFY_RESULT(await(f.rig.forge().ensurePullRequest(f.repo, QStringLiteral("work"), QStringLiteral("dev"),
                                                             QStringLiteral("T"), QString())));
        const QString runningId = f.runs(first).first().id;
        QTRY_VERIFY(f.log(f.run(runningId)).contains(QStringLiteral("started")));
        QElapsedTimer time;
        time.start();
        const QString second = f.push(slow + "# changed\n");
        QCOMPARE(stateOf(f.run(runningId)), QStringLiteral("cancelled"));
        QVERIFY(f.run(runningId).reason.contains(second.left(12)));
        const QString third = f.push("on: push\njobs: {a: {steps: [{run: 'true'}]}}\n");
        QCOMPARE(stateOf(f.finished(third)), QStringLiteral("success"));
        QCOMPARE(stateOf(f.finished(second)), QStringLiteral("cancelled"));
        QVERIFY(time.elapsed() < 30'000); // nobody waited for the sleeps
        // The branch comes back to a commit whose run was cancelled: it needs an answer.
        QVERIFY_RESULT(await(f.rig.forge().push(f.repo, f.scratch.path(), first, QStringLiteral("work"), true)));
        QTRY_COMPARE(stateOf(f.run(runningId)), QStringLiteral("running"));
        QCOMPARE(f.run(runningId).attempt, 2);
    }

    void notMoreRunThanAllowed()
    {
        Fixture f;
        f.rig.settings.maxConcurrentRuns = 2;
        f.rig.restart();
        const QString gate = f.rig.stateFolder() + QStringLiteral("/gate");
        const QByteArray waiting
            = "on: push\njobs: {a: {steps: [{run: 'while [ ! -e " + gate.toUtf8() + " ]; do sleep 0.05; done'}]}}\n";
        for (int i = 0; i < 4; ++i)
            f.push(waiting + "# " + QByteArray::number(i) + "\n", QStringLiteral("work%1").arg(i));
        const auto count = [&](CiState state) {
            return std::ranges::count_if(f.runs(), [&](const CiRun &run) { return run.state == state; });
        };
        QTRY_COMPARE(count(CiState::Running), 2);
        QCOMPARE(count(CiState::Queued), 2);
        QFile file(gate);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QTRY_COMPARE_WITH_TIMEOUT(count(CiState::Success), 4, 20'000);
    }

    void aRunCutOffByTheEndOfTheEngineRunsAgain()
    {
        Fixture f;
        const QString gate = f.rig.stateFolder() + QStringLiteral("/gate");
        const QString sha = f.push(steps("      - run: \"if [ ! -e " + gate.toUtf8() + " ]; then touch " + gate.toUtf8()
                                         + "; sleep 60; fi; echo second\"\n"));
        QTRY_VERIFY(QFileInfo::exists(gate));
        f.rig.restart();
        const auto run = f.finished(sha);
        QCOMPARE(stateOf(run), QStringLiteral("success"));
        QCOMPARE(run.attempt, 2);
        QVERIFY(f.log(run).contains(QStringLiteral("second")));
    }

    void queuedRunsSurviveARestart()
    {
        Fixture f;
        f.rig.settings.maxConcurrentRuns = 1;
        f.rig.restart();
        f.push("on: push\njobs: {a: {steps: [{run: sleep 60}]}}\n", QStringLiteral("first"));
        const QString sha = f.push("on: push\njobs: {a: {steps: [{run: 'true'}]}}\n", QStringLiteral("second"));
        QCOMPARE(stateOf(f.runs(sha).first()), QStringLiteral("queued"));
        f.rig.settings.maxConcurrentRuns = 2;
        f.rig.restart();
        QCOMPARE(stateOf(f.finished(sha)), QStringLiteral("success"));
        QCOMPARE(f.runs(sha).first().attempt, 1);
    }

    void aPushWhileTheEngineWasDownIsBuilt()
    {
        Fixture f;
        const QString sha = f.scratch.commit(
            f.base,
            { { QStringLiteral(".github/workflows/ci.yml"), "on: push\njobs: {a: {steps: [{run: 'true'}]}}\n" } });
        f.rig.stop();
        gitOut(f.scratch.path(), QStringLiteral("push -q %1 %2:refs/heads/byhand").arg(f.mirror, sha));
        f.rig.start();
        const auto run = f.finished(sha);
        QCOMPARE(stateOf(run), QStringLiteral("success"));
        QCOMPARE(run.branch, QStringLiteral("byhand"));
    }

    void aFinishedRunCanRunAgain()
    {
        Fixture f;
        const QString flag = f.rig.stateFolder() + QStringLiteral("/flag");
        const auto red = f.pushed(steps("      - run: test -e " + flag.toUtf8() + "\n"));
        QCOMPARE(stateOf(red), QStringLiteral("failure"));
        QFile file(flag);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY_RESULT(await(f.rig.forge().rerun(f.repo, red.id)));
        QVERIFY_RESULT(await(f.rig.forge().rerun(f.repo, red.id))); // queued or running: nothing more happens
        QTRY_COMPARE(stateOf(f.run(red.id)), QStringLiteral("success"));
        QCOMPARE(f.run(red.id).attempt, 2);
        QVERIFY(!await(f.rig.forge().rerun(f.repo, QStringLiteral("999"))));
    }

    void oldRunsAreForgotten()
    {
        Fixture f;
        f.rig.settings.keptRuns = 2;
        f.rig.restart();
        QStringList ids;
        for (int i = 0; i < 4; ++i) {
            const auto run = f.pushed("on: push\njobs: {a: {steps: [{run: 'echo " + QByteArray::number(i) + "'}]}}\n");
            QCOMPARE(stateOf(run), QStringLiteral("success"));
            ids.append(run.id);
        }
        QVERIFY(f.runs().size() <= 3);
        QVERIFY(!QFileInfo::exists(f.rig.stateFolder() + QStringLiteral("/ci/logs/") + ids.first()));
        QVERIFY(QFileInfo::exists(f.rig.stateFolder() + QStringLiteral("/ci/logs/") + ids.last()));
    }

    void deletingARepositoryEndsItsRuns()
    {
        Fixture f;
        const QString sha = f.push(steps("      - run: echo started; sleep 60\n"));
        const QString id = f.runs(sha).first().id;
        QTRY_VERIFY(f.log(f.run(id)).contains(QStringLiteral("started")));
        QElapsedTimer time;
        time.start();
        QVERIFY_RESULT(await(f.rig.forge().deleteRepository(f.repo)));
        QVERIFY(time.elapsed() < 20'000);
        QVERIFY(!QFileInfo::exists(f.mirror));
        QVERIFY(!QFileInfo::exists(f.rig.stateFolder() + QStringLiteral("/ci/logs/") + id));
    }

    void theOverheadIsSmall()
    {
        Fixture f;
        QElapsedTimer time;
        time.start();
        const QString sha = f.push(steps("      - uses: actions/checkout@v4\n      - run: 'true'\n"));
        const auto pushed = time.elapsed();
        QSignalSpy changes(&f.rig.forge(), &Forge::ciRunChanged);
        QTRY_VERIFY(!changes.isEmpty() && domain::isFinal(changes.last().at(1).value<CiRun>().state));
        qInfo("push %lld ms, run %lld ms behind it", pushed, time.elapsed() - pushed);
        QVERIFY(time.elapsed() < 10'000); // a bound against accidents, not a benchmark: the machine may be busy
    }
};

SLIPWAY_TEST(TstLocalCi)
#include "tst_localci.moc"
