// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>

namespace slipway::test {

/// Just enough of the Messages API on a free loopback port for Claude Code to run against: each request is answered by a
/// script. Lives in the thread that made it.
class FakeModelServer final : public QObject {
    Q_OBJECT
public:
    /// Gives the content block for a request (`{"type": "text", …}` or `{"type": "tool_use", …}`), several of them as
    /// `{"blocks": […]}`, or an HTTP status with an error body as `{"status": 429, "body": {…}, "headers": {…}}`.
    using Script = std::function<QJsonObject(const QJsonObject &request)>;
    Script script;
    bool keepsRequests = true;
    QList<QJsonObject> requests; ///< those with tools: side requests (titles) are left out

    FakeModelServer()
    {
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection())
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        });
        m_server.listen(QHostAddress::LocalHost, 0);
    }
    [[nodiscard]] QByteArray url() const { return "http://127.0.0.1:" + QByteArray::number(m_server.serverPort()); }

    [[nodiscard]] static QJsonObject text(const QString &text)
    {
        return { { QStringLiteral("type"), QStringLiteral("text") }, { QStringLiteral("text"), text } };
    }
    [[nodiscard]] static QJsonObject tool(const QString &name, const QJsonObject &input)
    {
        return { { QStringLiteral("type"), QStringLiteral("tool_use") },
                 { QStringLiteral("id"), QStringLiteral("toolu_%1").arg(name) },
                 { QStringLiteral("name"), name },
                 { QStringLiteral("input"), input } };
    }
    /// Number of tool results in the conversation: how far it has come.
    [[nodiscard]] static int toolResults(const QJsonObject &request)
    {
        return static_cast<int>(
            QJsonDocument(request).toJson(QJsonDocument::Compact).count("\"type\":\"tool_result\""));
    }

private:
    void read(QTcpSocket *socket)
    {
        QByteArray &buffer = m_buffers[socket];
        buffer += socket->readAll();
        const qsizetype end = buffer.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        const QByteArray head = buffer.first(end).toLower();
        qsizetype length = 0;
        const auto lines = head.split('\n');
        for (const QByteArray &line : lines) {
            if (line.startsWith("content-length:"))
                length = line.mid(15).trimmed().toInt();
        }
        if (buffer.size() < end + 4 + length)
            return;
        const QByteArray body = buffer.mid(end + 4, length);
        m_buffers.remove(socket);
        const bool isMessage = head.startsWith("post /v1/messages") && !head.startsWith("post /v1/messages/");
        socket->write(
            isMessage ? answer(QJsonDocument::fromJson(body).object())
                      : QByteArrayLiteral("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
        socket->disconnectFromHost();
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    }

    QByteArray answer(const QJsonObject &request)
    {
        const bool isSide = request.value(QLatin1String("tools")).toArray().isEmpty();
        if (!isSide && keepsRequests)
            requests.append(request);
        const QJsonObject block = isSide ? text(QStringLiteral("Title")) : script(request);
        if (block.contains(QLatin1String("status"))) {
            const QByteArray body
                = QJsonDocument(block.value(QLatin1String("body")).toObject()).toJson(QJsonDocument::Compact);
            QByteArray head = "HTTP/1.1 " + QByteArray::number(block.value(QLatin1String("status")).toInt())
                + " Error\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                + QByteArray::number(body.size());
            const QJsonObject headers = block.value(QLatin1String("headers")).toObject();
            for (auto it = headers.begin(); it != headers.end(); ++it)
                head += "\r\n" + it.key().toUtf8() + ": " + it.value().toString().toUtf8();
            return head + "\r\n\r\n" + body;
        }
        QJsonArray blocks = block.value(QLatin1String("blocks")).toArray();
        if (blocks.isEmpty())
            blocks.append(block);
        return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
            + stream(blocks, request);
    }

    static QByteArray event(const char *type, QJsonObject data)
    {
        data.insert(QStringLiteral("type"), QString::fromLatin1(type));
        return "event: " + QByteArray(type) + "\ndata: " + QJsonDocument(data).toJson(QJsonDocument::Compact) + "\n\n";
    }

    static bool isTool(const QJsonObject &block)
    {
        return block.value(QLatin1String("type")).toString() == QLatin1String("tool_use");
    }

    static QByteArray blockStream(const QJsonObject &block, int index)
    {
        QJsonObject start = block;
        start.insert(isTool(block) ? QStringLiteral("input") : QStringLiteral("text"),
                     isTool(block) ? QJsonValue(QJsonObject {}) : QJsonValue(QString()));
        const QByteArray input
            = QJsonDocument(block.value(QLatin1String("input")).toObject()).toJson(QJsonDocument::Compact);
        const QJsonObject delta = isTool(block)
            ? QJsonObject { { QStringLiteral("type"), QStringLiteral("input_json_delta") },
                            { QStringLiteral("partial_json"), QString::fromUtf8(input) } }
            : QJsonObject { { QStringLiteral("type"), QStringLiteral("text_delta") },
                            { QStringLiteral("text"), block.value(QLatin1String("text")) } };
        return event("content_block_start",
                     { { QStringLiteral("index"), index }, { QStringLiteral("content_block"), start } })
            + event("content_block_delta", { { QStringLiteral("index"), index }, { QStringLiteral("delta"), delta } })
            + event("content_block_stop", { { QStringLiteral("index"), index } });
    }

    static QByteArray stream(const QJsonArray &blocks, const QJsonObject &request)
    {
        static int counter = 0;
        const QJsonObject message { { QStringLiteral("id"), QStringLiteral("msg_%1").arg(++counter) },
                                    { QStringLiteral("type"), QStringLiteral("message") },
                                    { QStringLiteral("role"), QStringLiteral("assistant") },
                                    { QStringLiteral("model"), request.value(QLatin1String("model")) },
                                    { QStringLiteral("content"), QJsonArray {} },
                                    { QStringLiteral("stop_reason"), QJsonValue::Null },
                                    { QStringLiteral("usage"),
                                      QJsonObject { { QStringLiteral("input_tokens"), 100 },
                                                    { QStringLiteral("output_tokens"), 1 } } } };
        QByteArray result = event("message_start", { { QStringLiteral("message"), message } });
        for (qsizetype i = 0; i < blocks.size(); ++i)
            result += blockStream(blocks.at(i).toObject(), static_cast<int>(i));
        const bool goesOn = isTool(blocks.last().toObject());
        const QJsonObject delta { { QStringLiteral("stop_reason"),
                                    goesOn ? QStringLiteral("tool_use") : QStringLiteral("end_turn") } };
        return result
            + event("message_delta",
                    { { QStringLiteral("delta"), delta },
                      { QStringLiteral("usage"), QJsonObject { { QStringLiteral("output_tokens"), 50 } } } })
            + event("message_stop", {});
    }

    QTcpServer m_server;
    QHash<QTcpSocket *, QByteArray> m_buffers;
};

} // namespace slipway::test
