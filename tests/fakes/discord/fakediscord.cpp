// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/discord/fakediscord.h"

#include "tests/fakes/discord/fakevalidation.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QRegularExpression>

namespace slipway::test {

namespace {

HostResponse json(int status, const QJsonValue &value)
{
    HostResponse response { status, { { "Content-Type", "application/json" } }, {} };
    response.body
        = value.isArray() ? QJsonDocument(value.toArray()).toJson() : QJsonDocument(value.toObject()).toJson();
    return response;
}

HostResponse refusal(int status, int code, const QString &message)
{
    return json(status, QJsonObject { { QStringLiteral("code"), code }, { QStringLiteral("message"), message } });
}

HostResponse invalidForm(const QString &fault)
{
    const QJsonObject why { { QStringLiteral("_errors"),
                              QJsonArray { QJsonObject { { QStringLiteral("message"), fault } } } } };
    return json(400,
                QJsonObject { { QStringLiteral("code"), 50035 },
                              { QStringLiteral("message"), QStringLiteral("Invalid Form Body") },
                              { QStringLiteral("errors"), QJsonObject { { fault.section(u':', 0, 0), why } } } });
}

QJsonObject userJson(const QString &id)
{
    return { { QStringLiteral("id"), id },
             { QStringLiteral("username"),
               id == FakeDiscord::alice ? QStringLiteral("alice") : QStringLiteral("mallory") } };
}

QJsonObject guildJson(const QString &permissions)
{
    const auto channelJson = [](const QString &id) {
        return QJsonObject { { QStringLiteral("id"), id },
                             { QStringLiteral("type"), 0 },
                             { QStringLiteral("guild_id"), FakeDiscord::guild },
                             { QStringLiteral("permission_overwrites"), QJsonArray() },
                             { QStringLiteral("name"), QStringLiteral("builds") } };
    };
    return { { QStringLiteral("id"), FakeDiscord::guild },
             { QStringLiteral("name"), QStringLiteral("Workshop") },
             { QStringLiteral("owner_id"), FakeDiscord::alice },
             { QStringLiteral("roles"),
               QJsonArray { QJsonObject { { QStringLiteral("id"), FakeDiscord::guild },
                                          { QStringLiteral("permissions"), permissions } } } },
             { QStringLiteral("channels"),
               QJsonArray { channelJson(FakeDiscord::channel), channelJson(FakeDiscord::otherChannel) } } };
}

/// The JSON part and the file of a multipart body.
QJsonObject bodyOf(const HostRequest &request, QByteArray *file)
{
    const QByteArray type = request.headers.value("content-type");
    if (!type.startsWith("multipart/"))
        return QJsonDocument::fromJson(request.body).object();
    const QByteArray boundary = "--" + type.mid(type.indexOf("boundary=") + 9);
    const auto part = [&](const QByteArray &name) {
        const qsizetype at = request.body.indexOf(QByteArray("name=\"" + name + "\""));
        const qsizetype start = request.body.indexOf("\r\n\r\n", at) + 4;
        return at < 0 ? QByteArray()
                      : request.body.mid(start, request.body.indexOf(QByteArray("\r\n" + boundary), start) - start);
    };
    *file = part("files[0]");
    return QJsonDocument::fromJson(part("payload_json")).object();
}

} // namespace

QString FakeMessage::button(const QString &label) const
{
    const auto rows = json.value(QLatin1String("components")).toArray();
    for (const auto &row : rows) {
        const auto buttons = row.toObject().value(QLatin1String("components")).toArray();
        for (const auto &button : buttons) {
            if (button.toObject().value(QLatin1String("label")).toString() == label)
                return button.toObject().value(QLatin1String("custom_id")).toString();
        }
    }
    return {};
}

FakeDiscord::FakeDiscord(FakeDiscordOptions options)
    : m_options(std::move(options))
    , m_limits(m_options.limits)
{
    m_options.gateway.token = m_options.token;
    m_clock.start();
    const QJsonObject ready {
        { QStringLiteral("v"), 10 },
        { QStringLiteral("user"), QJsonObject { { QStringLiteral("id"), botUser }, { QStringLiteral("bot"), true } } },
        { QStringLiteral("application"),
          QJsonObject { { QStringLiteral("id"), application }, { QStringLiteral("flags"), 1 << 19 } } },
        { QStringLiteral("guilds"), QJsonArray { QJsonObject { { QStringLiteral("id"), guild } } } }
    };
    m_gateway = std::make_unique<FakeGateway>(m_options.gateway, ready,
                                              QList<QJsonObject> { guildJson(m_options.botPermissions) });
    m_host = std::make_unique<HttpHost>(
        [this](const HostRequest &request, const Responder &responder) { handle(request, responder); });
}

FakeDiscord::~FakeDiscord() = default;

QUrl FakeDiscord::apiRoot() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1/api/v10").arg(m_host->port()));
}

