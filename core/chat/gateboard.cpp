// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/gateboard.h"

#include "core/base/files.h"
#include "core/chat/chatanswers.h"
#include "core/chat/messagetext.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QLoggingCategory>
#include <QRandomGenerator>

Q_LOGGING_CATEGORY(lcGateBoard, "slipway.discord.gates")

namespace slipway::chat {

namespace {

using notifications::NoticeRules;

constexpr int replaceMessage = 7, showForm = 9, showMessage = 4;
constexpr int suppressNotifications = 4096;

struct Labels {
    const char *yes, *no, *afterYes, *afterNo;
};

Labels labelsOf(const QString &kind)
{
    if (kind == QLatin1String("needs_attention"))
        return { "Retry", "Give up", "🔁 Tried again, said", "🛑 Given up, said" };
    if (kind == QLatin1String("budget"))
        return { "Raise budget", "Stay stopped", "✅ Budget raised by", "🛑 Not raised, said" };
    return { "Approve", "Reject", "✅ Approved by", "🛑 Rejected by" };
}

QJsonObject button(int style, const char *label, const QString &nonce, const char *action)
{
    return { { QStringLiteral("type"), 2 },
             { QStringLiteral("style"), style },
             { QStringLiteral("label"), QLatin1String(label) },
             { QStringLiteral("custom_id"), QStringLiteral("gate:%1:%2").arg(nonce, QLatin1String(action)) } };
}

QString newNonce()
{
    return QString::number(QRandomGenerator::system()->generate64(), 16)
        + QString::number(QRandomGenerator::system()->generate64(), 16);
}

QString textOf(const domain::GateView &gate)
{
    QString text = QStringLiteral("✋ ");
    if (!gate.project.isEmpty())
        text += QStringLiteral("**%1** · ").arg(foreignText(gate.project, 100));
    text += foreignText(gate.title);
    if (!gate.detail.isEmpty())
        text += QLatin1Char('\n') + foreignText(gate.detail, 900);
    return text + QStringLiteral("\n-# or say `!approve %1`, `!reject %1 WHY`").arg(gate.id);
}

QString who(const Interaction &interaction)
{
    return QStringLiteral("<@%1>").arg(interaction.origin.user); // shows the name; allowed_mentions lets it ping nobody
}

} // namespace

GateBoard::GateBoard(control::StateStore &store, DiscordApi &api, EnginePort engine, notifications::NoticePort notices,
                     base::TaskScope &scope, GateBoardSettings settings, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_api(api)
    , m_engine(std::move(engine))
    , m_notices(std::move(notices))
    , m_scope(scope)
    , m_settings(std::move(settings))
{
    load();
}

void GateBoard::start()
{
    if (m_settings.channel.isEmpty())
        return;
    connect(&m_store, &control::StateStore::snapshotReset, this, &GateBoard::compare);
    connect(&m_store, &control::StateStore::gatesChanged, this, &GateBoard::compare);
    if (m_store.isConnected())
        compare();
}

bool GateBoard::isOpen(const QString &gate) const
{
    const auto &gates = m_store.snapshot().gates;
    return std::ranges::any_of(gates, [&](const domain::GateView &view) { return view.id == gate; });
}

void GateBoard::compare()
{
    const auto &gates = m_store.snapshot().gates;
    for (const auto &gate : gates) {
        auto &posted = m_posted[gate.id];
        if (posted.isUsed && !posted.isBeingCarriedOut && !posted.message.isEmpty()) { // an engine ended in between
            giveNewButtons(posted);
            posted.expires = QDateTime::currentDateTimeUtc().addMSecs(m_settings.buttonLife.count());
            m_scope.start(show(posted, {}), "discord gate");
        }
        if (!posted.message.isEmpty() || posted.isBeingSent)
            continue;
        if (posted.gate.isEmpty()) { // else an engine ended while it was being sent
            posted = { gate.id, {}, newNonce(), textOf(gate), gate.kind, {} };
            posted.expires = QDateTime::currentDateTimeUtc().addMSecs(m_settings.buttonLife.count());
        }
        posted.isBeingSent = true;
        save();
        m_scope.start(post(gate), "discord gate");
    }
    const auto known = m_posted.values();
    for (const Posted &posted : known) {
        if (isOpen(posted.gate) || posted.isBeingSent) // which is looked at afterwards
            continue;
        m_posted.remove(posted.gate);
        if (posted.isUsed || posted.message.isEmpty())
            continue;
        Posted closed = posted;
        closed.isUsed = true;
        m_scope.start(show(closed, QStringLiteral("✔️ Decided elsewhere.")), "discord gate");
    }
    save();
}

QJsonObject GateBoard::messageOf(const Posted &posted, const QString &more) const
{
    QJsonArray rows;
    if (!posted.isUsed) {
        const Labels labels = labelsOf(posted.kind);
        QJsonArray buttons { button(3, labels.yes, posted.nonce, "yes"), button(4, labels.no, posted.nonce, "no") };
        if (!posted.hasPaused)
            buttons.append(button(2, "Pause all", posted.nonce, "pause"));
        rows.append(QJsonObject { { QStringLiteral("type"), 1 }, { QStringLiteral("components"), buttons } });
    }
    QString text = posted.text;
    if (!more.isEmpty())
        text += QLatin1Char('\n') + more;
    return { { QStringLiteral("content"), clipped(text, contentLimit) }, { QStringLiteral("components"), rows } };
}

Async<> GateBoard::post(domain::GateView gate)
{
    const Posted wanted = m_posted.value(gate.id);
    QJsonObject message = messageOf(wanted);
    message.insert(QStringLiteral("nonce"),
                   QString(QStringLiteral("gate-") + wanted.nonce.left(16))); // the same after a restart
    const auto delivery = m_notices.rules().deliveryOf(QStringLiteral("gate"), QTime::currentTime());
    if (delivery == NoticeRules::Delivery::Silently)
        message.insert(QStringLiteral("flags"), suppressNotifications);
    const auto sent = co_await m_api.post(m_settings.channel, message);
    auto &posted = m_posted[gate.id];
    posted.isBeingSent = false;
    if (!sent)
        co_return forward(sent); // the next change tries again
    posted.message = sent->value(QLatin1String("id")).toString();
    compare(); // it may have been decided meanwhile
    co_return Result<> {};
}

void GateBoard::giveNewButtons(Posted &posted)
{
    posted.nonce = newNonce();
    posted.isUsed = posted.isBeingCarriedOut = false;
}

Async<> GateBoard::show(Posted posted, QString more)
{
    const QJsonObject message = messageOf(posted, more);
    CO_TRY(const QJsonObject edited, co_await m_api.edit(m_settings.channel, posted.message, message));
    Q_UNUSED(edited)
    co_return Result<> {};
}

bool GateBoard::take(const Interaction &interaction)
{
    const auto parts = interaction.customId.split(QLatin1Char(':'));
    if (parts.size() != 3 || parts[0] != QLatin1String("gate"))
        return false;
    const auto posted = std::ranges::find_if(m_posted, [&](const Posted &one) { return one.nonce == parts[1]; });
    const bool isPause = parts[2] == QLatin1String("pause");
    if (posted == m_posted.end() || posted->isUsed || (isPause && posted->hasPaused)) {
        m_scope.start(tellPrivately(interaction, QStringLiteral("That button was used. `!gates` lists what waits.")),
                      "discord gate");
    } else if (posted->expires < QDateTime::currentDateTimeUtc()) {
        m_scope.start(
            tellPrivately(
                interaction,
                QStringLiteral("That button has expired. Say `!approve %1` or `!reject %1 WHY`.").arg(posted->gate)),
            "discord gate");
    } else {
        click(*posted, parts[2], interaction);
    }
    return true;
}

void GateBoard::click(Posted &posted, const QString &action, const Interaction &interaction)
{
    const Labels labels = labelsOf(posted.kind);
    const QString id = QStringLiteral("id");
    Order order;
    if (action == QLatin1String("no") && interaction.type != Interaction::Type::Form) {
        m_scope.start(askWhy(interaction, posted.nonce), "discord gate");
        return;
    }
    if (action == QLatin1String("pause")) {
        order = { QStringLiteral("pause"),
                  { { QStringLiteral("project"), QString() } },
                  QStringLiteral("⏸ Everything paused by %1; `!resume --all` goes on").arg(who(interaction)) };
        posted.hasPaused = true;
    } else if (action == QLatin1String("no")) {
        const QString why = interaction.fields.value(QStringLiteral("why")).trimmed().left(1000);
        order = {
            QStringLiteral("reject"),
            { { id, posted.gate }, { QStringLiteral("why"), why } },
            QStringLiteral("%1 %2: %3").arg(QString::fromUtf8(labels.afterNo), who(interaction), foreignText(why))
        };
        posted.isUsed = posted.isBeingCarriedOut = true;
    } else {
        order = { QStringLiteral("approve"),
                  { { id, posted.gate } },
                  QStringLiteral("%1 %2").arg(QString::fromUtf8(labels.afterYes), who(interaction)) };
        posted.isUsed = posted.isBeingCarriedOut = true;
    }
    save(); // used is used, also when the power fails now
    m_scope.start(carryOut(interaction, posted.gate, order), "discord gate");
}

QCoro::Task<> GateBoard::carryOut(Interaction interaction, QString gate, Order order)
{
    Posted posted = m_posted.value(gate);
    const QJsonObject working = messageOf(posted, QStringLiteral("⏳ …"));
    const auto answered = co_await m_api.answer(interaction.id, interaction.token, replaceMessage, working);
    if (!answered)
        qCInfo(lcGateBoard, "%s", qUtf8Printable(answered.error().message)); // the click counts all the same
    const control::Command command { QStringLiteral("discord-") + interaction.id,
                                     QStringLiteral("discord:") + interaction.origin.user, order.verb,
                                     order.arguments };
    const auto done = co_await m_engine.execute(command, std::chrono::minutes(1), m_scope.stopToken());
    if (m_scope.stopToken().stop_requested())
        co_return;
    if (!done && isOpen(gate) && m_posted.contains(gate)) {
        // It did not happen: it may be tried again, with other numbers.
        auto &again = m_posted[gate];
        giveNewButtons(again);
        if (order.verb == QLatin1String("pause"))
            again.hasPaused = false;
        posted = again;
        save();
    }
    const QJsonObject message = messageOf(posted, done ? order.done : errorText(done.error()));
    const auto edited = co_await m_api.edit(m_settings.channel, posted.message, message);
    if (!edited)
        qCInfo(lcGateBoard, "%s", qUtf8Printable(edited.error().message));
}

QCoro::Task<> GateBoard::tellPrivately(Interaction interaction, QString text)
{
    const auto told = co_await m_api.answer(interaction.id, interaction.token, showMessage, privateAnswer(text));
    if (!told)
        qCInfo(lcGateBoard, "%s", qUtf8Printable(told.error().message));
}

QCoro::Task<> GateBoard::askWhy(Interaction interaction, QString nonce)
{
    const QJsonObject input {
        { QStringLiteral("type"), 4 },       { QStringLiteral("custom_id"), QStringLiteral("why") },
        { QStringLiteral("style"), 2 },      { QStringLiteral("label"), QStringLiteral("Why? The agents read it.") },
        { QStringLiteral("min_length"), 1 }, { QStringLiteral("max_length"), 1000 },
        { QStringLiteral("required"), true }
    };
    const QJsonObject row { { QStringLiteral("type"), 1 }, { QStringLiteral("components"), QJsonArray { input } } };
    const QJsonObject form { { QStringLiteral("custom_id"), QStringLiteral("gate:%1:no").arg(nonce) },
                             { QStringLiteral("title"), QStringLiteral("Reject") },
                             { QStringLiteral("components"), QJsonArray { row } } };
    const auto shown = co_await m_api.answer(interaction.id, interaction.token, showForm, form);
    if (!shown)
        qCInfo(lcGateBoard, "%s", qUtf8Printable(shown.error().message));
}

void GateBoard::load()
{
    if (m_settings.file.isEmpty() || !QFileInfo::exists(m_settings.file))
        return;
    const auto json = base::readJsonObject(m_settings.file);
    const auto list = json ? json->value(QLatin1String("gates")).toArray() : QJsonArray();
    for (const auto &value : list) {
        const QJsonObject one = value.toObject();
        const auto text = [&](const char *name) { return one.value(QLatin1String(name)).toString(); };
        Posted posted { text("gate"), text("message"), text("nonce"), text("text"), text("kind"), {} };
        posted.expires = QDateTime::fromString(text("expires"), Qt::ISODate);
        posted.isUsed = one.value(QLatin1String("used")).toBool();
        posted.hasPaused = one.value(QLatin1String("paused")).toBool();
        m_posted.insert(posted.gate, posted);
    }
}

void GateBoard::save() const
{
    if (m_settings.file.isEmpty())
        return;
    QJsonArray list;
    for (const Posted &posted : m_posted) {
        list.append(QJsonObject { { QStringLiteral("gate"), posted.gate },
                                  { QStringLiteral("message"), posted.message },
                                  { QStringLiteral("nonce"), posted.nonce },
                                  { QStringLiteral("text"), posted.text },
                                  { QStringLiteral("kind"), posted.kind },
                                  { QStringLiteral("expires"), posted.expires.toString(Qt::ISODate) },
                                  { QStringLiteral("used"), posted.isUsed },
                                  { QStringLiteral("paused"), posted.hasPaused } });
    }
    const auto saved = base::writeJsonObject(m_settings.file, { { QStringLiteral("gates"), list } });
    if (!saved)
        qCWarning(lcGateBoard, "%s", qUtf8Printable(saved.error().message));
}

} // namespace slipway::chat
