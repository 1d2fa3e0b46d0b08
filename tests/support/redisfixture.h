// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace slipway::test {

/// A real redis-server of its own on a private socket, ended with the fixture. `isAvailable()` false: QSKIP and say why.
class RedisFixture final {
public:
    RedisFixture();
    ~RedisFixture();
    [[nodiscard]] static bool isAvailable();
    [[nodiscard]] QString url() const; ///< unix://…
    [[nodiscard]] QString socketPath() const;
    void kill(); ///< SIGKILL, as a crash
    bool start(); ///< on the same folder again

private:
    QTemporaryDir m_folder;
    QProcess m_process;
};

} // namespace slipway::test
