// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/sample.h"

#include <QJsonArray>

namespace slipway::test::sample {

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

QDateTime ago(qint64 seconds)
{
    return QDateTime::currentDateTimeUtc().addSecs(-seconds);
}

QJsonObject event(const char *kind, const char *text, const char *tool = "", bool error = false)
{
    QJsonObject json { { s("kind"), s(kind) },
                       { s("text"), s(text) },
                       { s("time"), ago(60).toString(Qt::ISODateWithMs) } };
    if (tool[0])
        json.insert(s("tool"), s(tool));
    if (error)
        json.insert(s("is_error"), true);
    return json;
}

QJsonArray transcript()
{
    return {
        event("started", "replay · url-shortener"),
        event("text", "I will read the storage module first, then write the check for target addresses."),
        event("tool_call", "src/shortener/links.py", "Read"),
        event("tool_result",
              "class Links:\n    def __init__(self, database):\n        self._database = database\n\n    def "
              "create(self, target, alias=None):\n        code = alias or self._new_code()"),
        event("thinking",
              "Schemes other than http and https have to be refused, and so have addresses of this machine."),
        event("tool_call", "src/shortener/targets.py", "Write"),
        event("tool_result", "Created src/shortener/targets.py (48 lines)"),
        event("tool_call", "src/shortener/links.py: check the target before a code is made", "Edit"),
        event("tool_call", "python3 -m unittest tests.test_targets -v", "Bash"),
        event("tool_result",
              "test_refuses_javascript ... ok\ntest_refuses_loopback ... FAIL\n\nFAIL: test_refuses_loopback\n    "
              "self.assertEqual(400, status)\nAssertionError: 400 != 201",
              "Bash", true),
        event("text",
              "The loopback check compares names only. It has to look at the address that the name stands for, IPv6 "
              "included."),
        event("tool_call", "src/shortener/targets.py: use ipaddress to decide", "Edit"),
        event("tool_call", "python3 -m unittest tests.test_targets -v", "Bash"),
        event("tool_result",
              "test_refuses_javascript ... ok\ntest_refuses_loopback ... ok\ntest_refuses_private_networks ... "
              "ok\n\nRan 9 tests in 0.041s\nOK"),
        event("text", "All nine tests pass. Now the whole suite, so that nothing else changed its behaviour."),
        event("tool_call", "python3 -m unittest discover -s tests -t .", "Bash"),
    };
}

domain::CiRun run(const char *id, const char *branch, int pr, domain::CiState state, qint64 start, qint64 length,
                  const QList<domain::CiJob> &jobs)
{
    domain::CiRun result;
    result.id = s(id);
    result.workflow = s("ci");
    result.branch = s(branch);
    result.sha = s("9f2c41d7aa03be11").mid(pr % 5) + s("0123");
    result.event = pr > 0 ? s("pull_request") : s("push");
    result.pullRequest = pr;
    result.state = state;
    result.createdAt = ago(start);
    if (domain::isFinal(state))
        result.finishedAt = ago(start - length);
    result.jobs = jobs;
    return result;
}

QJsonArray ciRuns()
{
    using enum domain::CiState;
    const QList<domain::CiJob> good { { s("test"),
                                        s("test"),
                                        Success,
                                        { { 1, s("Check out"), Success, 0 },
                                          { 2, s("Unit tests"), Success, 0 },
                                          { 3, s("Health of the service"), Success, 0 } } } };
    const QList<domain::CiJob> bad { { s("test"),
                                       s("test"),
                                       Failure,
                                       { { 1, s("Check out"), Success, 0 },
                                         { 2, s("Unit tests"), Failure, 1 },
                                         { 3, s("Health of the service"), Skipped, 0 } } },
                                     { s("image"), s("image"), Skipped, {} } };
    const QList<domain::CiRun> runs {
        run("45", "issue-15", 27, Running, 12, 0, good),  run("44", "issue-7", 26, Success, 200, 38, good),
        run("43", "issue-8", 25, Failure, 330, 21, bad),  run("42", "dev", 0, Success, 560, 35, good),
        run("41", "issue-9", 24, Success, 720, 31, good), run("40", "dev", 0, Success, 900, 33, good),
        run("39", "issue-5", 23, Success, 1100, 36, good)
    };
    QJsonArray array;
    for (const auto &one : runs)
        array.append(domain::toJson(one));
    return array;
}

QString ciLog()
{
    return s("##[group]Unit tests\n+ python3 -m unittest discover -s tests -t .\n"
             "test_create_link (tests.test_links.LinksTest.test_create_link) ... ok\n"
             "test_custom_alias (tests.test_links.LinksTest.test_custom_alias) ... ok\n"
             "test_redirect_counts_visit (tests.test_redirect.RedirectTest.test_redirect_counts_visit) ... ok\n"
             "test_stats_by_day (tests.test_stats.StatsTest.test_stats_by_day) ... FAIL\n"
             "test_stats_of_unknown_code (tests.test_stats.StatsTest.test_stats_of_unknown_code) ... ok\n\n"
             "======================================================================\n"
             "FAIL: test_stats_by_day (tests.test_stats.StatsTest.test_stats_by_day)\n"
             "----------------------------------------------------------------------\n"
             "Traceback (most recent call last):\n"
             "  File \"/work/tests/test_stats.py\", line 41, in test_stats_by_day\n"
             "    self.assertEqual({\"2026-01-31\": 3}, stats[\"by_day\"])\n"
             "AssertionError: {'2026-01-31': 3} != {'2026-01-30': 1, '2026-01-31': 2}\n\n"
             "Ran 23 tests in 0.412s\n\nFAILED (failures=1)\n##[error]Process completed with exit code 1.\n");
}

QJsonArray deployments()
{
    using enum domain::DeployState;
    const QList<domain::Deployment> list {
        { s("d3"), Live, s("process"), s("http://127.0.0.1:3001"), 3001, {}, s("9f2c41d7aa03"), ago(540), {} },
        { s("d2"),
          Failed,
          s("process"),
          {},
          3001,
          {},
          s("41be22c09d7f"),
          ago(910),
          s("GET /healthz answered 500 for 30 s; d1 was kept live. See the log of the release") },
        { s("d1"), RolledBack, s("process"), s("http://127.0.0.1:3001"), 3001, {}, s("07d1aa9e4c33"), ago(1500), {} },
    };
    QJsonArray array;
    for (const auto &one : list)
        array.append(domain::toJson(one));
    return array;
}

QJsonObject agent(const char *name, const char *title, bool installed, bool signedIn, const char *version,
                  const char *hint, bool metered, bool recording)
{
    return { { s("name"), s(name) },       { s("title"), s(title) },     { s("installed"), installed },
             { s("signed_in"), signedIn }, { s("version"), s(version) }, { s("hint"), s(hint) },
             { s("metered"), metered },    { s("recording"), recording } };
}

QJsonArray agents()
{
    return { agent("claude", "Claude Code", true, true, "2.1.4", "subscription of alice@example.org", false, false),
             agent("codex", "Codex", true, false, "0.46", "run: codex login", true, false),
             agent("gemini", "Gemini CLI", false, false, "", "npm install -g @google/gemini-cli", true, false),
             agent("opencode", "OpenCode", false, false, "", "see opencode.ai", true, false),
             agent("replay", "Replay", true, true, "", "plays recorded work for its own ideas, offline", false, true) };
}

QJsonArray runsOf(const QString &task)
{
    return { QJsonObject { { s("id"), s("run-a") },
                           { s("task"), task },
                           { s("agent"), s("replay") },
                           { s("purpose"), s("implement") },
                           { s("round"), 0 },
                           { s("ended"), ago(800).toString(Qt::ISODate) },
                           { s("result"), s("success") } },
             QJsonObject { { s("id"), s("run-b") },
                           { s("task"), task },
                           { s("agent"), s("replay") },
                           { s("purpose"), s("rework") },
                           { s("round"), 1 },
                           { s("ended"), ago(300).toString(Qt::ISODate) },
                           { s("result"), s("success") } } };
}

} // namespace