QString FakeDiscord::nextId()
{
    constexpr qint64 firstTime = 1'420'070'400'000;
    m_lastId = std::max(m_lastId + 1, (QDateTime::currentMSecsSinceEpoch() - firstTime) << 22);
    return QString::number(m_lastId);
}

void FakeDiscord::handle(const HostRequest &request, const Responder &responder)
{
    QString path = request.path;
    m_log.append(QString::fromLatin1(request.method) + QLatin1Char(' ') + path);
    if (!request.headers.value("user-agent").startsWith("DiscordBot ("))
        m_violations.append(QStringLiteral("User-Agent: ") + QString::fromLatin1(request.headers.value("user-agent")));
    if (!path.startsWith(QLatin1String("/api/v10/"))) {
        responder.send(refusal(404, 0, QStringLiteral("404: Not Found")));
        return;
    }
    bool resets = false;
    for (qsizetype i = 0; i < m_faults.size(); ++i) {
        if (m_faults[i].method != request.method || !path.contains(m_faults[i].pathPart))
            continue;
        const auto fault = m_faults.takeAt(i);
        if (fault.isSilent)
            return;
        resets = fault.resets;
        if (resets)
            break;
        responder.send({ fault.status, { { "Content-Type", "text/html" } }, fault.body });
        return;
    }
    const QStringList parts = path.mid(9).split(QLatin1Char('/'));
    const bool open = parts.value(0) == QLatin1String("interactions") || parts.value(0) == QLatin1String("webhooks");
    HostResponse response;
    if (!open && request.headers.value("authorization") != "Bot " + m_options.token.toUtf8()) {
        responder.send(refusal(401, 0, QStringLiteral("401: Unauthorized")));
        return;
    }
    HostResponse limit;
    const QString bucket = QString::fromLatin1(request.method) + parts.value(0) + parts.value(2);
    if (!open && !m_limits.take(bucket, parts.value(1), &limit)) {
        responder.send(limit);
        return;
    }
    response = route(request, parts);
    response.headers += limit.headers;
    if (resets)
        responder.reset();
    else
        responder.send(response);
}

HostResponse FakeDiscord::route(const HostRequest &request, const QStringList &parts)
{
    const QString top = parts.value(0);
    if (top == QLatin1String("gateway"))
        return json(200,
                    QJsonObject { { QStringLiteral("url"), m_gateway->url().toString() },
                                  { QStringLiteral("shards"), 1 },
                                  { QStringLiteral("session_start_limit"),
                                    QJsonObject { { QStringLiteral("total"), 1000 },
                                                  { QStringLiteral("remaining"), m_options.startsLeft },
                                                  { QStringLiteral("reset_after"), 300 },
                                                  { QStringLiteral("max_concurrency"), 1 } } } });
    if (top == QLatin1String("interactions"))
        return callback(parts, QJsonDocument::fromJson(request.body).object());
    if (top == QLatin1String("webhooks"))
        return webhook(parts, QJsonDocument::fromJson(request.body).object());
    if (top == QLatin1String("channels"))
        return channelRoute(request, parts);
    return account(parts, request);
}

HostResponse FakeDiscord::account(const QStringList &parts, const HostRequest &request)
{
    const QString top = parts.value(0);
    if (top == QLatin1String("users"))
        return json(
            200,
            QJsonObject { { QStringLiteral("id"), botUser }, { QStringLiteral("username"), QStringLiteral("slip") } });
    if (top == QLatin1String("guilds")) {
        if (parts.value(1) != guild)
            return refusal(404, 10004, QStringLiteral("Unknown Guild"));
        if (parts.value(2) == QLatin1String("members"))
            return json(200, QJsonObject { { QStringLiteral("roles"), rolesOf(parts.value(3)) } });
        return json(200, guildJson(m_options.botPermissions));
    }
    if (top == QLatin1String("applications") && parts.value(1) == QLatin1String("@me"))
        return json(200,
                    QJsonObject { { QStringLiteral("id"), application },
                                  { QStringLiteral("flags"), m_options.gateway.messageContentAllowed ? 1 << 19 : 0 } });
    if (top == QLatin1String("applications") && parts.last() == QLatin1String("commands")) {
        if (request.method == "PUT") {
            ++commandPuts;
            const QJsonArray wanted = QJsonDocument::fromJson(request.body).array();
            if (const auto fault = commandsFault(wanted); !fault.isEmpty()) {
                m_violations.append(fault);
                return invalidForm(fault);
            }
            m_commands = {};
            for (const auto &value : wanted) { // with what Discord adds
                QJsonObject one = value.toObject();
                one.insert(QStringLiteral("id"), nextId());
                one.insert(QStringLiteral("version"), nextId());
                if (!one.contains(QLatin1String("type")))
                    one.insert(QStringLiteral("type"), 1);
                m_commands.append(one);
            }
        }
        return json(200, m_commands);
    }
    return refusal(404, 0, QStringLiteral("404: Not Found"));
}

