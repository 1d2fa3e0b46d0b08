// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/supervisorspec.h"

#include "core/base/files.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>

#include <fcntl.h>
#include <unistd.h>

namespace slipway::deploy {

Result<> writeSpec(const QString &path, const SupervisorSpec &spec)
{
    QJsonObject environment;
    for (auto it = spec.environment.begin(); it != spec.environment.end(); ++it)
        environment.insert(it.key(), it.value());
    QJsonArray delays;
    for (const int delay : spec.restartDelaysMs)
        delays.append(delay);
    const QJsonObject json { { QStringLiteral("program"), spec.program },
                             { QStringLiteral("arguments"), QJsonArray::fromStringList(spec.arguments) },
                             { QStringLiteral("environment"), environment },
                             { QStringLiteral("working_directory"), spec.workingDirectory },
                             { QStringLiteral("port"), spec.port },
                             { QStringLiteral("healthy_after_ms"), spec.healthyAfterMs },
                             { QStringLiteral("restart_delays_ms"), delays },
                             { QStringLiteral("crash_loop_after"), spec.crashLoopAfter },
                             { QStringLiteral("crash_loop_delay_ms"), spec.crashLoopDelayMs },
                             { QStringLiteral("grace_ms"), spec.graceMs },
                             { QStringLiteral("memory_mb"), spec.memoryMb },
                             { QStringLiteral("processes"), spec.processes },
                             { QStringLiteral("log_bytes"), spec.logBytes },
                             { QStringLiteral("log_files"), spec.logFiles } };
    return base::writeJsonObject(path, json);
}

Result<SupervisorSpec> readSpec(const QString &path)
{
    TRY(const QJsonObject json, base::readJsonObject(path));
    SupervisorSpec spec;
    const auto number = [&](const char *name, auto &field) {
        field = static_cast<std::remove_reference_t<decltype(field)>>(json.value(QLatin1String(name)).toInteger(field));
    };
    spec.program = json.value(QLatin1String("program")).toString();
    spec.workingDirectory = json.value(QLatin1String("working_directory")).toString();
    for (const auto &value : json.value(QLatin1String("arguments")).toArray())
        spec.arguments << value.toString();
    const auto environment = json.value(QLatin1String("environment")).toObject();
    for (auto it = environment.begin(); it != environment.end(); ++it)
        spec.environment.insert(it.key(), it->toString());
    if (const auto delays = json.value(QLatin1String("restart_delays_ms")).toArray(); !delays.isEmpty()) {
        spec.restartDelaysMs.clear();
        for (const auto &delay : delays)
            spec.restartDelaysMs << delay.toInt();
    }
    number("port", spec.port);
    number("healthy_after_ms", spec.healthyAfterMs);
    number("crash_loop_after", spec.crashLoopAfter);
    number("crash_loop_delay_ms", spec.crashLoopDelayMs);
    number("grace_ms", spec.graceMs);
    number("memory_mb", spec.memoryMb);
    number("processes", spec.processes);
    number("log_bytes", spec.logBytes);
    number("log_files", spec.logFiles);
    if (spec.program.isEmpty())
        return fail(ErrorCode::Invalid, QStringLiteral("%1 names no program").arg(path));
    return spec;
}

Result<> writeState(const QString &path, const SupervisorState &state)
{
    const QJsonObject json {
        { QStringLiteral("state"), state.state },         { QStringLiteral("supervisor_pid"), state.supervisorPid },
        { QStringLiteral("app_pid"), state.appPid },      { QStringLiteral("port"), state.port },
        { QStringLiteral("restarts"), state.restarts },   { QStringLiteral("last_exit"), state.lastExit },
        { QStringLiteral("started_at"), state.startedAt }
    };
    return base::writeJsonObject(path, json);
}

SupervisorState readState(const QString &path)
{
    const auto json = base::readJsonObject(path);
    if (!json)
        return {};
    SupervisorState state;
    state.state = json->value(QLatin1String("state")).toString();
    state.supervisorPid = json->value(QLatin1String("supervisor_pid")).toInteger();
    state.appPid = json->value(QLatin1String("app_pid")).toInteger();
    state.port = json->value(QLatin1String("port")).toInt();
    state.restarts = json->value(QLatin1String("restarts")).toInt();
    state.lastExit = json->value(QLatin1String("last_exit")).toString();
    state.startedAt = json->value(QLatin1String("started_at")).toString();
    return state;
}

qint64 lockHolder(const QString &lockFile)
{
    const int descriptor = ::open(QFile::encodeName(lockFile).constData(), O_RDWR | O_CLOEXEC);
    if (descriptor < 0)
        return 0;
    struct flock query {};
    query.l_type = F_WRLCK;
    query.l_whence = SEEK_SET;
    const bool held = ::fcntl(descriptor, F_GETLK, &query) == 0 && query.l_type != F_UNLCK;
    ::close(descriptor);
    return held ? query.l_pid : 0;
}

} // namespace slipway::deploy
