// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deploy/ingressfile.h"
#include "core/process/processrunner.h"

namespace slipway::deploy {

/// The tunnel's config.yml on disk: examined by our own check and by cloudflared's, one backup beside it, replaced
/// atomically with its mode (behind a symbolic link: its target). Engine thread; hold a lock around read and write.
class TunnelConfig final {
public:
    /// `program`: cloudflared; empty: only our own check.
    TunnelConfig(QString path, QString program, process::ProcessRunner &runner);
    [[nodiscard]] QString path() const { return m_path; }
    [[nodiscard]] Result<IngressFile> read() const;
    /// Denied with the exact command if this user may not write it.
    [[nodiscard]] Async<> write(IngressFile file);
    /// Puts back what read() gave before a write().
    [[nodiscard]] Result<> restore(const QByteArray &bytes) const;

private:
    [[nodiscard]] QString target() const;
    [[nodiscard]] Async<> examine(QString path);

    QString m_path, m_program;
    process::ProcessRunner &m_runner;
};

} // namespace slipway::deploy
