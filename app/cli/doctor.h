// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/bootstrap/home.h"
#include "app/cli/output.h"

#include "core/process/processrunner.h"

namespace slipway::app {

/// One thing that doctor looked at.
struct Finding {
    QString name; ///< `redis-server`, `agent claude` …
    enum class State { Ok, Warning, Missing } state = State::Ok;
    QString found; ///< version or path
    QString advice; ///< what to do, empty if nothing
};

/// Looks at every dependency, login and setting; starts nothing that stays and asks no model. Main thread.
[[nodiscard]] QCoro::Task<QList<Finding>> examine(Home home, process::ProcessRunner &runner);
[[nodiscard]] QJsonObject doctorDocument(const QList<Finding> &findings, const Home &home);
[[nodiscard]] QString doctorText(const QList<Finding> &findings, const Home &home, const Output &output);

} // namespace slipway::app
