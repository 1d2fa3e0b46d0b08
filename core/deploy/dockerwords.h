// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace slipway::deploy {

using Variables = QMap<QString, QString>;

/// `$A`, `${A}`, `${A:-default}`, `${A:+other}`; an escaped `$` stays. Unknown names become empty, as in Docker.
[[nodiscard]] QString expand(const QString &text, const Variables &variables, QChar escape);

/// Words of an ENV, COPY or ARG line: quotes group, the escape character takes the next one as it is. Variables are
/// replaced outside single quotes.
[[nodiscard]] QStringList words(const QString &text, const Variables &variables, QChar escape);

/// The exec form, a JSON array of strings; nothing if it is not one (Docker then takes the line as shell form).
[[nodiscard]] std::optional<QStringList> jsonWords(const QString &text);

} // namespace slipway::deploy
