// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace slipway::process {

/// The program and its arguments of a command line that a person wrote, apart by spaces and quoted as in a shell ('…', "…", \); nothing is expanded,
/// and no shell runs. Empty if there is none or a quote is not closed. Any thread.
[[nodiscard]] QStringList commandWords(const QString &commandLine);

} // namespace slipway::process
