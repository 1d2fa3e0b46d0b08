// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QMap>
#include <QSet>
#include <QString>

namespace slipway::deploy {

/// `port_allocations.json`: `{ "project-name": 3001, … }`, from 3001 up; locked across processes (flock on
/// `<path>.lock`), replaced atomically, a torn or foreign file is moved aside (what can be read of it is kept). A port is
/// probed on 127.0.0.1 before it is given out. Any thread; every call takes milliseconds, or up to 5 s behind a lock.
class PortAllocations final {
public:
    explicit PortAllocations(QString path, int firstPort = 3001);
    /// The project's port, allocated if it has none. `avoid`: ports that just proved taken; a project whose own port is
    /// among them gets another one, which replaces it in the file. Exhausted when no port is free.
    [[nodiscard]] Result<int> allocate(const QString &project, const QSet<int> &avoid = {});
    [[nodiscard]] Result<> release(const QString &project);
    [[nodiscard]] QMap<QString, int> all() const;
    /// A port on 127.0.0.1 that is free now, of the system's choice, for a candidate that is not live yet. It is not asked
    /// whether it is allocated to a project that does not run.
    [[nodiscard]] static Result<int> probeFreePort();
    /// Whether a server could listen on 127.0.0.1:port now (connections of a former one in TIME_WAIT do not count).
    [[nodiscard]] static bool isFree(int port);

private:
    [[nodiscard]] QMap<QString, int> load(bool repair) const;
    [[nodiscard]] Result<> store(const QMap<QString, int> &ports) const;

    QString m_path;
    int m_firstPort;
};

} // namespace slipway::deploy
