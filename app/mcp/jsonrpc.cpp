// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/mcp/jsonrpc.h"

#include <QJsonDocument>

#include <cmath>

namespace slipway::app::mcp {

namespace {

std::unexpected<Refusal> refuse(int code, const char *message)
{
    return std::unexpected(Refusal { code, QLatin1String(message) });
}

bool isId(const QJsonValue &id)
{
    return id.isString() || (id.isDouble() && std::floor(id.toDouble()) == id.toDouble());
}

} // namespace

std::expected<QJsonValue, Refusal> parseLine(const QByteArray &line)
{
    // Qt's parser takes no bare number or string; inside an array it does, so that they are told apart from garbage.
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson('[' + line + ']', &error);
    if (error.error != QJsonParseError::NoError || document.array().size() != 1)
        return refuse(ParseError, "Parse error: the line is not one JSON value");
    const QJsonValue value = document.array().first();
    if (!value.isObject() && !value.isArray())
        return refuse(InvalidRequest, "Invalid request: a message is a JSON object");
    return value;
}

std::expected<Message, Refusal> checkMessage(const QJsonValue &value)
{
    const QJsonObject object = value.toObject();
    const QJsonValue method = object.value(QLatin1String("method"));
    const bool hasId = object.contains(QLatin1String("id"));
    if (object.value(QLatin1String("jsonrpc")) != QLatin1String("2.0"))
        return refuse(InvalidRequest, "Invalid request: jsonrpc is not \"2.0\"");
    if (hasId && !isId(object.value(QLatin1String("id"))))
        return refuse(InvalidRequest, "Invalid request: the id is neither a string nor a whole number");
    Message message { Message::Kind::Request, object.value(QLatin1String("id")), method.toString(), {} };
    if (method.isUndefined() && (object.contains(QLatin1String("result")) || object.contains(QLatin1String("error")))) {
        message.kind = Message::Kind::Response;
        return message;
    }
    if (!method.isString())
        return refuse(InvalidRequest, "Invalid request: there is no method");
    if (!hasId)
        message.kind = Message::Kind::Notification;
    const QJsonValue params = object.value(QLatin1String("params"));
    if (!params.isUndefined() && !params.isObject())
        return refuse(InvalidParams, "Invalid params: they are not an object");
    message.params = params.toObject();
    return message;
}

QJsonValue idOf(const QJsonValue &message)
{
    const QJsonValue id = message.toObject().value(QLatin1String("id"));
    return isId(id) ? id : QJsonValue(QJsonValue::Null);
}

QJsonObject responseOf(const QJsonValue &id, const Answer &answer)
{
    QJsonObject response { { QStringLiteral("jsonrpc"), QStringLiteral("2.0") }, { QStringLiteral("id"), id } };
    if (answer) {
        response.insert(QStringLiteral("result"), *answer);
        return response;
    }
    QJsonObject error { { QStringLiteral("code"), answer.error().code },
                        { QStringLiteral("message"), answer.error().message } };
    if (!answer.error().data.isEmpty())
        error.insert(QStringLiteral("data"), answer.error().data);
    response.insert(QStringLiteral("error"), error);
    return response;
}

} // namespace slipway::app::mcp
