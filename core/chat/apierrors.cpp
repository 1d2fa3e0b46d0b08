// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/apierrors.h"

#include "core/base/files.h"

#include <QJsonArray>

namespace slipway::chat {

namespace {

using base::Error;
using base::ErrorCode;

struct Known {
    int code;
    ErrorCode kind;
    const char *message, *hint;
};

constexpr Known knownErrors[] = {
    { 50001, ErrorCode::Denied, "The bot has no access to that channel or server",
      "Invite it with the address that `slipway doctor` shows, and let it see the channel" },
    { 50013, ErrorCode::Denied, "The bot lacks a permission there",
      "It needs View Channel, Send Messages, Embed Links, Attach Files and Read Message History" },
    { 50005, ErrorCode::Denied, "The bot may not edit a message of somebody else", "" },
    { 50007, ErrorCode::Denied, "That person takes no direct messages of the bot", "" },
    { 40333, ErrorCode::Denied, "Discord's front blocks the request", "A proxy may change the User-Agent header" },
    { 10003, ErrorCode::NotFound, "Discord knows no such channel",
      "It may be deleted: set SLIPWAY_DISCORD_CHANNEL to another one's id" },
    { 10004, ErrorCode::NotFound, "Discord knows no such server, or the bot is not in it",
      "Check SLIPWAY_DISCORD_GUILD, and invite the bot with the address that `slipway doctor` shows" },
    { 10008, ErrorCode::NotFound, "That message is gone", "" },
    { 10062, ErrorCode::NotFound, "That click or command came too late", "" },
    { 10015, ErrorCode::NotFound, "That interaction was not answered yet", "" },
    { 50027, ErrorCode::Timeout, "That interaction is older than fifteen minutes", "" },
    { 40060, ErrorCode::Conflict, "That interaction is answered already", "" },
    { 50006, ErrorCode::Invalid, "The message was empty", "" },
    { 50008, ErrorCode::Invalid, "That channel is not for text", "Set SLIPWAY_DISCORD_CHANNEL to a text channel" },
    { 30034, ErrorCode::Exhausted, "Too many slash commands were made today", "They can be made again tomorrow" },
};

/// `embeds.0.title: Must be 256 or fewer in length.`
void collectFields(const QJsonObject &errors, const QString &path, QStringList &found)
{
    for (auto it = errors.begin(); it != errors.end(); ++it) {
        if (it.key() == QLatin1String("_errors")) {
            const auto list = it.value().toArray();
            for (const auto &one : list)
                found.append(path + QStringLiteral(": ") + one.toObject().value(QLatin1String("message")).toString());
        } else {
            collectFields(it.value().toObject(), path.isEmpty() ? it.key() : path + QLatin1Char('.') + it.key(), found);
        }
    }
}

} // namespace

QString tokenAdvice()
{
    return QStringLiteral("Copy the bot's token again from the developer portal (Bot, Reset Token) and set it with "
                          "`slipway login discord` or SLIPWAY_DISCORD_TOKEN");
}

base::Error errorOf(const net::HttpAnswer &answer)
{
    if (answer.end != net::HttpEnd::Answered)
        return { ErrorCode::Unavailable,
                 QStringLiteral("Discord cannot be reached: %1").arg(answer.error),
                 QStringLiteral("Check the network and SLIPWAY_DISCORD_API_URL"),
                 {} };
    if (answer.status >= 500) // HTML of a front, often
        return { ErrorCode::Unavailable,
                 QStringLiteral("Discord answers with status %1").arg(answer.status),
                 QStringLiteral("It is out of order for the moment: see discordstatus.com"),
                 {} };
    const QJsonObject body = base::parseObject(answer.body);
    const int code = body.value(QLatin1String("code")).toInt();
    QString detail = QString::number(code);
    QStringList fields;
    collectFields(body.value(QLatin1String("errors")).toObject(), {}, fields);
    if (!fields.isEmpty())
        detail += QLatin1Char(' ') + fields.join(QStringLiteral("; "));
    for (const Known &known : knownErrors) {
        if (known.code == code)
            return { known.kind, QString::fromUtf8(known.message), QString::fromUtf8(known.hint), detail };
    }
    if (answer.status == 401)
        return { ErrorCode::Denied, QStringLiteral("Discord refuses this bot's token"), tokenAdvice(), detail };
    const QString said = body.value(QLatin1String("message")).toString().left(200);
    const ErrorCode kind = answer.status == 403 ? ErrorCode::Denied
        : answer.status == 404                  ? ErrorCode::NotFound
                                                : ErrorCode::Invalid;
    return { kind, QStringLiteral("Discord refuses the request (%1): %2").arg(answer.status).arg(said), {}, detail };
}

CloseMeaning meaningOf(int closeCode)
{
    using Next = CloseMeaning::Next;
    const auto text = [](const char *utf8) { return QString::fromUtf8(utf8); };
    switch (closeCode) {
    case 4000:
        return { Next::Resume, false, text("Discord had an unknown error"), {} };
    case 4001:
        return { Next::Resume, false, text("Discord did not know an operation that was sent"), {} };
    case 4002:
        return { Next::Resume, false, text("Discord could not read a frame that was sent"), {} };
    case 4003:
        return { Next::Identify, false, text("The session is not valid any more"), {} };
    case 4004:
        return { Next::Stop, false, text("Discord refuses this bot's token"), tokenAdvice() };
    case 4005:
        return { Next::Identify, true, text("The bot identified itself twice"), {} };
    case 4007:
        return { Next::Identify, false, text("The session could not be resumed at that place"), {} };
    case 4008:
        return { Next::Resume, true, text("Too much was sent to the gateway"), {} };
    case 4009:
        return { Next::Identify, false, text("The session timed out"), {} };
    case 4010:
        return { Next::Stop, false, text("Discord says that the shard is invalid"),
                 text("Report this as an error of Slipway") };
    case 4011:
        return { Next::Stop, false, text("The bot is in too many servers for one connection"),
                 text("Use a bot of your own that is in your server only") };
    case 4012:
        return { Next::Stop, false, text("Discord does not speak this version of the gateway any more"),
                 text("Install a newer Slipway") };
    case 4013:
        return { Next::Stop, false, text("Discord says that the intents are invalid"),
                 text("Report this as an error of Slipway") };
    case 4014:
        return { Next::Stop, false, text("The bot may not read messages: the Message Content intent is off"),
                 text(
                     "Switch it on in the developer portal: Bot, Privileged Gateway Intents, Message Content Intent") };
    default: // dropped; 1000 and 1001 that we did not send are no end either
        return { Next::Resume, false, text("The connection to Discord dropped"), {} };
    }
}

} // namespace slipway::chat
