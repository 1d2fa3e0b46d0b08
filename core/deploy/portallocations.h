// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QMap>
#include <QSet>
#include <QString>

namespace slipway::deploy {

/// `port_allocations.json`: `{ "project-name": 3001, … }`, from 3001 up; locked across processes, replaced atomically,
/// a torn or foreign file is moved aside. A port is probed on 127.0.0.1 before it is given out. Any thread.
class PortAllocations final {
public:
    explicit PortAllocations(QString path, int firstPort = 3001);
    /// The project's port, allocated if it has none. `avoid`: ports that just proved taken.
    [[nodiscard]] Result<int> allocate(const QString &project, const QSet<int> &avoid = {});
    [[nodiscard]] Result<> release(const QString &project);
    [[nodiscard]] QMap<QString, int> all() const;
    /// A free port on 127.0.0.1 that is not allocated, for a candidate that is not live yet.
    [[nodiscard]] static Result<int> probeFreePort();
    [[nodiscard]] static bool isFree(int port);

private:
    QString m_path;
    int m_firstPort;
};

} // namespace slipway::deploy
