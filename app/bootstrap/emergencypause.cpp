// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bootstrap/emergencypause.h"

#include "core/base/files.h"

#include <QFile>

Q_LOGGING_CATEGORY(lcPause, "slipway.pause")

namespace slipway::app {

EmergencyPause::EmergencyPause(QString file, redis::RedisClient &client, queue::TaskQueue &queue,
                               workers::WorkerDaemon &daemon, orchestrator::Orchestrator &orchestrator,
                               control::AuditLog &audit)
    : m_file(std::move(file))
    , m_client(client)
    , m_queue(queue)
    , m_daemon(daemon)
    , m_orchestrator(orchestrator)
    , m_audit(audit)
{
}

QString EmergencyPause::fileIn(const QString &stateFolder)
{
    return stateFolder + QStringLiteral("/paused.json");
}

Result<> EmergencyPause::remember(const QString &file, const QString &actor)
{
    return base::writeJsonObject(file,
                                 { { QStringLiteral("actor"), actor },
                                   { QStringLiteral("time"), QDateTime::currentDateTimeUtc().toString(Qt::ISODate) } });
}

Async<> EmergencyPause::takeUp()
{
    if (!QFile::exists(m_file))
        co_return Result<> {};
    // Whatever is in it: that it is there says that somebody wanted a pause.
    const auto kept = base::readJsonObject(m_file);
    const QString actor = kept ? kept->value(QLatin1String("actor")).toString() : QStringLiteral("socket");
    CO_CHECK(co_await m_queue.setPaused({}, true, actor));
    QFile::remove(m_file);
    qCInfo(lcPause, "the pause that %s asked for without Redis is the global pause now", qUtf8Printable(actor));
    co_return Result<> {};
}

Async<QJsonObject> EmergencyPause::pause(QString actor)
{
    const auto remembered = remember(m_file, actor);
    const auto written = m_audit.append(actor, QStringLiteral("pause"), { { QStringLiteral("all"), true } },
                                        QStringLiteral("ok, over the engine's socket"));
    if (!written)
        qCWarning(lcPause, "%s", qUtf8Printable(written.error().message));
    m_actor = actor;
    m_state = State::Pending;
    if (!m_carrying) {
        m_carrying = true;
        m_workersEnded = false;
        m_scope.start(carryOut(), "emergency pause");
    }
    // A full disk must not keep it from stopping what runs; that it will be forgotten is said.
    CO_CHECK(remembered);
    const auto patience = std::chrono::seconds(8);
    const auto step = std::chrono::milliseconds(20);
    for (auto waited = std::chrono::milliseconds(0); waited < patience && !m_workersEnded; waited += step)
        CO_CHECK(co_await base::sleepFor(step, m_scope.stopToken()));
    co_return QJsonObject { { QStringLiteral("success"), true },
                            { QStringLiteral("paused"), QJsonArray { QStringLiteral("*") } },
                            { QStringLiteral("workers_stopped"), m_workersEnded } };
}

QCoro::Task<> EmergencyPause::carryOut()
{
    const bool hadWorkers = m_daemon.isRunning();
    co_await m_daemon.stop();
    m_workersEnded = true;
    const auto stop = m_scope.stopToken();
    while (m_state == State::Pending && !stop.stop_requested()) {
        const auto applied = co_await apply();
        if (applied)
            break;
        const auto waited = co_await base::sleepFor(std::chrono::milliseconds(500), stop);
        Q_UNUSED(waited)
    }
    // Paused workers wait; they are there when a person lets them go on.
    if (hadWorkers && !stop.stop_requested())
        m_daemon.start();
    m_carrying = false;
}

Async<> EmergencyPause::apply()
{
    // Asked first: what is sent to a Redis that hangs may be carried out when nobody wants it any more.
    const QList<QByteArray> ping { "PING" };
    CO_CHECK(co_await m_client.command(ping, std::chrono::seconds(1), m_scope.stopToken()));
    if (m_state != State::Pending)
        co_return Result<> {};
    CO_CHECK(co_await m_orchestrator.setPaused({}, true, m_actor));
    m_state = State::Settled;
    QFile::remove(m_file);
    qCInfo(lcPause, "Redis answers: the pause is the global pause now");
    co_return Result<> {};
}

Async<> EmergencyPause::settle()
{
    if (m_state == State::Pending) {
        CO_CHECK(co_await apply());
    }
    co_return Result<> {};
}

QCoro::Task<> EmergencyPause::stop()
{
    co_await m_scope.drain();
}

} // namespace slipway::app
