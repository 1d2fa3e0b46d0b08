// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/ci/workflow.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

using namespace slipway;
using namespace slipway::forge;

class TstWorkflow final : public QObject {
    Q_OBJECT

private:
    static Result<Workflow> parse(const QString &yaml)
    {
        return parseWorkflow(yaml.toUtf8(), QStringLiteral(".github/workflows/ci.yml"));
    }
    static QString withOn(const QString &on)
    {
        return on + QStringLiteral("\njobs:\n  a:\n    steps:\n      - run: 'true'\n");
    }
    static QString withJob(const QString &job) { return QStringLiteral("on: push\njobs:\n  a:\n") + job; }

private Q_SLOTS:
    void readsEverything()
    {
        const auto workflow = parse(QStringLiteral(R"(
name: CI
on:
  push:
    branches: [dev, 'release/**']
  pull_request:
    branches: dev
    paths-ignore: ['docs/**']
permissions: read-all
env:
  A: one
  N: 3
  FLAG: true
defaults:
  run:
    shell: bash
    working-directory: app
jobs:
  test:
    name: Tests
    runs-on: ubuntu-latest
    needs: build
    if: ${{ always() }}
    timeout-minutes: 5
    continue-on-error: true
    env: { B: two }
    defaults: { run: { working-directory: tests } }
    steps:
      - uses: actions/checkout@v4
        with: { fetch-depth: 0 }
      - name: Run
        id: run
        if: success()
        run: |
          echo one
          echo two
        shell: sh
        working-directory: x
        env: { C: three }
        continue-on-error: true
        timeout-minutes: 1.5
  build:
    runs-on: [self-hosted, linux]
    outputs:
      version: ${{ steps.v.outputs.version }}
    steps:
      - id: v
        run: make
)"));
        QVERIFY_RESULT(workflow);
        QCOMPARE(workflow->name, QStringLiteral("CI"));
        QVERIFY(workflow->unsupported.isEmpty());
        QCOMPARE(workflow->environment.value(QStringLiteral("N")), QStringLiteral("3"));
        QCOMPARE(workflow->environment.value(QStringLiteral("FLAG")), QStringLiteral("true"));
        QVERIFY(workflow->push->matches(QStringLiteral("release/1/2")));
        QVERIFY(!workflow->push->matches(QStringLiteral("feature")));
        QVERIFY(workflow->pullRequest->matches(QStringLiteral("dev")));
        QCOMPARE(workflow->jobs.size(), 2);
        QCOMPARE(workflow->jobs.at(0).key, QStringLiteral("build")); // before the one that needs it
        QCOMPARE(workflow->jobs.at(0).defaults.workingDirectory, QStringLiteral("app"));
        QCOMPARE(workflow->jobs.at(0).outputs.size(), 1);
        const auto &job = workflow->jobs.at(1);
        QCOMPARE(job.name, QStringLiteral("Tests"));
        QCOMPARE(job.needs, QStringList { QStringLiteral("build") });
        QCOMPARE(job.condition, QStringLiteral("${{ always() }}"));
        QCOMPARE(job.timeoutMinutes, QStringLiteral("5"));
        QCOMPARE(job.continueOnError, QStringLiteral("true"));
        QCOMPARE(job.defaults.shell, QStringLiteral("bash"));
        QCOMPARE(job.defaults.workingDirectory, QStringLiteral("tests"));
        QCOMPARE(job.steps.at(0).uses, QStringLiteral("actions/checkout@v4"));
        const auto &step = job.steps.at(1);
        QCOMPARE(step.run, QStringLiteral("echo one\necho two\n"));
        QCOMPARE(step.shell, QStringLiteral("sh"));
        QCOMPARE(step.workingDirectory, QStringLiteral("x"));
        QCOMPARE(step.environment.value(QStringLiteral("C")), QStringLiteral("three"));
        QCOMPARE(step.timeoutMinutes, QStringLiteral("1.5"));
    }

    void aFileWithoutNameIsCalledAfterItself()
    {
        const auto workflow = parse(withOn(QStringLiteral("on: push")));
        QVERIFY_RESULT(workflow);
        QCOMPARE(workflow->name, QStringLiteral("ci.yml"));
    }

    void triggers_data()
    {
        QTest::addColumn<QString>("on");
        QTest::addColumn<bool>("pushDev");
        QTest::addColumn<bool>("pushFeature");
        QTest::addColumn<bool>("pullDev");
        const auto row = [](const char *on, bool pushDev, bool pushFeature, bool pullDev) {
            QTest::newRow(on) << QString::fromUtf8(on) << pushDev << pushFeature << pullDev;
        };
        row("on: push", true, true, false);
        row("on: [push, pull_request]", true, true, true);
        row("on: workflow_dispatch", false, false, false);
        row("on: {push: null, pull_request: }", true, true, true);
        row("on: {push: {branches: [dev]}}", true, false, false);
        row("on: {push: {branches: dev}}", true, false, false);
        row("on: {push: {branches-ignore: ['feature/*']}}", true, false, false);
        row("on: {push: {branches: ['**', '!feature/**']}}", true, false, false);
        row("on: {push: {branches: ['*']}}", true, false, false);
        row("on: {push: {branches: ['feature/[a-z]+']}}", false, true, false);
        row("on: {push: {tags: ['v*']}}", false, false, false);
        row("on: {push: {tags: ['v*'], branches: [dev]}}", true, false, false);
        row("on: {push: {paths: ['src/**']}}", true, true, false);
        row("on: {pull_request: {branches: [main]}}", false, false, false);
        row("on: {pull_request: {types: [opened, synchronize]}}", false, false, true);
        row("on: {pull_request: {types: [closed]}}", false, false, false);
        row("on: {schedule: [{cron: '0 0 * * *'}], push: {branches: [dev]}}", true, false, false);
        row("'on': push", true, true, false);
    }
    void triggers()
    {
        QFETCH(QString, on);
        const auto workflow = parse(withOn(on));
        QVERIFY_RESULT(workflow);
        const auto matches = [](const std::optional<BranchFilter> &filter, const char *branch) {
            return filter && filter->matches(QLatin1String(branch));
        };
        QTEST(matches(workflow->push, "dev"), "pushDev");
        QTEST(matches(workflow->push, "feature/login"), "pushFeature");
        QTEST(matches(workflow->pullRequest, "dev"), "pullDev");
    }

    void patterns_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("branch");
        QTest::addColumn<bool>("matches");
        const auto row = [](const char *pattern, const char *branch, bool matches) {
            QTest::addRow("%s %s", pattern, branch)
                << QString::fromUtf8(pattern) << QString::fromUtf8(branch) << matches;
        };
        row("dev", "dev", true);
        row("dev", "develop", false);
        row("*", "a/b", false);
        row("**", "a/b", true);
        row("releases/**", "releases/10/x", true);
        row("releases/*", "releases/10/x", false);
        row("v[12].[0-9]+", "v1.10", true);
        row("v[12].[0-9]+", "v3.10", false);
        row("colou?r", "color", true);
        row("a.b", "axb", false);
        row("a+", "aaa", true);
        row("[broken", "[broken", true);
    }
    void patterns()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, branch);
        const BranchFilter filter { { pattern }, {} };
        QTEST(filter.matches(branch), "matches");
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("yaml");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const QString &yaml, const char *says) {
            QTest::newRow(name) << yaml << QString::fromUtf8(says);
        };
        row("not YAML", QStringLiteral("on: push\njobs: [\n"), "line");
        row("tabs", QStringLiteral("on: push\njobs:\n\ta: 1\n"), "line 3");
        row("empty", QString(), "no map");
        row("a list", QStringLiteral("- a\n- b\n"), "no map");
        row("no on", QStringLiteral("jobs: {a: {steps: [{run: x}]}}"), "no 'on'");
        row("no jobs", QStringLiteral("on: push"), "no jobs");
        row("empty jobs", QStringLiteral("on: push\njobs: {}"), "no jobs");
        row("job without steps", withJob(QStringLiteral("    runs-on: x\n")), "job a has no steps");
        row("job is text", QStringLiteral("on: push\njobs: {a: x}"), "job a is no map");
        row("step is text", withJob(QStringLiteral("    steps: [x]\n")), "no map");
        row("step with nothing", withJob(QStringLiteral("    steps: [{name: x}]\n")), "either 'run' or 'uses'");
        row("step with both", withJob(QStringLiteral("    steps: [{run: x, uses: y}]\n")), "either 'run' or 'uses'");
        row("same id twice", withJob(QStringLiteral("    steps: [{run: x, id: i}, {run: x, id: i}]\n")), "id i");
        row("unknown need", withJob(QStringLiteral("    needs: b\n    steps: [{run: x}]\n")), "needs b");
        row("circle",
            QStringLiteral(
                "on: push\njobs:\n  a: {needs: b, steps: [{run: x}]}\n  b: {needs: [a], steps: [{run: x}]}\n"),
            "circle");
        row("too large", QStringLiteral("on: push\n#") + QString(600 * 1024, QLatin1Char('x')), "larger");
    }
    void refuses()
    {
        QFETCH(QString, yaml);
        QFETCH(QString, says);
        const auto workflow = parse(yaml);
        QVERIFY(!workflow);
        QCOMPARE(base::toString(workflow.error().code), base::toString(ErrorCode::Invalid));
        QVERIFY2(workflow.error().message.contains(says), qPrintable(workflow.error().message));
        QVERIFY(workflow.error().message.contains(QStringLiteral("ci.yml")));
    }

    void aliasesCannotBlowUp()
    {
        QString yaml = QStringLiteral("x: &s0 {run: x}\ny0: &y0 [*s0]\n");
        for (int i = 1; i < 12; ++i) {
            QStringList parts;
            for (int k = 0; k < 10; ++k)
                parts.append(QStringLiteral("*y%1").arg(i - 1));
            yaml += QStringLiteral("y%1: &y%1 [%2]\n").arg(i).arg(parts.join(QStringLiteral(", ")));
        }
        yaml += QStringLiteral("on: push\njobs: {a: {steps: *y11}}\n");
        QVERIFY(!parse(yaml)); // steps that are lists, not maps
    }

    void unsupported_data()
    {
        QTest::addColumn<QString>("job");
        QTest::addColumn<QString>("names"); // empty: supported
        const auto row = [](const char *job, const char *names) {
            QTest::newRow(job) << QString::fromUtf8(job) << QString::fromUtf8(names);
        };
        row("    steps: [{run: x}]\n", "");
        row("    runs-on: ubuntu-24.04\n    steps: [{uses: actions/checkout@v4}]\n", "");
        row("    steps: [{uses: actions/setup-python@v5, with: {python-version: '3.12'}}]\n", "");
        row("    steps: [{uses: actions/cache@v4, with: {path: x, key: \"${{ hashFiles('x') }}\"}}]\n", "");
        row("    strategy: {matrix: {v: [1, 2]}}\n    steps: [{run: x}]\n", "matrix");
        row("    services: {redis: {image: redis}}\n    steps: [{run: x}]\n", "services");
        row("    container: node:20\n    steps: [{run: x}]\n", "container");
        row("    runs-on: windows-latest\n    steps: [{run: x}]\n", "windows-latest");
        row("    runs-on: [self-hosted, macOS]\n    steps: [{run: x}]\n", "macOS");
        row("    uses: ./.github/workflows/other.yml\n", "reusable workflow");
        row("    steps: [{uses: docker/build-push-action@v6}]\n", "docker/build-push-action@v6");
        row("    steps: [{uses: ./action}]\n", "./action");
        row("    steps: [{uses: actions/checkout@v4, with: {repository: a/b}}]\n", "'repository'");
        row("    steps: [{uses: actions/checkout@v4, with: {submodules: recursive}}]\n", "'submodules'");
        row("    steps: [{run: x, shell: pwsh}]\n", "pwsh");
    }
    void unsupported()
    {
        QFETCH(QString, job);
        QFETCH(QString, names);
        const auto workflow = parse(withJob(job));
        QVERIFY_RESULT(workflow);
        QCOMPARE(workflow->unsupported.isEmpty(), names.isEmpty());
        QVERIFY2(workflow->unsupported.contains(names), qPrintable(workflow->unsupported));
    }
};

SLIPWAY_TEST(TstWorkflow)
#include "tst_workflow.moc"
