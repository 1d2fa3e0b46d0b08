// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/threadhandle.h"
#include "tests/fakes/github/fakestate.h"

#include <QTemporaryDir>
#include <QUrl>

#include <functional>

namespace slipway::test {

class FakeServer;

/// A stand-in for GitHub that remembers: REST API below a root with a path, and git itself over smart HTTP on bare
/// repositories. Runs in a thread of its own, so that a test may block. Used from the test's thread.
class FakeGitHub final {
public:
    explicit FakeGitHub(FakeGitHubOptions options = {});
    ~FakeGitHub();
    FakeGitHub(const FakeGitHub &) = delete;
    FakeGitHub &operator=(const FakeGitHub &) = delete;

    [[nodiscard]] QUrl apiRoot() const;
    /// With credentials, as a person on the command line would have them.
    [[nodiscard]] QString personUrl(const QString &repo) const;
    [[nodiscard]] QString repositoryPath(const QString &repo) const;

    /// Runs in the server's thread and waits.
    void with(const std::function<void(FakeState &)> &work);
    void addFault(const FakeFault &fault);
    [[nodiscard]] int faultsLeft();
    [[nodiscard]] int counted(); ///< requests that cost something so far
    [[nodiscard]] QStringList log();
    /// The shortest time between two changing requests.
    [[nodiscard]] qint64 smallestWriteGapMs();
    /// Everything that lasts, without ids, times and commit names: for comparing two histories.
    [[nodiscard]] QJsonObject state();
    /// A run of a commit, as Actions would make it; its id.
    qint64 addRun(const QString &repo, FakeRun run);

private:
    QTemporaryDir m_folder;
    base::ThreadHandle m_thread;
    FakeServer *m_server; // lives in m_thread, deleted by its end
    QUrl m_host;
    QString m_apiPath, m_credentials;
};

} // namespace slipway::test
