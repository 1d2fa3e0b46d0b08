// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QObject;
class QTranslator;

namespace slipway::ui {

/// Installs our texts in the language of the default locale, else the English plural forms. Owned by `owner`, removed
/// with it. To be called before the first text is asked for.
QTranslator *installTranslations(QObject *owner);

} // namespace slipway::ui
