// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

/// The JSON schemas of tool arguments: made here, and checked here, so that what is promised is what is enforced.
namespace slipway::app::mcp {

[[nodiscard]] QJsonObject textProperty(const QString &description, int maxLength = 2000);
[[nodiscard]] QJsonObject choiceProperty(const QString &description, const QStringList &values);
[[nodiscard]] QJsonObject wholeProperty(const QString &description, int minimum, int maximum);
[[nodiscard]] QJsonObject numberProperty(const QString &description, double minimum, double maximum);
[[nodiscard]] QJsonObject flagProperty(const QString &description);
[[nodiscard]] QJsonObject objectSchema(const QJsonObject &properties, const QStringList &required);

/// What is wrong with the arguments, in a sentence; empty if nothing is.
[[nodiscard]] QString faultOf(const QJsonObject &schema, const QJsonObject &arguments);

} // namespace slipway::app::mcp
