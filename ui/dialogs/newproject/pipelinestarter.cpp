// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/newproject/pipelinestarter.h"

#include <algorithm>

namespace slipway::ui {

bool isReadyToRun(const domain::ProjectView &project)
{
    return project.stage == QLatin1String("repository") && project.state == QLatin1String("idle");
}

PipelineStarter::PipelineStarter(const PanelContext &context, const QString &project, QObject *parent)
    : QObject(parent)
    , m_context(context)
    , m_project(project)
{
    connect(&context.store, &control::StateStore::projectChanged, this, &PipelineStarter::look);
    connect(&context.store, &control::StateStore::snapshotReset, this, &PipelineStarter::look);
    QMetaObject::invokeMethod(this, &PipelineStarter::look, Qt::QueuedConnection);
}

void PipelineStarter::look()
{
    const auto &projects = m_context.store.snapshot().projects;
    const auto it = std::ranges::find(projects, m_project, &domain::ProjectView::name);
    const bool gone = it == projects.end() || it->state == QLatin1String("failed");
    if (!gone && !isReadyToRun(*it))
        return;
    disconnect(&m_context.store, nullptr, this, nullptr); // once
    if (!gone)
        m_context.commands.run(QStringLiteral("run"), { { QStringLiteral("project"), m_project } },
                               tr("The pipeline of %1 has started").arg(m_project));
    deleteLater();
}

} // namespace slipway::ui
