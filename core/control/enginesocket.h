// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/taskscope.h"

#include <QHash>
#include <QJsonObject>
#include <QObject>

#include <chrono>
#include <functional>
#include <memory>

class QLocalServer;
class QLocalSocket;

namespace slipway::control {

/// The bounds of an EngineSocket.
struct EngineSocketLimits {
    qsizetype request = 4096; ///< bytes of one request
    int connections = 16; ///< at once; one more is told so and closed
    std::chrono::milliseconds patience { 10000 }; ///< for a whole request to arrive, and for its answer to be read
};

/// The engine's own unix socket (0700): pause, stop and health work over it when Redis does not. One JSON object a line,
/// `{"verb", "actor"}`, answered by `{"result"}` or `{"error"}` in a line; several requests may follow each other. Only
/// processes of the same user are served. Lives in the thread that made it, which needs an event loop; await close()
/// before destruction.
class EngineSocket final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EngineSocket)
public:
    /// What a verb does; its argument is who asks.
    using Verb = std::function<Async<QJsonObject>(QString actor)>;

    EngineSocket(QString path, QHash<QString, Verb> verbs, EngineSocketLimits limits = {}, QObject *parent = nullptr);
    ~EngineSocket() override;

    /// Takes over what a crashed engine left at the path. Conflict if somebody answers there, or if it is no socket of
    /// this user; Denied if the folder cannot be written.
    [[nodiscard]] Result<> listen();
    /// Removes the socket, ends the connections and waits for the verbs that run.
    [[nodiscard]] QCoro::Task<> close();

private:
    struct Connection;
    void accept();
    void read(const std::shared_ptr<Connection> &connection);
    [[nodiscard]] QCoro::Task<> serve(std::shared_ptr<Connection> connection, QByteArray line);
    [[nodiscard]] Async<QJsonObject> answer(QByteArray line);
    static void refuse(QLocalSocket *socket, const Error &error);

    QString m_path;
    QHash<QString, Verb> m_verbs;
    EngineSocketLimits m_limits;
    std::unique_ptr<QLocalServer> m_server;
    QHash<QLocalSocket *, std::shared_ptr<Connection>> m_connections;
    base::TaskScope m_scope;
};

/// Asks the engine at this socket. Unavailable if none listens there, Timeout if it does not answer in time; else what the
/// verb gave. Needs an event loop in the calling thread.
[[nodiscard]] Async<QJsonObject> askEngine(QString path, QString verb, QString actor,
                                           std::chrono::milliseconds timeout);

} // namespace slipway::control
