// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/forge/githubforgerig.h"
#include "tests/support/testmain.h"
#include "tests/unit/forge/gitscratch.h"

#include <QDirIterator>
#include <QSignalSpy>

using namespace slipway;
using namespace slipway::forge;
using namespace std::chrono_literals;
using test::await;

namespace {

QStringList logged;
void collect(QtMsgType, const QMessageLogContext &, const QString &text)
{
    logged.append(text);
}

const QString repo = QStringLiteral("octo/shortener");
const QString mainBranch = QStringLiteral("main");
const QString dev = QStringLiteral("dev");
const QString work = QStringLiteral("work/1");
const QByteArray workflow = "on: [push, pull_request]\njobs: {a: {runs-on: ubuntu-latest, steps: [{run: 'true'}]}}\n";

test::FakeGitHubOptions withScopes(const QByteArray &scopes)
{
    test::FakeGitHubOptions options;
    options.accounts[0].scopes = scopes;
    return options;
}

test::FakeGitHubOptions withReviewer()
{
    test::FakeGitHubOptions options;
    options.accounts.append(
        { QStringLiteral("critic"), QStringLiteral("ghp_criticCriticCriticCriticCriticCritic12"), "repo" });
    return options;
}

/// A repository with `dev`.
Result<QString> makeRepository(test::GitHubForgeRig &rig, const QString &owner = {})
{
    TRY(const Repository made,
        await(rig.forge().ensureRepository(owner, QStringLiteral("shortener"), QStringLiteral("Short URLs"),
                                           mainBranch)));
    TRY(const QString mirror, await(rig.forge().mirror(made.fullName)));
    const QString sha = test::gitOut(mirror, QStringLiteral("rev-parse refs/heads/main"));
    CHECK(await(rig.forge().push(made.fullName, mirror, sha, dev, false)));
    return made.fullName;
}

Result<PullRequest> openPull(test::GitHubForgeRig &rig, test::GitScratch &scratch, const QString &file,
                             const QByteArray &content = "x\n")
{
    TRY(const QString mirror, await(rig.forge().mirror(repo)));
    scratch.fetch(mirror);
    const QString sha
        = scratch.commit(test::gitOut(mirror, QStringLiteral("rev-parse refs/heads/dev")), { { file, content } });
    CHECK(await(rig.forge().push(repo, scratch.path(), sha, work, true)));
    return await(rig.forge().ensurePullRequest(repo, work, dev, QStringLiteral("Add ") + file, QStringLiteral("Body")));
}

Issue issueOf(const QString &title)
{
    Issue issue;
    issue.title = title;
    return issue;
}

Review verdict(ReviewVerdict kind, const QString &sha)
{
    Review review;
    review.verdict = kind;
    review.body = QStringLiteral("Text");
    review.sha = sha;
    return review;
}

test::FakeRun redRun(const QString &sha)
{
    test::FakeRun run;
    run.branch = work;
    run.sha = sha;
    run.conclusion = QStringLiteral("failure");
    const test::FakeStep setUp { QStringLiteral("Set up job"), QStringLiteral("success"), "ready\n" };
    const test::FakeStep tests { QStringLiteral("Run tests"), QStringLiteral("failure"),
                                 "1 failed\n##[error]exit code 1\n" };
    run.jobs = { { 0, QStringLiteral("build"), QStringLiteral("failure"), { setUp, tests } } };
    return run;
}

} // namespace

