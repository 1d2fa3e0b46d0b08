// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/ci/expressionvalue.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>
#include <limits>

namespace slipway::forge::expression {

namespace {

std::unexpected<Error> wrong(const QString &what)
{
    return fail(ErrorCode::Invalid, what);
}

Result<QJsonValue> formatted(const QList<QJsonValue> &arguments)
{
    const QString pattern = textOf(arguments.first());
    QString out;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        const QChar c = pattern.at(i);
        const bool doubled = i + 1 < pattern.size() && pattern.at(i + 1) == c;
        if ((c == QLatin1Char('{') || c == QLatin1Char('}')) && doubled) {
            out += c;
            ++i;
        } else if (c == QLatin1Char('{')) {
            const auto end = pattern.indexOf(QLatin1Char('}'), i);
            bool isNumber = false;
            const int index = end < 0 ? -1 : pattern.mid(i + 1, end - i - 1).toInt(&isNumber);
            if (!isNumber || index < 0 || index + 1 >= arguments.size())
                return wrong(QStringLiteral("format() has no argument for a place in '%1'").arg(pattern));
            out += textOf(arguments.at(index + 1));
            i = end;
        } else if (c == QLatin1Char('}')) {
            return wrong(QStringLiteral("format() has a single } in '%1'").arg(pattern));
        } else {
            out += c;
        }
    }
    return QJsonValue(out);
}

Result<QJsonValue> joined(const QList<QJsonValue> &arguments)
{
    const QString separator = arguments.size() > 1 ? textOf(arguments.at(1)) : QStringLiteral(",");
    if (!arguments.first().isArray())
        return QJsonValue(textOf(arguments.first()));
    QStringList parts;
    const auto array = arguments.first().toArray();
    for (const auto &value : array)
        parts.append(textOf(value));
    return QJsonValue(parts.join(separator));
}

bool contains(const QJsonValue &where, const QJsonValue &what)
{
    if (where.isArray()) {
        const auto array = where.toArray();
        return std::ranges::any_of(array, [&](const QJsonValue &value) { return equal(value, what); });
    }
    if (where.isObject())
        return false;
    return textOf(where).contains(textOf(what), Qt::CaseInsensitive);
}

QJsonValue jsonTextOf(const QJsonValue &value)
{
    QByteArray json;
    if (value.isObject())
        json = QJsonDocument(value.toObject()).toJson(QJsonDocument::Indented);
    else if (value.isArray())
        json = QJsonDocument(value.toArray()).toJson(QJsonDocument::Indented);
    else // A scalar only exists inside an array here: [x] without its brackets.
        json = QJsonDocument(QJsonArray { value }).toJson(QJsonDocument::Compact).chopped(1).sliced(1);
    return QString::fromUtf8(json).trimmed();
}

Result<QJsonValue> valueOfJson(const QString &text)
{
    // Inside an array, because a document of ours holds objects and arrays only.
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson("[" + text.toUtf8() + "]", &error);
    if (document.array().size() != 1)
        return wrong(QStringLiteral("fromJSON() got text that is no JSON: %1").arg(error.errorString()));
    return document.array().first();
}

} // namespace

bool truth(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool();
    case QJsonValue::Double:
        return value.toDouble() != 0 && !std::isnan(value.toDouble());
    case QJsonValue::String:
        return !value.toString().isEmpty();
    case QJsonValue::Array:
    case QJsonValue::Object:
        return true;
    default:
        return false;
    }
}

QString textOf(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    case QJsonValue::Double:
        return std::isnan(value.toDouble()) ? QStringLiteral("NaN") : QString::number(value.toDouble(), 'g', 15);
    case QJsonValue::String:
        return value.toString();
    case QJsonValue::Array:
        return QStringLiteral("Array");
    case QJsonValue::Object:
        return QStringLiteral("Object");
    default:
        return {};
    }
}

double numberOf(const QJsonValue &value)
{
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool() ? 1 : 0;
    case QJsonValue::Double:
        return value.toDouble();
    case QJsonValue::String: {
        const QString text = value.toString().trimmed();
        if (text.isEmpty())
            return 0;
        bool ok = false;
        const double number
            = text.startsWith(QLatin1String("0x")) ? static_cast<double>(text.toLongLong(&ok, 16)) : text.toDouble(&ok);
        return ok ? number : none;
    }
    case QJsonValue::Array:
    case QJsonValue::Object:
        return none;
    default:
        return 0;
    }
}

bool equal(const QJsonValue &a, const QJsonValue &b)
{
    if (a.isString() && b.isString())
        return a.toString().compare(b.toString(), Qt::CaseInsensitive) == 0;
    if (a.type() == b.type() && !a.isDouble())
        return a == b;
    return numberOf(a) == numberOf(b); // NaN is equal to nothing
}

std::optional<int> order(const QJsonValue &a, const QJsonValue &b)
{
    if (a.isString() && b.isString()) {
        const int result = a.toString().compare(b.toString(), Qt::CaseInsensitive);
        return result < 0 ? -1 : (result > 0 ? 1 : 0);
    }
    const double x = numberOf(a);
    const double y = numberOf(b);
    if (std::isnan(x) || std::isnan(y))
        return std::nullopt;
    return x < y ? -1 : (x > y ? 1 : 0);
}

QJsonValue property(const QJsonValue &object, const QString &name)
{
    const auto map = object.toObject();
    if (const auto exact = map.constFind(name); exact != map.constEnd())
        return *exact;
    for (auto it = map.constBegin(); it != map.constEnd(); ++it) {
        if (it.key().compare(name, Qt::CaseInsensitive) == 0)
            return *it;
    }
    return QJsonValue::Null;
}

Result<QJsonValue> callFunction(const QString &lowerName, const QList<QJsonValue> &arguments)
{
    const auto takes = [&](qsizetype least, qsizetype most) -> Result<> {
        if (arguments.size() >= least && arguments.size() <= most)
            return {};
        return wrong(QStringLiteral("%1() does not take %2 arguments").arg(lowerName).arg(arguments.size()));
    };
    if (lowerName == QLatin1String("contains")) {
        CHECK(takes(2, 2));
        return QJsonValue(contains(arguments.at(0), arguments.at(1)));
    }
    if (lowerName == QLatin1String("startswith")) {
        CHECK(takes(2, 2));
        return QJsonValue(textOf(arguments.at(0)).startsWith(textOf(arguments.at(1)), Qt::CaseInsensitive));
    }
    if (lowerName == QLatin1String("endswith")) {
        CHECK(takes(2, 2));
        return QJsonValue(textOf(arguments.at(0)).endsWith(textOf(arguments.at(1)), Qt::CaseInsensitive));
    }
    if (lowerName == QLatin1String("format")) {
        CHECK(takes(1, 255));
        return formatted(arguments);
    }
    if (lowerName == QLatin1String("join")) {
        CHECK(takes(1, 2));
        return joined(arguments);
    }
    if (lowerName == QLatin1String("tojson")) {
        CHECK(takes(1, 1));
        return jsonTextOf(arguments.first());
    }
    if (lowerName == QLatin1String("fromjson")) {
        CHECK(takes(1, 1));
        return valueOfJson(textOf(arguments.first()));
    }
    if (lowerName == QLatin1String("hashfiles"))
        return fail(ErrorCode::Unsupported, QStringLiteral("hashFiles() is not available in local CI"));
    return fail(ErrorCode::NotFound, QStringLiteral("There is no function %1()").arg(lowerName));
}

} // namespace slipway::forge::expression
