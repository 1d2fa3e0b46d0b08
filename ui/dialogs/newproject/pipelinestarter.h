// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/panelcontext.h"

namespace slipway::ui {

/// Runs the pipeline of a new project as soon as its issues exist, then goes away. Outlives the dialog that asked for it.
class PipelineStarter final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PipelineStarter)
public:
    PipelineStarter(const PanelContext &context, const QString &project, QObject *parent);

private:
    void look();

    PanelContext m_context;
    QString m_project;
};

/// Created, with its issues, and nobody has run its pipeline yet.
[[nodiscard]] bool isReadyToRun(const domain::ProjectView &project);

} // namespace slipway::ui
