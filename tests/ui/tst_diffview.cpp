// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testmain.h"
#include "tests/ui/support/sample.h"
#include "ui/editor/diffhighlighter.h"
#include "ui/editor/diffview.h"
#include "ui/editor/logview.h"

#include <QClipboard>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QScrollBar>
#include <QSignalSpy>

using namespace slipway;
using ui::DiffRow;
using ui::DiffRows;

class TstDiffView final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void laysOutFilesHunksAndLines()
    {
        const DiffRows rows(test::sample::diff());
        QCOMPARE(rows.at(0).kind, DiffRow::Kind::File);
        QCOMPARE(rows.at(1).kind, DiffRow::Kind::Hunk);
        QCOMPARE(rows.at(2).kind, DiffRow::Kind::Line);
        const auto second = rows.rowOfFile(1);
        QCOMPARE(rows.text(second), QStringLiteral("src/shortener/links.py"));
        QCOMPARE(rows.at(second).kind, DiffRow::Kind::File);
        QVERIFY(rows.nextHunk(0, true) == 1);
        QVERIFY(rows.nextHunk(1, false) == -1);
    }

    void showsThatThereIsNothingToShow()
    {
        git::Diff diff;
        git::DiffFile picture;
        picture.oldPath = picture.newPath = QStringLiteral("logo.png");
        picture.binary = true;
        diff.files.append(picture);
        const DiffRows rows(diff);
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows.at(1).kind, DiffRow::Kind::Note);
    }

    void expandsTabsAndCutsEndlessLines()
    {
        QCOMPARE(ui::displayText(QStringLiteral("a\tb")), QStringLiteral("a   b"));
        QCOMPARE(ui::displayText(QStringLiteral("\t\tx")), QStringLiteral("        x"));
        const QString endless(50'000'000, QLatin1Char('x'));
        QCOMPARE(ui::displayText(endless).size(), DiffRows::maximumColumns + 1);
    }

    void highlightsByLanguage()
    {
        const DiffRows rows(test::sample::diff());
        ui::DiffHighlighter highlighter;
        const qsizetype first = 2;
        QVERIFY(rows.text(first + 2).startsWith(QStringLiteral("+import")));
        QVERIFY(!highlighter.formats(rows, rows.at(first + 2)).isEmpty());
        QVERIFY(highlighter.formats(rows, rows.at(0)).isEmpty());
    }

    void aHundredThousandLinesDoNotStopTheWindow()
    {
        QElapsedTimer timer;
        timer.start();
        DiffRows rows(test::sample::longDiff(100'000));
        const qint64 layout = timer.restart();
        ui::DiffView view;
        view.resize(900, 600);
        view.show();
        timer.restart();
        view.setRows(std::move(rows));
        view.grab();
        const qint64 first = timer.restart();
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum());
        view.grab();
        const qint64 end = timer.restart();
        for (int i = 0; i < 20; ++i) {
            view.verticalScrollBar()->setValue(i * 4000);
            view.grab();
        }
        const qint64 jump = timer.elapsed() / 20;
        qInfo(
            "100,000 lines: layout %lld ms, first picture %lld ms, jump to the end %lld ms, each further jump %lld ms",
            layout, first, end, jump);
        QVERIFY(layout < 1000);
        QVERIFY(first < 1500); // reads the index of languages once
        QVERIFY(end < 500);
        QVERIFY(jump < 300);
    }

    void copiesWhatIsChosen()
    {
        ui::DiffView view;
        view.resize(700, 400);
        view.setRows(DiffRows(test::sample::diff()));
        view.show();
        view.selectAll();
        QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
        const QString text = QGuiApplication::clipboard()->text();
        QVERIFY(text.contains(QStringLiteral("+import ipaddress")));
        QVERIFY(text.contains(QStringLiteral("-Errors: `400`.")));
        QVERIFY(text.endsWith(QLatin1Char('\n')));
    }

    void goesFromFileToFileAndHunkToHunk()
    {
        ui::DiffView view;
        view.resize(700, 120); // small: there is something to scroll
        view.setRows(DiffRows(test::sample::diff()));
        view.show();
        QSignalSpy files(&view, &ui::DiffView::currentFileChanged);
        view.goToFile(1);
        QCOMPARE(view.currentFile(), 1);
        QCOMPARE(files.constLast().constFirst().toInt(), 1);
        const int before = view.verticalScrollBar()->value();
        QTest::keyClick(&view, Qt::Key_N);
        QVERIFY(view.verticalScrollBar()->value() > before);
        QTest::keyClick(&view, Qt::Key_Home);
        QCOMPARE(view.verticalScrollBar()->value(), 0);
    }

    void survivesAnEmptyDiff()
    {
        ui::DiffView view;
        view.resize(300, 200);
        view.setRows({});
        view.show();
        view.selectAll();
        view.goToHunk(true);
        view.goToFile(3);
        QTest::mouseClick(view.viewport(), Qt::LeftButton);
        QVERIFY(view.selectedText().isEmpty());
        QCOMPARE(view.currentFile(), -1);
    }

    void findsTheFirstErrorInALog_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<bool>("error");
        QTest::newRow("assertion") << QStringLiteral("AssertionError: 1 != 2") << true;
        QTest::newRow("unittest") << QStringLiteral("FAIL: test_x (tests.T)") << true;
        QTest::newRow("github") << QStringLiteral("##[error]Process completed with exit code 1.") << true;
        QTest::newRow("git") << QStringLiteral("fatal: not a git repository") << true;
        QTest::newRow("name of a test") << QStringLiteral("test_failure_is_told ... ok") << false;
        QTest::newRow("zero") << QStringLiteral("0 failed") << false;
    }
    void findsTheFirstErrorInALog()
    {
        QFETCH(const QString, line);
        QFETCH(const bool, error);
        QCOMPARE(ui::LogView::isErrorLine(line), error);
    }

    void aGrowingLogIsContinued()
    {
        ui::LogView view;
        view.setLog(QStringLiteral("one\n"));
        view.setLog(QStringLiteral("one\ntwo\n"));
        QCOMPARE(view.toPlainText(), QStringLiteral("one\ntwo\n"));
        view.setLog(QStringLiteral("other"));
        QCOMPARE(view.toPlainText(), QStringLiteral("other"));
    }
};

SLIPWAY_TEST(TstDiffView)
#include "tst_diffview.moc"
