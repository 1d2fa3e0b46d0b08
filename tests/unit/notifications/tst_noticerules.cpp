// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/notifications/noticerules.h"
#include "core/settings/settingkeys.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QDirIterator>
#include <QRegularExpression>

using namespace slipway;
using notifications::NoticeRules;
using Delivery = NoticeRules::Delivery;

namespace {

/// Up to the comma that is in no parentheses.
QString firstArgument(const QString &text, qsizetype start)
{
    int depth = 0;
    qsizetype end = start;
    for (; end < text.size() && depth >= 0; ++end) {
        const QChar c = text.at(end);
        if (c == QLatin1Char(',') && depth == 0)
            break;
        depth += c == QLatin1Char('(') ? 1 : c == QLatin1Char(')') ? -1 : 0;
    }
    return text.mid(start, end - start);
}

} // namespace

Q_DECLARE_METATYPE(slipway::notifications::NoticeRules::Delivery)

class TstNoticeRules final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void deliversByKindAndHour_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QTime>("now");
        QTest::addColumn<Delivery>("expected");
        const QTime day(12, 0), night(23, 30), early(6, 59), morning(7, 0);
        QTest::newRow("result by day") << QStringLiteral("deploy_live") << day << Delivery::Now;
        QTest::newRow("result at night") << QStringLiteral("deploy_live") << night << Delivery::Gathered;
        QTest::newRow("until the last minute") << QStringLiteral("drained") << early << Delivery::Gathered;
        QTest::newRow("then as ever") << QStringLiteral("drained") << morning << Delivery::Now;
        QTest::newRow("failure at night") << QStringLiteral("deploy_failed") << night << Delivery::Silently;
        QTest::newRow("decision at night") << QStringLiteral("gate") << night << Delivery::Silently;
        QTest::newRow("gathered kind") << QStringLiteral("pr_ready") << day << Delivery::Gathered;
        QTest::newRow("kind that is off") << QStringLiteral("ci_failed") << day << Delivery::Never;
        QTest::newRow("off at night, too") << QStringLiteral("ci_failed") << night << Delivery::Never;
        QTest::newRow("kind of a later version") << QStringLiteral("invented") << day << Delivery::Now;
    }

    void deliversByKindAndHour()
    {
        QFETCH(const QString, kind);
        QFETCH(const QTime, now);
        QFETCH(const Delivery, expected);
        NoticeRules rules;
        QVERIFY_RESULT(rules.setQuiet(QStringLiteral("22:00-07:00")));
        rules.gathered = { QStringLiteral("pr_ready") };
        rules.off = { QStringLiteral("ci_failed"), QStringLiteral("gate") }; // a decision is told all the same
        QCOMPARE(rules.deliveryOf(kind, now), expected);
    }

    void readsHours_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected"); // empty: no quiet hours; null: refused
        QTest::newRow("times") << QStringLiteral("22:00-07:30") << QStringLiteral("22:00-07:30");
        QTest::newRow("hours") << QStringLiteral("22-7") << QStringLiteral("22:00-07:00");
        QTest::newRow("spaces") << QStringLiteral(" 9:15 - 10 ") << QStringLiteral("09:15-10:00");
        QTest::newRow("off") << QStringLiteral("off") << QStringLiteral("");
        QTest::newRow("no time") << QStringLiteral("25-7") << QString();
        QTest::newRow("words") << QStringLiteral("at night") << QString();
        QTest::newRow("one") << QStringLiteral("22:00") << QString();
    }

    void readsHours()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, expected);
        const auto hours = notifications::quietHours(text);
        QCOMPARE(hours.has_value(), !expected.isNull());
        if (hours)
            QCOMPARE(*hours, expected);
    }

    void quietHoursWithinADay()
    {
        NoticeRules rules;
        QVERIFY(!rules.isQuiet(QTime(3, 0)));
        QVERIFY_RESULT(rules.setQuiet(QStringLiteral("12-13")));
        QVERIFY(rules.isQuiet(QTime(12, 30)) && !rules.isQuiet(QTime(13, 0)) && !rules.isQuiet(QTime(11, 59)));
        QVERIFY_RESULT(rules.setQuiet(QStringLiteral("off")));
        QVERIFY(!rules.isQuiet(QTime(12, 30)));
    }

    /// The settings refuse a kind that does not exist; they know no other folder, so the list is there once more.
    void settingsKnowEveryKind()
    {
        QStringList kinds { QStringLiteral("none") };
        for (const auto &kind : notifications::noticeKinds())
            kinds.append(QLatin1String(kind.name));
        for (const auto key : { settings::Key::NotificationsOff, settings::Key::NotificationsGathered })
            QCOMPARE(QString::fromLatin1(settings::infoOf(key).choices).split(QLatin1Char(' ')), kinds);
    }

    /// An unknown kind could be neither gathered nor turned off.
    void everyKindThatIsSentIsKnown()
    {
        static const QRegularExpression word(QStringLiteral("QStringLiteral\\(\"(\\w+)\"\\)"));
        QSet<QString> sent;
        QDirIterator files(QStringLiteral(SLIPWAY_SOURCE_DIR "/core"), { QStringLiteral("*.cpp") }, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QString text = QString::fromUtf8(file.readAll());
            const QString call = QStringLiteral("events.notify(");
            for (qsizetype at = text.indexOf(call); at >= 0; at = text.indexOf(call, at + 1)) {
                auto words = word.globalMatch(firstArgument(text, at + call.size()));
                QVERIFY2(words.hasNext(), qPrintable(file.fileName())); // the kind is named where it is sent
                while (words.hasNext())
                    sent.insert(words.next().captured(1));
            }
        }
        QVERIFY(sent.contains(QStringLiteral("gate")) && sent.contains(QStringLiteral("preview_failed")));
        for (const QString &kind : std::as_const(sent))
            QVERIFY2(*notifications::kindOf(kind).name != '\0', qPrintable(kind));
        for (const auto &kind : notifications::noticeKinds())
            QVERIFY2(sent.contains(QLatin1String(kind.name)), kind.name);
    }
};

SLIPWAY_TEST(TstNoticeRules)
#include "tst_noticerules.moc"
