// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/deploy/rotatinglog.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QFile>
#include <QTemporaryDir>

using slipway::deploy::RotatingLog;

class TstRotatingLog final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTheNewestFiles()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("log"));
        {
            RotatingLog log(QFile::encodeName(path), 100, 3);
            for (int i = 0; i < 50; ++i) {
                const QByteArray line = "line " + QByteArray::number(i).rightJustified(4, '0') + '\n';
                log.append(line.constData(), line.size());
            }
        }
        const auto read = [&](const char *suffix) { return slipway::base::readFile(path + QLatin1String(suffix)); };
        QVERIFY_RESULT(read(""));
        QVERIFY_RESULT(read(".1"));
        QVERIFY_RESULT(read(".2"));
        QVERIFY(!QFile::exists(path + QStringLiteral(".3")));
        QVERIFY(read("")->endsWith("line 0049\n"));
        const QByteArray all = *read(".2") + *read(".1") + *read("");
        QVERIFY(all.size() <= 300);
        QVERIFY(all.startsWith("line 0020\n"));
    }

    void goesOnWithAnExistingFile()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("log"));
        QVERIFY_RESULT(slipway::base::writeFileAtomically(path, "before, no newline"));
        RotatingLog log(QFile::encodeName(path), 1000, 2);
        log.append("x", 1);
        log.note("note");
        const auto bytes = slipway::base::readFile(path);
        QVERIFY_RESULT(bytes);
        const auto lines = bytes->split('\n');
        QCOMPARE(lines.size(), 3);
        QCOMPARE(lines.first(), QByteArray("before, no newlinex"));
        QVERIFY(lines.at(1).endsWith(" [slipway] note"));
    }

    void aFolderThatIsNotThereIsNoError()
    {
        RotatingLog log("/proc/nowhere/log", 100, 2);
        log.append("x", 1);
        log.note("y");
        QVERIFY(!QFile::exists(QStringLiteral("/proc/nowhere/log")));
    }
};

SLIPWAY_TEST(TstRotatingLog)
#include "tst_rotatinglog.moc"