/// What GitHub has beyond the contract.
class TstGitHubForge final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void repositoriesArePrivateAndCanBelongToAnOrganisation()
    {
        test::FakeGitHubOptions options;
        options.organisations = { QStringLiteral("acme") };
        test::GitHubForgeRig rig(options);
        rig.settings.owner = QStringLiteral("acme");
        rig.restart();
        const auto made = makeRepository(rig);
        QVERIFY_RESULT(made);
        QCOMPARE(*made, QStringLiteral("acme/shortener"));
        bool isPrivate = false;
        rig.github().with([&](test::FakeState &state) { isPrivate = state.find(*made)->isPrivate; });
        QVERIFY(isPrivate);
    }

    void aTokenWithoutTheWorkflowScopeIsToldSo()
    {
        test::GitHubForgeRig rig(withScopes("repo"));
        const auto made = makeRepository(rig);
        QVERIFY(!made);
        QCOMPARE(base::toString(made.error().code), QStringLiteral("denied"));
        QVERIFY2(made.error().message.contains(QStringLiteral("workflow")), qPrintable(made.error().message));
        QCOMPARE(await(rig.forge().account())->missingScopes, QStringList { QStringLiteral("workflow") });
    }

    void aScopeTakenAwayLaterIsNamedByThePush()
    {
        test::GitHubForgeRig rig;
        QVERIFY_RESULT(makeRepository(rig));
        rig.github().with([](test::FakeState &state) { state.options.accounts[0].scopes = "repo"; });
        test::GitScratch scratch;
        const auto pull = openPull(rig, scratch, QStringLiteral(".github/workflows/ci.yml"), workflow);
        QVERIFY(!pull);
        QVERIFY2(pull.error().message.contains(QStringLiteral("scope workflow")), qPrintable(pull.error().message));
    }

    void aFreePlanIsSaidAndEnforcedHere()
    {
        test::FakeGitHubOptions options;
        options.protectionOnPrivate = false;
        test::GitHubForgeRig rig(options);
        QVERIFY_RESULT(makeRepository(rig));
        const QSignalSpy notices(&rig.forge(), &GitHubForge::noticeRaised);
        QVERIFY_RESULT(await(rig.forge().protectBranch(repo, dev)));
        QCOMPARE(notices.size(), 1);
        QVERIFY(notices.first().at(1).toString().contains(QStringLiteral("plan")));
        rig.restart(); // it is remembered
        test::GitScratch scratch;
        const QString mirror = *await(rig.forge().mirror(repo));
        scratch.fetch(mirror);
        const QString sha = scratch.commit(test::gitOut(mirror, QStringLiteral("rev-parse refs/heads/dev")),
                                           { { QStringLiteral("a"), "a" } });
        const auto pushed = await(rig.forge().push(repo, scratch.path(), sha, dev, false));
        QVERIFY(!pushed);
        QCOMPARE(base::toString(pushed.error().code), QStringLiteral("denied"));
        const auto pull = openPull(rig, scratch, QStringLiteral("b.txt"));
        QVERIFY_RESULT(pull);
        QVERIFY(await(rig.forge().merge(repo, pull->number, pull->headSha))->kind == MergeOutcome::Kind::Merged);
    }

    void withoutASecondAccountTheStatusSpeaks()
    {
        test::GitHubForgeRig rig;
        QVERIFY_RESULT(makeRepository(rig));
        QVERIFY_RESULT(await(rig.forge().protectBranch(repo, dev)));
        test::GitScratch scratch;
        const auto pull = openPull(rig, scratch, QStringLiteral("a.txt"));
        QVERIFY_RESULT(pull);
        const auto no = verdict(ReviewVerdict::RequestChanges, pull->headSha);
        QVERIFY_RESULT(await(rig.forge().ensureReview(repo, pull->number, QStringLiteral("1"), no)));
        const auto refused = await(rig.forge().merge(repo, pull->number, pull->headSha));
        QVERIFY_RESULT(refused);
        QVERIFY(refused->kind == MergeOutcome::Kind::NotAllowed);
        QVERIFY2(refused->reason.contains(QStringLiteral("slipway/qa")), qPrintable(refused->reason));
        const auto yes = verdict(ReviewVerdict::Approve, pull->headSha);
        QVERIFY_RESULT(await(rig.forge().ensureReview(repo, pull->number, QStringLiteral("2"), yes)));
        // A repeated earlier round does not turn it back.
        QVERIFY_RESULT(await(rig.forge().ensureReview(repo, pull->number, QStringLiteral("1"), no)));
        const auto merged = await(rig.forge().merge(repo, pull->number, pull->headSha));
        QVERIFY(merged->kind == MergeOutcome::Kind::Merged);
        QStringList states;
        rig.github().with([&](test::FakeState &state) {
            for (const auto &review : state.find(repo)->items.value(pull->number).reviews)
                states.append(review.state);
        });
        QCOMPARE(states, (QStringList { QStringLiteral("COMMENTED"), QStringLiteral("COMMENTED") }));
    }

    void aStrangersMarkerCountsForNothing()
    {
        test::GitHubForgeRig rig;
        QVERIFY_RESULT(makeRepository(rig));
        test::GitScratch scratch;
        const auto pull = openPull(rig, scratch, QStringLiteral("a.txt"));
        QVERIFY_RESULT(pull);
        const auto yes = verdict(ReviewVerdict::Approve, pull->headSha);
        QVERIFY_RESULT(await(rig.forge().ensureReview(repo, pull->number, QStringLiteral("1"), yes)));
        rig.github().with([&](test::FakeState &state) {
            auto &reviews = state.find(repo)->items[pull->number].reviews;
            reviews.first().author = QStringLiteral("stranger");
        });
        const auto reviews = await(rig.forge().reviews(repo, pull->number));
        QCOMPARE(reviews->size(), 1);
        QVERIFY(reviews->first().verdict == ReviewVerdict::Comment);
    }

    void aSecondAccountReallyApproves()
    {
        test::GitHubForgeRig rig(withReviewer());
        QVERIFY_RESULT(makeRepository(rig));
        QVERIFY_RESULT(await(rig.forge().protectBranch(repo, dev)));
        test::GitScratch scratch;
        const auto pull = openPull(rig, scratch, QStringLiteral("a.txt"));
        QVERIFY_RESULT(pull);
        const auto early = await(rig.forge().merge(repo, pull->number, pull->headSha));
        QVERIFY_RESULT(early);
        QVERIFY(early->kind == MergeOutcome::Kind::NotAllowed);
        const auto yes = verdict(ReviewVerdict::Approve, pull->headSha);
        QVERIFY_RESULT(await(rig.forge().ensureReview(repo, pull->number, QStringLiteral("1"), yes)));
        const auto reviews = await(rig.forge().reviews(repo, pull->number));
        QCOMPARE(reviews->first().author, QStringLiteral("critic"));
        QVERIFY(reviews->first().verdict == ReviewVerdict::Approve);
        const auto merged = await(rig.forge().merge(repo, pull->number, pull->headSha));
        QVERIFY_RESULT(merged);
        QVERIFY2(merged->kind == MergeOutcome::Kind::Merged, qPrintable(merged->reason));
    }

    void squashAndRebaseLeaveOneParent_data()
    {
        QTest::addColumn<int>("method");
        QTest::addRow("squash") << int(MergeMethod::Squash);
        QTest::addRow("rebase") << int(MergeMethod::Rebase);
    }
    void squashAndRebaseLeaveOneParent()
    {
        QFETCH(int, method);
        test::GitHubForgeRig rig;
        rig.settings.mergeMethod = MergeMethod(method);
        rig.restart();
        QVERIFY_RESULT(makeRepository(rig));
        test::GitScratch scratch;
        const auto pull = openPull(rig, scratch, QStringLiteral("a.txt"));
        QVERIFY_RESULT(pull);
        const auto merged = await(rig.forge().merge(repo, pull->number, pull->headSha));
        QVERIFY_RESULT(merged);
        QVERIFY(merged->kind == MergeOutcome::Kind::Merged);
        const QString mirror = *await(rig.forge().mirror(repo));
        const QString head = test::gitOut(mirror, QStringLiteral("rev-parse refs/heads/dev"));
        QCOMPARE(head, merged->sha);
        QCOMPARE(test::gitOut(mirror, QStringLiteral("log -1 --format=%P ") + head).split(QLatin1Char(' ')).size(), 1);
        QVERIFY(await(rig.forge().pullRequest(repo, pull->number))->state == PullRequestState::Merged);
        // A repeated step opens no second one, although the branch's commits are not in dev.
        const auto again = await(rig.forge().ensurePullRequest(repo, work, dev, QStringLiteral("Again"), QString()));
        QVERIFY_RESULT(again);
        QCOMPARE(again->number, pull->number);
    }

    void aReviewerTokenOfTheSameAccountIsNoReviewer()
    {
        test::GitHubForgeRig rig;
        rig.settings.reviewerToken = rig.settings.token;
        rig.restart();
        QVERIFY_RESULT(makeRepository(rig));
        QVERIFY_RESULT(await(rig.forge().protectBranch(repo, dev)));
        test::GitScratch scratch;
        const auto pull = openPull(rig, scratch, QStringLiteral("a.txt"));
        QVERIFY_RESULT(pull);
        const auto yes = verdict(ReviewVerdict::Approve, pull->headSha);
        QVERIFY_RESULT(await(rig.forge().ensureReview(repo, pull->number, QStringLiteral("1"), yes)));
        const auto merged = await(rig.forge().merge(repo, pull->number, pull->headSha));
        QVERIFY_RESULT(merged);
        QVERIFY2(merged->kind == MergeOutcome::Kind::Merged, qPrintable(merged->reason));
    }

    void runsJobsAndLogsAreRead()
    {
        test::GitHubForgeRig rig;
        QVERIFY_RESULT(makeRepository(rig));
        test::GitScratch scratch;
        const auto pull = openPull(rig, scratch, QStringLiteral("a.txt"));
        QVERIFY_RESULT(pull);
        const QString id = QString::number(rig.github().addRun(repo, redRun(pull->headSha)));
        const auto runs = await(rig.forge().ciRuns(repo, pull->headSha, QString(), 10));
        QVERIFY_RESULT(runs);
        QCOMPARE(runs->size(), 1);
        QCOMPARE(runs->first().id, id);
        QVERIFY(id.toLongLong() > 10'000'000'000);
        QVERIFY(runs->first().state == domain::CiState::Failure);
        QCOMPARE(runs->first().pullRequest, pull->number);
        QVERIFY(await(rig.forge().ciRuns(repo, QString(40, QLatin1Char('1')), QString(), 10))->isEmpty());
        const auto run = await(rig.forge().ciRun(repo, id));
        QVERIFY_RESULT(run);
        QCOMPARE(run->jobs.size(), 1);
        QCOMPARE(run->jobs.first().steps.at(1).name, QStringLiteral("Run tests"));
        QCOMPARE(run->jobs.first().steps.at(1).exitCode, 1);
        const auto log = await(rig.forge().ciLog(repo, id, run->jobs.first().id, 1'000'000));
        QVERIFY_RESULT(log);
        QCOMPARE(*log,
                 "##[group]Set up job\nready\n##[endgroup]\n##[group]Run tests\n1 failed\n##[error]exit code "
                 "1\n##[endgroup]\n");
        rig.github().with([](test::FakeState &state) { state.find(repo)->runs.last().hasArchive = false; });
        const auto own = await(rig.forge().ciLog(repo, id, run->jobs.first().id, 1'000'000));
        QVERIFY_RESULT(own);
        QVERIFY2(own->contains("\n1 failed\n"), own->constData());
        QVERIFY(!own->contains("2026-01-31T"));
        int leaks = -1;
        rig.github().with([&](test::FakeState &state) { leaks = state.badHeaders; });
        QCOMPARE(leaks, 0); // the token never went to the other host
    }

    void checksOfOthersCountBesideActions()
    {
        test::GitHubForgeRig rig;
        QVERIFY_RESULT(makeRepository(rig));
        test::GitScratch scratch;
        const auto pull = openPull(rig, scratch, QStringLiteral(".github/workflows/ci.yml"), workflow);
        QVERIFY_RESULT(pull);
        const QString sha = pull->headSha;
        rig.github().with([&](test::FakeState &state) {
            const auto found = state.find(repo);
            found->statuses[sha] = { { { QStringLiteral("context"), qaContext },
                                       { QStringLiteral("state"), QStringLiteral("success") } },
                                     { { QStringLiteral("context"), QStringLiteral("coverage") },
                                       { QStringLiteral("state"), QStringLiteral("success") } } };
            found->appChecks = { { { QStringLiteral("id"), 77 },
                                   { QStringLiteral("head_sha"), sha },
                                   { QStringLiteral("name"), QStringLiteral("scan") },
                                   { QStringLiteral("status"), QStringLiteral("completed") },
                                   { QStringLiteral("conclusion"), QStringLiteral("failure") },
                                   { QStringLiteral("app"),
                                     QJsonObject { { QStringLiteral("slug"), QStringLiteral("scanner") } } } } };
        });
        // Quicker than Actions, whose run has still to come: not yet all there is.
        QVERIFY(await(rig.forge().ciRuns(repo, sha, QString(), 10))->isEmpty());
        rig.github().addRun(repo, redRun(sha));
        const auto runs = await(rig.forge().ciRuns(repo, sha, QString(), 10));
        QVERIFY_RESULT(runs);
        QStringList names;
        for (const auto &run : *runs)
            names.append(run.workflow);
        QCOMPARE(names, (QStringList { QStringLiteral("CI"), QStringLiteral("coverage"), QStringLiteral("scan") }));
        QVERIFY(runs->at(1).state == domain::CiState::Success);
        QVERIFY(runs->at(2).state == domain::CiState::Failure);
        const auto scan = await(rig.forge().ciRun(repo, runs->at(2).id));
        QVERIFY_RESULT(scan);
        QCOMPARE(scan->workflow, QStringLiteral("scan"));
        const auto again = await(rig.forge().rerun(repo, scan->id));
        QVERIFY(!again);
        QCOMPARE(base::toString(again.error().code), QStringLiteral("unsupported"));
    }

    void aRerunShowsItsNewAttempt()
    {
        test::GitHubForgeRig rig;
        QVERIFY_RESULT(makeRepository(rig));
        const QString head = test::gitOut(*await(rig.forge().mirror(repo)), QStringLiteral("rev-parse refs/heads/dev"));
        const QString id = QString::number(rig.github().addRun(repo, redRun(head)));
        QVERIFY_RESULT(await(rig.forge().rerun(repo, id)));
        auto run = await(rig.forge().ciRun(repo, id));
        QCOMPARE(run->attempt, 2);
        QVERIFY_RESULT(await(rig.forge().cancelRun(repo, id)));
        run = await(rig.forge().ciRun(repo, id));
        QVERIFY(domain::isFinal(run->state));
        QVERIFY_RESULT(await(rig.forge().cancelRun(repo, id)));
    }

    void longListsAreReadToTheirEnd()
    {
        test::GitHubForgeRig rig;
        QVERIFY_RESULT(makeRepository(rig));
        rig.github().with([](test::FakeState &state) {
            const auto found = state.find(repo);
            for (int i = 0; i < 250; ++i) {
                test::FakeItem item;
                item.number = found->nextNumber++;
                item.id = ++state.nextId;
                item.title = QStringLiteral("Issue %1").arg(item.number);
                item.author = QStringLiteral("octo");
                found->items.insert(item.number, item);
            }
        });
        const auto issues = await(rig.forge().issues(repo));
        QVERIFY_RESULT(issues);
        QCOMPARE(issues->size(), 250);
        QCOMPARE(issues->last().number, 250);
    }

    void aRenamedRepositoryIsFollowed()
    {
        test::GitHubForgeRig rig;
        QVERIFY_RESULT(makeRepository(rig));
        rig.github().with([](test::FakeState &state) {
            state.find(repo)->name = QStringLiteral("renamed");
            state.moved.insert(repo, QStringLiteral("octo/renamed"));
        });
        QVERIFY_RESULT(await(rig.forge().ensureIssue(repo, QStringLiteral("a"), issueOf(QStringLiteral("One")))));
        QCOMPARE(await(rig.forge().issues(repo))->size(), 1);
    }

    void fineGrainedTokensWork()
    {
        test::FakeGitHubOptions options;
        options.accounts[0].tellsScopes = false;
        test::GitHubForgeRig rig(options);
        QVERIFY_RESULT(makeRepository(rig));
        QVERIFY(await(rig.forge().account())->missingScopes.isEmpty());
    }

    void serversWithoutIssueLinksHaveThemInTheBody()
    {
        test::FakeGitHubOptions options;
        options.dependencies = false;
        test::GitHubForgeRig rig(options);
        QVERIFY_RESULT(makeRepository(rig));
        QVERIFY_RESULT(await(rig.forge().ensureIssue(repo, QStringLiteral("a"), issueOf(QStringLiteral("One")))));
        Issue second = issueOf(QStringLiteral("Two"));
        second.blockedBy = { 1 };
        QVERIFY_RESULT(await(rig.forge().ensureIssue(repo, QStringLiteral("b"), second)));
        QCOMPARE(await(rig.forge().issue(repo, 2))->blockedBy, QList<int> { 1 });
    }

    void aRefusedTokenIsNotSentAgainAtOnce()
    {
        test::GitHubForgeRig rig;
        QVERIFY_RESULT(makeRepository(rig));
        rig.github().with(
            [](test::FakeState &state) { state.options.accounts[0].token = QStringLiteral("ghp_another"); });
        const auto first = await(rig.forge().issues(repo));
        QVERIFY(!first);
        const int counted = rig.github().counted();
        for (int i = 0; i < 5; ++i)
            QVERIFY(!await(rig.forge().issues(repo)));
        QCOMPARE(rig.github().counted(), counted);
        rig.settings.token = [] { return QStringLiteral("ghp_another"); };
        rig.restart();
        QVERIFY_RESULT(await(rig.forge().issues(repo)));
    }

    void drainEndsWhatWaits()
    {
        test::GitHubForgeRig rig;
        QVERIFY_RESULT(makeRepository(rig));
        rig.github().addFault({ test::FakeFault::Silence, {}, QRegularExpression(QStringLiteral("/issues")), 1 });
        auto waiting = rig.forge().issues(repo);
        QTest::qWait(50);
        rig.stop();
        const auto ended = await(std::move(waiting));
        QVERIFY(!ended);
        QCOMPARE(base::toString(ended.error().code), QStringLiteral("cancelled"));
    }

    void theTokenIsOnlyInTheEnvironmentOfGit()
    {
        logged.clear();
        QLoggingCategory::setFilterRules(QStringLiteral("slipway.*.debug=true"));
        const auto before = qInstallMessageHandler(collect);
        test::GitHubForgeRig rig;
        const auto made = makeRepository(rig);
        test::GitScratch scratch;
        const auto pull = openPull(rig, scratch, QStringLiteral("a.txt"));
        qInstallMessageHandler(before);
        QLoggingCategory::setFilterRules({});
        QVERIFY_RESULT(made);
        QVERIFY_RESULT(pull);
        const QByteArray token = rig.settings.token().toUtf8();
        const QByteArray encoded = QByteArray("x-access-token:" + token).toBase64();
        const auto isSafe = [&](const QByteArray &text) { return !text.contains(token) && !text.contains(encoded); };
        int files = 0;
        for (const QString &folder : { rig.stateFolder(), scratch.path() }) {
            QDirIterator walk(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
            while (walk.hasNext()) {
                QFile file(walk.next());
                QVERIFY(file.open(QIODevice::ReadOnly));
                QVERIFY2(isSafe(file.readAll()), qPrintable(file.fileName()));
                ++files;
            }
        }
        QVERIFY(files > 20);
        int authorized = 0;
        for (const auto &process : rig.processes()) {
            QVERIFY2(isSafe(process.arguments.join(QLatin1Char(' ')).toUtf8()), qPrintable(process.arguments.value(4)));
            const bool talks = process.arguments.contains(QStringLiteral("push"))
                || process.arguments.contains(QStringLiteral("fetch"));
            const bool given = !isSafe(QStringList(process.environment.values()).join(QLatin1Char(' ')).toUtf8());
            QCOMPARE(given, talks); // nothing else gets it
            authorized += given;
        }
        QVERIFY(authorized >= 4);
        const QString log = logged.join(QLatin1Char('\n'));
        QVERIFY(log.contains(QStringLiteral("POST")));
        QVERIFY(isSafe(log.toUtf8()));
    }

    void aRepositoryOfSomethingElseIsLeftAlone()
    {
        test::GitHubForgeRig rig;
        QVERIFY_RESULT(makeRepository(rig));
        test::GitHubForgeRig other; // another home, the same account
        other.settings.apiRoot = rig.github().apiRoot();
        other.restart();
        const auto taken = await(other.forge().ensureRepository(QString(), QStringLiteral("shortener"),
                                                                QStringLiteral("A shop"), mainBranch));
        QVERIFY(!taken);
        QCOMPARE(base::toString(taken.error().code), QStringLiteral("conflict"));
        QVERIFY_RESULT(await(other.forge().ensureRepository(QString(), QStringLiteral("shortener"),
                                                            QStringLiteral("Short URLs"), mainBranch)));
    }

    void authorsHaveTheStandingThatGitHubSays()
    {
        test::GitHubForgeRig rig;
        QVERIFY_RESULT(makeRepository(rig));
        const QString repo = QStringLiteral("octo/shortener");
        QVERIFY_RESULT(await(rig.forge().ensureIssue(repo, QStringLiteral("a"), issueOf(QStringLiteral("One")))));
        const QString forged = QStringLiteral("Text\n\n<!-- slipway:issue:people:1 -->");
        rig.github().with([&](test::FakeState &state) {
            const auto there = state.find(repo);
            there->collaborators.insert(QStringLiteral("ann"));
            there->bots.insert(QStringLiteral("robot"));
            for (const char *author : { "ann", "eve", "robot" }) {
                test::FakeItem item;
                item.number = there->nextNumber++;
                item.id = ++state.nextId;
                item.title = QStringLiteral("By somebody");
                item.body = forged;
                item.author = QString::fromLatin1(author);
                item.createdAt = item.updatedAt = QDateTime::currentDateTimeUtc();
                item.comments.append({ ++state.nextId, item.author, QStringLiteral("Hello"), item.createdAt });
                there->items.insert(item.number, item);
            }
        });
        const auto issues = await(rig.forge().issuesSince(repo, {}));
        QVERIFY_RESULT(issues);
        QCOMPARE(issues->size(), 4);
        const QList<Standing> expected { Standing::Ours, Standing::Member, Standing::Stranger, Standing::Bot };
        for (qsizetype i = 0; i < expected.size(); ++i) {
            QVERIFY2(issues->at(i).standing == expected.at(i), qPrintable(issues->at(i).author));
            // A marker that somebody else wrote is text.
            QCOMPARE(issues->at(i).marker, i == 0 ? QStringLiteral("a") : QString());
        }
        const auto comments = await(rig.forge().commentsSince(repo, {}));
        QVERIFY_RESULT(comments);
        QCOMPARE(comments->size(), 3);
        for (qsizetype i = 0; i < comments->size(); ++i) {
            QVERIFY(comments->at(i).standing == expected.at(i + 1));
            QCOMPARE(comments->at(i).number, issues->at(i + 1).number);
        }
    }

    void tenIdleProjectsCostNearlyNothing()
    {
        test::GitHubForgeRig rig;
        QStringList repos;
        for (int i = 0; i < 10; ++i) {
            const auto made
                = await(rig.forge().ensureRepository(QString(), QStringLiteral("p%1").arg(i), QString(), mainBranch));
            QVERIFY_RESULT(made);
            repos.append(made->fullName);
            QVERIFY_RESULT(
                await(rig.forge().ensureIssue(made->fullName, QStringLiteral("a"), issueOf(QStringLiteral("One")))));
        }
        rig.restart(); // the cache on disk counts, too
        const QDateTime seen = rig.timing().now();
        const int before = rig.github().counted();
        int polls = 0;
        for (qint64 end = rig.timing().nowMs() + 3'600'000; rig.timing().nowMs() < end; rig.timing().advance(30s)) {
            for (const QString &name : std::as_const(repos)) {
                QVERIFY_RESULT(await(rig.forge().issues(name)));
                QVERIFY_RESULT(await(rig.forge().issuesSince(name, seen)));
                QVERIFY_RESULT(await(rig.forge().commentsSince(name, seen)));
                QVERIFY_RESULT(await(rig.forge().pullRequests(name)));
                QVERIFY_RESULT(await(rig.forge().ciRuns(name, QString(), QString(), 20)));
                ++polls;
            }
        }
        const int counted = rig.github().counted() - before;
        qInfo("%d polls of a project in an hour: %d counted requests", polls, counted);
        QVERIFY(polls >= 1000);
        QVERIFY2(counted < 100, qPrintable(QString::number(counted)));
        QVERIFY(rig.forge().budget().countedLastHour < 100);
        QVERIFY(rig.forge().budget().freeLastHour > 1000);
    }
};

SLIPWAY_TEST(TstGitHubForge)
#include "tst_githubforge.moc"
