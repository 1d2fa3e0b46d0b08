// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/step.h"

namespace slipway::pipeline {

Async<> runSteps(Journal *journal, std::vector<Step> steps, std::function<void(const QString &)> entered,
                 std::stop_token stop)
{
    for (const Step &step : steps) {
        if (journal->resultOf(step.name))
            continue;
        if (stop.stop_requested())
            co_return fail(ErrorCode::Cancelled, QStringLiteral("Stopped before the step %1").arg(step.name));
        if (entered)
            entered(step.name);
        CO_CHECK(journal->begin(step.name));
        const auto result = co_await step.run();
        if (!result)
            co_return forward(result);
        CO_CHECK(journal->finish(step.name, *result));
    }
    co_return Result<> {};
}

} // namespace slipway::pipeline