domain::Plan plan()
{
    domain::Plan result;
    result.summary = s("A board for notes with votes");
    const struct {
        const char *slug, *title, *type;
        int priority;
        QStringList needs;
    } issues[] = { { "schema", "Create the schema for boards, notes and votes", "database", 0, {} },
                   { "storage", "Storage module with transactions", "backend", 0, { s("schema") } },
                   { "healthz", "Answer GET /healthz", "backend", 1, {} },
                   { "boards-api", "Create and list boards", "backend", 1, { s("storage") } },
                   { "notes-api", "Pin, edit and remove notes", "backend", 1, { s("storage") } },
                   { "votes-api", "Vote once per person and note", "backend", 2, { s("notes-api") } },
                   { "live", "Send changes to open boards as they happen", "backend", 3, { s("notes-api") } },
                   { "page-board", "Page of a board", "frontend", 2, { s("boards-api") } },
                   { "page-notes", "Drag notes and write on them", "frontend", 2, { s("page-board"), s("notes-api") } },
                   { "page-votes", "Vote and sort by votes", "frontend", 3, { s("page-board"), s("votes-api") } },
                   { "themes", "Dark and light colours", "frontend", 6, { s("page-board") } },
                   { "index", "Index for the notes of a board", "database", 3, { s("schema") } },
                   { "backup", "Nightly backup of the database", "database", 6, { s("schema") } },
                   { "ci", "Run the tests in CI", "devops", 1, {} },
                   { "image", "Small image that runs without root", "devops", 2, { s("healthz") } },
                   { "limits", "Limit requests per person", "backend", 4, { s("boards-api") } },
                   { "export", "Export a board as CSV", "backend", 5, { s("notes-api") } },
                   { "log", "Structured request log", "devops", 5, { s("healthz") } },
                   { "access", "Keyboard and screen reader pass", "qa", 4, { s("page-notes") } },
                   { "e2e", "End-to-end test: pin, vote, sort", "qa", 3, { s("page-votes") } },
                   { "load", "Load test with 200 people on a board", "qa", 6, { s("live") } } };
    for (const auto &issue : issues) {
        result.issues.append({ s(issue.slug),
                               s(issue.title),
                               s("Build it as the requirements describe it in section 4, with tests beside the code. "
                                 "Keep the interface small: other issues stand on it."),
                               { s(issue.type), s("priority:%1").arg(issue.priority) },
                               issue.priority,
                               { s("The behaviour is described by a test that fails without it"),
                                 s("Errors name what went wrong and what to do") },
                               issue.needs });
    }
    return result;
}

