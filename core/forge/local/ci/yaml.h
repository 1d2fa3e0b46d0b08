// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QMap>
#include <QStringList>

#include <yaml-cpp/yaml.h>

namespace slipway::forge::yaml {

/// Reading of YAML nodes as the texts that workflow files are made of. A node that is missing or of another kind reads as
/// empty. May throw YAML::Exception, which parseWorkflow() catches.

[[nodiscard]] YAML::Node child(const YAML::Node &node, const char *key);
/// A scalar; null is empty.
[[nodiscard]] QString scalar(const YAML::Node &node);
[[nodiscard]] QString text(const YAML::Node &node, const char *key);
/// A list of scalars, or one scalar as a list of one.
[[nodiscard]] QStringList textList(const YAML::Node &node);
[[nodiscard]] QMap<QString, QString> textMap(const YAML::Node &node);
[[nodiscard]] std::unexpected<Error> invalid(const YAML::Node &node, const QString &what);

} // namespace slipway::forge::yaml
