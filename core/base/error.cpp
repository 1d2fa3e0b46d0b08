// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

#include <array>
#include <utility>

namespace slipway::base {

namespace {
constexpr std::array<std::pair<ErrorCode, const char *>, 11> names = { {
    { ErrorCode::NotFound, "not_found" },
    { ErrorCode::Conflict, "conflict" },
    { ErrorCode::Cancelled, "cancelled" },
    { ErrorCode::Timeout, "timeout" },
    { ErrorCode::Unavailable, "unavailable" },
    { ErrorCode::Invalid, "invalid" },
    { ErrorCode::Denied, "denied" },
    { ErrorCode::Exhausted, "exhausted" },
    { ErrorCode::Waiting, "waiting" },
    { ErrorCode::Unsupported, "unsupported" },
    { ErrorCode::Internal, "internal" },
} };
}

Error Error::withHint(QString text) const
{
    Error copy = *this;
    copy.hint = std::move(text);
    return copy;
}

QString toString(ErrorCode code)
{
    for (const auto &[value, name] : names) {
        if (value == code)
            return QString::fromLatin1(name);
    }
    return QStringLiteral("internal");
}

ErrorCode errorCodeFromString(const QString &name)
{
    for (const auto &[value, text] : names) {
        if (name == QLatin1String(text))
            return value;
    }
    return ErrorCode::Internal;
}

QJsonObject toJson(const Error &error)
{
    return { { QStringLiteral("class"), toString(error.code) },
             { QStringLiteral("message"), error.message },
             { QStringLiteral("hint"), error.hint } };
}

Error errorFromJson(const QJsonObject &json)
{
    return { errorCodeFromString(json.value(QLatin1String("class")).toString()),
             json.value(QLatin1String("message")).toString(), json.value(QLatin1String("hint")).toString(),
             json.value(QLatin1String("detail")).toString() };
}

bool operator==(const Error &a, const Error &b)
{
    return a.code == b.code && a.message == b.message && a.hint == b.hint;
}

} // namespace slipway::base
