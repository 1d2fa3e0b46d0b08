// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/forge/githubforgerig.h"
#include "tests/support/testmain.h"
#include "tests/unit/forge/gitscratch.h"

#include <span>

using namespace slipway;
using namespace slipway::forge;
using namespace std::chrono_literals;

namespace {

const QString repo = QStringLiteral("octo/shortener");
const QString dev = QStringLiteral("dev");
const QString work = QStringLiteral("work/1");

Issue issueOf(const QString &title, QList<int> blockedBy = {})
{
    Issue issue;
    issue.title = title;
    issue.body = QStringLiteral("Body of ") + title;
    issue.labels = { QStringLiteral("backend") };
    issue.blockedBy = std::move(blockedBy);
    return issue;
}

/// What a project does from its repository to a merge, each step as a pipeline would call it.
class Story final {
public:
    explicit Story(test::GitHubForgeRig &rig)
        : m_rig(rig)
    {
    }

    /// The first error, if any. Every step may be called again.
    Result<> tell()
    {
        auto &forge = m_rig.forge();
        const QString main = QStringLiteral("main");
        CHECK(
            test::await(forge.ensureRepository({}, QStringLiteral("shortener"), QStringLiteral("Short\nURLs"), main)));
        TRY(const QString mirror, test::await(forge.mirror(repo)));
        const QString first = test::gitOut(mirror, QStringLiteral("rev-parse refs/heads/main"));
        if (test::git(mirror, { QStringLiteral("rev-parse"), QStringLiteral("refs/heads/dev") }).exitCode != 0)
            CHECK(test::await(forge.push(repo, mirror, first, dev, false)));
        const QList<Label> labels { { QStringLiteral("backend"), QStringLiteral("0e8a16"), QStringLiteral("Server") },
                                    { QStringLiteral("bug"), QStringLiteral("ff0000"), QString() } };
        CHECK(test::await(forge.ensureLabels(repo, labels)));
        CHECK(test::await(forge.ensureIssue(repo, QStringLiteral("task-1"), issueOf(QStringLiteral("One")))));
        CHECK(test::await(forge.ensureIssue(repo, QStringLiteral("task-2"), issueOf(QStringLiteral("Two"), { 1 }))));
        CHECK(test::await(forge.protectBranch(repo, dev)));
        if (m_commit.isEmpty()) {
            m_scratch.fetch(mirror);
            m_commit = m_scratch.commit(first, { { QStringLiteral("a.txt"), "x\n" } });
        }
        CHECK(test::await(forge.push(repo, m_scratch.path(), m_commit, work, false)));
        TRY(const PullRequest pull,
            test::await(forge.ensurePullRequest(repo, work, dev, QStringLiteral("Add a"), QStringLiteral("Text"))));
        CHECK(test::await(forge.ensureComment(repo, pull.number, QStringLiteral("c-1"), QStringLiteral("Looks good"))));
        if (m_run == 0)
            m_run = addRedRun();
        if (!m_rerun) // the one step here that is an action, not a state
            CHECK(test::await(forge.rerun(repo, QString::number(m_run))));
        m_rerun = true;
        Review review;
        review.verdict = ReviewVerdict::Approve;
        review.body = QStringLiteral("Fine");
        review.sha = m_commit;
        CHECK(test::await(forge.ensureReview(repo, pull.number, QStringLiteral("r-1"), review)));
        TRY(const MergeOutcome merged, test::await(forge.merge(repo, pull.number, m_commit)));
        if (merged.kind != MergeOutcome::Kind::Merged)
            return fail(ErrorCode::Internal, QStringLiteral("not merged: ") + merged.reason);
        IssueChange done;
        done.state = IssueState::Closed;
        done.addLabels = { QStringLiteral("qa") };
        done.removeLabels = { QStringLiteral("backend") };
        CHECK(test::await(forge.changeIssue(repo, 1, done)));
        CHECK(test::await(forge.deleteBranch(repo, work)));
        TRY(const auto issues, test::await(forge.issues(repo)));
        TRY(const auto pulls, test::await(forge.pullRequests(repo)));
        if (issues.size() != 2 || pulls.size() != 1)
            return fail(ErrorCode::Internal,
                        QStringLiteral("%1 issues, %2 pull requests").arg(issues.size()).arg(pulls.size()));
        return {};
    }

private:
    qint64 addRedRun()
    {
        test::FakeRun run;
        run.branch = work;
        run.sha = m_commit;
        run.conclusion = QStringLiteral("failure");
        run.jobs = { { 0, QStringLiteral("build"), QStringLiteral("failure"), {} } };
        return m_rig.github().addRun(repo, run);
    }

