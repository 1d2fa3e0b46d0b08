// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

namespace slipway::base {

/// What kind of failure it was. For `switch`; the text is for people.
enum class ErrorCode {
    NotFound, ///< the thing named does not exist
    Conflict, ///< somebody else changed or holds it
    Cancelled, ///< stopped on request
    Timeout, ///< took longer than allowed
    Unavailable, ///< a service (Redis, forge, Docker) cannot be reached
    Invalid, ///< input breaks a rule
    Denied, ///< not permitted
    Exhausted, ///< a budget, disk or limit is used up
    Waiting, ///< a person has to decide first (a gate)
    Unsupported, ///< understood, but cannot be done here
    Internal, ///< a bug
};

/// A failure as a value: one sentence that says what failed, one that says what to do, and raw detail for the log.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    QString message; ///< one line: what failed
    QString hint; ///< one line: what a person can do; may be empty
    QString detail; ///< raw output for the log; never shown without redaction
    bool answered = false; ///< the engine was reached and said this; else the way to it may be what failed

    /// The same error with another hint.
    [[nodiscard]] Error withHint(QString text) const;
};

/// Stable lower-case name (`not_found`), as used in JSON output.
[[nodiscard]] QString toString(ErrorCode code);
[[nodiscard]] ErrorCode errorCodeFromString(const QString &name);
/// `{"class", "message", "hint"}`, the shape that interfaces.md promises.
[[nodiscard]] QJsonObject toJson(const Error &error);
[[nodiscard]] Error errorFromJson(const QJsonObject &json);
bool operator==(const Error &a, const Error &b);

} // namespace slipway::base
