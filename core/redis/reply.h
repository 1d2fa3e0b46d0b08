// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>

namespace slipway::redis {

/// A Redis answer as a value. Nil is an empty Reply of kind Nil; server errors become Error, never a Reply.
struct Reply {
    enum class Kind { Nil, Integer, String, Array };
    Kind kind = Kind::Nil;
    qint64 integer = 0;
    QByteArray string; ///< also for status replies (`OK`) and doubles
    QList<Reply> elements; ///< maps and sets arrive flattened

    [[nodiscard]] bool isNil() const { return kind == Kind::Nil; }
    [[nodiscard]] QList<QByteArray> strings() const; ///< the elements' strings (integers as text)
    [[nodiscard]] QMap<QByteArray, QByteArray> pairs() const; ///< HGETALL and the like
};

} // namespace slipway::redis
