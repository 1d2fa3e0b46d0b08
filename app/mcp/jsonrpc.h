// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <expected>

/// JSON-RPC 2.0 as the Model Context Protocol uses it: parameters and results are objects, an id is a string or a whole
/// number. Pure functions of their arguments.
namespace slipway::app::mcp {

enum RpcError {
    ParseError = -32700,
    InvalidRequest = -32600,
    MethodNotFound = -32601,
    InvalidParams = -32602,
    InternalError = -32603,
    ResourceNotFound = -32002, ///< of the protocol, not of JSON-RPC
    TooBusy = -32000,
};

/// Why a request got no result.
struct Refusal {
    int code = InternalError;
    QString message;
    QJsonObject data = {};
};

/// What a request gets: a result, or why not.
using Answer = std::expected<QJsonObject, Refusal>;

/// A checked message of the client.
struct Message {
    enum class Kind { Request, Notification, Response } kind = Kind::Request;
    QJsonValue id;
    QString method;
    QJsonObject params;
};

/// The value of one line. ParseError if it is not JSON, InvalidRequest if it is neither an object nor an array.
[[nodiscard]] std::expected<QJsonValue, Refusal> parseLine(const QByteArray &line);
/// Checks the form of one message. InvalidRequest, or InvalidParams when only `params` are not an object.
[[nodiscard]] std::expected<Message, Refusal> checkMessage(const QJsonValue &value);
/// The id that an answer to this message carries: its own if it has a valid one, else null.
[[nodiscard]] QJsonValue idOf(const QJsonValue &message);
[[nodiscard]] QJsonObject responseOf(const QJsonValue &id, const Answer &answer);

} // namespace slipway::app::mcp
