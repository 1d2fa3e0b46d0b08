// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/messageinbox.h"

#include <QDateTime>
#include <QJsonArray>

namespace slipway::chat {

namespace {

constexpr int defaultMessage = 0, replyMessage = 19;
constexpr int historyPage = 100;
constexpr qint64 firstIdTime = 1'420'070'400'000; // 2015: milliseconds since then are the upper bits of an id

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

} // namespace

MessageInbox::MessageInbox(DiscordApi &api, base::TaskScope &scope, QString channel, Threads threads,
                           std::chrono::milliseconds longestAbsence, QObject *parent)
    : QObject(parent)
    , m_api(api)
    , m_scope(scope)
    , m_channel(std::move(channel))
    , m_threads(std::move(threads))
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
    ++m_sessions;
    m_scope.start(m_started ? catchUp(late) : findStart(), "discord history");
}

Async<> MessageInbox::findStart()
{
    quint64 newest = 0;
    const QStringList all = places();
    for (const QString &place : all) {
        CO_TRY(const quint64 found, co_await newestOf(place));
        newest = std::max(newest, found);
    }
    m_seen = std::max(m_seen, newest);
    m_started = true;
    m_hasGap = false;
    co_return Result<> {};
}

Async<quint64> MessageInbox::newestOf(QString place)
{
    ApiCall call;
    call.path = QStringLiteral("channels/%1/messages?limit=1").arg(place);
    const auto newest = co_await m_api.send(call);
    if (!newest && newest.error().code == ErrorCode::NotFound && place != m_channel)
        co_return quint64(0);
    if (!newest)
        co_return forward(newest);
    const auto list = newest->value(QLatin1String("list")).toArray();
    co_return text(list.at(0).toObject(), "id").toULongLong();
}

Async<> MessageInbox::catchUp(bool late)
{
    const int session = m_sessions;
    const quint64 start = m_seen;
    quint64 seen = start;
    const QStringList all = places();
    for (const QString &place : all) {
        const auto newest = co_await readSince(place, start, late);
        if (!newest && newest.error().code == ErrorCode::NotFound && place != m_channel)
            continue; // somebody deleted the thread
        if (!newest)
            co_return forward(newest); // the next session reads all of it again
        seen = std::max(seen, *newest);
    }
    if (session != m_sessions)
        co_return Result<> {}; // there is another gap already, which is being read
    m_seen = std::max(m_seen, seen);
    m_hasGap = false;
    co_return Result<> {};
}

Async<quint64> MessageInbox::readSince(QString place, quint64 start, bool late)
{
    quint64 newest = start;
    for (qsizetype got = historyPage; got == historyPage;) {
        ApiCall call;
        call.path = QStringLiteral("channels/%1/messages?limit=%2&after=%3").arg(place).arg(historyPage).arg(newest);
        CO_TRY(const QJsonObject page, co_await m_api.send(call));
        const auto list = page.value(QLatin1String("list")).toArray();
        got = list.size();
        for (qsizetype i = list.size() - 1; i >= 0; --i) { // the newest comes first
            QJsonObject message = list.at(i).toObject();
            const QString id = text(message, "id");
            newest = std::max(newest, id.toULongLong());
            if (!isForUs(message) || m_handled.knows(id))
                continue;
            // Before it counts as handled: without its roles it would be refused, and never looked at again.
            const auto roles = co_await rolesOf(text(message.value(QLatin1String("author")).toObject(), "id"));
            if (!roles && roles.error().code != ErrorCode::NotFound)
                co_return forward(roles);
            if (!m_handled.isNew(id))
                continue; // it came over the gateway meanwhile
            message.insert(QStringLiteral("guild_id"), m_guild);
            message.insert(
                QStringLiteral("member"),
                QJsonObject { { QStringLiteral("roles"), QJsonArray::fromStringList(roles.value_or(QStringList())) } });
            announce(message, late || isOld(id));
        }
    }
    co_return newest;
}

/// The clock that counts an absence may stand still while the machine sleeps; ids say when something was said.
bool MessageInbox::isOld(const QString &id) const
{
    const qint64 saidAt = qint64(id.toULongLong() >> 22) + firstIdTime;
    return QDateTime::currentMSecsSinceEpoch() - saidAt > m_longestAbsence.count();
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