QString prd()
{
    return s(
        "# Note board\n\n## 1. What it is\n\nA board where a team **pins notes** and votes on them. One address a "
        "board, no account needed to read.\n\n"
        "## 2. Who uses it\n\n- A team of 3 to 30 people in a meeting\n- A moderator who opens and closes a board\n\n"
        "## 3. Goals\n\n| Goal | Measured by |\n|---|---|\n| A note is on every screen at once | 95 % within 300 ms "
        "|\n| Nobody votes twice | a test that tries |\n\n"
        "## 4. Interface\n\n`POST /api/boards` creates a board and answers with its code.\n\n```json\n{\"title\": "
        "\"Retrospective\"}\n```\n");
}

namespace {

git::DiffFile fileOf(const char *path, bool fresh, const QList<QPair<const char *, const char *>> &hunks)
{
    git::DiffFile file;
    file.newPath = s(path);
    file.oldPath = fresh ? QString() : file.newPath;
    int oldNumber = fresh ? 0 : 12;
    int newNumber = fresh ? 1 : 12;
    for (const auto &[header, body] : hunks) {
        git::DiffHunk hunk { s(header), oldNumber, newNumber, {} };
        const auto lines = s(body).split(QLatin1Char('\n'));
        for (const QString &line : lines) {
            using Kind = git::DiffLine::Kind;
            const Kind kind = line.startsWith(QLatin1Char('+')) ? Kind::Added
                : line.startsWith(QLatin1Char('-'))             ? Kind::Removed
                                                                : Kind::Context;
            hunk.lines.append(
                { kind, kind == Kind::Added ? 0 : oldNumber++, kind == Kind::Removed ? 0 : newNumber++, line.mid(1) });
            file.added += kind == Kind::Added;
            file.removed += kind == Kind::Removed;
        }
        file.hunks.append(hunk);
        oldNumber += 20;
        newNumber += 20;
    }
    return file;
}

} // namespace

