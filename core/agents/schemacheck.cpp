// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/schemacheck.h"

#include <QJsonArray>

#include <cmath>

namespace slipway::agents {

namespace {

QString named(const QString &path)
{
    return path.isEmpty() ? QStringLiteral("the answer") : path;
}

bool hasType(const QJsonValue &value, const QString &type)
{
    if (type == QLatin1String("object"))
        return value.isObject();
    if (type == QLatin1String("array"))
        return value.isArray();
    if (type == QLatin1String("string"))
        return value.isString();
    if (type == QLatin1String("boolean"))
        return value.isBool();
    if (type == QLatin1String("number"))
        return value.isDouble();
    if (type == QLatin1String("integer"))
        return value.isDouble() && std::floor(value.toDouble()) == value.toDouble();
    return type != QLatin1String("null") || value.isNull();
}

QString numberViolation(const QJsonValue &value, const QJsonObject &schema, const QString &path)
{
    const double number = value.toDouble();
    if (schema.contains(QLatin1String("minimum")) && number < schema.value(QLatin1String("minimum")).toDouble())
        return QStringLiteral("%1 is %2, below the minimum").arg(named(path)).arg(number);
    if (schema.contains(QLatin1String("maximum")) && number > schema.value(QLatin1String("maximum")).toDouble())
        return QStringLiteral("%1 is %2, above the maximum").arg(named(path)).arg(number);
    return {};
}

QString objectViolation(const QJsonObject &object, const QJsonObject &schema, const QString &path)
{
    const QString prefix = path.isEmpty() ? QString() : path + QLatin1Char('.');
    for (const auto &key : schema.value(QLatin1String("required")).toArray()) {
        if (!object.contains(key.toString()))
            return prefix + key.toString() + QStringLiteral(" is missing");
    }
    const auto properties = schema.value(QLatin1String("properties")).toObject();
    for (auto it = properties.begin(); it != properties.end(); ++it) {
        if (!object.contains(it.key()))
            continue;
        QString found = schemaViolation(object.value(it.key()), it.value().toObject(), prefix + it.key());
        if (!found.isEmpty())
            return found;
    }
    return {};
}

QString arrayViolation(const QJsonArray &array, const QJsonObject &schema, const QString &path)
{
    if (array.size() < schema.value(QLatin1String("minItems")).toInt())
        return QStringLiteral("%1 has %2 entries, too few").arg(named(path)).arg(array.size());
    const auto items = schema.value(QLatin1String("items")).toObject();
    for (qsizetype i = 0; i < array.size(); ++i) {
        QString found = schemaViolation(array.at(i), items, QStringLiteral("%1[%2]").arg(path).arg(i));
        if (!found.isEmpty())
            return found;
    }
    return {};
}

} // namespace

QString schemaViolation(const QJsonValue &value, const QJsonObject &schema, const QString &path)
{
    const QString type = schema.value(QLatin1String("type")).toString();
    if (!type.isEmpty() && !hasType(value, type))
        return QStringLiteral("%1 is not of type %2").arg(named(path), type);
    const auto allowed = schema.value(QLatin1String("enum")).toArray();
    if (!allowed.isEmpty() && !allowed.contains(value))
        return QStringLiteral("%1 is not one of the allowed values").arg(named(path));
    if (value.isDouble())
        return numberViolation(value, schema, path);
    if (value.isObject())
        return objectViolation(value.toObject(), schema, path);
    if (value.isArray())
        return arrayViolation(value.toArray(), schema, path);
    return {};
}

} // namespace slipway::agents
