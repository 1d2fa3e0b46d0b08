// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/github/githuberrors.h"
#include "core/forge/github/markers.h"
#include "core/forge/github/runlog.h"
#include "tests/fakes/github/zipstream.h"
#include "tests/support/testmain.h"

using namespace slipway;
using namespace slipway::forge;

namespace {

net::HttpAnswer answer(int status, const QByteArray &body, net::HeaderList headers = {})
{
    net::HttpAnswer answer;
    answer.end = net::HttpEnd::Answered;
    answer.status = status;
    answer.body = body;
    answer.headers = std::move(headers);
    return answer;
}

domain::CiJob job()
{
    domain::CiJob job;
    job.id = QStringLiteral("7");
    job.name = QStringLiteral("test (gcc/14)");
    job.steps = { { 1, QStringLiteral("Set up job"), domain::CiState::Success, 0 },
                  { 4, QStringLiteral("Run tests"), domain::CiState::Failure, 1 } };
    return job;
}

} // namespace

/// What is read from and written into texts: errors, markers, logs.
class TstGitHubTexts final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyStatusHasItsClassAndSentence_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("part"); // of message and hint
        const auto row = [](const char *name, int status, const char *body, const char *code, const char *part) {
            QTest::addRow("%s", name) << status << QByteArray(body).replace('\'', '"') << QString::fromLatin1(code)
                                      << QString::fromLatin1(part);
        };
        row("401", 401, "{'message':'Bad credentials'}", "denied", "slipway login github");
        row("403 right", 403, "{'message':'Resource not accessible by personal access token'}", "denied",
            "not accessible");
        row("403 plan", 403, "{'message':'Upgrade to GitHub Pro or make this repository public'}", "denied", "plan");
        row("403 archived", 403, "{'message':'Repository was archived so is read-only.'}", "denied", "Unarchive");
        row("404", 404, "{'message':'Not Found'}", "not_found", "scopes");
        row("405", 405, "{'message':'Pull Request is still a draft'}", "invalid", "draft");
        row("409", 409, "{'message':'Git Repository is empty.'}", "conflict", "empty");
        row("410", 410, "{'message':'Issues are disabled for this repo'}", "not_found", "disabled");
        row("422 objects", 422,
            "{'message':'Validation Failed','errors':[{'code':'custom','message':'No commits between a and b'}]}",
            "invalid", "No commits");
        row("422 texts", 422, "{'message':'Unprocessable Entity','errors':['Can not approve your own pull request']}",
            "invalid", "Can not approve");
        row("422 bare", 422, "{'message':'sha was not supplied.'}", "invalid", "supplied");
        row("429", 429, "{}", "exhausted", "limit");
        row("451", 451, "{}", "denied", "legal");
        row("500", 500, "{}", "unavailable", "500");
        row("502 page", 502, "<html>Bad Gateway</html>", "unavailable", "502");
        row("200 page", 200, "<html>Log in to the hotel's network</html>", "unavailable", "trouble");
    }
    void everyStatusHasItsClassAndSentence()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, code);
        QFETCH(QString, part);
        const Error error = errorOf(answer(status, body), QStringLiteral("Reading o/r"));
        QCOMPARE(base::toString(error.code), code);
        QVERIFY(error.message.startsWith(QStringLiteral("Reading o/r")));
        QVERIFY(!error.message.contains(QLatin1Char('\n')));
        const QString all = error.message + error.hint;
        QVERIFY2(all.contains(part), qPrintable(all));
        QVERIFY2(!all.contains(QLatin1Char('<')), qPrintable(all));
    }

    void thePermissionThatLacksIsNamed()
    {
        const auto error
            = errorOf(answer(403, "{}", { { "X-Accepted-GitHub-Permissions", "contents=write,workflows=write" } }),
                      QStringLiteral("Pushing"));
        QVERIFY(error.hint.contains(QStringLiteral("workflows=write")));
    }

    void scopesThatLackAreNamed()
    {
        QCOMPARE(missingScopes("repo, workflow, read:org", true), QStringList());
        QCOMPARE(missingScopes("repo", true), QStringList { QStringLiteral("workflow") });
        QCOMPARE(missingScopes("public_repo, workflow", true), QStringList { QStringLiteral("repo") });
        QCOMPARE(missingScopes("public_repo,workflow", false), QStringList());
        QCOMPARE(missingScopes("", true), (QStringList { QStringLiteral("repo"), QStringLiteral("workflow") }));
        QVERIFY(missingScopesError({ QStringLiteral("workflow") }).message.contains(QStringLiteral("scope workflow")));
    }

    void whatGitSaysIsUnderstood_data()
    {
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *name, const char *said, const char *code) {
            QTest::addRow("%s", name) << QString::fromLatin1(said) << QString::fromLatin1(code);
        };
        row("workflow",
            "! [remote rejected] main -> main (refusing to allow a Personal Access Token to create or update workflow "
            "`.github/workflows/ci.yml` without `workflow` scope)",
            "denied");
        row("protected", "remote: error: GH006: Protected branch update failed for refs/heads/main.", "denied");
        row("moved", "! [rejected] main -> main (non-fast-forward)", "conflict");
        row("token",
            "remote: Invalid username or token. Password authentication is not supported\nfatal: Authentication failed "
            "for 'https://h/o/r.git/'",
            "denied");
        row("right",
            "remote: Permission to o/r.git denied to octo.\nfatal: unable to access: The requested URL returned error: "
            "403",
            "denied");
        row("absent", "remote: Repository not found.", "not_found");
        row("network", "fatal: unable to access 'https://h/': Could not resolve host: h", "unavailable");
        row("502", "error: RPC failed; HTTP 502 curl 22 The requested URL returned error: 502", "unavailable");
        row("other", "fatal: bad object", "invalid");
    }
    void whatGitSaysIsUnderstood()
    {
        QFETCH(QString, said);
        QFETCH(QString, code);
        const Error raw { ErrorCode::Invalid, QStringLiteral("git push failed"), {}, said };
        QCOMPARE(base::toString(gitErrorOf(raw, QStringLiteral("o/r"), QStringLiteral("main")).code), code);
    }

    void markersSurviveOddNames_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : { "task-17", "a --> b", "review:run 3 <b>", "100%", "ü" })
            QTest::addRow("%s", name) << QString::fromUtf8(name);
    }
    void markersSurviveOddNames()
    {
        QFETCH(QString, name);
        const QString body = markers::withMarker(QStringLiteral("Text\n"), markers::of(QStringLiteral("issue"), name));
        QVERIFY(body.startsWith(QStringLiteral("Text\n\n<!-- slipway:issue:")));
        QCOMPARE(body.count(QStringLiteral("-->")), 1);
        QCOMPARE(markers::nameIn(body, QStringLiteral("issue")), name);
        QVERIFY(markers::isIn(body, QStringLiteral("issue"), name));
        QVERIFY(!markers::isIn(body, QStringLiteral("comment"), name));
        QVERIFY(!markers::isIn(body, QStringLiteral("issue"), name + QLatin1Char('x')));
    }

    void aLongBodyKeepsItsMarker()
    {
        const QString marker = markers::of(QStringLiteral("issue"), QStringLiteral("m"));
        const QString body = markers::withMarker(QString(70'000, QLatin1Char('x')), marker);
        QCOMPARE(body.size(), 65'536);
        QVERIFY(body.endsWith(marker));
        QVERIFY(body.contains(QStringLiteral("cut")));
    }

    void blockersAreReadFromTheBody()
    {
        QCOMPARE(markers::blockersIn(markers::blockedByLine({ 3, 14 })), (QList<int> { 3, 14 }));
        QCOMPARE(markers::blockersIn(QStringLiteral("Text\n\nDepends on: #2 and #5\nmore")), (QList<int> { 2, 5 }));
        QCOMPARE(markers::blockersIn(QStringLiteral("It was blocked by #3 for days")), QList<int>());
        QCOMPARE(markers::blockersIn(QStringLiteral("See #4")), QList<int>());
    }

    void aLogComesFromTheArchiveByStep()
    {
        const QByteArray step = "\xef\xbb\xbf"
                                "2026-01-31T12:00:05.2850000Z ##[group]Run pytest\n"
                                "2026-01-31T12:00:05.2850000Z pytest -q\n2026-01-31T12:00:05.2850000Z ##[endgroup]\n"
                                "2026-01-31T12:00:06.2850000Z \x1b[31;1m1 failed\x1b[0m\r\n"
                                "2026-01-31T12:00:06.2850000Z ##[error]Process completed with exit code 1.\n";
        const auto zip = test::streamedZip({ { QStringLiteral("0_test (gcc14).txt"), "whole" },
                                             { QStringLiteral("test (gcc14)/4_Run tests.txt"), step },
                                             { QStringLiteral("test (gcc14)/1_Set up job.txt"), "ready\n" },
                                             { QStringLiteral("test (gcc14)/system.txt"), "runner\n" } });
        const auto log = jobLogFromArchive(zip, job(), 1'000'000);
        QVERIFY(log);
        QCOMPARE(*log,
                 "##[group]Set up job\nready\n##[endgroup]\n##[group]Run tests\nRun pytest\npytest -q\n1 failed\n"
                 "##[error]Process completed with exit code 1.\n##[endgroup]\n");
    }

    void anArchiveWithoutTheJobGivesNone()
    {
        QVERIFY(!jobLogFromArchive(test::streamedZip({ { QStringLiteral("0_other.txt"), "x" } }), job(), 1000));
        QVERIFY(
            !jobLogFromArchive(test::streamedZip({ { QStringLiteral("test (gcc14)/system.txt"), "x" } }), job(), 1000));
        QVERIFY(!jobLogFromArchive("no zip at all", job(), 1000));
        QVERIFY(!jobLogFromArchive({}, job(), 1000));
        const auto whole
            = test::streamedZip({ { QStringLiteral("test (gcc14)/1_Set up job.txt"), QByteArray(5000, 'x') } });
        for (qsizetype size = 1; size < whole.size(); size += 7)
            (void)jobLogFromArchive(whole.left(size), job(), 1000); // must not crash
    }

    void aTailBeginsWithALine()
    {
        QCOMPARE(logTail("one\ntwo\nthree\n", 9), "three\n");
        QCOMPARE(logTail("one\n", 100), "one\n");
        QVERIFY(!logTail("token ghp_abcdefghijklmnopqrstuvwxyz0123456789\n", 100).contains("ghp_abc"));
    }
};

SLIPWAY_TEST(TstGitHubTexts)
#include "tst_githubtexts.moc"
