// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

namespace slipway::agents {

/// What is wrong with `value` by a JSON schema, as one phrase with the path ("issues[3].slug is missing"); empty if it fits.
/// Knows what our schemas use: type, properties, required, items, enum, minimum, maximum, minItems. Any thread.
[[nodiscard]] QString schemaViolation(const QJsonValue &value, const QJsonObject &schema, const QString &path = {});

} // namespace slipway::agents