HostResponse FakeDiscord::channelRoute(const HostRequest &request, const QStringList &parts)
{
    const QString where = parts.value(1);
    if (m_channelGone
        || (where != channel && where != otherChannel && where != directChannel && !m_threads.contains(where)))
        return refusal(404, 10003, QStringLiteral("Unknown Channel"));
    if (parts.size() == 2)
        return json(200,
                    QJsonObject { { QStringLiteral("id"), where },
                                  { QStringLiteral("name"), QStringLiteral("builds") },
                                  { QStringLiteral("type"), 0 },
                                  { QStringLiteral("guild_id"), guild },
                                  { QStringLiteral("permission_overwrites"), QJsonArray() } });
    if (parts.value(2) == QLatin1String("typing"))
        return { 204, {}, {} };
    if (parts.value(2) == QLatin1String("messages") && request.method == "GET")
        return history(request, where);
    if (parts.value(2) == QLatin1String("threads"))
        return makeThread(request, where);
    QByteArray file;
    const QJsonObject body = bodyOf(request, &file);
    const bool edit = request.method == "PATCH";
    if (const auto fault = messageFault(body, edit); !fault.isEmpty()) {
        m_violations.append(fault);
        return invalidForm(fault);
    }
    if (edit) {
        for (FakeMessage &message : m_messages) {
            if (message.id != parts.value(3))
                continue;
            for (auto it = body.begin(); it != body.end(); ++it)
                message.json.insert(it.key(), it.value());
            ++message.edits;
            message.editTimes.append(m_clock.elapsed());
            return json(200, QJsonObject { { QStringLiteral("id"), message.id } });
        }
        return refusal(404, 10008, QStringLiteral("Unknown Message"));
    }
    const QString nonce = body.value(QLatin1String("nonce")).toString();
    QString id = m_nonces.value(nonce);
    if (id.isEmpty()) {
        id = nextId();
        m_messages.append({ id, where, botUser, body, 0, {}, file });
        if (body.value(QLatin1String("enforce_nonce")).toBool())
            m_nonces.insert(nonce, id);
        m_gateway->dispatch(QStringLiteral("MESSAGE_CREATE"),
                            { { QStringLiteral("id"), id },
                              { QStringLiteral("type"), 0 },
                              { QStringLiteral("channel_id"), where },
                              { QStringLiteral("guild_id"), guild },
                              { QStringLiteral("content"), body.value(QLatin1String("content")) },
                              { QStringLiteral("author"),
                                QJsonObject { { QStringLiteral("id"), botUser }, { QStringLiteral("bot"), true } } } });
    }
    return json(200, QJsonObject { { QStringLiteral("id"), id }, { QStringLiteral("channel_id"), where } });
}

HostResponse FakeDiscord::makeThread(const HostRequest &request, const QString &parent)
{
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    const QString name = body.value(QLatin1String("name")).toString();
    if (m_threads.contains(parent))
        return refusal(400, 50024, QStringLiteral("Cannot execute action on this channel type"));
    if (name.isEmpty() || name.size() > 100 || body.value(QLatin1String("type")).toInt() != 11) {
        m_violations.append(QStringLiteral("a thread that is private or badly named"));
        return invalidForm(QStringLiteral("name: bad"));
    }
    const QString id = nextId();
    m_threads.insert(id, name);
    const QJsonObject thread { { QStringLiteral("id"), id },
                               { QStringLiteral("type"), 11 },
                               { QStringLiteral("name"), name },
                               { QStringLiteral("guild_id"), guild },
                               { QStringLiteral("parent_id"), parent } };
    m_gateway->dispatch(QStringLiteral("THREAD_CREATE"), thread);
    return json(201, thread);
}

