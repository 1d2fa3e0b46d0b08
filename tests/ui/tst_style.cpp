// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testmain.h"
#include "ui/presentation/texts.h"
#include "ui/style/apptheme.h"
#include "ui/style/palettes.h"
#include "ui/style/themeicon.h"
#include "ui/widgets/mutedlabel.h"

#include <QApplication>
#include <QDirIterator>
#include <QRegularExpression>

using namespace slipway;
using ui::Tone;

class TstStyle final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyTextCanBeRead_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void everyTextCanBeRead()
    {
        QFETCH(const bool, dark);
        const QPalette palette = dark ? ui::darkPalette() : ui::lightPalette();
        QCOMPARE(ui::isDark(palette), dark);
        for (const auto tone :
             { Tone::Neutral, Tone::Accent, Tone::Success, Tone::Warning, Tone::Danger, Tone::Violet }) {
            for (const QColor &background : { ui::toneFill(tone, palette), palette.color(QPalette::Base),
                                              palette.color(QPalette::Window), ui::surface(palette) }) {
                const double ratio = ui::contrast(ui::toneColor(tone, palette), background);
                QVERIFY2(
                    ratio >= 4.5,
                    qPrintable(QStringLiteral("tone %1 on %2: %3").arg(int(tone)).arg(background.name()).arg(ratio)));
            }
        }
        for (const QColor &background : { palette.color(QPalette::Base), palette.color(QPalette::Window),
                                          ui::surface(palette), ui::selectionFill(palette), ui::hoverFill(palette) }) {
            QVERIFY(ui::contrast(palette.color(QPalette::Text), background) >= 7);
            QVERIFY2(ui::contrast(ui::mutedText(palette), background) >= 4.5, qPrintable(background.name()));
        }
        QVERIFY(ui::contrast(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight)) >= 3.9);
    }

    void iconsFollowThePalette()
    {
        ui::AppTheme theme;
        theme.setMode(ui::AppTheme::Mode::Light);
        const QIcon icon = ui::themeIcon(QStringLiteral("media-playback-start"));
        QVERIFY(!icon.isNull());
        const auto brightness = [&] {
            const QImage image = icon.pixmap(22, 22).toImage();
            return image.pixelColor(8, 11).lightness();
        };
        const int light = brightness();
        theme.setMode(ui::AppTheme::Mode::Dark);
        QVERIFY(brightness() > light + 100);
        QVERIFY(ui::themeIcon(QStringLiteral("no-such-icon")).isNull());
        theme.setMode(ui::AppTheme::Mode::Light);
    }

    void everyIconThatIsNamedExists()
    {
        // The sources name icons by text; one that Breeze does not have would be an empty button.
        const QRegularExpression direct(QStringLiteral("themeIcon\\(\\s*QStringLiteral\\(\"([a-z0-9-]+)\"\\)"));
        QDirIterator files(QStringLiteral(SLIPWAY_SOURCE_DIR "/ui"), { QStringLiteral("*.cpp") }, QDir::Files,
                           QDirIterator::Subdirectories);
        int checked = 0;
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QString text = QString::fromUtf8(file.readAll());
            auto matches = direct.globalMatch(text);
            while (matches.hasNext()) {
                const QString name = matches.next().captured(1);
                QVERIFY2(!ui::themeIcon(name).isNull(), qPrintable(name + QStringLiteral(" in ") + file.fileName()));
                ++checked;
            }
        }
        QVERIFY(checked > 20);
        for (const auto type : domain::allAgentTypes())
            QVERIFY(!ui::themeIcon(ui::typeIcon(type)).isNull());
    }

    void secondaryTextIsRightAfterAChangeOfColours()
    {
        ui::AppTheme theme;
        theme.setMode(ui::AppTheme::Mode::Light);
        ui::MutedLabel label(QStringLiteral("text"));
        label.show();
        theme.setMode(ui::AppTheme::Mode::Dark);
        QTRY_COMPARE(label.palette().color(QPalette::WindowText), ui::mutedText(ui::darkPalette()));
        theme.setMode(ui::AppTheme::Mode::Light);
        QTRY_COMPARE(label.palette().color(QPalette::WindowText), ui::mutedText(ui::lightPalette()));
    }

    void agesAndDurations_data()
    {
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("age");
        QTest::newRow("now") << qint64(2) << QStringLiteral("just now");
        QTest::newRow("seconds") << qint64(42) << QStringLiteral("42 s");
        QTest::newRow("minutes") << qint64(125) << QStringLiteral("2 min");
        QTest::newRow("hours") << qint64(7300) << QStringLiteral("2 h");
        QTest::newRow("days") << qint64(3 * 86400) << QStringLiteral("3 d");
    }
    void agesAndDurations()
    {
        QFETCH(const qint64, seconds);
        QFETCH(const QString, age);
        const QDateTime now = QDateTime::currentDateTimeUtc();
        QCOMPARE(ui::ageText(now.addSecs(-seconds), now), age);
        QCOMPARE(ui::durationText(65'000), QStringLiteral("1 min 05 s"));
        QCOMPARE(ui::durationText(4'320'000), QStringLiteral("1 h 12 min"));
        QCOMPARE(ui::ageText({}, now), QString());
        QCOMPARE(ui::tokensText(1'234'567), QStringLiteral("1.2 M"));
    }
};

SLIPWAY_TEST(TstStyle)
#include "tst_style.moc"
