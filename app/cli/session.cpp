// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/session.h"

#include "core/base/files.h"
#include "core/base/taskscope.h"
#include "core/control/currentsnapshot.h"

namespace slipway::app {

using settings::Key;

Session::Session(Home home, const Output &output, std::stop_source stop, QString face)
    : m_home(std::move(home))
    , m_output(output)
    , m_stop(std::move(stop))
    , m_face(std::move(face))
{
}

Session::~Session() = default;

void Session::connectTo(const redis::RedisAddress &address)
{
    const queue::Keys keys(m_home.settings.string(Key::RedisPrefix).toUtf8());
    m_client = std::make_unique<redis::RedisClient>(address);
    m_control = std::make_unique<control::ControlClient>(address, keys);
    m_store = std::make_unique<control::StateStore>(address, keys);
    m_store->start();
}

Result<> Session::attach()
{
    const RedisAccess access(m_home);
    TRY(const redis::RedisAddress address, access.address());
    m_attached = true;
    connectTo(address);
    return {};
}

void Session::watchHost()
{
    QObject::connect(m_host.get(), &EngineHost::leadershipLost, m_host.get(), [this](const QString &to) {
        m_output.progress(QStringLiteral("Another engine leads now (%1): this command stops.").arg(to));
        m_stop.request_stop();
    });
    QObject::connect(m_host.get(), &EngineHost::storeTroubled, m_host.get(), [this](const Error &error) {
        m_trouble = error;
        m_output.progress(QStringLiteral("%1. %2").arg(error.message, error.hint));
    });
    QObject::connect(m_host.get(), &EngineHost::storeRecovered, m_host.get(), [this] {
        m_trouble.reset();
        m_output.progress(QStringLiteral("Redis takes writes again: going on."));
    });
}

Async<> Session::openEngine()
{
    if (EngineLock::holder(m_home.paths.engineLock) != 0)
        co_return attach();
    m_output.progress(QStringLiteral("No engine runs on this home: one is started for this command."));
    m_host = std::make_unique<EngineHost>(m_home, QStringLiteral("build"));
    watchHost();
    auto started = co_await m_host->start(EngineHost::Purpose::Lead);
    if (!started && started.error().code == ErrorCode::Conflict && EngineLock::holder(m_home.paths.engineLock) != 0) {
        // Somebody was faster.
        co_await m_host->stop();
        m_host.reset();
        co_return attach();
    }
    if (!started)
        co_return started;
    if (!m_host->sandboxWorks())
        m_output.progress(
            QStringLiteral("No working sandbox: only the recording can run. %1").arg(m_host->sandboxError().hint));
    connectTo(m_host->redis());
    co_return Result<> {};
}

Async<> Session::openReading()
{
    const bool engineRuns = EngineLock::holder(m_home.paths.engineLock) != 0;
    if (m_attached || m_host) {
        if (engineRuns == m_attached)
            co_return Result<> {}; // as it was opened
        co_await close();
    }
    if (engineRuns)
        co_return attach();
    m_host = std::make_unique<EngineHost>(m_home, QStringLiteral("none"));
    co_return co_await m_host->start(EngineHost::Purpose::ReadOnly);
}

QCoro::Task<> Session::close()
{
    m_store.reset();
    m_control.reset();
    m_client.reset();
    m_attached = false;
    if (m_host)
        co_await m_host->stop();
    m_host.reset();
}

Async<QJsonObject> Session::execute(QString verb, QJsonObject arguments, std::chrono::milliseconds timeout,
                                    std::stop_token stop)
{
    return m_control->execute(control::makeCommand(m_face, verb, std::move(arguments)), timeout, std::move(stop));
}

Async<QJsonObject> Session::query(QString name, QJsonObject arguments)
{
    return m_attached || !m_host ? m_control->query(std::move(name), std::move(arguments))
                                 : m_host->query(std::move(name), std::move(arguments));
}

Async<domain::Snapshot> Session::snapshot()
{
    if (!m_attached) {
        auto snapshot = co_await m_host->readSnapshot();
        // The Redis that was found may have been going down with its owner: a new one is started, ask that.
        if (!snapshot && snapshot.error().code == ErrorCode::Unavailable)
            snapshot = co_await m_host->readSnapshot();
        co_return snapshot;
    }
    const queue::Keys keys(m_home.settings.string(Key::RedisPrefix).toUtf8());
    CO_TRY(domain::Snapshot snapshot, co_await control::currentSnapshot(m_client.get(), keys));
    snapshot.time = QDateTime::currentDateTimeUtc();
    co_return snapshot;
}

control::StateStore &Session::store()
{
    return *m_store;
}

} // namespace slipway::app