HostResponse FakeDiscord::history(const HostRequest &request, const QString &where) const
{
    const qulonglong after = request.query.queryItemValue(QStringLiteral("after")).toULongLong();
    const int limit = std::max(request.query.queryItemValue(QStringLiteral("limit")).toInt(), 1);
    QMap<qulonglong, QJsonObject> found; // in the order of their ids
    for (const QJsonObject &message : m_said) {
        const qulonglong id = message.value(QLatin1String("id")).toString().toULongLong();
        if (message.value(QLatin1String("channel_id")).toString() != where || id <= after)
            continue;
        QJsonObject shown = message; // the history says neither server nor roles
        shown.remove(QStringLiteral("guild_id"));
        shown.remove(QStringLiteral("member"));
        found.insert(id, shown);
    }
    auto kept = found.values();
    const bool isPage
        = request.query.hasQueryItem(QStringLiteral("after")); // the oldest of them, else the newest of all
    kept = isPage ? kept.mid(0, limit) : kept.mid(std::max<qsizetype>(0, kept.size() - limit));
    QJsonArray list;
    for (const QJsonObject &message : std::as_const(kept))
        list.prepend(message);
    return json(200, list);
}

QJsonArray FakeDiscord::rolesOf(const QString &user) const
{
    return QJsonArray::fromStringList(m_options.roles.value(user));
}

HostResponse FakeDiscord::callback(const QStringList &parts, const QJsonObject &body)
{
    const auto it = m_interactions.find(parts.value(1));
    if (it == m_interactions.end() || it->token != parts.value(2)
        || (it->type == 0 && m_clock.elapsed() - it->madeAt > m_options.interactionMs))
        return refusal(404, 10062, QStringLiteral("Unknown interaction"));
    if (it->type != 0)
        return refusal(400, 40060, QStringLiteral("Interaction has already been acknowledged."));
    const int type = body.value(QLatin1String("type")).toInt();
    const QJsonObject data = body.value(QLatin1String("data")).toObject();
    QString fault;
    if (type == 4 || type == 7)
        fault = messageFault(data, type == 7);
    else if (type == 8 && data.value(QLatin1String("choices")).toArray().size() > 25)
        fault = QStringLiteral("choices: more than 25");
    else if (type == 9 && data.value(QLatin1String("title")).toString().size() > 45)
        fault = QStringLiteral("title: over 45");
    if (!fault.isEmpty()) {
        m_violations.append(fault);
        return invalidForm(fault);
    }
    it->type = type;
    it->answer = data;
    return { 204, {}, {} };
}

HostResponse FakeDiscord::webhook(const QStringList &parts, const QJsonObject &body)
{
    for (FakeInteraction &one : m_interactions) {
        if (one.token != parts.value(2))
            continue;
        if (one.type == 0)
            return refusal(404, 10015, QStringLiteral("Unknown Webhook"));
        if (const auto fault = messageFault(body, true); !fault.isEmpty()) {
            m_violations.append(fault);
            return invalidForm(fault);
        }
        one.edited = body;
        return json(200, QJsonObject { { QStringLiteral("id"), nextId() } });
    }
    return refusal(401, 50027, QStringLiteral("Invalid Webhook Token"));
}

QString FakeDiscord::say(const QString &user, const QString &text, const QString &where)
{
    const QString id = nextId();
    QJsonArray mentions;
    if (text.contains(botUser))
        mentions.append(QJsonObject { { QStringLiteral("id"), botUser } });
    const bool readable = (m_gateway->lastIntents & 32768) != 0 || !mentions.isEmpty() || where.isEmpty();
    QJsonObject message { { QStringLiteral("id"), id },
                          { QStringLiteral("type"), 0 },
                          { QStringLiteral("channel_id"), where.isEmpty() ? directChannel : where },
                          { QStringLiteral("content"), readable ? text : QString() },
                          { QStringLiteral("author"), userJson(user) },
                          { QStringLiteral("mentions"), mentions } };
    if (!where.isEmpty()) {
        message.insert(QStringLiteral("guild_id"), guild);
        message.insert(QStringLiteral("member"), QJsonObject { { QStringLiteral("roles"), rolesOf(user) } });
    } else if ((m_gateway->lastIntents & 4096) == 0) {
        return id; // direct messages come only to who asked for them
    }
    m_said[id] = message;
    m_gateway->dispatch(QStringLiteral("MESSAGE_CREATE"), message);
    return id;
}

