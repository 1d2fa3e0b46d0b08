// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/forge/forgecontract.h"

#include "tests/support/asynctest.h"

namespace slipway::test {

using namespace slipway::forge;

namespace {

const auto dev = QStringLiteral("dev");
const auto mainBranch = QStringLiteral("main");

QString codeOf(const auto &result)
{
    return result ? QStringLiteral("no error") : base::toString(result.error().code);
}

} // namespace

#define COMPARE_CODE(result, expected) QCOMPARE(codeOf(result), base::toString(ErrorCode::expected))

void ForgeContract::init()
{
    m_harness = make();
    m_scratch = std::make_unique<GitScratch>();
    m_repo = m_harness->owner() + QStringLiteral("/shortener");
}

void ForgeContract::cleanup()
{
    m_scratch.reset();
    m_harness.reset();
}

void ForgeContract::makeRepository()
{
    const auto made = await(forge().ensureRepository(m_harness->owner(), QStringLiteral("shortener"),
                                                     QStringLiteral("Short URLs"), mainBranch));
    QVERIFY_RESULT(made);
    const auto mirror = await(forge().mirror(m_repo));
    QVERIFY_RESULT(mirror);
    QVERIFY_RESULT(await(forge().push(m_repo, *mirror, head(mainBranch), dev, false)));
}

QString ForgeContract::head(const QString &branch)
{
    const auto mirror = await(forge().mirror(m_repo));
    return mirror ? gitOut(*mirror, QStringLiteral("rev-parse refs/heads/%1").arg(branch)) : QString();
}

QString ForgeContract::pushChange(const QString &branch, const QString &target, const QMap<QString, QByteArray> &files)
{
    const auto mirror = await(forge().mirror(m_repo));
    if (!mirror)
        return {};
    m_scratch->fetch(*mirror);
    const QString sha = m_scratch->commit(head(branch), files);
    const auto pushed = await(forge().push(m_repo, m_scratch->path(), sha, target, true));
    return pushed ? sha : QString();
}

PullRequest ForgeContract::openPull(const QString &branch, const QString &file, const QByteArray &content)
{
    pushChange(dev, branch, { { file, content } });
    return await(forge().ensurePullRequest(m_repo, branch, dev, QStringLiteral("Add ") + file, QStringLiteral("Body")))
        .value_or(PullRequest {});
}

void ForgeContract::aRepositoryIsMadeOnceWithACommit()
{
    makeRepository();
    const QString first = head(mainBranch);
    QCOMPARE(first.size(), 40);
    const auto again = await(
        forge().ensureRepository(m_harness->owner(), QStringLiteral("shortener"), QStringLiteral("Other"), mainBranch));
    QVERIFY_RESULT(again);
    QCOMPARE(again->fullName, m_repo);
    QCOMPARE(again->defaultBranch, mainBranch);
    QVERIFY(!again->url.isEmpty());
    QVERIFY(!again->cloneUrl.isEmpty());
    QCOMPARE(head(mainBranch), first);
}

void ForgeContract::anUnknownRepositoryIsNotFound()
{
    const QString other = m_harness->owner() + QStringLiteral("/nothing");
    COMPARE_CODE(await(forge().issues(other)), NotFound);
    COMPARE_CODE(await(forge().pullRequests(other)), NotFound);
    COMPARE_CODE(await(forge().ensureIssue(other, QStringLiteral("m"), Issue {})), NotFound);
    COMPARE_CODE(await(forge().ciRuns(other, QString(), QString(), 10)), NotFound);
}

void ForgeContract::labelsCanBeEnsuredAgain()
{
    makeRepository();
    const QList<Label> labels { { QStringLiteral("backend"), QStringLiteral("0e8a16"), QStringLiteral("Server") },
                                { QStringLiteral("priority:0"), QStringLiteral("b60205"), QString() } };
    QVERIFY_RESULT(await(forge().ensureLabels(m_repo, labels)));
    QVERIFY_RESULT(await(forge().ensureLabels(m_repo, labels)));
}

void ForgeContract::anIssueComesBackAsItWasMade()
{
    makeRepository();
    Issue first;
    first.title = QStringLiteral("Store links");
    QVERIFY_RESULT(await(forge().ensureIssue(m_repo, QStringLiteral("store"), first)));
    Issue wanted;
    wanted.title = QStringLiteral("Redirect \"short\" links – <b>ü</b>");
    wanted.body = QStringLiteral("Line one\n\n- [ ] criterion\n");
    wanted.labels = { QStringLiteral("backend"), QStringLiteral("priority:1") };
    wanted.blockedBy = { 1 };
    const auto made = await(forge().ensureIssue(m_repo, QStringLiteral("redirect"), wanted));
    QVERIFY_RESULT(made);
    const auto found = await(forge().issue(m_repo, made->number));
    QVERIFY_RESULT(found);
    QCOMPARE(found->title, wanted.title);
    QVERIFY(found->body.startsWith(wanted.body.trimmed())); // a forge may keep its marker behind it
    QCOMPARE(found->labels, wanted.labels);
    QCOMPARE(found->blockedBy, wanted.blockedBy);
    QVERIFY(found->state == IssueState::Open);
    QVERIFY(found->createdAt.isValid());
    QVERIFY(!found->url.isEmpty());
    const auto all = await(forge().issues(m_repo));
    QVERIFY_RESULT(all);
    QCOMPARE(all->size(), 2);
    QCOMPARE(all->at(1).labels, wanted.labels);
    QCOMPARE(all->at(1).blockedBy, wanted.blockedBy);
}

void ForgeContract::theSameMarkerIsTheSameIssue()
{
    makeRepository();
    Issue issue;
    issue.title = QStringLiteral("One");
    const auto first = await(forge().ensureIssue(m_repo, QStringLiteral("a"), issue));
    const auto again = await(forge().ensureIssue(m_repo, QStringLiteral("a"), issue));
    const auto other = await(forge().ensureIssue(m_repo, QStringLiteral("b"), issue));
    QVERIFY_RESULT(first);
    QVERIFY_RESULT(again);
    QVERIFY_RESULT(other);
    QCOMPARE(again->number, first->number);
    QVERIFY(other->number != first->number);
    QCOMPARE(await(forge().issues(m_repo))->size(), 2);
}

void ForgeContract::twoCallsAtOnceMakeOneIssue()
{
    makeRepository();
    Issue issue;
    issue.title = QStringLiteral("One");
    auto first = forge().ensureIssue(m_repo, QStringLiteral("a"), issue);
    auto second = forge().ensureIssue(m_repo, QStringLiteral("a"), issue);
    const auto one = await(std::move(first));
    const auto two = await(std::move(second));
    QVERIFY_RESULT(one);
    QVERIFY_RESULT(two);
    QCOMPARE(one->number, two->number);
    QCOMPARE(await(forge().issues(m_repo))->size(), 1);
}

void ForgeContract::issuesAndPullRequestsShareTheirNumbers()
{
    makeRepository();
    Issue issue;
    issue.title = QStringLiteral("One");
    const auto first = await(forge().ensureIssue(m_repo, QStringLiteral("a"), issue));
    const auto pull = openPull(QStringLiteral("work/1"), QStringLiteral("a.txt"));
    const auto last = await(forge().ensureIssue(m_repo, QStringLiteral("b"), issue));
    QCOMPARE(pull.number, first->number + 1);
    QCOMPARE(last->number, first->number + 2);
    const auto issues = await(forge().issues(m_repo));
    QCOMPARE(issues->size(), 2); // a pull request is no issue
    QCOMPARE(issues->at(0).number, first->number);
    QCOMPARE(issues->at(1).number, last->number);
    const auto pulls = await(forge().pullRequests(m_repo));
    QCOMPARE(pulls->size(), 1);
    COMPARE_CODE(await(forge().pullRequest(m_repo, first->number)), NotFound);
}

void ForgeContract::anIssueNeedsATitle()
{
    makeRepository();
    COMPARE_CODE(await(forge().ensureIssue(m_repo, QStringLiteral("a"), Issue {})), Invalid);
    COMPARE_CODE(await(forge().issue(m_repo, 1)), NotFound);
}

void ForgeContract::labelsAndStateOfAnIssueChange()
{
    makeRepository();
    Issue issue;
    issue.title = QStringLiteral("One");
    issue.labels = { QStringLiteral("backend") };
    const int number = await(forge().ensureIssue(m_repo, QStringLiteral("a"), issue))->number;
    IssueChange change;
    change.addLabels = { QStringLiteral("in-review"), QStringLiteral("backend") };
    change.removeLabels = { QStringLiteral("not-there") };
    change.state = IssueState::Closed;
    QVERIFY_RESULT(await(forge().changeIssue(m_repo, number, change)));
    QVERIFY_RESULT(await(forge().changeIssue(m_repo, number, change)));
    auto found = await(forge().issue(m_repo, number));
    const QStringList both { QStringLiteral("backend"), QStringLiteral("in-review") };
    QCOMPARE(found->labels, both);
    QVERIFY(found->state == IssueState::Closed);
    QVERIFY(found->closedAt.isValid());
    IssueChange back;
    back.removeLabels = { QStringLiteral("in-review") };
    back.state = IssueState::Open;
    QVERIFY_RESULT(await(forge().changeIssue(m_repo, number, back)));
    found = await(forge().issue(m_repo, number));
    QCOMPARE(found->labels, QStringList { QStringLiteral("backend") });
    QVERIFY(found->state == IssueState::Open);
    QVERIFY(!found->closedAt.isValid());
    COMPARE_CODE(await(forge().changeIssue(m_repo, 99, back)), NotFound);
}

void ForgeContract::commentsAreMadeOnceAMarker()
{
    makeRepository();
    const auto pull = openPull(QStringLiteral("work/1"), QStringLiteral("a.txt"));
    for (const char *marker : { "one", "two", "one" })
        QVERIFY_RESULT(await(forge().ensureComment(m_repo, pull.number, QLatin1String(marker),
                                                   QStringLiteral("Text of ") + QLatin1String(marker))));
    const auto comments = await(forge().comments(m_repo, pull.number));
    QVERIFY_RESULT(comments);
    QCOMPARE(comments->size(), 2);
    QVERIFY(comments->at(0).body.startsWith(QStringLiteral("Text of one")));
    QVERIFY(comments->at(1).body.startsWith(QStringLiteral("Text of two")));
    QVERIFY(comments->at(0).createdAt.isValid());
    QVERIFY(!comments->at(0).author.isEmpty());
    COMPARE_CODE(await(forge().ensureComment(m_repo, 99, QStringLiteral("m"), QStringLiteral("x"))), NotFound);
}

void ForgeContract::newsOfARepositoryIsReadFromATimeOn()
{
    makeRepository();
    Issue issue;
    issue.title = QStringLiteral("One");
    const auto made = await(forge().ensureIssue(m_repo, QStringLiteral("people:1"), issue));
    QVERIFY_RESULT(made);
    QVERIFY_RESULT(await(forge().ensureComment(m_repo, made->number, QStringLiteral("a"), QStringLiteral("First"))));
    const auto all = await(forge().issuesSince(m_repo, {}));
    QVERIFY_RESULT(all);
    QCOMPARE(all->size(), 1);
    QVERIFY(all->first().standing == Standing::Ours);
    QCOMPARE(all->first().marker, QStringLiteral("people:1"));
    const auto comments = await(forge().commentsSince(m_repo, {}));
    QVERIFY_RESULT(comments);
    QCOMPARE(comments->size(), 1);
    QCOMPARE(comments->first().number, made->number);
    QVERIFY(comments->first().standing == Standing::Ours);
    QVERIFY(comments->first().body.startsWith(QLatin1String("First")));
    // What is exactly of that time is still news: nothing may fall between two looks.
    const auto again = await(forge().commentsSince(m_repo, comments->first().createdAt));
    QVERIFY_RESULT(again);
    QCOMPARE(again->size(), 1);
    const auto later = await(forge().commentsSince(m_repo, comments->first().createdAt.addDays(1)));
    QVERIFY_RESULT(later);
    QVERIFY(later->isEmpty());
    if (all->first().updatedAt.isValid()) {
        const auto changed = await(forge().issuesSince(m_repo, all->first().updatedAt));
        QVERIFY_RESULT(changed);
        QCOMPARE(changed->size(), 1);
        const auto none = await(forge().issuesSince(m_repo, all->first().updatedAt.addDays(1)));
        QVERIFY_RESULT(none);
        QVERIFY(none->isEmpty());
    }
    COMPARE_CODE(await(forge().issuesSince(m_harness->owner() + QStringLiteral("/nothing"), {})), NotFound);
    COMPARE_CODE(await(forge().commentsSince(m_harness->owner() + QStringLiteral("/nothing"), {})), NotFound);
}

void ForgeContract::aPushMakesAndMovesABranch()
{
    makeRepository();
    const QString work = QStringLiteral("work/1");
    const QString first = pushChange(dev, work, { { QStringLiteral("a.txt"), "1\n" } });
    QCOMPARE(head(work), first);
    const QString second = pushChange(work, work, { { QStringLiteral("a.txt"), "2\n" } });
    QVERIFY(second != first);
    QCOMPARE(head(work), second);
    QVERIFY_RESULT(await(forge().push(m_repo, m_scratch->path(), second, work, false))); // again: nothing happens
    QCOMPARE(head(work), second);
}

void ForgeContract::aPushThatLosesCommitsNeedsForce()
{
    makeRepository();
    const QString work = QStringLiteral("work/1");
    const QString first = pushChange(dev, work, { { QStringLiteral("a.txt"), "1\n" } });
    const QString other = m_scratch->commit(head(dev), { { QStringLiteral("b.txt"), "other\n" } });
    COMPARE_CODE(await(forge().push(m_repo, m_scratch->path(), other, work, false)), Conflict);
    QCOMPARE(head(work), first);
    QVERIFY_RESULT(await(forge().push(m_repo, m_scratch->path(), other, work, true)));
    QCOMPARE(head(work), other);
}

void ForgeContract::aPushOfAnUnknownCommitFails()
{
    makeRepository();
    const auto pushed = await(
        forge().push(m_repo, m_scratch->path(), QString(40, QLatin1Char('1')), QStringLiteral("work/1"), false));
    QVERIFY(!pushed);
    QVERIFY(!pushed.error().message.isEmpty());
    COMPARE_CODE(await(forge().push(m_repo, m_scratch->path(), head(dev), QStringLiteral("bad..name"), false)),
                 Invalid);
}

void ForgeContract::aProtectedBranchTakesNoPush()
{
    makeRepository();
    QVERIFY_RESULT(await(forge().protectBranch(m_repo, dev)));
    QVERIFY_RESULT(await(forge().protectBranch(m_repo, dev)));
    const QString before = head(dev);
    m_scratch->fetch(*await(forge().mirror(m_repo)));
    const QString sha = m_scratch->commit(before, { { QStringLiteral("a.txt"), "1\n" } });
    COMPARE_CODE(await(forge().push(m_repo, m_scratch->path(), sha, dev, false)), Denied);
    COMPARE_CODE(await(forge().push(m_repo, m_scratch->path(), sha, dev, true)), Denied);
    // A person with git on the command line, too.
    const QString url = m_harness->pushUrl(m_repo);
    const auto push = git(m_scratch->path(), { QStringLiteral("push"), url, sha + QStringLiteral(":refs/heads/dev") });
    QVERIFY(push.exitCode != 0);
    QVERIFY2(push.err.contains("protected"), push.err.constData());
    const auto remove = git(m_scratch->path(), { QStringLiteral("push"), url, QStringLiteral(":refs/heads/dev") });
    QVERIFY(remove.exitCode != 0);
    QCOMPARE(head(dev), before);
    const auto other
        = git(m_scratch->path(), { QStringLiteral("push"), url, sha + QStringLiteral(":refs/heads/devel") });
    QCOMPARE(other.exitCode, 0);
}

void ForgeContract::aDeletedBranchIsGone()
{
    makeRepository();
    const auto pull = openPull(QStringLiteral("work/1"), QStringLiteral("a.txt"));
    QVERIFY_RESULT(await(forge().deleteBranch(m_repo, QStringLiteral("work/1"))));
    QVERIFY_RESULT(await(forge().deleteBranch(m_repo, QStringLiteral("work/1"))));
    QVERIFY(git(*await(forge().mirror(m_repo)),
                { QStringLiteral("rev-parse"), QStringLiteral("--verify"), QStringLiteral("refs/heads/work/1") })
                .exitCode
            != 0);
    QVERIFY(await(forge().pullRequest(m_repo, pull.number))->state == PullRequestState::Closed);
    QVERIFY_RESULT(await(forge().protectBranch(m_repo, dev)));
    COMPARE_CODE(await(forge().deleteBranch(m_repo, dev)), Denied);
}

void ForgeContract::aPullRequestIsOpenedOnceAHead()
{
    makeRepository();
    const auto pull = openPull(QStringLiteral("work/1"), QStringLiteral("a.txt"));
    QVERIFY(pull.number > 0);
    QCOMPARE(pull.head, QStringLiteral("work/1"));
    QCOMPARE(pull.base, dev);
    QCOMPARE(pull.headSha, head(QStringLiteral("work/1")));
    QVERIFY(pull.state == PullRequestState::Open);
    QVERIFY(!pull.url.isEmpty());
    const auto again
        = await(forge().ensurePullRequest(m_repo, QStringLiteral("work/1"), dev, QStringLiteral("Other"), QString()));
    QVERIFY_RESULT(again);
    QCOMPARE(again->number, pull.number);
    QCOMPARE(again->title, pull.title);
    const auto other = openPull(QStringLiteral("work/2"), QStringLiteral("b.txt"));
    QVERIFY(other.number != pull.number);
    QCOMPARE(await(forge().pullRequests(m_repo))->size(), 2);
}

void ForgeContract::aPullRequestNeedsItsBranches()
{
    makeRepository();
    COMPARE_CODE(
        await(forge().ensurePullRequest(m_repo, QStringLiteral("nothing"), dev, QStringLiteral("T"), QString())),
        NotFound);
    COMPARE_CODE(await(forge().ensurePullRequest(m_repo, dev, dev, QStringLiteral("T"), QString())), Invalid);
    COMPARE_CODE(await(forge().pullRequest(m_repo, 99)), NotFound);
}

void ForgeContract::aPullRequestNeedsACommit()
{
    makeRepository();
    QVERIFY_RESULT(
        await(forge().push(m_repo, *await(forge().mirror(m_repo)), head(dev), QStringLiteral("work/1"), false)));
    COMPARE_CODE(
        await(forge().ensurePullRequest(m_repo, QStringLiteral("work/1"), dev, QStringLiteral("T"), QString())),
        Invalid);
}

void ForgeContract::theHeadOfAPullRequestIsLive()
{
    makeRepository();
    const auto pull = openPull(QStringLiteral("work/1"), QStringLiteral("a.txt"));
    const QString moved
        = pushChange(QStringLiteral("work/1"), QStringLiteral("work/1"), { { QStringLiteral("a.txt"), "2\n" } });
    QCOMPARE(await(forge().pullRequest(m_repo, pull.number))->headSha, moved);
    QCOMPARE(await(forge().pullRequests(m_repo))->first().headSha, moved);
}

void ForgeContract::reviewsAreMadeOnceAMarker()
{
    makeRepository();
    const auto pull = openPull(QStringLiteral("work/1"), QStringLiteral("a.txt"));
    Review review;
    review.verdict = ReviewVerdict::RequestChanges;
    review.body = QStringLiteral("Criterion 2 is not met");
    review.sha = pull.headSha;
    QVERIFY_RESULT(await(forge().ensureReview(m_repo, pull.number, QStringLiteral("round-1"), review)));
    QVERIFY_RESULT(await(forge().ensureReview(m_repo, pull.number, QStringLiteral("round-1"), review)));
    review.verdict = ReviewVerdict::Approve;
    QVERIFY_RESULT(await(forge().ensureReview(m_repo, pull.number, QStringLiteral("round-2"), review)));
    const auto reviews = await(forge().reviews(m_repo, pull.number));
    QVERIFY_RESULT(reviews);
    QCOMPARE(reviews->size(), 2);
    QVERIFY(reviews->at(0).verdict == ReviewVerdict::RequestChanges);
    QVERIFY(reviews->at(0).body.startsWith(review.body));
    QCOMPARE(reviews->at(0).sha, pull.headSha);
    QVERIFY(reviews->at(1).verdict == ReviewVerdict::Approve);
    COMPARE_CODE(await(forge().reviews(m_repo, 99)), NotFound);
}

void ForgeContract::aMergeMakesACommitWithTwoParents()
{
    makeRepository();
    const QString before = head(dev);
    const auto pull = openPull(QStringLiteral("work/1"), QStringLiteral("a.txt"));
    const auto merged = await(forge().merge(m_repo, pull.number, pull.headSha));
    QVERIFY_RESULT(merged);
    QVERIFY(merged->kind == MergeOutcome::Kind::Merged);
    QCOMPARE(head(dev), merged->sha);
    const QString mirror = *await(forge().mirror(m_repo));
    QCOMPARE(gitOut(mirror, QStringLiteral("log -1 --format=%P ") + merged->sha),
             before + QLatin1Char(' ') + pull.headSha);
    const QString message = gitOut(mirror, QStringLiteral("log -1 --format=%B ") + merged->sha);
    QVERIFY2(message.contains(QStringLiteral("#%1").arg(pull.number)), qPrintable(message));
    QVERIFY(message.contains(pull.title));
    const auto after = await(forge().pullRequest(m_repo, pull.number));
    QVERIFY(after->state == PullRequestState::Merged);
    QCOMPARE(after->mergeSha, merged->sha);
    QVERIFY(after->mergedAt.isValid());
}

void ForgeContract::aMergedPullRequestMergesAgainAsTheSame()
{
    makeRepository();
    const auto pull = openPull(QStringLiteral("work/1"), QStringLiteral("a.txt"));
    const auto first = await(forge().merge(m_repo, pull.number, pull.headSha));
    const auto again = await(forge().merge(m_repo, pull.number, pull.headSha));
    QVERIFY_RESULT(again);
    QVERIFY(again->kind == MergeOutcome::Kind::Merged);
    QCOMPARE(again->sha, first->sha);
    QCOMPARE(head(dev), first->sha);
    IssueChange reopen;
    reopen.state = IssueState::Open;
    COMPARE_CODE(await(forge().changeIssue(m_repo, pull.number, reopen)), Invalid);
}

void ForgeContract::aMovedHeadIsNotMerged()
{
    makeRepository();
    const QString before = head(dev);
    const auto pull = openPull(QStringLiteral("work/1"), QStringLiteral("a.txt"));
    const QString moved
        = pushChange(QStringLiteral("work/1"), QStringLiteral("work/1"), { { QStringLiteral("a.txt"), "2\n" } });
    QVERIFY(!moved.isEmpty());
    const auto outcome = await(forge().merge(m_repo, pull.number, pull.headSha));
    QVERIFY_RESULT(outcome);
    QVERIFY(outcome->kind == MergeOutcome::Kind::HeadMoved);
    QCOMPARE(head(dev), before);
    QVERIFY(await(forge().pullRequest(m_repo, pull.number))->state == PullRequestState::Open);
}

void ForgeContract::aConflictIsReportedWithItsFiles()
{
    makeRepository();
    const auto first = openPull(QStringLiteral("work/1"), QStringLiteral("src/same.txt"), "one\n");
    const auto second = openPull(QStringLiteral("work/2"), QStringLiteral("src/same.txt"), "two\n");
    QVERIFY(await(forge().merge(m_repo, first.number, first.headSha))->kind == MergeOutcome::Kind::Merged);
    const QString before = head(dev);
    const auto outcome = await(forge().merge(m_repo, second.number, second.headSha));
    QVERIFY_RESULT(outcome);
    QVERIFY(outcome->kind == MergeOutcome::Kind::Conflict);
    QCOMPARE(outcome->conflicts, QStringList { QStringLiteral("src/same.txt") });
    QCOMPARE(head(dev), before);
    QVERIFY(await(forge().pullRequest(m_repo, second.number))->state == PullRequestState::Open);
}

void ForgeContract::aClosedPullRequestIsNotMerged()
{
    makeRepository();
    const QString before = head(dev);
    const auto pull = openPull(QStringLiteral("work/1"), QStringLiteral("a.txt"));
    IssueChange close;
    close.state = IssueState::Closed;
    QVERIFY_RESULT(await(forge().changeIssue(m_repo, pull.number, close)));
    QVERIFY(await(forge().pullRequest(m_repo, pull.number))->state == PullRequestState::Closed);
    const auto outcome = await(forge().merge(m_repo, pull.number, pull.headSha));
    QVERIFY_RESULT(outcome);
    QVERIFY(outcome->kind == MergeOutcome::Kind::NotAllowed);
    QVERIFY(!outcome->reason.isEmpty());
    QCOMPARE(head(dev), before);
    // Its branch may have another one now.
    const auto next
        = await(forge().ensurePullRequest(m_repo, QStringLiteral("work/1"), dev, QStringLiteral("Again"), QString()));
    QVERIFY_RESULT(next);
    QVERIFY(next->number != pull.number);
}

void ForgeContract::aMergePassesTheProtection()
{
    makeRepository();
    QVERIFY_RESULT(await(forge().protectBranch(m_repo, dev)));
    const auto pull = openPull(QStringLiteral("work/1"), QStringLiteral("a.txt"));
    const auto outcome = await(forge().merge(m_repo, pull.number, pull.headSha));
    QVERIFY_RESULT(outcome);
    QVERIFY(outcome->kind == MergeOutcome::Kind::Merged);
    QCOMPARE(head(dev), outcome->sha);
}

void ForgeContract::withoutWorkflowsThereIsNoCi()
{
    makeRepository();
    const auto pull = openPull(QStringLiteral("work/1"), QStringLiteral("a.txt"));
    const auto has = await(forge().hasCi(m_repo, pull.headSha));
    QVERIFY_RESULT(has);
    QVERIFY(!*has);
    const auto runs = await(forge().ciRuns(m_repo, pull.headSha, QString(), 10));
    QVERIFY_RESULT(runs);
    QVERIFY(runs->isEmpty());
    COMPARE_CODE(await(forge().ciRun(m_repo, QStringLiteral("1"))), NotFound);
}

void ForgeContract::workflowsAreSeen()
{
    makeRepository();
    const QByteArray workflow = "on: pull_request\njobs: {a: {runs-on: ubuntu-latest, steps: [{run: 'true'}]}}\n";
    const auto pull = openPull(QStringLiteral("work/1"), QStringLiteral(".github/workflows/ci.yml"), workflow);
    const auto has = await(forge().hasCi(m_repo, pull.headSha));
    QVERIFY_RESULT(has);
    QVERIFY(*has);
}

void ForgeContract::aDeletedRepositoryIsGone()
{
    makeRepository();
    QVERIFY_RESULT(await(forge().deleteRepository(m_repo)));
    QVERIFY_RESULT(await(forge().deleteRepository(m_repo)));
    COMPARE_CODE(await(forge().issues(m_repo)), NotFound);
    COMPARE_CODE(await(forge().mirror(m_repo)), NotFound);
    makeRepository(); // the name is free again
    QVERIFY(await(forge().issues(m_repo))->isEmpty());
}

} // namespace slipway::test
