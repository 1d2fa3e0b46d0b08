// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/layout.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

using namespace slipway;
using namespace slipway::forge;

class TstLayout final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void names_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("valid");
        for (const char *good : { "local/url-shortener", "a/b", "A.b_c/d.e-f" })
            QTest::newRow(good) << QString::fromUtf8(good) << true;
        for (const char *bad : { "", "a", "a/", "/b", "a/b/c", "../b", "a/..", "a/.b", ".a/b", "-a/b", "a/b c",
                                 "a/b.git", "a/b.", "a\\b/c" })
            QTest::addRow("bad '%s'", bad) << QString::fromUtf8(bad) << false;
    }
    void names()
    {
        QFETCH(QString, name);
        QTEST(checkFullName(name).has_value(), "valid");
    }

    void branches_data()
    {
        QTest::addColumn<QString>("branch");
        QTest::addColumn<bool>("valid");
        for (const char *good : { "dev", "slipway/7-add-login", "release-1.2", "a@b", "ü" })
            QTest::newRow(good) << QString::fromUtf8(good) << true;
        for (const char *bad :
             { "",    "-x",  "/x",   "x/",   ".x",     "a/.b",     "a..b", "a b", "a~b",  "a^b",  "a:b", "a?b",
               "a*b", "a[b", "a\\b", "a//b", "x.lock", "x.lock/y", "x.",   "@",   "a@{b", "HEAD", "a\nb" })
            QTest::addRow("bad '%s'", bad) << QString::fromUtf8(bad) << false;
    }
    void branches()
    {
        QFETCH(QString, branch);
        QTEST(checkBranch(branch).has_value(), "valid");
    }

    void commitsAreFullIds()
    {
        QVERIFY(checkSha(QString(40, QLatin1Char('a'))));
        QVERIFY(checkSha(QString(64, QLatin1Char('0'))));
        QVERIFY(!checkSha(QString(39, QLatin1Char('a'))));
        QVERIFY(!checkSha(QString(40, QLatin1Char('g'))));
        QVERIFY(!checkSha(QStringLiteral("dev")));
        QVERIFY(!checkSha(QStringLiteral("--upload-pack=x")));
    }
};

SLIPWAY_TEST(TstLayout)
#include "tst_layout.moc"
