// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/ci/yaml.h"

namespace slipway::forge::yaml {

YAML::Node child(const YAML::Node &node, const char *key)
{
    if (node.IsDefined() && node.IsMap()) {
        const YAML::Node found = node[key]; // of a const node: adds nothing
        if (found.IsDefined())
            return found;
    }
    return YAML::Node(YAML::NodeType::Undefined); // unlike what [] gives, it may be asked for its kind
}

QString scalar(const YAML::Node &node)
{
    return node.IsDefined() && node.IsScalar() ? QString::fromStdString(node.Scalar()) : QString();
}

QString text(const YAML::Node &node, const char *key)
{
    return scalar(child(node, key));
}

QStringList textList(const YAML::Node &node)
{
    QStringList list;
    if (!node.IsDefined())
        return list;
    if (node.IsScalar())
        list.append(scalar(node));
    else if (node.IsSequence()) {
        for (const auto &entry : node)
            list.append(scalar(entry));
    }
    return list;
}

QMap<QString, QString> textMap(const YAML::Node &node)
{
    QMap<QString, QString> map;
    if (node.IsDefined() && node.IsMap()) {
        for (const auto &entry : node)
            map.insert(scalar(entry.first), scalar(entry.second));
    }
    return map;
}

std::unexpected<Error> invalid(const YAML::Node &node, const QString &what)
{
    const auto mark = node.Mark();
    return fail(ErrorCode::Invalid, mark.is_null() ? what : QStringLiteral("line %1: %2").arg(mark.line + 1).arg(what));
}

} // namespace slipway::forge::yaml
