// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/mcp/jsonrpc.h"
#include "app/mcp/stdiotransport.h"
#include "app/mcp/tools.h"

#include "core/base/taskscope.h"
#include "core/workers/agentslots.h"

namespace slipway::app::mcp {

/// `slipway mcp`: a Model Context Protocol server on stdin and stdout, for one client. Requests run side by side, each
/// with a session of its own, so an engine may start, end or hand over between two of them. Main thread.
class McpServer final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpServer)
public:
    McpServer(Home home, const Output &output, std::stop_token stop, bool allowControl);
    /// Serves until the input ends or stop; gives the exit code.
    [[nodiscard]] QCoro::Task<int> run();

private:
    struct Batch; ///< the answers to one line
    struct Request; ///< one that is being worked on
    enum class Access { Reads, Changes };

    void onLine(const QByteArray &line);
    void onBatch(const QJsonArray &messages);
    [[nodiscard]] QCoro::Task<> serve(QJsonValue message, std::shared_ptr<Batch> batch);
    [[nodiscard]] QCoro::Task<Answer> answer(Message message, std::shared_ptr<Request> request, bool inBatch);
    void onNotification(const Message &message);
    [[nodiscard]] Answer initialize(const QJsonObject &params);
    [[nodiscard]] Answer listTools(const QJsonObject &params) const;
    [[nodiscard]] QCoro::Task<Answer> callTool(QJsonObject params, std::shared_ptr<Request> request);
    [[nodiscard]] QCoro::Task<Answer> resource(QString method, QJsonObject params, std::shared_ptr<Request> request);
    /// Opens a session for one request. Unavailable for a change without an engine: this server starts none.
    [[nodiscard]] Async<std::shared_ptr<Session>> open(Access access, std::shared_ptr<Request> request);
    void send(const QJsonValue &message);
    void refuse(const QJsonValue &id, const Refusal &refusal);

    Home m_home;
    const Output &m_output;
    std::stop_source m_stop; ///< of this server: the signal's, or a broken output
    std::stop_callback<std::function<void()>> m_onStop;
    QList<Tool> m_tools;
    StdioTransport m_transport;
    QString m_version; ///< of the protocol; empty before the handshake
    QMap<QByteArray, std::shared_ptr<Request>> m_requests; ///< by id
    /// Without an engine a session starts the private Redis and ends it again: one at a time.
    std::shared_ptr<workers::AgentSlots> m_alone = std::make_shared<workers::AgentSlots>(1);
    base::CompletionSource<> m_ended;
    base::TaskScope m_scope;
};

} // namespace slipway::app::mcp
