// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/planning/planningrun.h"
#include "core/planning/prddocument.h"

namespace slipway::planning {

/// What createPrdFromScratch() needs besides its context.
struct PrdRequest {
    PlanningContext context;
    QString outputPath; ///< `docs/PRD.md` of the project; empty: only returned
    /// Folder for the outline and the sections that are done, so that an interrupted PRD goes on where it stopped (and does
    /// not pay twice). Empty: none. Removed when the document is complete.
    QString draftFolder;
};

struct Prd {
    QString title;
    QString markdown;
    QStringList warnings; ///< what could not be put right, for the log and the plan gate
};

/// Called with "Section 3 of 12: Data model", 3, 12.
using PrdProgress = std::function<void(QString step, int done, int total)>;

/// Writes the product requirements: outline, section by section, then a consistency pass. Lives in its caller's thread and
/// has to outlive its coroutines.
class PmAgent final {
public:
    explicit PmAgent(RunAgent run, PrdLimits limits = {});

    /// 40 to 50 KB of Markdown, to disk if asked. A section that is too short or cut off is continued, never padded. Fails
    /// with errorOf() the run that failed, Invalid if no usable document came out, Cancelled on stop (between runs).
    [[nodiscard]] Async<Prd> createPrdFromScratch(PrdRequest request, PrdProgress progress = {},
                                                  std::stop_token stop = {});

private:
    struct Draft;
    enum class Change { Continue, Extend, Condense, Correct };

    [[nodiscard]] Async<PrdDocument> makeOutline(PlanningContext context);
    [[nodiscard]] Async<> writeSection(std::shared_ptr<Draft> draft, qsizetype index);
    [[nodiscard]] Async<bool> reviseSection(std::shared_ptr<Draft> draft, qsizetype index, Change change, QString note);
    [[nodiscard]] Async<> fitSize(std::shared_ptr<Draft> draft);
    [[nodiscard]] Async<> checkConsistency(std::shared_ptr<Draft> draft);
    [[nodiscard]] Result<Prd> finish(const Draft &draft) const;

    RunAgent m_run;
    PrdLimits m_limits;
};

} // namespace slipway::planning
