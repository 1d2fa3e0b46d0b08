// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/slashdesk.h"

#include "core/chat/slashcommands.h"

#include <QLoggingCategory>

Q_LOGGING_CATEGORY(lcSlash, "slipway.discord.slash")

namespace slipway::chat {

namespace {
constexpr int thinking = 5, completions = 8;
}

SlashDesk::SlashDesk(control::StateStore &store, DiscordApi &api, CommandDesk &desk, base::TaskScope &scope)
    : m_store(store)
    , m_api(api)
    , m_desk(desk)
    , m_scope(scope)
{
}

Async<> SlashDesk::registerCommands(QString application, QString guild)
{
    if (application.isEmpty() || guild.isEmpty() || std::exchange(m_isRegistered, true))
        co_return Result<> {};
    const QString path = QStringLiteral("applications/%1/guilds/%2/commands").arg(application, guild);
    const auto replaced = co_await replaceCommands(path);
    if (!replaced && replaced.error().code == ErrorCode::Unavailable)
        m_isRegistered = false; // the next session tries again
    co_return replaced;
}

Async<> SlashDesk::replaceCommands(QString path)
{
    ApiCall look;
    look.path = path;
    CO_TRY(const QJsonObject found, co_await m_api.send(look));
    const QJsonArray wanted = slashCommands();
    if (areRegistered(wanted, found.value(QLatin1String("list")).toArray()))
        co_return Result<> {};
    ApiCall replace;
    replace.method = "PUT";
    replace.path = path;
    replace.body = wanted;
    CO_CHECK(co_await m_api.send(replace));
    co_return Result<> {};
}

void SlashDesk::take(const Interaction &interaction, const QString &project)
{
    if (interaction.type == Interaction::Type::Completion)
        m_scope.start(complete(interaction), "discord completion");
    else
        m_scope.start(carryOut(interaction, project), "discord slash command");
}

QCoro::Task<> SlashDesk::complete(Interaction interaction)
{
    const QJsonObject data { { QStringLiteral("choices"), completionsFor(interaction, m_store.snapshot()) } };
    const auto answered = co_await m_api.answer(interaction.id, interaction.token, completions, data);
    if (!answered)
        qCInfo(lcSlash, "%s", qUtf8Printable(answered.error().message));
}

QCoro::Task<> SlashDesk::carryOut(Interaction interaction, QString project)
{
    const auto deferred = co_await m_api.answer(interaction.id, interaction.token, thinking, QJsonValue());
    ReplyPlace place { interaction.origin.channel, {}, interaction.application, interaction.token };
    if (!deferred) { // too late for Discord, not for the person: the answer is an ordinary message then
        qCInfo(lcSlash, "%s", qUtf8Printable(deferred.error().message));
        place.interactionToken.clear();
    }
    const auto reply = std::make_shared<ReplyMessage>(m_api, m_scope, place);
    m_desk.carryOut(wordsOf(interaction),
                    { interaction.id, QStringLiteral("discord:") + interaction.origin.user, project, reply });
}

} // namespace slipway::chat
