// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/taskscope.h"
#include "core/orchestrator/pausebook.h"

#include <functional>

namespace slipway::orchestrator {

/// What happens when a forge no longer accepts its token in mid-run: those of its projects that run are paused, each with a gate;
/// the answer to one (or resuming a project by hand) reads the token anew, and with one that is accepted they all go on. What was
/// paused for another reason stays so. Engine thread; await stop() before destruction.
class SignInWatch final {
public:
    using Pause = std::function<Async<>(QString project, bool paused)>;

    SignInWatch(Services &services, const PauseBook &pauses, Pause pause);
    /// The forge of this kind said so; told again, it changes nothing.
    void refused(const QString &forgeKind, const QString &message);
    /// Work for this project fails for the token and for nothing else: it is to be tried again, not to be given up.
    [[nodiscard]] bool isRefused(const Project &project) const { return m_refused.contains(project.forge); }
    /// Or was refused until just now: what was on its way with the old token still comes back.
    [[nodiscard]] bool wasRefused(const Project &project) const;
    /// A person answered a gate of ours. Denied: the token is still refused, and the question stays.
    [[nodiscard]] Async<> decided(QString project, bool approved);
    /// A person resumed the project (or, with `*`, everything) without answering.
    void resumed(const QString &project);
    [[nodiscard]] static QString gateKind() { return QStringLiteral("sign_in"); }
    [[nodiscard]] QCoro::Task<> stop();

private:
    [[nodiscard]] static QString keyOf(const QString &project);
    void open(const Project &project);
    [[nodiscard]] Async<> pauseAll(QString forgeKind);
    [[nodiscard]] Async<> goOn(QString forgeKind);
    /// goOn() for this project; while that fails it stays paused and asked about.
    [[nodiscard]] Async<> tryAgain(ProjectPtr project);
    Services &m_services;
    const PauseBook &m_pauses;
    Pause m_pause;
    QSet<QString> m_refused; ///< kinds of forges
    QHash<QString, qint64> m_renewed; ///< when, by kind
    base::TaskScope m_scope;
};

} // namespace slipway::orchestrator
