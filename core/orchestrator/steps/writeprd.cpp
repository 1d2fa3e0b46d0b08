// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/orchestrator/steps/steps.h"
#include "core/planning/pmagent.h"

namespace slipway::orchestrator::steps {

Async<QJsonObject> writePrd(ContextPtr c)
{
    const QString file = c->project->path + QStringLiteral("/docs/PRD.md");
    const auto agents = &c->agents;
    const auto project = c->project;
    const auto stop = c->stop;
    planning::PmAgent pm([agents, project, stop](agents::AgentRequest request) {
        return agents->run(project, std::move(request), stop);
    });
    CO_CHECK(base::makeFolder(QFileInfo(file).path()));
    planning::PrdRequest request;
    request.context = c->planningContext();
    request.outputPath = file;
    request.draftFolder
        = c->services.settings.stateFolder + QStringLiteral("/journal/") + project->name + QStringLiteral(".prd");
    const auto context = c;
    const auto progress = [context](const QString &step, int, int) {
        context->project->detail = step;
        context->views.publishNow(*context->project);
    };
    CO_TRY(const planning::Prd prd, co_await pm.createPrdFromScratch(request, progress, stop));
    co_return QJsonObject { { QStringLiteral("file"), file },
                            { QStringLiteral("bytes"), prd.markdown.toUtf8().size() },
                            { QStringLiteral("warnings"), QJsonArray::fromStringList(prd.warnings) } };
}

} // namespace slipway::orchestrator::steps
