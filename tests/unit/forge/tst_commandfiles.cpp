// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/forge/local/ci/commandfiles.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QFile>
#include <QTemporaryDir>

#include <sys/stat.h>

using namespace slipway;
using namespace slipway::forge;

class TstCommandFiles final : public QObject {
    Q_OBJECT

private:
    using Map = QMap<QString, QString>;
    QTemporaryDir m_folder;
    int m_count = 0;
    CommandFiles fresh() { return CommandFiles(m_folder.filePath(QString::number(++m_count))); }

private Q_SLOTS:
    void assignments_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<Map>("expected");
        QTest::addColumn<QString>("error");
        const auto ok = [](const char *name, const char *content, const Map &map) {
            QTest::newRow(name) << QByteArray(content) << map << QString();
        };
        const auto bad = [](const char *name, const char *content, const char *error) {
            QTest::newRow(name) << QByteArray(content) << Map() << QString::fromUtf8(error);
        };
        const auto s = [](const char *text) { return QString::fromUtf8(text); };
        ok("empty", "", {});
        ok("one", "a=1\n", { { s("a"), s("1") } });
        ok("without newline", "a=1", { { s("a"), s("1") } });
        ok("CRLF", "a=1\r\n", { { s("a"), s("1") } });
        ok("empty value", "a=\n", { { s("a"), s("") } });
        ok("equals in value", "a=b=c\n", { { s("a"), s("b=c") } });
        ok("shift in value", "a=b<<c\n", { { s("a"), s("b<<c") } });
        ok("last one counts", "a=1\na=2\n", { { s("a"), s("2") } });
        ok("heredoc", "a<<EOF\nx\ny=z\nEOF\nb=2\n", { { s("a"), s("x\ny=z") }, { s("b"), s("2") } });
        ok("empty heredoc", "a<<EOF\nEOF\n", { { s("a"), s("") } });
        ok("umlaut", "a=\xc3\xa4\n", { { s("a"), s("ä") } });
        bad("no sign", "hello\n", "Invalid format 'hello'");
        bad("no name", "=x\n", "Invalid format");
        bad("open heredoc", "a<<EOF\nx\n", "delimiter 'EOF'");
        bad("no delimiter", "a<<\nx\n", "delimiter ''");
    }
    void assignments()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, error);
        const auto parsed = parseAssignments(content);
        QCOMPARE(parsed.has_value(), error.isEmpty());
        if (parsed)
            QTEST(*parsed, "expected");
        else
            QVERIFY2(parsed.error().message.contains(error), qPrintable(parsed.error().message));
    }

    void environmentMustNotTouchOurs_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("own") << QByteArray("MY_VAR=1\n") << true;
        QTest::newRow("github") << QByteArray("GITHUB_SHA=1\n") << false;
        QTest::newRow("runner") << QByteArray("RUNNER_TEMP=/\n") << false;
        QTest::newRow("node options") << QByteArray("NODE_OPTIONS=--require x\n") << false;
        QTest::newRow("option of env") << QByteArray("-S=1\n") << false;
        QTest::newRow("space") << QByteArray("a b=1\n") << false;
        QTest::newRow("huge") << QByteArray("A=") + QByteArray(40'000, 'x') << false;
    }
    void environmentMustNotTouchOurs()
    {
        QFETCH(QByteArray, content);
        const auto files = fresh();
        QVERIFY_RESULT(files.create());
        QVERIFY_RESULT(base::writeFileAtomically(files.environment().value(QStringLiteral("GITHUB_ENV")), content));
        QTEST(files.assignedEnvironment().has_value(), "allowed");
    }

    void readsWhatAStepWrote()
    {
        const auto files = fresh();
        QVERIFY_RESULT(files.create());
        const auto paths = files.environment();
        QCOMPARE(paths.size(), 4);
        QVERIFY_RESULT(base::writeFileAtomically(paths.value(QStringLiteral("GITHUB_PATH")), "/one\n\n/two\n"));
        QVERIFY_RESULT(base::writeFileAtomically(paths.value(QStringLiteral("GITHUB_OUTPUT")), "k=v\n"));
        const QStringList expected { QStringLiteral("/one"), QStringLiteral("/two") };
        QCOMPARE(files.paths().value(), expected);
        QCOMPARE(files.outputs().value().value(QStringLiteral("k")), QStringLiteral("v"));
        QVERIFY(files.assignedEnvironment().value().isEmpty());
    }

    void neverFollowsALink()
    {
        const auto files = fresh();
        QVERIFY_RESULT(files.create());
        const QString secret = m_folder.filePath(QStringLiteral("secret"));
        QVERIFY_RESULT(base::writeFileAtomically(secret, "token=hidden\n"));
        const QString output = files.environment().value(QStringLiteral("GITHUB_OUTPUT"));
        QVERIFY(QFile::remove(output));
        QVERIFY(QFile::link(secret, output));
        QVERIFY(files.outputs().value().isEmpty());
    }

    void aPipeDoesNotBlock()
    {
        const auto files = fresh();
        QVERIFY_RESULT(files.create());
        const QString output = files.environment().value(QStringLiteral("GITHUB_OUTPUT"));
        QVERIFY(QFile::remove(output));
        QCOMPARE(::mkfifo(QFile::encodeName(output).constData(), 0600), 0);
        const auto read = files.outputs();
        QVERIFY(!read);
        QCOMPARE(base::toString(read.error().code), base::toString(ErrorCode::Denied));
    }

    void tooMuchIsRefused()
    {
        const auto files = fresh();
        QVERIFY_RESULT(files.create());
        QVERIFY_RESULT(base::writeFileAtomically(files.environment().value(QStringLiteral("GITHUB_OUTPUT")),
                                                 QByteArray(2 * 1024 * 1024, 'x')));
        QCOMPARE(base::toString(files.outputs().error().code), base::toString(ErrorCode::Exhausted));
    }
};

SLIPWAY_TEST(TstCommandFiles)
#include "tst_commandfiles.moc"
