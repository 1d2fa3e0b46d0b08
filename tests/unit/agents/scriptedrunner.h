// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/taskscope.h"
#include "core/process/processrunner.h"

namespace slipway::test {

/// A process that exists on paper only: prints the given lines with the given pauses, then ends, or waits until stopped.
class ScriptedRunner final : public process::ProcessRunner {
public:
    struct Step {
        std::chrono::milliseconds delay { 0 };
        QByteArray line;
        process::OutputChannel channel = process::OutputChannel::Out;
    };
    QList<Step> steps;
    process::ProcessOutcome outcome { process::ProcessEnd::Finished, 0, {}, {}, false, {}, {} };
    bool hangs = false; ///< after the last step, until stopped
    process::ProcessSpec seen; ///< the last spec that was run
    int runs = 0;

    QCoro::Task<process::ProcessOutcome> run(process::ProcessSpec spec, process::LineSink sink,
                                             std::stop_token stop) override
    {
        seen = spec;
        ++runs;
        for (const Step &step : std::as_const(steps)) {
            const auto waited = co_await base::sleepFor(step.delay, stop);
            if (!waited)
                co_return stopped();
            sink(step.channel, step.line);
        }
        if (hangs) {
            const auto waited
                = co_await base::sleepFor(spec.timeout.count() > 0 ? spec.timeout : std::chrono::hours(1), stop);
            if (!waited)
                co_return stopped();
            auto late = outcome;
            late.end = process::ProcessEnd::TimedOut;
            co_return late;
        }
        co_return stop.stop_requested() ? stopped() : outcome;
    }

private:
    [[nodiscard]] process::ProcessOutcome stopped() const
    {
        auto result = outcome;
        result.end = process::ProcessEnd::Cancelled;
        result.exitCode = 143;
        return result;
    }
};

} // namespace slipway::test
