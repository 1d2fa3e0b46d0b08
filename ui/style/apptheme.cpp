// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/apptheme.h"

#include "ui/style/palettes.h"
#include "ui/style/slipwaystyle.h"

#include <BreezeIcons>
#include <QApplication>
#include <QFontDatabase>
#include <QStyleHints>

namespace slipway::ui {

namespace {

/// A machine without a configured interface font falls back to DejaVu Sans, which is wide; a better one is taken if it
/// is installed. A font that the person or their desktop chose is left alone.
void improveFallbackFont()
{
    QFont font = QApplication::font();
    const QString actual = QFontInfo(font).family();
    if (actual != QLatin1String("DejaVu Sans"))
        return;
    const auto families = QFontDatabase::families();
    for (const char *name : { "Inter", "Noto Sans", "Cantarell", "Ubuntu", "Open Sans" }) {
        if (families.contains(QLatin1String(name))) {
            font.setFamily(QLatin1String(name));
            font.setPointSizeF(10);
            QApplication::setFont(font);
            return;
        }
    }
    font.setPointSizeF(9);
    QApplication::setFont(font);
}

} // namespace

AppTheme::AppTheme(QObject *parent)
    : QObject(parent)
{
    BreezeIcons::initIcons();
    improveFallbackFont();
    QApplication::setStyle(new SlipwayStyle);
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, [this] {
        if (m_mode == Mode::System)
            apply();
    });
    apply();
}

bool AppTheme::dark() const
{
    if (m_mode == Mode::System)
        return QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark;
    return m_mode == Mode::Dark;
}

void AppTheme::setMode(Mode mode)
{
    if (m_mode == mode)
        return;
    m_mode = mode;
    // Tells the window system too, so that title bars and file dialogs match.
    QGuiApplication::styleHints()->setColorScheme(mode == Mode::System     ? Qt::ColorScheme::Unknown
                                                      : mode == Mode::Dark ? Qt::ColorScheme::Dark
                                                                           : Qt::ColorScheme::Light);
    apply();
}

QString AppTheme::toString(Mode mode)
{
    return mode == Mode::Dark ? QStringLiteral("dark")
        : mode == Mode::Light ? QStringLiteral("light")
                              : QStringLiteral("system");
}

AppTheme::Mode AppTheme::modeFromString(const QString &name)
{
    return name == QLatin1String("dark") ? Mode::Dark : name == QLatin1String("light") ? Mode::Light : Mode::System;
}

void AppTheme::apply()
{
    QApplication::setPalette(dark() ? darkPalette() : lightPalette());
    Q_EMIT changed(dark());
}

} // namespace slipway::ui
