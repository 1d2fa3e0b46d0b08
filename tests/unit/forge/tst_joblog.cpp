// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/redaction.h"
#include "core/forge/local/ci/joblog.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QTemporaryDir>

using namespace slipway;
using namespace slipway::forge;

class TstJobLog final : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString path() const
    {
        return m_folder.filePath(QStringLiteral("sub/%1.log").arg(QLatin1String(QTest::currentTestFunction())));
    }
    QByteArray all() const { return JobLog::tail(path(), 1 << 20).value(); }

private Q_SLOTS:
    void groupsByStep()
    {
        JobLog log(path(), 1 << 20);
        log.beginGroup(QStringLiteral("Run tests"));
        log.output("ok 1");
        log.error(QStringLiteral("Process completed with exit code 1."));
        log.endGroup();
        QCOMPARE(all(),
                 QByteArray("##[group]Run tests\nok 1\n##[error]Process completed with exit code 1.\n##[endgroup]\n"));
    }

    void aStepCannotForgeAnother()
    {
        JobLog log(path(), 1 << 20);
        log.output("##[group]Deploy");
        QCOMPARE(all(), QByteArray(" ##[group]Deploy\n"));
        log.beginGroup(QStringLiteral("name\nwith lines"));
        QVERIFY(all().endsWith("##[group]name with lines\n"));
    }

    void workflowCommandsAreShown_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("shown");
        QTest::newRow("error") << QByteArray("::error file=a.py,line=3::it broke") << QByteArray("##[error]it broke\n");
        QTest::newRow("warning") << QByteArray("::warning::careful%0Ahere") << QByteArray("##[warning]careful\nhere\n");
        QTest::newRow("plain") << QByteArray("a::error::b") << QByteArray("a::error::b\n");
        QTest::newRow("unknown") << QByteArray("::group::x") << QByteArray("::group::x\n");
    }
    void workflowCommandsAreShown()
    {
        QFETCH(QByteArray, line);
        JobLog log(path(), 1 << 20);
        log.output(line);
        QTEST(all(), "shown");
    }

    void masksAndSecretsAreHidden()
    {
        base::addSecret(QStringLiteral("registered-secret"));
        JobLog log(path(), 1 << 20);
        log.output("::add-mask::hunter2-value");
        log.output("password hunter2-value and registered-secret");
        QCOMPARE(all(), QByteArray("password *** and ***\n"));
        QFile raw(path());
        QVERIFY(raw.open(QIODevice::ReadOnly));
        QVERIFY(!raw.readAll().contains("registered-secret")); // not even on disk
    }

    void keepsTheEndWhenItIsTooLong()
    {
        constexpr qsizetype limit = 4096;
        JobLog log(path(), limit);
        log.beginGroup(QStringLiteral("Long"));
        for (int i = 0; i < 2000; ++i) {
            log.output("line " + QByteArray::number(i));
            QVERIFY(QFileInfo(path()).size() <= limit + 200);
        }
        const auto text = all();
        QVERIFY(text.startsWith("##[warning]"));
        QVERIFY(text.contains("##[group]Long\n")); // still says of which step the rest is
        QVERIFY(text.endsWith("line 1998\nline 1999\n"));
    }

    void aVeryLongLineIsCut()
    {
        JobLog log(path(), 1 << 20);
        log.output(QByteArray(100'000, 'x'));
        QVERIFY(all().size() < 20'000);
        QVERIFY(all().contains("line cut"));
    }

    void theTailBeginsWithALine()
    {
        JobLog log(path(), 1 << 20);
        for (int i = 100; i < 200; ++i)
            log.output("line " + QByteArray::number(i));
        QCOMPARE(JobLog::tail(path(), 20).value(), QByteArray("line 198\nline 199\n"));
        QCOMPARE(JobLog::tail(path(), 0).value(), QByteArray());
    }

    void noLogYetIsEmpty() { QCOMPARE(JobLog::tail(path(), 100).value(), QByteArray()); }
};

SLIPWAY_TEST(TstJobLog)
#include "tst_joblog.moc"
