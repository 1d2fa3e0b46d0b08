// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QString>

namespace slipway::forge {

/// What an expression can see: the contexts (`github`, `env`, `needs`, `steps` …) and how things stand so far.
struct ExpressionScope {
    QJsonObject contexts;
    bool failed = false; ///< a step before (or a needed job) failed
    bool skipped = false; ///< a needed job was skipped: neither success() nor failure()
    bool cancelled = false;
};

/// The expressions of workflow files: `github.ref == 'refs/heads/dev' && !cancelled()`. Literals, property and index
/// access (also `.*`), the operators ! && || == != < > <= >= and parentheses, the functions success, failure, always,
/// cancelled, contains, startsWith, endsWith, format, join, toJSON and fromJSON. Comparison, truth and conversion follow
/// GitHub: strings compare without case, an unknown property is null, different types compare as numbers. hashFiles is
/// Unsupported; everything malformed is Invalid and says where. Pure functions, any thread.
namespace expression {

[[nodiscard]] Result<QJsonValue> evaluate(const QString &text, const ExpressionScope &scope);
/// `text` with every `${{ … }}` replaced by its value.
[[nodiscard]] Result<QString> interpolate(const QString &text, const ExpressionScope &scope);
/// An `if:` condition, with or without `${{ }}`; empty means success(). Without a status function in it, success() is
/// asked too.
[[nodiscard]] Result<bool> condition(const QString &text, const ExpressionScope &scope);

[[nodiscard]] bool truth(const QJsonValue &value);
[[nodiscard]] QString textOf(const QJsonValue &value);

} // namespace expression
} // namespace slipway::forge