void FakeDiscord::tell(const QString &event, const QJsonObject &changes, const QString &text)
{
    QJsonObject message { { QStringLiteral("id"), nextId() },          { QStringLiteral("type"), 0 },
                          { QStringLiteral("channel_id"), channel },   { QStringLiteral("guild_id"), guild },
                          { QStringLiteral("content"), text },         { QStringLiteral("author"), userJson(alice) },
                          { QStringLiteral("mentions"), QJsonArray() } };
    for (auto it = changes.begin(); it != changes.end(); ++it)
        message.insert(it.key(), it.value());
    m_gateway->dispatch(event, message);
}

void FakeDiscord::sayAgain(const QString &id)
{
    m_gateway->dispatch(QStringLiteral("MESSAGE_CREATE"), m_said.value(id));
}

QJsonObject FakeDiscord::interactionBase(const QString &user, int type)
{
    FakeInteraction one;
    one.id = nextId();
    one.token = QStringLiteral("interaction-token-") + one.id;
    one.madeAt = m_clock.elapsed();
    m_interactions.insert(one.id, one);
    return { { QStringLiteral("id"), one.id },
             { QStringLiteral("token"), one.token },
             { QStringLiteral("application_id"), application },
             { QStringLiteral("type"), type },
             { QStringLiteral("guild_id"), guild },
             { QStringLiteral("channel_id"), channel },
             { QStringLiteral("member"),
               QJsonObject { { QStringLiteral("user"), userJson(user) },
                             { QStringLiteral("roles"), rolesOf(user) } } } };
}

QString FakeDiscord::slash(const QString &user, const QString &command, const QJsonArray &options)
{
    QJsonObject event = interactionBase(user, 2);
    event.insert(QStringLiteral("data"),
                 QJsonObject { { QStringLiteral("name"), command }, { QStringLiteral("options"), options } });
    m_gateway->dispatch(QStringLiteral("INTERACTION_CREATE"), event);
    return event.value(QLatin1String("id")).toString();
}

QString FakeDiscord::autocomplete(const QString &user, const QString &command, const QJsonArray &options)
{
    QJsonObject event = interactionBase(user, 4);
    event.insert(QStringLiteral("data"),
                 QJsonObject { { QStringLiteral("name"), command }, { QStringLiteral("options"), options } });
    m_gateway->dispatch(QStringLiteral("INTERACTION_CREATE"), event);
    return event.value(QLatin1String("id")).toString();
}

QString FakeDiscord::click(const QString &user, const FakeMessage &message, const QString &customId)
{
    QJsonObject event = interactionBase(user, 3);
    event.insert(QStringLiteral("data"),
                 QJsonObject { { QStringLiteral("custom_id"), customId }, { QStringLiteral("component_type"), 2 } });
    event.insert(QStringLiteral("message"), QJsonObject { { QStringLiteral("id"), message.id } });
    m_gateway->dispatch(QStringLiteral("INTERACTION_CREATE"), event);
    return event.value(QLatin1String("id")).toString();
}

QString FakeDiscord::submit(const QString &user, const FakeMessage &message, const QString &customId,
                            const QString &field, const QString &text)
{
    QJsonObject event = interactionBase(user, 5);
    const QJsonObject input { { QStringLiteral("type"), 4 },
                              { QStringLiteral("custom_id"), field },
                              { QStringLiteral("value"), text } };
    const QJsonObject row { { QStringLiteral("type"), 1 }, { QStringLiteral("components"), QJsonArray { input } } };
    event.insert(QStringLiteral("data"),
                 QJsonObject { { QStringLiteral("custom_id"), customId },
                               { QStringLiteral("components"), QJsonArray { row } } });
    event.insert(QStringLiteral("message"), QJsonObject { { QStringLiteral("id"), message.id } });
    m_gateway->dispatch(QStringLiteral("INTERACTION_CREATE"), event);
    return event.value(QLatin1String("id")).toString();
}

QList<FakeMessage> FakeDiscord::posted(const QString &where) const
{
    QList<FakeMessage> list;
    std::ranges::copy_if(m_messages, std::back_inserter(list),
                         [&](const FakeMessage &m) { return m.channel == where; });
    return list;
}

const FakeMessage *FakeDiscord::find(const QString &text) const
{
    for (auto it = m_messages.crbegin(); it != m_messages.crend(); ++it) {
        if (it->content().contains(text))
            return &*it;
    }
    return nullptr;
}

} // namespace slipway::test
