// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QMap>

struct redisReply;

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

/// hiredis' answer as ours. An error anywhere in it makes the whole an Error. Any thread.
[[nodiscard]] Result<Reply> replyFrom(const redisReply *reply);

/// The meaning of a server's error line (`WRONGTYPE Operation against …`); the line itself is the Error's detail, so that
/// callers may look for BUSYGROUP and the like there. Scripts of ours fail with `SLIPWAY <code> <sentence>[|<hint>[|<detail>]]`,
/// where code is one of toString(ErrorCode). Any thread.
[[nodiscard]] Error errorFromServer(const QByteArray &line);

} // namespace slipway::redis
