// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/fakes/discord/fakegateway.h"
#include "tests/fakes/discord/fakelimits.h"

#include <QJsonArray>
#include <QSet>

namespace slipway::test {

struct FakeDiscordOptions {
    QString token = QStringLiteral("MTk4NjIyNDgzNDcx.fake-bot-token.ZnIosrkjNgb2Q");
    FakeGatewayOptions gateway;
    FakeLimitOptions limits;
    int startsLeft = 1000;
    int interactionMs = 3000; ///< until an unanswered interaction dies
    QString botPermissions = QStringLiteral("309237763072");
    QHash<QString, QStringList> roles; ///< of people
};

struct FakeMessage {
    QString id, channel, author;
    QJsonObject json; ///< as it was sent last
    int edits = 0;
    QList<qint64> editTimes;
    QByteArray file;
    [[nodiscard]] QString content() const { return json.value(QLatin1String("content")).toString(); }
    /// custom_id of the button with this label; empty if there is none.
    [[nodiscard]] QString button(const QString &label) const;
};

struct FakeInteraction {
    QString id, token;
    qint64 madeAt = 0;
    int type = 0; ///< of the first answer; 0: none yet
    QJsonObject answer; ///< its data
    QJsonObject edited; ///< the last edit of @original
};

struct FakeDiscordFault {
    QByteArray method;
    QString pathPart;
    int status = 500;
    QByteArray body;
    bool resets = false; ///< after it was carried out, instead of the answer
    bool isSilent = false; ///< neither carried out nor answered
};

/// A stand-in for Discord that remembers: REST and gateway of one server with a channel, where people say things and click.
/// Same thread as the test, which therefore must not block.
class FakeDiscord final : public QObject {
    Q_OBJECT
public:
    static inline const QString guild = QStringLiteral("900000000000000001");
    static inline const QString channel = QStringLiteral("900000000000000002");
    static inline const QString otherChannel = QStringLiteral("900000000000000003");
    static inline const QString directChannel = QStringLiteral("900000000000000006");
    static inline const QString application = QStringLiteral("900000000000000004");
    static inline const QString botUser = QStringLiteral("900000000000000005");
    static inline const QString alice = QStringLiteral("900000000000000010");
    static inline const QString mallory = QStringLiteral("900000000000000011");

    explicit FakeDiscord(FakeDiscordOptions options = {});
    ~FakeDiscord() override;
    [[nodiscard]] QUrl apiRoot() const;
    [[nodiscard]] FakeGateway &gateway() { return *m_gateway; }
    [[nodiscard]] FakeLimits &limits() { return m_limits; }

    /// `where`: a channel of the server; empty: a direct message to the bot.
    QString say(const QString &user, const QString &text, const QString &where = channel);
    /// A message of a webhook or another bot, an edit, or anything else that is no person's message.
    void tell(const QString &event, const QJsonObject &changes, const QString &text);
    void sayAgain(const QString &id); ///< the same event a second time
    QString slash(const QString &user, const QString &command, const QJsonArray &options = {}); ///< its interaction id
    QString autocomplete(const QString &user, const QString &command, const QJsonArray &options);
    QString click(const QString &user, const FakeMessage &message, const QString &customId);
    QString submit(const QString &user, const FakeMessage &message, const QString &customId, const QString &field,
                   const QString &text); ///< a modal

    [[nodiscard]] QList<FakeMessage> posted(const QString &where = channel) const; ///< by the bot
    [[nodiscard]] const FakeMessage *find(const QString &text) const; ///< the newest of the bot that holds the text
    [[nodiscard]] FakeInteraction interaction(const QString &id) const { return m_interactions.value(id); }
    [[nodiscard]] QJsonArray commands() const { return m_commands; }
    void addFault(const FakeDiscordFault &fault) { m_faults.append(fault); }
    [[nodiscard]] QStringList log() const { return m_log; }
    [[nodiscard]] QStringList violations() const { return m_violations + m_gateway->violations(); }
    void deleteChannel() { m_channelGone = true; }
    [[nodiscard]] QString thread(const QString &name) const { return m_threads.key(name); } ///< the newest of this name
    void deleteThread(const QString &id) { m_threads.remove(id); }
    int commandPuts = 0;

private:
    void handle(const HostRequest &request, const Responder &responder);
    [[nodiscard]] HostResponse route(const HostRequest &request, const QStringList &parts);
    [[nodiscard]] HostResponse channelRoute(const HostRequest &request, const QStringList &parts);
    [[nodiscard]] HostResponse makeThread(const HostRequest &request, const QString &parent);
    [[nodiscard]] HostResponse history(const HostRequest &request, const QString &where) const;
    [[nodiscard]] QJsonArray rolesOf(const QString &user) const;
    [[nodiscard]] HostResponse callback(const QStringList &parts, const QJsonObject &body);
    [[nodiscard]] HostResponse webhook(const QStringList &parts, const QJsonObject &body);
    [[nodiscard]] HostResponse account(const QStringList &parts, const HostRequest &request);
    [[nodiscard]] QJsonObject interactionBase(const QString &user, int type);
    [[nodiscard]] QString nextId(); ///< as Discord makes them: from the clock, each greater than the one before

    FakeDiscordOptions m_options;
    FakeLimits m_limits;
    std::unique_ptr<FakeGateway> m_gateway;
    std::unique_ptr<HttpHost> m_host;
    QElapsedTimer m_clock;
    qint64 m_lastId = 0;
    QList<FakeMessage> m_messages;
    QHash<QString, QString> m_nonces; ///< to the message's id
    QHash<QString, QJsonObject> m_said;
    QHash<QString, FakeInteraction> m_interactions;
    QJsonArray m_commands;
    QList<FakeDiscordFault> m_faults;
    QStringList m_log, m_violations;
    QHash<QString, QString> m_threads; ///< name by id
    bool m_channelGone = false;
};

} // namespace slipway::test