    test::GitHubForgeRig &m_rig;
    test::GitScratch m_scratch;
    QString m_commit;
    qint64 m_run = 0;
    bool m_rerun = false;
};

struct Endpoint {
    const char *name, *method, *path;
};

constexpr std::array endpoints {
    Endpoint { "user", "GET", "^/user$" },
    Endpoint { "read repository", "GET", "^/repos/octo/shortener$" },
    Endpoint { "create repository", "POST", "^/user/repos$" },
    Endpoint { "branches", "GET", "/branches$" },
    Endpoint { "read ref", "GET", "/git/ref/" },
    Endpoint { "labels", "GET", "/shortener/labels$" },
    Endpoint { "create label", "POST", "/shortener/labels$" },
    Endpoint { "change label", "PATCH", "/labels/" },
    Endpoint { "issues", "GET", "/issues$" },
    Endpoint { "create issue", "POST", "/issues$" },
    Endpoint { "read issue", "GET", "/issues/1$" },
    Endpoint { "link issue", "POST", "/dependencies/" },
    Endpoint { "protect", "PUT", "/protection$" },
    Endpoint { "pulls", "GET", "/pulls$" },
    Endpoint { "create pull", "POST", "/pulls$" },
    Endpoint { "read pull", "GET", "/pulls/3$" },
    Endpoint { "comments", "GET", "/comments$" },
    Endpoint { "create comment", "POST", "/comments$" },
    Endpoint { "rerun", "POST", "/rerun" },
    Endpoint { "read run", "GET", "/actions/runs/\\d+$" },
    Endpoint { "reviews", "GET", "/reviews$" },
    Endpoint { "create review", "POST", "/reviews$" },
    Endpoint { "read status", "GET", "/status$" },
    Endpoint { "set status", "POST", "/statuses/" },
    Endpoint { "merge", "PUT", "/merge$" },
    Endpoint { "close issue", "PATCH", "/issues/1$" },
    Endpoint { "add label", "POST", "/issues/1/labels$" },
    Endpoint { "remove label", "DELETE", "/issues/1/labels/" },
    Endpoint { "delete branch", "DELETE", "/git/refs/" },
};

struct Kind {
    const char *name;
    test::FakeFault::Kind kind;
};

constexpr std::array kinds {
    Kind { "timeout", test::FakeFault::Silence },
    Kind { "reset", test::FakeFault::Reset },
    Kind { "500", test::FakeFault::ServerError },
    Kind { "502 page", test::FakeFault::BadGatewayHtml },
    Kind { "answer lost", test::FakeFault::LostAnswer },
    Kind { "502 after the effect", test::FakeFault::LateBadGateway },
    Kind { "primary limit", test::FakeFault::PrimaryLimit },
    Kind { "secondary limit", test::FakeFault::SecondaryLimit },
    Kind { "401", test::FakeFault::Unauthorized },
};

} // namespace

/// Every endpoint with every fault: the end is the same as without.
class TstGitHubFaults final : public QObject {
    Q_OBJECT

    QJsonObject m_undisturbed;

    static QByteArray shown(const QJsonObject &state) { return QJsonDocument(state).toJson(); }

    void compareAfter(const Kind &kind, std::span<const Endpoint> where)
    {
        test::GitHubForgeRig rig;
        for (const Endpoint &endpoint : where) {
            const QRegularExpression path(QString::fromLatin1(endpoint.path));
            rig.github().addFault({ kind.kind, endpoint.method, path, 1 });
        }
        Story story(rig);
        auto told = story.tell();
        // A token that is refused pauses the project and asks a person; then it goes on, with a new engine.
        const bool pauses = kind.kind == test::FakeFault::Unauthorized;
        QVERIFY2(!pauses || !told, kind.name);
        for (size_t pause = 0; pauses && !told && pause < where.size(); ++pause) {
            QCOMPARE(base::toString(told.error().code), QStringLiteral("denied"));
            QVERIFY2(told.error().hint.contains(QStringLiteral("slipway login github")), qPrintable(told.error().hint));
            rig.restart();
            told = story.tell();
        }
        QVERIFY2(told,
                 qPrintable(told ? QString()
                                 : QStringLiteral("%1: %2 %3")
                                       .arg(QLatin1String(kind.name), told.error().message, told.error().detail)));
        QVERIFY2(rig.github().faultsLeft() == 0, kind.name);
        const QByteArray end = shown(rig.github().state());
        if (end != shown(m_undisturbed))
            qWarning("%s", end.constData());
        QVERIFY2(end == shown(m_undisturbed), kind.name);
    }

private Q_SLOTS:
    void initTestCase()
    {
        test::GitHubForgeRig rig;
        Story story(rig);
        QVERIFY_RESULT(story.tell());
        m_undisturbed = rig.github().state();
        QVERIFY(m_undisturbed.contains(repo));
        // Twice is once.
        QVERIFY_RESULT(story.tell());
        QCOMPARE(shown(rig.github().state()), shown(m_undisturbed));
        QVERIFY2(rig.github().smallestWriteGapMs() >= 1000, "writes came too fast");
    }

