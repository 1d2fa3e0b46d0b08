// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QMap>
#include <QString>

namespace slipway::deploy {

/// One project's way to the public.
struct Publication {
    QString host; ///< empty: none
    int port = 0; ///< of the project on this machine
    bool dns = false; ///< its record leads to the tunnel
    bool active = false; ///< proved: the running connector hands its requests on
    bool leaving = false; ///< withdrawn, but not proved to be gone
    QString todo; ///< what a person has to do first, with the exact command; empty: nothing
};

/// What is published: `<folder>/published.json`.
struct Publications {
    QMap<QString, Publication> projects;
    [[nodiscard]] static Publications load(const QString &path); ///< empty if there is none or it is damaged
    [[nodiscard]] Result<> save(const QString &path) const;
};

} // namespace slipway::deploy
