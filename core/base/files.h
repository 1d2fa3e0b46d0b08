// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QJsonObject>

namespace slipway::base {

/// Replaces a file in one step (temporary file, fsync, rename), keeping nobody waiting on a half-written one.
[[nodiscard]] Result<> writeFileAtomically(const QString &path, const QByteArray &content);
[[nodiscard]] Result<QByteArray> readFile(const QString &path);
/// Invalid if it is not one JSON object.
[[nodiscard]] Result<QJsonObject> readJsonObject(const QString &path);
[[nodiscard]] Result<> writeJsonObject(const QString &path, const QJsonObject &object);
/// Makes the folder and its parents; `owner only` sets mode 0700.
[[nodiscard]] Result<> makeFolder(const QString &path, bool ownerOnly = false);
/// `child` below `root` without `..`, absolute or symbolic-link escapes; Denied otherwise.
[[nodiscard]] Result<QString> pathBelow(const QString &root, const QString &child);
/// Lower-case letters, digits and single dashes, at most 40 characters: fits a DNS label, an image and a folder name.
[[nodiscard]] QString slugOf(const QString &text);

/// Compact JSON text.
[[nodiscard]] QByteArray compact(const QJsonObject &object);
[[nodiscard]] QByteArray compact(const QJsonArray &array);
[[nodiscard]] QJsonObject parseObject(const QByteArray &json);

} // namespace slipway::base