git::Diff diff()
{
    git::Diff result;
    result.files.append(fileOf(
        "src/shortener/targets.py", true,
        { { "",
            "+\"\"\"Which addresses a short link may lead to.\"\"\"\n+\n+import ipaddress\n+import socket\n+from "
            "urllib.parse import urlsplit\n+\n+ALLOWED_SCHEMES = {\"http\", \"https\"}\n+\n+\n"
            "+class UnsafeTarget(ValueError):\n+    \"\"\"The address is refused; the text says why.\"\"\"\n+\n+\n"
            "+def check_target(address: str, resolve=socket.getaddrinfo) -> str:\n+    \"\"\"Returns the address as it "
            "is stored, or raises UnsafeTarget.\"\"\"\n"
            "+    parts = urlsplit(address.strip())\n+    if parts.scheme not in ALLOWED_SCHEMES:\n+        raise "
            "UnsafeTarget(\"only http and https addresses can be shortened\")\n"
            "+    for *_, socket_address in resolve(parts.hostname, parts.port or 80):\n+        ip = "
            "ipaddress.ip_address(socket_address[0])\n"
            "+        if ip.is_loopback or ip.is_private:\n+            raise UnsafeTarget(f\"{parts.hostname} is an "
            "address of this network\")\n+    return parts.geturl()" } }));
    result.files.append(fileOf(
        "src/shortener/links.py", false,
        { { "class Links:",
            "     def create(self, target, alias=None):\n         \"\"\"Stores a link and returns its code.\"\"\"\n-   "
            "     code = alias or self._new_code()\n-        self._database.execute(\"INSERT INTO links VALUES (?, "
            "?)\", (code, target))\n"
            "+        target = check_target(target)  # before anything is written\n+        code = alias or "
            "self._new_code()\n+        with self._database:\n+            self._database.execute(\n+                "
            "\"INSERT INTO links (code, target) VALUES (?, ?)\", (code, target))\n         return code" } }));
    result.files.append(
        fileOf("tests/test_targets.py", true,
               { { "",
                   "+import unittest\n+\n+from shortener.targets import UnsafeTarget, check_target\n+\n+\n+class "
                   "TargetsTest(unittest.TestCase):\n+    def test_refuses_javascript(self):\n+        with "
                   "self.assertRaises(UnsafeTarget):\n+            check_target(\"javascript:alert(1)\")" } }));
    result.files.append(
        fileOf("docs/api.md", false,
               { { "", "-Errors: `400`.\n+Errors: `400` with the reason, for an address that is refused." } }));
    return result;
}

git::Diff longDiff(int lines)
{
    git::DiffFile file;
    file.newPath = s("src/generated.py");
    file.added = lines;
    git::DiffHunk hunk { {}, 0, 1, {} };
    hunk.lines.reserve(lines);
    for (int i = 1; i <= lines; ++i)
        hunk.lines.append(
            { git::DiffLine::Kind::Added, 0, i, s("    value_%1 = compute(\"text %1\", %1)  # line").arg(i) });
    file.hunks.append(hunk);
    git::Diff result;
    result.files.append(file);
    return result;
}

void fill(FakeLink &link)
{
    const auto constant = [&link](const char *name, const QJsonObject &answer) {
        link.onQuery(s(name), [answer](const QJsonObject &) { return answer; });
    };
    constant("plan", { { s("plan"), domain::toJson(plan()) }, { s("gate"), s("g4") } });
    constant("prd", { { s("markdown"), prd() } });
    constant("diff", git::toJson(diff()));
    constant("ci_runs", { { s("runs"), ciRuns() } });
    constant("ci_log", { { s("text"), ciLog() } });
    constant("agents", { { s("agents"), agents() } });
    constant("recipes", { { s("ideas"), QJsonArray { s("Build a URL shortener") } } });
    constant("deployments", { { s("deployments"), deployments() } });
    link.onQuery(s("runs"), [](const QJsonObject &arguments) {
        return QJsonObject { { s("runs"), runsOf(arguments.value(QLatin1String("task")).toString()) } };
    });
    link.onQuery(s("transcript"), [](const QJsonObject &arguments) {
        const int from = arguments.value(QLatin1String("from")).toInt();
        const auto all = transcript();
        QJsonArray rest;
        for (int i = from; i < all.size(); ++i)
            rest.append(all.at(i));
        return QJsonObject { { s("events"), rest }, { s("next"), int(all.size()) }, { s("done"), false } };
    });
}

void playEvents(control::StateStore &store)
{
    qint64 time = QDateTime::currentMSecsSinceEpoch() - 400'000;
    const auto apply = [&](const char *type, const QJsonObject &data) {
        time += 23'000;
        store.apply({ s("%1-0").arg(time), s(type), data });
    };
    const auto notice = [&](const char *kind, const char *title, const char *text) {
        apply("notice",
              { { s("kind"), s(kind) },
                { s("project"), s("url-shortener") },
                { s("title"), s(title) },
                { s("text"), s(text) } });
    };
    const auto tasks = store.snapshot().tasks;
    const auto again
        = [&](int number) { apply("task", domain::toJson(tasks.value(s("url-shortener:%1").arg(number)))); };
    again(4);
    again(5);
    notice("deploy_live", "d3 is live", "http://127.0.0.1:3001");
    again(9);
    notice("ci_failed", "CI run 43 failed", "Unit tests of pull request 25; the agent repairs it");
    again(14);
    for (const auto &gate : store.snapshot().gates)
        apply("gate", domain::toJson(gate));
    again(6);
    again(8);
    for (const auto &worker : store.snapshot().workers) {
        if (!worker.task.isEmpty())
            apply("worker", domain::toJson(worker));
    }
    again(26);
    apply("project", domain::toJson(store.snapshot().projects.constLast()));
}

} // namespace slipway::test::sample
