// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/ci/expression.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace slipway;
using namespace slipway::forge;

class TstExpression final : public QObject {
    Q_OBJECT

private:
    static ExpressionScope sample()
    {
        ExpressionScope scope;
        scope.contexts
            = QJsonDocument::fromJson(
                  "{\"github\": {\"ref\": \"refs/heads/dev\", \"event_name\": \"push\", \"actor\": \"Slipway\","
                  " \"event\": {\"issue\": {\"labels\": [{\"name\": \"bug\"}, {\"name\": \"qa\"}]}, \"number\": 7}},"
                  " \"env\": {\"EMPTY\": \"\", \"LEVEL\": \"3\", \"GREETING\": \"it's\"},"
                  " \"needs\": {\"build\": {\"result\": \"success\", \"outputs\": {\"version\": \"1.2\"}}},"
                  " \"list\": [\"a\", \"b\"], \"with-dash\": {\"x-y\": 1}}")
                  .object();
        return scope;
    }

private Q_SLOTS:
    void evaluates_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected"); // as JSON inside an array
        const auto row = [](const char *text, const char *expected) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(expected);
        };
        row("true", "true");
        row("null", "null");
        row("42", "42");
        row("-1.5", "-1.5");
        row("0xff", "255");
        row("1e3", "1000");
        row("'text'", "\"text\"");
        row("'it''s'", "\"it's\"");
        row("''", "\"\"");
        row("github.ref", "\"refs/heads/dev\"");
        row("github['ref']", "\"refs/heads/dev\"");
        row("GitHub.REF", "\"refs/heads/dev\"");
        row("github.nothing", "null");
        row("github.nothing.deeper", "null");
        row("github.event.number", "7");
        row("list[1]", "\"b\"");
        row("list[2]", "null");
        row("list[0] == 'A'", "true");
        row("with-dash.x-y", "1");
        row("github.event.issue.labels.*.name", "[\"bug\",\"qa\"]");
        row("github.event.issue.labels[1].name", "\"qa\"");
        row("contains(github.event.issue.labels.*.name, 'QA')", "true");
        row("1 < 2", "true");
        row("2 <= 1", "false");
        row("'b' > 'A'", "true");
        row("'10' == 10", "true");
        row("'x' == 0", "false");
        row("null == 0", "true");
        row("'' == false", "true");
        row("'TRUE' == 'true'", "true");
        row("'a' != 'b'", "true");
        row("env.LEVEL > 2", "true");
        row("!true", "false");
        row("!!'x'", "true");
        row("!env.EMPTY", "true");
        row("true && 'yes' || 'no'", "\"yes\"");
        row("false && 'yes' || 'no'", "\"no\"");
        row("env.EMPTY || 'default'", "\"default\"");
        row("1 == 1 && 2 == 2", "true");
        row("true || false && false", "true");
        row("(true || false) && false", "false");
        row("contains('Hello', 'ELL')", "true");
        row("contains(list, 'b')", "true");
        row("contains(list, 'c')", "false");
        row("startsWith('Hello', 'he')", "true");
        row("endsWith(github.ref, '/dev')", "true");
        row("format('{0}-{1}', 'a', 2)", "\"a-2\"");
        row("format('{{{0}}}', 'a')", "\"{a}\"");
        row("join(list, ', ')", "\"a, b\"");
        row("join(list)", "\"a,b\"");
        row("toJSON('x')", "\"\\\"x\\\"\"");
        row("fromJSON('{\"a\": [1, 2]}').a[1]", "2");
        row("fromJSON('true')", "true");
        row("fromJSON(toJSON(list))[0]", "\"a\"");
        row("needs.build.outputs.version", "\"1.2\"");
        row("success()", "true");
        row("failure()", "false");
        row("always()", "true");
        row("cancelled()", "false");
        row("SUCCESS()", "true");
    }
    void evaluates()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const auto value = expression::evaluate(text, sample());
        QVERIFY_RESULT(value);
        const QJsonArray wrapped { *value };
        QCOMPARE(QString::fromUtf8(QJsonDocument(wrapped).toJson(QJsonDocument::Compact)),
                 QStringLiteral("[%1]").arg(expected));
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *text, const char *says) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(says);
        };
        row("", "too early");
        row("1 +", "unexpected '+'");
        row("(1", "too early");
        row("1 2", "unexpected '2'");
        row("'open", "not closed");
        row("nosuch.thing", "unknown name 'nosuch'");
        row("nosuch('x')", "no function nosuch()");
        row("contains('x')", "does not take 1");
        row("format('{1}', 'x')", "no argument");
        row("fromJSON('{')", "no JSON");
        row("github.", "too early");
        row("list[0", "too early");
        row("1.2.3", "no number");
        row("\"double\"", "unexpected");
    }
    void refuses()
    {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const auto value = expression::evaluate(text, sample());
        QVERIFY(!value);
        QCOMPARE(base::toString(value.error().code), base::toString(ErrorCode::Invalid));
        QVERIFY2(value.error().message.contains(says), qPrintable(value.error().message));
    }

    void hashFilesIsUnsupported()
    {
        const auto value = expression::evaluate(QStringLiteral("hashFiles('**/lock')"), sample());
        QVERIFY(!value);
        QCOMPARE(base::toString(value.error().code), base::toString(ErrorCode::Unsupported));
    }

    void hostileInputIsRefusedWithoutHarm()
    {
        const auto nested = QString(100'000, QLatin1Char('('));
        QVERIFY(!expression::evaluate(nested, sample()));
        const auto deep = QString(10'000, QLatin1Char('(')) + QLatin1Char('1') + QString(10'000, QLatin1Char(')'));
        const auto value = expression::evaluate(deep, sample());
        QVERIFY(!value);
        QVERIFY(value.error().message.contains(QStringLiteral("deeply")));
        QVERIFY_RESULT(expression::evaluate(QString(20'000, QLatin1Char('!')) + QStringLiteral("true"), sample()));
    }

    void interpolates_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("plain") << QStringLiteral("echo $HOME ${X}") << QStringLiteral("echo $HOME ${X}");
        QTest::newRow("two") << QStringLiteral("${{ list[0] }}-${{list[1]}}!") << QStringLiteral("a-b!");
        QTest::newRow("braces in quotes") << QStringLiteral("<${{ '}}' }}>") << QStringLiteral("<}}>");
        QTest::newRow("null is empty") << QStringLiteral("<${{ github.nothing }}>") << QStringLiteral("<>");
        QTest::newRow("number") << QStringLiteral("${{ 3.0 }}") << QStringLiteral("3");
        QTest::newRow("object") << QStringLiteral("${{ github }}") << QStringLiteral("Object");
        QTest::newRow("quote from a value") << QStringLiteral("${{ env.GREETING }}") << QStringLiteral("it's");
    }
    void interpolates()
    {
        QFETCH(QString, text);
        const auto value = expression::interpolate(text, sample());
        QVERIFY_RESULT(value);
        QTEST(*value, "expected");
    }
    void anExpressionWithoutEndIsInvalid()
    {
        QVERIFY(!expression::interpolate(QStringLiteral("a ${{ github.ref"), sample()));
    }

    void conditions_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("whenFine");
        QTest::addColumn<bool>("whenFailed");
        QTest::addColumn<bool>("whenSkipped");
        QTest::newRow("empty") << QString() << true << false << false;
        QTest::newRow("true") << QStringLiteral("true") << true << false << false;
        QTest::newRow("always") << QStringLiteral("always()") << true << true << true;
        QTest::newRow("wrapped always") << QStringLiteral("${{ always() }}") << true << true << true;
        QTest::newRow("failure") << QStringLiteral("failure()") << false << true << false;
        QTest::newRow("not cancelled") << QStringLiteral("!cancelled()") << true << true << true;
        QTest::newRow("status inside") << QStringLiteral("github.ref == 'refs/heads/dev' && always()") << true << true
                                       << true;
        QTest::newRow("without status") << QStringLiteral("github.ref == 'refs/heads/dev'") << true << false << false;
        QTest::newRow("other branch") << QStringLiteral("github.ref == 'refs/heads/x'") << false << false << false;
        QTest::newRow("success or failure") << QStringLiteral("success() || failure()") << true << true << false;
    }
    void conditions()
    {
        QFETCH(QString, text);
        auto scope = sample();
        const auto fine = expression::condition(text, scope);
        QVERIFY_RESULT(fine);
        QTEST(*fine, "whenFine");
        scope.failed = true;
        QTEST(expression::condition(text, scope).value(), "whenFailed");
        scope.failed = false;
        scope.skipped = true;
        QTEST(expression::condition(text, scope).value(), "whenSkipped");
    }
};

SLIPWAY_TEST(TstExpression)
#include "tst_expression.moc"
