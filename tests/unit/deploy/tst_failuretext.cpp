// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/failuretext.h"
#include "tests/support/testmain.h"

using namespace slipway;
using namespace slipway::deploy;

class TstFailureText final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hintsAtTheCause_data()
    {
        QTest::addColumn<QString>("log");
        QTest::addColumn<QString>("part");
        QTest::newRow("python module") << QStringLiteral("ModuleNotFoundError: No module named 'flask'")
                                       << QStringLiteral("dependency");
        QTest::newRow("node module") << QStringLiteral("Error: Cannot find module 'express'")
                                     << QStringLiteral("dependency");
        QTest::newRow("read-only database")
            << QStringLiteral("sqlite3.OperationalError: attempt to write a readonly database")
            << QStringLiteral("DATA_DIR");
        QTest::newRow("read-only folder")
            << QStringLiteral("OSError: [Errno 30] Read-only file system: 'x'") << QStringLiteral("DATA_DIR");
        QTest::newRow("port") << QStringLiteral("OSError: [Errno 98] Address already in use") << QStringLiteral("PORT");
        QTest::newRow("disk") << QStringLiteral("write: No space left on device") << QStringLiteral("disk");
        QTest::newRow("nothing known") << QStringLiteral("hello") << QStringLiteral("otherwise");
    }
    void hintsAtTheCause()
    {
        QFETCH(QString, log);
        QFETCH(QString, part);
        const QString hint = hintForLog(log, QStringLiteral("otherwise"));
        QVERIFY2(hint.contains(part), qPrintable(hint));
    }

    void picksTheDecisiveLines()
    {
        const QString log = QStringLiteral("2026-01-01T00:00:00Z [slipway] started, process 1\n"
                                           "booting\nTraceback (most recent call last):\n  File \"app.py\", line 1\n"
                                           "\x1b[91mValueError: no database\x1b[0m\n\n");
        QCOMPARE(decisiveLines(log), QStringList { QStringLiteral("ValueError: no database") });
        QCOMPARE(decisiveLines(QStringLiteral("a\nb\nc\nd\n"), 2),
                 (QStringList { QStringLiteral("c"), QStringLiteral("d") }));
        QVERIFY(decisiveLines(QString()).isEmpty());
    }

    void makesOneLine()
    {
        const Error error { ErrorCode::Invalid, QStringLiteral("It failed"), QStringLiteral("Do this"),
                            QStringLiteral("noise\nKeyError: 'x'\n") };
        QCOMPARE(oneLine(error), QStringLiteral("It failed: KeyError: 'x'. Do this"));
        const Error huge { ErrorCode::Invalid, QString(5000, QLatin1Char('x')), {}, {} };
        QVERIFY(oneLine(huge).size() <= 600);
        QVERIFY(!oneLine({ ErrorCode::Invalid, QStringLiteral("a\nb"), {}, {} }).contains(QLatin1Char('\n')));
    }
};

SLIPWAY_TEST(TstFailureText)
#include "tst_failuretext.moc"
