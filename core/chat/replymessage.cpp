// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/replymessage.h"

#include "core/base/redaction.h"
#include "core/chat/messagetext.h"

namespace slipway::chat {

namespace {
/// A token lives for fifteen minutes; afterwards the answer is an ordinary message.
constexpr qint64 tokenLifeMs = 14 * 60 * 1000;
} // namespace

ReplyMessage::ReplyMessage(DiscordApi &api, base::TaskScope &scope, ReplyPlace place)
    : m_api(api)
    , m_scope(scope)
    , m_place(std::move(place))
{
    m_age.start();
}

void ReplyMessage::show(const QString &text, const QJsonArray &components)
{
    m_wanted = { base::redact(text), components };
    if (!std::exchange(m_sending, true))
        m_scope.start(pump(shared_from_this()), "discord reply");
}

QCoro::Task<> ReplyMessage::pump(std::shared_ptr<ReplyMessage> self)
{
    while (!(self->m_shown == self->m_wanted)) {
        const Wanted wanted = self->m_wanted;
        const auto sent = co_await self->send(wanted);
        self->m_shown = wanted;
        if (!sent && sent.error().code != ErrorCode::Cancelled)
            qWarning("discord: %s", qUtf8Printable(sent.error().message));
    }
    self->m_sending = false;
}

Async<> ReplyMessage::send(Wanted wanted)
{
    if (wanted.text.size() > contentLimit)
        co_return co_await sendLong(wanted);
    QJsonObject message { { QStringLiteral("content"), wanted.text },
                          { QStringLiteral("components"), wanted.components } };
    co_return co_await sendTo(message);
}

Async<> ReplyMessage::sendLong(Wanted wanted)
{
    const QStringList parts = splitText(wanted.text, 1500);
    const QString head = parts.value(0) + QStringLiteral("\n(the whole text is attached)");
    const QJsonObject message { { QStringLiteral("content"), head },
                                { QStringLiteral("components"), wanted.components } };
    CO_CHECK(co_await sendTo(message));
    QString plain = wanted.text;
    plain.remove(QStringLiteral("```"));
    QJsonObject note { { QStringLiteral("content"), QString() } };
    const QByteArray content = plain.trimmed().toUtf8();
    CO_TRY(const QJsonObject posted,
           co_await m_api.postFile(m_place.channel, note, QStringLiteral("answer.txt"), content));
    Q_UNUSED(posted)
    co_return Result<> {};
}

Async<> ReplyMessage::sendTo(QJsonObject message)
{
    if (!m_place.interactionToken.isEmpty() && m_age.elapsed() < tokenLifeMs) {
        CO_TRY(const QJsonObject edited,
               co_await m_api.editAnswer(m_place.application, m_place.interactionToken, message));
        Q_UNUSED(edited)
        co_return Result<> {};
    }
    if (!m_id.isEmpty()) {
        const auto edited = co_await m_api.edit(m_place.channel, m_id, message);
        if (edited || edited.error().code != ErrorCode::NotFound)
            co_return edited ? Result<> {} : Result<>(forward(edited));
        m_id.clear(); // somebody deleted it: once more, then
    }
    if (!m_place.message.isEmpty())
        message.insert(QStringLiteral("message_reference"),
                       QJsonObject { { QStringLiteral("message_id"), m_place.message },
                                     { QStringLiteral("fail_if_not_exists"), false } });
    CO_TRY(const QJsonObject posted, co_await m_api.post(m_place.channel, message));
    m_id = posted.value(QLatin1String("id")).toString();
    co_return Result<> {};
}

} // namespace slipway::chat
