// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QStringList>

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace slipway::test {

/// Visitors that ask `GET /` of 127.0.0.1:port without pause until stopped: half of them with a new connection each time,
/// half with one that they keep (as a tunnel's connector does). Every answer that is not a whole 200 is a failure.
class LoadClients final {
public:
    explicit LoadClients(int port, int clients = 4);
    ~LoadClients();
    void stop();
    [[nodiscard]] int requests() const { return m_requests; }
    [[nodiscard]] QStringList failures() const;
    /// How often each first word of an answer's body came (the app's version).
    [[nodiscard]] QMap<QString, int> versions() const;
    [[nodiscard]] int longestMs() const { return m_longestMs; }

private:
    void visit(bool keep);

    int m_port;
    std::atomic<bool> m_done = false;
    std::atomic<int> m_requests = 0;
    std::atomic<int> m_longestMs = 0;
    mutable std::mutex m_mutex;
    QStringList m_failures;
    QMap<QString, int> m_versions;
    std::vector<std::thread> m_threads;
};

} // namespace slipway::test
