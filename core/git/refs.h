// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace slipway::git {

/// The commit of a branch (or of another `refs/…` that names a commit directly), read from the repository's files without
/// a process. Empty optional: it cannot be told this way (a tag, a symbolic ref, another kind of storage, no such ref);
/// ask git. Any thread.
[[nodiscard]] std::optional<QString> readRef(const QString &repository, const QString &ref);

} // namespace slipway::git
