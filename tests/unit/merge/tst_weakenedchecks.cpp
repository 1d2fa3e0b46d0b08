// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/merge/weakenedchecks.h"
#include "tests/support/testmain.h"

using namespace slipway;
using domain::AgentType;

namespace {

/// A diff of one file; `lines` with their + - or blank in front.
QByteArray change(const char *path, const QByteArrayList &lines)
{
    int removed = 0, added = 0;
    for (const auto &line : lines) {
        removed += line.startsWith('+') ? 0 : 1;
        added += line.startsWith('-') ? 0 : 1;
    }
    const QByteArray name(path);
    return "diff --git a/" + name + " b/" + name + "\nindex 1111111..2222222 100644\n--- a/" + name + "\n+++ b/" + name
        + "\n@@ -10," + QByteArray::number(removed) + " +10," + QByteArray::number(added) + " @@\n" + lines.join('\n')
        + '\n';
}

QByteArray deletion(const char *path)
{
    const QByteArray name(path);
    return "diff --git a/" + name + " b/" + name + "\ndeleted file mode 100644\nindex 1111111..0000000\n--- a/" + name
        + "\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-import unittest\n";
}

} // namespace

class TstWeakenedChecks final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsWhatWeakens_data();
    void findsWhatWeakens();
    void letsHonestChangesPass_data();
    void letsHonestChangesPass();
};

void TstWeakenedChecks::findsWhatWeakens_data()
{
    QTest::addColumn<QByteArray>("diff");
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QByteArray &diff, const char *file, int line, const char *text) {
        QTest::newRow(name) << diff << QString::fromLatin1(file) << line << QString::fromLatin1(text);
    };
    row("a test goes", change("tests/test_links.py", { " class T:", "-    def test_expiry(self):", "-        pass" }),
        "tests/test_links.py", 0, "1 tests are removed and 0 added");
    row("tests go for fewer",
        change("src/links.test.ts", { "-it('a', () => {", "-it('b', () => {", "+  test('c', () => {" }),
        "src/links.test.ts", 0, "2 tests are removed and 1 added");
    row("a file of tests goes", deletion("tests/test_links.py"), "tests/test_links.py", 0, "deleted");
    row("python: skip", change("tests/test_links.py", { " class T:", "+    @unittest.skip(\"flaky\")" }),
        "tests/test_links.py", 11, "skipped");
    row("python: skipTest", change("tests/test_links.py", { "+        self.skipTest('later')" }), "tests/test_links.py",
        10, "skipped");
    row("pytest: xfail", change("tests/test_links.py", { "+@pytest.mark.xfail" }), "tests/test_links.py", 10,
        "expected to fail");
    row("javascript: skip", change("web/app.spec.js", { "+describe.skip('links', () => {" }), "web/app.spec.js", 10,
        "skipped");
    row("javascript: only", change("web/app.spec.js", { "+  it.only('works', () => {" }), "web/app.spec.js", 10,
        "all others");
    row("go: skip", change("links_test.go", { "+\tt.Skip(\"later\")" }), "links_test.go", 10, "skipped");
    row("rust: ignore", change("tests/links.rs", { "+#[ignore]" }), "tests/links.rs", 10, "skipped");
    row("java: disabled", change("src/test/java/LinkTest.java", { "+    @Disabled" }), "src/test/java/LinkTest.java",
        10, "skipped");
    row("or true", change("Makefile", { "-\tpython3 -m unittest", "+\tpython3 -m unittest || true" }), "Makefile", 10,
        "may fail");
    row("or nothing", change("ci/run.sh", { "+pytest ||:" }), "ci/run.sh", 10, "may fail");
    row("set +e", change("ci/run.sh", { "+set +e" }), "ci/run.sh", 10, "no longer end");
    row("coverage sinks", change("pyproject.toml", { "-fail_under = 90", "+fail_under = 70.5" }), "pyproject.toml", 10,
        "sinks from 90 to 70.5");
    row("coverage goes", change("setup.cfg", { "-addopts = --cov-fail-under=80", "+addopts =" }), "setup.cfg", 0,
        "cov-fail-under (80) is gone");
    row("a workflow outside of devops", change(".github/workflows/ci.yml", { "+      - run: make lint" }),
        ".github/workflows/ci.yml", 0, "not about it");
}

void TstWeakenedChecks::findsWhatWeakens()
{
    QFETCH(const QByteArray, diff);
    const auto found = merge::weakenedChecks(git::parseDiff(diff), AgentType::Backend);
    QCOMPARE(found.size(), 1);
    QTEST(found.first().file, "file");
    QTEST(found.first().line, "line");
    QFETCH(const QString, text);
    QVERIFY2(found.first().text.contains(text), qPrintable(found.first().text));
}

void TstWeakenedChecks::letsHonestChangesPass_data()
{
    QTest::addColumn<QByteArray>("diff");
    QTest::addColumn<AgentType>("type");
    const auto row = [](const char *name, const QByteArray &diff, AgentType type = AgentType::Backend) {
        QTest::newRow(name) << diff << type;
    };
    row("nothing", "");
    row("code", change("src/links.py", { "-return None", "+return link", "+# || true", "+t.Skip()" }));
    row("a new test", change("tests/test_links.py", { "+    def test_expiry(self):", "+        self.fail()" }));
    row("a test is renamed",
        change("tests/test_links.py", { "-    def test_a(self):", "+    def test_expired_link(self):" }));
    row("a test moves",
        change("tests/test_a.py", { "-def test_a():" }) + change("tests/test_b.py", { "+def test_a():" }));
    row("a skip goes", change("tests/test_links.py", { "-    @unittest.skip('flaky')" }));
    row("a helper goes", change("tests/test_links.py", { "-    def make_link(self):" }));
    row("a threshold rises", change("pyproject.toml", { "-fail_under = 70", "+fail_under = 90" }));
    row("a threshold stays", change("pyproject.toml", { "-fail_under = 70", "+fail_under = 70 # percent" }));
    row("a workflow by devops", change(".github/workflows/ci.yml", { "+      - run: make lint" }), AgentType::Devops);
    row("or something else", change("ci/run.sh", { "+test -f x || make x" }));
    row("truth in prose", change("README.md", { "+Ends with `|| true`." }));
}

void TstWeakenedChecks::letsHonestChangesPass()
{
    QFETCH(const QByteArray, diff);
    QFETCH(const AgentType, type);
    const auto found = merge::weakenedChecks(git::parseDiff(diff), type);
    QVERIFY2(found.isEmpty(), found.isEmpty() ? "" : qPrintable(found.first().file + found.first().text));
}

SLIPWAY_TEST(TstWeakenedChecks)
#include "tst_weakenedchecks.moc"
