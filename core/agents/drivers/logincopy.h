// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonObject>

#include <functional>

namespace slipway::agents {

/// A person's login of a CLI (a JSON file) and the copy of it that a run in the sandbox may use and refresh. The person's own
/// folder stays out of the sandbox: its settings and hooks run on the host, and its history is nobody's business.
struct LoginCopy {
    QString theirs; ///< the person's file
    QString ours; ///< the copy, in a private folder that is writable in the sandbox
    QString entry; ///< only this key of the file is copied; empty: the whole object
    std::function<bool(const QJsonObject &login)> isLogin; ///< it holds a token
    /// `ours` was written inside the sandbox: true if it is the refreshed continuation of `theirs`, so that it has to go back
    /// (the older one is useless then). Empty: nothing ever goes back.
    std::function<bool(const QJsonObject &ours, const QJsonObject &theirs)> continues;
};

/// The person's login; empty if there is none.
[[nodiscard]] QJsonObject personalLogin(const LoginCopy &copy);
/// Brings both up to date. Without a login of the person, or if it is not `needed` (a key is in the environment), the copy is
/// removed. Before and after every run. Any thread; one at a time.
[[nodiscard]] Result<> syncLogin(const LoginCopy &copy, bool needed);

/// `<stateFolder>/<name>`, made with mode 0700. Unsupported without a state folder.
[[nodiscard]] Result<QString> privateFolder(const QString &stateFolder, const QString &name);

} // namespace slipway::agents
