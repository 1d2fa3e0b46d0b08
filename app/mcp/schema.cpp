// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/mcp/schema.h"

#include <cmath>

namespace slipway::app::mcp {

namespace {

QJsonObject property(const char *type, const QString &description)
{
    return { { QStringLiteral("type"), QLatin1String(type) }, { QStringLiteral("description"), description } };
}

QString rangeFault(const QJsonObject &property, double value)
{
    const double low = property.value(QLatin1String("minimum")).toDouble();
    const double high = property.value(QLatin1String("maximum")).toDouble();
    return value < low || value > high ? QStringLiteral("has to be from %1 to %2").arg(low).arg(high) : QString();
}

QString textFault(const QJsonObject &property, const QString &value)
{
    const QJsonArray choices = property.value(QLatin1String("enum")).toArray();
    if (!choices.isEmpty() && !choices.contains(value))
        return QStringLiteral("has to be one of: ")
            + QVariant(choices.toVariantList()).toStringList().join(QStringLiteral(", "));
    const int longest = property.value(QLatin1String("maxLength")).toInt();
    if (longest > 0 && value.size() > longest)
        return QStringLiteral("is longer than %1 characters").arg(longest);
    return value.size() < property.value(QLatin1String("minLength")).toInt() ? QStringLiteral("is empty") : QString();
}

QString valueFault(const QJsonObject &property, const QJsonValue &value)
{
    const QString type = property.value(QLatin1String("type")).toString();
    if (type == QLatin1String("string"))
        return value.isString() ? textFault(property, value.toString()) : QStringLiteral("has to be a string");
    if (type == QLatin1String("boolean"))
        return value.isBool() ? QString() : QStringLiteral("has to be true or false");
    if (!value.isDouble())
        return QStringLiteral("has to be a number");
    if (type == QLatin1String("integer") && std::floor(value.toDouble()) != value.toDouble())
        return QStringLiteral("has to be a whole number");
    return rangeFault(property, value.toDouble());
}

} // namespace

QJsonObject textProperty(const QString &description, int maxLength)
{
    QJsonObject p = property("string", description);
    p.insert(QStringLiteral("minLength"), 1);
    p.insert(QStringLiteral("maxLength"), maxLength);
    return p;
}

QJsonObject choiceProperty(const QString &description, const QStringList &values)
{
    QJsonObject p = property("string", description);
    p.insert(QStringLiteral("enum"), QJsonArray::fromStringList(values));
    return p;
}

QJsonObject wholeProperty(const QString &description, int minimum, int maximum)
{
    QJsonObject p = numberProperty(description, minimum, maximum);
    p.insert(QStringLiteral("type"), QStringLiteral("integer"));
    return p;
}

QJsonObject numberProperty(const QString &description, double minimum, double maximum)
{
    QJsonObject p = property("number", description);
    p.insert(QStringLiteral("minimum"), minimum);
    p.insert(QStringLiteral("maximum"), maximum);
    return p;
}

QJsonObject flagProperty(const QString &description)
{
    return property("boolean", description);
}

QJsonObject objectSchema(const QJsonObject &properties, const QStringList &required)
{
    QJsonObject schema { { QStringLiteral("type"), QStringLiteral("object") },
                         { QStringLiteral("properties"), properties },
                         { QStringLiteral("additionalProperties"), false } };
    if (!required.isEmpty())
        schema.insert(QStringLiteral("required"), QJsonArray::fromStringList(required));
    return schema;
}

QString faultOf(const QJsonObject &schema, const QJsonObject &arguments)
{
    const QJsonObject properties = schema.value(QLatin1String("properties")).toObject();
    const QJsonArray required = schema.value(QLatin1String("required")).toArray();
    for (const auto &name : required) {
        if (!arguments.contains(name.toString()))
            return QStringLiteral("\"%1\" is missing").arg(name.toString());
    }
    for (auto it = arguments.begin(); it != arguments.end(); ++it) {
        const auto known = properties.constFind(it.key());
        if (known == properties.constEnd())
            return QStringLiteral("there is no argument \"%1\"").arg(it.key().left(80));
        const QString fault = valueFault(known->toObject(), it.value());
        if (!fault.isEmpty())
            return QStringLiteral("\"%1\" %2").arg(it.key(), fault);
    }
    return {};
}

} // namespace slipway::app::mcp
