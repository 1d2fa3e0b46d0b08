// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/runtimedetection.h"

#include "core/deploy/fallbackruntime.h"
#include "core/deploy/homeid.h"

namespace slipway::deploy {

Async<DetectedRuntime> detectRuntime(RuntimeSettings settings, process::ProcessRunner *runner, process::Sandbox sandbox)
{
    const QString wanted = settings.runtime;
    const QString docker = QStringLiteral("docker");
    const QString podman = QStringLiteral("podman");
    if (!wanted.isEmpty() && wanted != docker && wanted != podman && wanted != QLatin1String("process")) {
        co_return fail(ErrorCode::Invalid, QStringLiteral("SLIPWAY_RUNTIME is %1").arg(wanted),
                       QStringLiteral("Set it to docker, podman or process, or leave it empty"));
    }
    DetectedRuntime detected;
    auto process = std::make_unique<ProcessRuntime>(settings.process, *runner, sandbox);
    if (wanted == QLatin1String("process")) {
        detected.runtime = std::move(process);
        detected.reason = QStringLiteral("process, as set");
        co_return detected;
    }
    if (settings.docker.home.isEmpty()) // or two homes on one machine would take each other's containers for theirs
        settings.docker.home = settings.process.stateFolder;
    if (settings.docker.homeId.isEmpty() && !settings.process.stateFolder.isEmpty()) {
        CO_TRY(settings.docker.homeId, homeIdOf(settings.process.stateFolder));
    }
    DockerClient client(*runner, wanted.isEmpty() ? docker : wanted);
    const auto answers = co_await client.ping();
    if (!answers && !wanted.isEmpty())
        co_return forward(answers);
    if (wanted.isEmpty() && process::findProgram(docker).isEmpty()) {
        detected.runtime = std::move(process);
        detected.reason = QStringLiteral("process (Docker is not installed)");
        co_return detected;
    }
    auto container = std::make_unique<DockerRuntime>(client, settings.docker);
    if (!wanted.isEmpty()) {
        detected.runtime = std::move(container);
        detected.reason = QStringLiteral("%1, as set").arg(wanted);
        co_return detected;
    }
    // Also while the engine is down: it may come back, and what it ran before has to be found again then.
    detected.runtime = std::make_unique<FallbackRuntime>(std::move(container), std::move(process), answers.has_value());
    detected.reason = answers
        ? QStringLiteral("docker, its engine answers; a project whose base image cannot be had runs as a process")
        : QStringLiteral("process (Docker: %1)").arg(answers.error().message);
    co_return detected;
}

} // namespace slipway::deploy
