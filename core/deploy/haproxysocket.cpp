// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/haproxysocket.h"

#include "core/base/completion.h"

#include <QLocalSocket>
#include <QTimer>

namespace slipway::deploy {

namespace {

constexpr std::chrono::seconds patience(3);
constexpr int configuredMaintenance = 4; // only says that the configuration had it disabled

/// Rows of a table whose first line, behind a `#`, names the columns.
QList<QMap<QString, QString>> tableOf(const QString &text, QChar separator)
{
    QList<QMap<QString, QString>> rows;
    QStringList names;
    const auto lines = text.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString &line : lines) {
        if (line.startsWith(QLatin1String("# "))) {
            names = line.mid(2).split(separator);
            continue;
        }
        const QStringList values = line.split(separator);
        if (names.isEmpty() || values.size() < 3)
            continue;
        QMap<QString, QString> row;
        for (qsizetype i = 0; i < std::min(names.size(), values.size()); ++i)
            row.insert(names.at(i), values.at(i));
        rows << row;
    }
    return rows;
}

} // namespace

HaproxySocket::HaproxySocket(QString path)
    : m_path(std::move(path))
{
}

Async<QString> HaproxySocket::ask(QString commands)
{
    QLocalSocket socket;
    const auto answer = std::make_shared<base::CompletionSource<QString>>();
    auto *const s = &socket;
    QObject::connect(s, &QLocalSocket::connected, s, [s, commands] { s->write(commands.toUtf8() + '\n'); });
    const auto finish = [s, answer] { answer->resolve(QString::fromUtf8(s->readAll())); };
    QObject::connect(s, &QLocalSocket::disconnected, s, finish);
    QObject::connect(s, &QLocalSocket::errorOccurred, s, [s, answer, finish](QLocalSocket::LocalSocketError error) {
        if (error == QLocalSocket::PeerClosedError)
            finish();
        else
            answer->resolve(fail(ErrorCode::Unavailable,
                                 QStringLiteral("The reverse proxy does not answer: %1").arg(s->errorString())));
    });
    QTimer::singleShot(patience, s, [answer] {
        answer->resolve(fail(ErrorCode::Timeout, QStringLiteral("The reverse proxy does not answer in time")));
    });
    socket.connectToServer(m_path);
    auto result = co_await answer->completion();
    QObject::disconnect(s, nullptr, nullptr, nullptr);
    co_return result;
}

Async<QString> HaproxySocket::description()
{
    CO_TRY(const QString info, co_await ask(QStringLiteral("show info")));
    const auto lines = info.split(QLatin1Char('\n'));
    for (const QString &line : lines) {
        if (line.startsWith(QLatin1String("description: ")))
            co_return line.mid(13).trimmed();
    }
    co_return QString();
}

Async<HaproxySocket::Server> HaproxySocket::server(QString backend, QString slot)
{
    CO_TRY(const QString text, co_await ask(QStringLiteral("show servers state ") + backend));
    const auto rows = tableOf(text, QLatin1Char(' '));
    for (const auto &row : rows) {
        if (row.value(QStringLiteral("srv_name")) != slot)
            continue;
        const int admin = row.value(QStringLiteral("srv_admin_state")).toInt();
        co_return Server { row.value(QStringLiteral("srv_port")).toInt(), (admin & ~configuredMaintenance) == 0 };
    }
    co_return fail(ErrorCode::NotFound, QStringLiteral("The reverse proxy does not know %1").arg(backend));
}

Async<int> HaproxySocket::busy(QString backend, QString slot)
{
    CO_TRY(const QString text, co_await ask(QStringLiteral("show stat")));
    const auto rows = tableOf(text, QLatin1Char(','));
    for (const auto &row : rows) {
        if (row.value(QStringLiteral("pxname")) == backend && row.value(QStringLiteral("svname")) == slot)
            co_return row.value(QStringLiteral("scur")).toInt();
    }
    co_return 0;
}

} // namespace slipway::deploy
