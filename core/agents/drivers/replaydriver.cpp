// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/drivers/replaydriver.h"

#include "core/agents/recipe.h"
#include "core/base/files.h"

#include <QFileInfo>
#include <QJsonArray>

namespace slipway::agents {

namespace {

/// Reads what replay/replayplayer.cpp writes: our own transcript lines, the last of kind `finished`.
class ReplayParser final : public TranscriptParser {
public:
    QList<TranscriptEvent> line(const QByteArray &line) override
    {
        const QJsonObject json = base::parseObject(line);
        if (json.isEmpty())
            return {};
        auto event = transcriptEventFromJson(json);
        if (event.kind == TranscriptEvent::Kind::Finished)
            m_finished = event;
        return { event };
    }

    AgentResult finish(const process::ProcessOutcome &outcome) override
    {
        AgentResult result;
        if (!m_finished) {
            result.failure = domain::FailureClass::AgentError;
            result.detail = QStringLiteral("The recording ended without a result (exit code %1)").arg(outcome.exitCode);
            return result;
        }
        if (m_finished->isError || !outcome.ok()) {
            result.failure = domain::FailureClass::AgentError;
            result.detail = m_finished->isError
                ? m_finished->text
                : QStringLiteral("The recording ended with exit code %1").arg(outcome.exitCode);
            return result;
        }
        result.text = m_finished->text;
        result.structured = m_finished->data.value(QLatin1String("structured")).toObject();
        result.usage = usageFromJson(m_finished->data.value(QLatin1String("usage")).toObject());
        return result;
    }

private:
    std::optional<TranscriptEvent> m_finished;
};

double paceOf(const AgentRequest &request)
{
    return request.extra.value(QLatin1String("pace")).toDouble(1);
}

QJsonObject playRequest(const AgentRequest &request)
{
    return { { QStringLiteral("recipe"), request.extra.value(QLatin1String("recipe")) },
             { QStringLiteral("pace"), paceOf(request) },
             { QStringLiteral("attempt"), request.extra.value(QLatin1String("attempt")).toInt(1) },
             { QStringLiteral("acceptance"), request.extra.value(QLatin1String("acceptance")).toArray() },
             { QStringLiteral("purpose"), request.purpose },
             { QStringLiteral("subject"), request.subject },
             { QStringLiteral("round"), request.round },
             { QStringLiteral("workspace"), request.workspace } };
}

} // namespace

ReplayDriver::ReplayDriver(QString selfPath)
    : m_selfPath(std::move(selfPath))
{
}

std::optional<std::chrono::milliseconds> ReplayDriver::idleLimit(const AgentRequest &request) const
{
    const auto recipe = Recipe::byName(request.extra.value(QLatin1String("recipe")).toString());
    if (!recipe)
        return std::nullopt;
    const auto scene = recipe->scene(request.purpose, request.subject, request.round,
                                     request.extra.value(QLatin1String("attempt")).toInt(1));
    return scene ? Recipe::idleLimit(*scene, paceOf(request)) : std::nullopt;
}

Async<AgentAvailability> ReplayDriver::detect(process::ProcessRunner &) const
{
    AgentAvailability found;
    found.installed = QFileInfo(m_selfPath).isExecutable();
    found.signedIn = true; // there is nobody to sign in to
    found.path = m_selfPath;
    found.version = QStringLiteral(SLIPWAY_VERSION);
    if (!found.installed)
        found.hint = QStringLiteral("Install Slipway again: its own program %1 cannot be started").arg(m_selfPath);
    co_return found;
}

Result<process::ProcessSpec> ReplayDriver::command(const AgentRequest &request) const
{
    // Said here, where the sentence reaches a person before anything starts.
    TRY(const Recipe recipe, Recipe::byName(request.extra.value(QLatin1String("recipe")).toString()));
    Q_UNUSED(recipe)
    process::ProcessSpec spec;
    spec.program = m_selfPath;
    spec.arguments = { QStringLiteral("internal-replay") };
    spec.workingDirectory = request.workspace;
    spec.environment = process::baseEnvironment();
    spec.input = base::compact(playRequest(request));
    process::SandboxProfile profile;
    profile.writable = { request.workspace };
    profile.readable = request.readable;
    spec.sandbox = profile;
    return spec;
}

std::unique_ptr<TranscriptParser> ReplayDriver::makeParser(const AgentRequest &) const
{
    return std::make_unique<ReplayParser>();
}

} // namespace slipway::agents
