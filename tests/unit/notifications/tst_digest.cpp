// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/notifications/digest.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

using namespace slipway;
using notifications::Digest;
using notifications::Notice;
using notifications::NoticeRules;

namespace {

/// A digest whose rules and clock a test sets, and what it told.
struct Desk {
    Desk()
        : digest([this] { return rules; }, nullptr, [this] { return now; })
    {
        rules.gathered = { QStringLiteral("pr_ready") };
        rules.gatherFor = std::chrono::milliseconds(60);
        QObject::connect(&digest, &Digest::due, &digest, [this](const Notice &notice, bool silently) {
            told.append(notice.kind + (silently ? QStringLiteral(" (silent)") : QString()));
        });
        QObject::connect(&digest, &Digest::gathered, &digest, [this](const QList<Notice> &notices) {
            QStringList titles;
            for (const Notice &notice : notices)
                titles.append(notice.title);
            told.append(titles.join(QLatin1Char('+')));
        });
    }
    void take(const char *kind, const QString &title = {})
    {
        digest.take({ QLatin1String(kind), QStringLiteral("p"), title, {} });
    }

    NoticeRules rules;
    QTime now { 12, 0 };
    QStringList told;
    Digest digest;
};

} // namespace

class TstDigest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsAtOnceAndTogether()
    {
        Desk desk;
        desk.take("pr_ready", QStringLiteral("a"));
        desk.take("deploy_live");
        desk.take("pr_ready", QStringLiteral("b"));
        QCOMPARE(desk.told, QStringList { QStringLiteral("deploy_live") });
        QTRY_COMPARE(desk.told.size(), 2);
        QCOMPARE(desk.told[1], QStringLiteral("a+b"));
        desk.take("pr_ready", QStringLiteral("c")); // the next round
        QTRY_COMPARE(desk.told.size(), 3);
        QCOMPARE(desk.told[2], QStringLiteral("c"));
    }

    void waitsForTheEndOfTheQuietHours()
    {
        Desk desk;
        QVERIFY_RESULT(desk.rules.setQuiet(QStringLiteral("22-7")));
        desk.now = QTime(23, 0);
        desk.take("drained", QStringLiteral("d"));
        desk.take("gate");
        QCOMPARE(desk.told, QStringList { QStringLiteral("gate (silent)") });
        QTest::qWait(200); // several rounds of gathering
        QCOMPARE(desk.told.size(), 1);
        desk.now = QTime(7, 0);
        QTRY_COMPARE(desk.told.size(), 2);
        QCOMPARE(desk.told[1], QStringLiteral("d"));
    }

    void rulesTakeEffectAtOnce()
    {
        Desk desk;
        desk.rules.off = { QStringLiteral("deploy_live") };
        desk.take("deploy_live");
        QVERIFY(desk.told.isEmpty());
        desk.rules.off.clear();
        desk.take("deploy_live");
        QCOMPARE(desk.told.size(), 1);
    }

    void keepsTheNewest()
    {
        Desk desk;
        for (int i = 0; i < 1000; ++i)
            desk.take("pr_ready", QString::number(i));
        QTRY_COMPARE(desk.told.size(), 1);
        QVERIFY(desk.told[0].endsWith(QStringLiteral("+999")));
        QCOMPARE(desk.told[0].count(QLatin1Char('+')), 199);
    }
};

SLIPWAY_TEST(TstDigest)
#include "tst_digest.moc"
