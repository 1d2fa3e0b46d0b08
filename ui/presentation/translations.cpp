// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/presentation/translations.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

namespace slipway::ui {

QTranslator *installTranslations(QObject *owner)
{
    auto *translator = new QTranslator(owner);
    const QString folder = QStringLiteral(":/i18n");
    if (!translator->load(QLocale(), QStringLiteral("slipway"), QStringLiteral("_"), folder)
        && !translator->load(QStringLiteral("slipway_en"), folder))
        qWarning("the texts of the desktop are not embedded");
    QCoreApplication::installTranslator(translator);
    return translator;
}

} // namespace slipway::ui
