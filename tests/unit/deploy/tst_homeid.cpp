// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/deploy/homeid.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using slipway::deploy::homeIdOf;

class TstHomeId final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void staysAndTellsHomesApart()
    {
        QTemporaryDir folder;
        const auto one = homeIdOf(folder.filePath(QStringLiteral("one")));
        const auto two = homeIdOf(folder.filePath(QStringLiteral("two")));
        QVERIFY_RESULT(one);
        QVERIFY_RESULT(two);
        QCOMPARE(one->size(), 6);
        QVERIFY(*one != *two);
        QCOMPARE(*homeIdOf(folder.filePath(QStringLiteral("one"))), *one);
    }

    void movesWithItsHome()
    {
        QTemporaryDir folder;
        const auto before = homeIdOf(folder.filePath(QStringLiteral("here")));
        QVERIFY_RESULT(before);
        QVERIFY(QDir(folder.path()).rename(QStringLiteral("here"), QStringLiteral("there")));
        QCOMPARE(*homeIdOf(folder.filePath(QStringLiteral("there"))), *before);
        const auto fresh = homeIdOf(folder.filePath(QStringLiteral("here"))); // a new home at the former place
        QVERIFY_RESULT(fresh);
        QVERIFY(*fresh != *before);
        QCOMPARE(*homeIdOf(folder.filePath(QStringLiteral("there"))), *before);
    }

    void aCopyGetsItsOwn()
    {
        QTemporaryDir folder;
        const auto original = homeIdOf(folder.filePath(QStringLiteral("here")));
        QVERIFY_RESULT(original);
        QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("copy")));
        QVERIFY(QFile::copy(folder.filePath(QStringLiteral("here/home.json")),
                            folder.filePath(QStringLiteral("copy/home.json"))));
        const auto copy = homeIdOf(folder.filePath(QStringLiteral("copy")));
        QVERIFY_RESULT(copy);
        QVERIFY(*copy != *original);
        QCOMPARE(*homeIdOf(folder.filePath(QStringLiteral("copy"))), *copy);
        QCOMPARE(*homeIdOf(folder.filePath(QStringLiteral("here"))), *original);
    }
};

SLIPWAY_TEST(TstHomeId)
#include "tst_homeid.moc"
