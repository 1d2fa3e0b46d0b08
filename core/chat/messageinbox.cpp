// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/messageinbox.h"

#include <QJsonArray>

namespace slipway::chat {

namespace {

constexpr int defaultMessage = 0, replyMessage = 19;
constexpr int historyPage = 100;

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

} // namespace

MessageInbox::MessageInbox(DiscordApi &api, base::TaskScope &scope, QString channel,
                           std::chrono::milliseconds longestAbsence, QObject *parent)
    : QObject(parent)
    , m_api(api)
    , m_scope(scope)
    , m_channel(std::move(channel))
    , m_longestAbsence(longestAbsence)
{
}

void MessageInbox::disconnected()
{
    if (!m_away.isValid()) // of the first drop: the tries in between are no presence
        m_away.start();
}

void MessageInbox::sessionStarted()
{
    const bool late = m_away.isValid() && m_away.elapsed() > m_longestAbsence.count();
    m_away.invalidate();
    if (m_channel.isEmpty())
        return;
    m_hasGap = true;
    m_scope.start(m_started ? catchUp(late) : findStart(), "discord history");
}

Async<> MessageInbox::findStart()
{
    ApiCall call;
    call.path = QStringLiteral("channels/%1/messages?limit=1").arg(m_channel);
    CO_TRY(const QJsonObject newest, co_await m_api.send(call));
    const auto list = newest.value(QLatin1String("list")).toArray();
    m_seen = std::max(m_seen, text(list.at(0).toObject(), "id").toULongLong());
    m_started = true;
    m_hasGap = false;
    co_return Result<> {};
}

Async<> MessageInbox::catchUp(bool late)
{
    for (qsizetype got = historyPage; got == historyPage;) {
        ApiCall call;
        call.path
            = QStringLiteral("channels/%1/messages?limit=%2&after=%3").arg(m_channel).arg(historyPage).arg(m_seen);
        CO_TRY(const QJsonObject page, co_await m_api.send(call));
        const auto list = page.value(QLatin1String("list")).toArray();
        got = list.size();
        for (qsizetype i = list.size() - 1; i >= 0; --i) { // the newest comes first
            QJsonObject message = list.at(i).toObject();
            m_seen = std::max(m_seen, text(message, "id").toULongLong());
            if (!isForUs(message) || !m_handled.isNew(text(message, "id")))
                continue;
            const QString user = text(message.value(QLatin1String("author")).toObject(), "id");
            const auto roles = co_await rolesOf(user);
            message.insert(QStringLiteral("guild_id"), m_guild);
            message.insert(
                QStringLiteral("member"),
                QJsonObject { { QStringLiteral("roles"), QJsonArray::fromStringList(roles.value_or(QStringList())) } });
            announce(message, late);
        }
    }
    m_hasGap = false;
    co_return Result<> {};
}

Async<QStringList> MessageInbox::rolesOf(QString user)
{
    ApiCall call;
    call.path = QStringLiteral("guilds/%1/members/%2").arg(m_guild, user);
    CO_TRY(const QJsonObject member, co_await m_api.send(call));
    co_return member.value(QLatin1String("roles")).toVariant().toStringList();
}

void MessageInbox::take(const QJsonObject &message)
{
    if (text(message, "channel_id") == m_channel && !m_hasGap)
        m_seen = std::max(m_seen, text(message, "id").toULongLong());
    if (isForUs(message) && m_handled.isNew(text(message, "id")))
        announce(message, false);
}

bool MessageInbox::isForUs(const QJsonObject &message) const
{
    const QJsonObject author = message.value(QLatin1String("author")).toObject();
    const int type = message.value(QLatin1String("type")).toInt();
    return text(author, "id") != m_ownId && !author.value(QLatin1String("bot")).toBool()
        && !message.contains(QLatin1String("webhook_id")) && (type == defaultMessage || type == replyMessage)
        && !textFor(message).isEmpty();
}

void MessageInbox::announce(const QJsonObject &message, bool late)
{
    ChatMessage taken;
    taken.id = text(message, "id");
    taken.text = textFor(message);
    taken.isLate = late;
    taken.isMention = !text(message, "content").trimmed().startsWith(QLatin1Char('!'));
    taken.origin = {
        text(message.value(QLatin1String("author")).toObject(), "id"), text(message, "guild_id"),
        text(message, "channel_id"),
        message.value(QLatin1String("member")).toObject().value(QLatin1String("roles")).toVariant().toStringList()
    };
    Q_EMIT addressed(taken);
}

QString MessageInbox::textFor(const QJsonObject &message) const
{
    QString said = text(message, "content").trimmed();
    if (said.size() > 1 && said.startsWith(QLatin1Char('!')) && said.at(1).isLetter())
        return said.mid(1);
    for (const QString &mention : { QStringLiteral("<@%1>").arg(m_ownId), QStringLiteral("<@!%1>").arg(m_ownId) }) {
        if (m_ownId.isEmpty() || !said.contains(mention))
            continue;
        said = said.remove(mention).trimmed();
        while (said.startsWith(QLatin1Char('!')) || said.startsWith(QLatin1Char(',')))
            said = said.mid(1).trimmed();
        return said.isEmpty() ? QStringLiteral("help") : said;
    }
    return {};
}

} // namespace slipway::chat
