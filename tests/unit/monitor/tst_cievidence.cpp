// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitor/cievidence.h"
#include "tests/support/testmain.h"

using slipway::monitor::stepLines;

class TstCiEvidence final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void givesTheStepsLines_data()
    {
        QTest::addColumn<QString>("log");
        QTest::addColumn<QString>("step");
        QTest::addColumn<QStringList>("lines");
        const QString two = QStringLiteral("##[group]Build\nmake\n##[endgroup]\n##[group]Test\none\ntwo\n##[endgroup]");
        const auto row = [](const char *name, const QString &log, const char *step, const QStringList &lines) {
            QTest::newRow(name) << log << QString::fromUtf8(step) << lines;
        };
        row("its section", two, "Test", { QStringLiteral("one"), QStringLiteral("two") });
        row("no such section: everything", two, "Deploy",
            { QStringLiteral("make"), QStringLiteral("one"), QStringLiteral("two") });
        row("a name that begins alike is another step", QStringLiteral("##[group]Test it\nno\n##[group]Test\nyes"),
            "Test", { QStringLiteral("yes") });
        row("timestamps and colour go",
            QStringLiteral("##[group]Test\n2026-11-25T08:00:00.1234567Z \x1b[31mred\x1b[0m"), "Test",
            { QStringLiteral("red") });
        row("two sections of one name", QStringLiteral("##[group]Test\na\n##[endgroup]\n##[group]Test\nb"), "Test",
            { QStringLiteral("a"), QStringLiteral("b") });
    }
    void givesTheStepsLines()
    {
        QFETCH(QString, log);
        QFETCH(QString, step);
        QFETCH(QStringList, lines);
        QCOMPARE(stepLines(log, step), lines);
    }
};

SLIPWAY_TEST(TstCiEvidence)
#include "tst_cievidence.moc"
