// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/diff.h"
#include "tests/support/testmain.h"

#include <QElapsedTimer>

using namespace slipway::git;

namespace {

// One line a file: old|new|flags +added -removed, then its hunks.
QString described(const Diff &diff)
{
    QStringList result;
    for (const DiffFile &file : diff.files) {
        QString text = QStringLiteral("%1|%2|%3+%4-%5")
                           .arg(file.oldPath, file.newPath, file.binary ? QStringLiteral("binary ") : QString())
                           .arg(file.added)
                           .arg(file.removed);
        for (const DiffHunk &hunk : file.hunks)
            text += QStringLiteral(" @%1,%2(%3)x%4")
                        .arg(hunk.oldStart)
                        .arg(hunk.newStart)
                        .arg(hunk.header)
                        .arg(hunk.lines.size());
        result.append(text);
    }
    return result.join(QLatin1Char('\n'));
}

} // namespace

class TstDiff final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void parses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QByteArray &text, const char *expected) {
            QTest::newRow(name) << text << QString::fromUtf8(expected);
        };
        row("nothing", "", "");
        row("garbage", "hello\n@@ what\n+++\n\n---", "");
        row("modified",
            "diff --git a/x.c b/x.c\nindex 1..2 100644\n--- a/x.c\n+++ b/x.c\n@@ -1,2 +1,3 @@ int main()\n "
            "a\n-b\n+c\n+d\n",
            "x.c|x.c|+2-1 @1,1(int main())x4");
        row("two hunks, counts of one",
            "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n@@ -10 +10,2 @@\n z\n+y\n",
            "x|x|+2-1 @1,1()x2 @10,10()x2");
        row("added",
            "diff --git a/n b/n\nnew file mode 100644\nindex 0..1\n--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+a\n",
            "|n|+1-0 @0,1()x1");
        row("added empty", "diff --git a/n b/n\nnew file mode 100644\nindex 0000000..e69de29\n", "|n|+0-0");
        row("deleted", "diff --git a/d b/d\ndeleted file mode 100644\n--- a/d\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n",
            "d||+0-1 @1,0()x1");
        row("renamed", "diff --git a/o b/n\nsimilarity index 100%\nrename from o\nrename to n\n", "o|n|+0-0");
        row("mode only", "diff --git a/run b/run\nold mode 100644\nnew mode 100755\n", "run|run|+0-0");
        row("binary", "diff --git a/i.png b/i.png\nindex 1..2 100644\nBinary files a/i.png and b/i.png differ\n",
            "i.png|i.png|binary +0-0");
        row("binary added", "diff --git a/i b/i\nnew file mode 100644\nBinary files /dev/null and b/i differ\n",
            "|i|binary +0-0");
        row("path with spaces", "diff --git a/a b c b/a b c\n--- a/a b c\t\n+++ b/a b c\t\n@@ -1 +1 @@\n-a\n+b\n",
            "a b c|a b c|+1-1 @1,1()x2");
        row("quoted path",
            "diff --git \"a/\\303\\274\\t\\\"x\" \"b/\\303\\274\\t\\\"x\"\n--- \"a/\\303\\274\\t\\\"x\"\n"
            "+++ \"b/\\303\\274\\t\\\"x\"\n@@ -1 +1 @@\n-a\n+b\n",
            "\xc3\xbc\t\"x|\xc3\xbc\t\"x|+1-1 @1,1()x2");
        row("quoted path, mode only",
            "diff --git \"a/\\303\\274\" \"b/\\303\\274\"\nold mode 100644\nnew mode 100755\n",
            "\xc3\xbc|\xc3\xbc|+0-0");
        row("lines that look like headers",
            "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n--- a/y\n-@@ -1 +1 @@\n+++ b/y\n+diff --git a/q "
            "b/q\n"
            "diff --git a/z b/z\nold mode 100644\nnew mode 100755\n",
            "x|x|+2-2 @1,1()x4\nz|z|+0-0");
        row("no newline at the end",
            "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n"
            "\\ No newline at end of file\n",
            "x|x|+1-1 @1,1()x2");
        row("cut in the middle", "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n a\n-b", "x|x|+0-1 @1,1()x2");
        row("nonsense counts", "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -z,9 +1,q @@\n+a\n", "x|x|+0-0");
    }
    void parses()
    {
        QFETCH(QByteArray, text);
        QTEST(described(parseDiff(text)), "expected");
    }

    void numbersLines()
    {
        const Diff diff = parseDiff("diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -10,3 +20,3 @@\n a\n-b\n+c\n \td\r\n");
        const auto &lines = diff.files.first().hunks.first().lines;
        QCOMPARE(lines.size(), 4);
        const auto numbers = [&](int i) { return qMakePair(lines.at(i).oldNumber, lines.at(i).newNumber); };
        QCOMPARE(numbers(0), qMakePair(10, 20));
        QCOMPARE(numbers(1), qMakePair(11, 0));
        QCOMPARE(numbers(2), qMakePair(0, 21));
        QCOMPARE(numbers(3), qMakePair(12, 22));
        QCOMPARE(lines.at(3).text, QStringLiteral("\td\r"));
    }

    void jsonKeepsEverything()
    {
        Diff diff = parseDiff("diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -10,3 +20,3 @@ f()\n a\n-b\n+c\n d\n"
                              "diff --git a/i b/j\nsimilarity index 90%\nrename from i\nrename to j\n"
                              "Binary files a/i and b/j differ\n");
        diff.cut = true;
        const Diff again = diffFromJson(toJson(diff));
        QCOMPARE(described(again), described(diff));
        QVERIFY(again.cut);
        QCOMPARE(unifiedText(again), unifiedText(diff));
        QCOMPARE(again.files.first().hunks.first().lines.at(3).newNumber, 22);
    }
    void textParsesToTheSame()
    {
        const Diff diff
            = parseDiff("diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@ f()\n a\n-b\n+c\n+d\n"
                        "diff --git a/n b/n\nnew file mode 100644\n--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+a\n"
                        "diff --git a/d b/d\ndeleted file mode 100644\n--- a/d\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n"
                        "diff --git a/o b/m\nrename from o\nrename to m\n");
        QCOMPARE(described(parseDiff(unifiedText(diff).toUtf8())), described(diff));
    }

    void hundredThousandLinesAreFast()
    {
        QByteArray text = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -0,0 +1,100000 @@\n";
        for (int i = 0; i < 100'000; ++i)
            text += "+line number " + QByteArray::number(i) + '\n';
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(parseDiff(text).files.first().added, 100'000);
        QVERIFY(clock.elapsed() < 5000);
    }
    void anyBytesAreSurvived()
    {
        // Every prefix of a real diff, and bytes of a fixed pseudo-random sequence: nothing may crash or hang.
        const QByteArray real = "diff --git \"a/\\303\" b/x\nrename from \"\\30\n--- \"a/\\\n+++ b\n@@ -1 +1,2 @@\n "
                                "a\n+\n@@ -,+, @@\n@@ - + @@\n";
        for (qsizetype i = 0; i <= real.size(); ++i)
            (void)parseDiff(real.first(i));
        quint32 state = 1;
        for (int round = 0; round < 200; ++round) {
            QByteArray text = "diff --git a/x b/x\n@@ -1,5 +1,5 @@\n";
            for (int i = 0; i < 200; ++i) {
                state = state * 1103515245 + 12345;
                text.append("@-+ \n\\\"a/1,\0z"[(state >> 16) % 13]);
            }
            (void)unifiedText(parseDiff(text));
        }
    }
};

SLIPWAY_TEST(TstDiff)
#include "tst_diff.moc"
