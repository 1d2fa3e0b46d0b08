// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonValue>
#include <QList>

namespace slipway::forge::expression {

struct Token {
    enum class Kind { Name, Literal, Symbol, End } kind = Kind::End;
    QString text;
    QJsonValue value; ///< of a literal
    qsizetype position = 0;
};

/// The tokens of an expression, closed by one of kind End. Invalid says what and where.
[[nodiscard]] Result<QList<Token>> tokensOf(const QString &text);

} // namespace slipway::forge::expression
