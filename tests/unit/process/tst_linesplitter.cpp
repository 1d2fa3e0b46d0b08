// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/linesplitter.h"
#include "tests/support/testmain.h"

using namespace slipway::process;

class TstLineSplitter final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cutsAtNewlines_data()
    {
        QTest::addColumn<QByteArrayList>("chunks");
        QTest::addColumn<QByteArrayList>("lines");
        QTest::addColumn<bool>("dropped");
        using L = QByteArrayList;
        QTest::newRow("nothing") << L {} << L {} << false;
        QTest::newRow("one line") << L { "a\n" } << L { "a" } << false;
        QTest::newRow("empty lines") << L { "\n\n" } << L { "", "" } << false;
        QTest::newRow("no newline at the end") << L { "a\nb" } << L { "a", "b" } << false;
        QTest::newRow("split in the middle") << L { "ab", "cd", "e\nf\n" } << L { "abcde", "f" } << false;
        QTest::newRow("newline alone") << L { "a", "\n", "b" } << L { "a", "b" } << false;
        QTest::newRow("carriage return stays") << L { "a\r\n" } << L { "a\r" } << false;
        QTest::newRow("zero bytes stay") << L { QByteArray("a\0b\n", 4) } << L { QByteArray("a\0b", 3) } << false;
        QTest::newRow("as long as allowed") << L { "12345678\n" } << L { "12345678" } << false;
        QTest::newRow("too long in one chunk") << L { "123456789\nok\n" } << L { "ok" } << true;
        QTest::newRow("too long over chunks") << L { "12345", "6789", "abc", "d\nok" } << L { "ok" } << true;
        QTest::newRow("too long at the end") << L { "ok\n", "123456789" } << L { "ok" } << true;
    }
    void cutsAtNewlines()
    {
        QFETCH(QByteArrayList, chunks);
        LineSplitter splitter(8);
        QByteArrayList lines;
        const auto sink = [&](QByteArray line) { lines.append(line); };
        for (const QByteArray &chunk : std::as_const(chunks))
            splitter.feed(chunk, sink);
        splitter.finish(sink);
        QTEST(lines, "lines");
        QTEST(splitter.droppedLine(), "dropped");
    }

    void tailKeepsTheEnd_data()
    {
        QTest::addColumn<QByteArrayList>("chunks");
        QTest::addColumn<QByteArray>("tail");
        QTest::addColumn<bool>("cut");
        using L = QByteArrayList;
        QTest::newRow("fits") << L { "abc", "de" } << QByteArray("abcde") << false;
        QTest::newRow("exactly") << L { "12345678" } << QByteArray("12345678") << false;
        QTest::newRow("one more") << L { "12345678", "9" } << QByteArray("23456789") << true;
        QTest::newRow("big chunk") << L { "x", "0123456789abcdef" } << QByteArray("89abcdef") << true;
        QTest::newRow("many") << L { "1234", "5678", "9abc", "defg", "hi" } << QByteArray("bcdefghi") << true;
    }
    void tailKeepsTheEnd()
    {
        QFETCH(QByteArrayList, chunks);
        TailBuffer buffer(8);
        for (const QByteArray &chunk : std::as_const(chunks))
            buffer.append(chunk);
        QTEST(buffer.take(), "tail");
        QTEST(buffer.cut(), "cut");
    }
};

SLIPWAY_TEST(TstLineSplitter)
#include "tst_linesplitter.moc"