    /// Each endpoint once with this fault, all in one history.
    void theEndIsAsUndisturbed_data()
    {
        QTest::addColumn<int>("kind");
        for (size_t i = 0; i < kinds.size(); ++i)
            QTest::addRow("%s", kinds[i].name) << int(i);
    }
    void theEndIsAsUndisturbed()
    {
        QFETCH(int, kind);
        compareAfter(kinds[size_t(kind)], endpoints);
    }

    /// Each pair in a history of its own; takes minutes.
    void theEndIsAsUndisturbedByEachAlone_data()
    {
        QTest::addColumn<int>("endpoint");
        if (!qEnvironmentVariableIsSet("SLIPWAY_LONG_TESTS"))
            QSKIP("set SLIPWAY_LONG_TESTS to run it");
        for (size_t i = 0; i < endpoints.size(); ++i)
            QTest::addRow("%s", endpoints[i].name) << int(i);
    }
    void theEndIsAsUndisturbedByEachAlone()
    {
        QFETCH(int, endpoint);
        for (const Kind &kind : kinds)
            compareAfter(kind, std::span(&endpoints[size_t(endpoint)], 1));
    }

    void aCrashAfterALostAnswerMakesNothingTwice_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addRow("repository") << QStringLiteral("^/user/repos$");
        QTest::addRow("issue") << QStringLiteral("/issues$");
        QTest::addRow("pull request") << QStringLiteral("/pulls$");
        QTest::addRow("comment") << QStringLiteral("/comments$");
        QTest::addRow("review") << QStringLiteral("/reviews$");
    }
    void aCrashAfterALostAnswerMakesNothingTwice()
    {
        QFETCH(QString, path);
        test::GitHubForgeRig rig;
        // From the lost answer on nothing works: neither the create nor the look-up behind it.
        rig.github().addFault({ test::FakeFault::LostAnswer, "POST", QRegularExpression(path), 1, true });
        Story story(rig);
        const auto told = story.tell();
        QVERIFY(!told);
        QCOMPARE(base::toString(told.error().code), QStringLiteral("unavailable"));
        rig.github().with([](test::FakeState &state) { state.isDown = false; });
        rig.restart();
        QVERIFY_RESULT(story.tell());
        QCOMPARE(shown(rig.github().state()), shown(m_undisturbed));
    }

    void clocksThatDifferDoNotMatter()
    {
        test::FakeGitHubOptions options;
        options.clockSkewMs = -3 * 3'600'000;
        test::GitHubForgeRig rig(options);
        rig.github().addFault(
            { test::FakeFault::PrimaryLimit, "POST", QRegularExpression(QStringLiteral("/issues$")), 1 });
        Story story(rig);
        const qint64 before = rig.timing().nowMs();
        QVERIFY_RESULT(story.tell());
        const qint64 waited = rig.timing().nowMs() - before;
        QVERIFY2(waited > 300'000 && waited < 1'000'000, qPrintable(QString::number(waited)));
        QCOMPARE(shown(rig.github().state()), shown(m_undisturbed));
    }

    void aLimitThatDoesNotEndIsAnError()
    {
        test::GitHubForgeRig rig;
        rig.github().addFault(
            { test::FakeFault::SecondaryLimit, "POST", QRegularExpression(QStringLiteral("/issues$")), 1000 });
        Story story(rig);
        const auto told = story.tell();
        QVERIFY(!told);
        QCOMPARE(base::toString(told.error().code), QStringLiteral("exhausted"));
        QVERIFY(rig.github().faultsLeft() == 1);
    }
};

SLIPWAY_TEST(TstGitHubFaults)
#include "tst_githubfaults.moc"
