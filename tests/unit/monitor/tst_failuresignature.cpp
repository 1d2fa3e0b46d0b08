// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitor/failuresignature.h"
#include "tests/support/testmain.h"

using slipway::monitor::failureSignature;

namespace {
QJsonObject evidence(const QString &log, const QString &step = QStringLiteral("Unit tests"))
{
    return { { QStringLiteral("workflow"), QStringLiteral("ci") },
             { QStringLiteral("job"), QStringLiteral("test") },
             { QStringLiteral("step"), step },
             { QStringLiteral("exit_code"), 1 },
             { QStringLiteral("url"), QStringLiteral("https://example.org/runs/%1").arg(log.size()) },
             { QStringLiteral("log"), log } };
}
} // namespace

class TstFailureSignature final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsFailuresApart_data()
    {
        QTest::addColumn<QString>("one");
        QTest::addColumn<QString>("other");
        QTest::addColumn<bool>("same");
        const auto row = [](const char *name, const char *one, const char *other, bool same) {
            QTest::newRow(name) << QString::fromUtf8(one) << QString::fromUtf8(other) << same;
        };
        row("the same", "FAIL: test_a", "FAIL: test_a", true);
        row("another test", "FAIL: test_a", "FAIL: test_b", false);
        row("one failure less", "FAILED (failures=3)", "FAILED (failures=2)", false);
        row("another value", "AssertionError: 3 != 4", "AssertionError: 3 != 5", false);
        row("another line number", "File \"app.py\", line 12", "File \"app.py\", line 14", false);
        row("duration", "Ran 12 tests in 0.123s", "Ran 12 tests in 0.456s", true);
        row("duration in words", "finished after 12 seconds", "finished after 14 seconds", true);
        row("timestamp", "2026-11-25T08:00:01.123Z boom", "2026-11-26T09:10:11.001Z boom", true);
        row("clock", "08:00:01 boom", "09:10:11 boom", true);
        row("address", "<Link object at 0x7f12ab>", "<Link object at 0x7fff00>", true);
        row("commit", "at 1a2b3c4d5e", "at 9f8e7d6c5b", true);
        row("a word of letters is no commit", "the facade broke", "the decade broke", false);
        row("temporary folder", "open /tmp/tmpab12/x.db: no", "open /tmp/tmpzz99/x.db: no", true);
        row("port", "connect 127.0.0.1:34567 refused", "connect 127.0.0.1:45678 refused", true);
        row("empty lines", "a\n\n\nb", "a\nb", true);
        row("order", "a\nb", "b\na", false);
    }
    void tellsFailuresApart()
    {
        QFETCH(QString, one);
        QFETCH(QString, other);
        QFETCH(bool, same);
        QCOMPARE(failureSignature(evidence(one)) == failureSignature(evidence(other)), same);
    }

    void theStepBelongsToIt()
    {
        QVERIFY(failureSignature(evidence(QStringLiteral("boom")))
                != failureSignature(evidence(QStringLiteral("boom"), QStringLiteral("Lint"))));
    }
};

SLIPWAY_TEST(TstFailureSignature)
#include "tst_failuresignature.moc"
