// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forge/github/githubforge.h"
#include "core/git/git.h"
#include "core/process/hostprocessrunner.h"
#include "tests/fakes/github/fakegithub.h"
#include "tests/fakes/github/turbotiming.h"
#include "tests/support/asynctest.h"

#include <memory>

namespace slipway::test {

/// Real processes, with what each was given. Thread of the test.
class RecordingRunner final : public process::ProcessRunner {
public:
    explicit RecordingRunner(process::ProcessRunner &inner)
        : m_inner(inner)
    {
    }
    [[nodiscard]] QCoro::Task<process::ProcessOutcome> run(process::ProcessSpec spec, process::LineSink sink,
                                                           std::stop_token stop) override
    {
        specs.append(spec);
        return m_inner.run(std::move(spec), std::move(sink), std::move(stop));
    }
    QList<process::ProcessSpec> specs;

private:
    process::ProcessRunner &m_inner;
};

/// The GitHub forge over the stand-in, with real git and processes, and a clock that waiting moves on at once.
class GitHubForgeRig final {
public:
    explicit GitHubForgeRig(FakeGitHubOptions options = {})
        : m_runner(process::Sandbox(process::SandboxKind::None))
        , m_recorder(m_runner)
        , m_git(m_recorder)
    {
        options.clock = &m_timing;
        m_github = std::make_unique<FakeGitHub>(options);
        settings.apiRoot = m_github->apiRoot();
        settings.stateFolder = m_folder.path();
        settings.requestTimeout = std::chrono::milliseconds(1500);
        const QString token = options.accounts.first().token;
        settings.token = [token] { return token; };
        if (options.accounts.size() > 1) {
            const QString reviewer = options.accounts.at(1).token;
            settings.reviewerToken = [reviewer] { return reviewer; };
        }
        start();
    }
    ~GitHubForgeRig() { stop(); }

    void start() { m_forge = std::make_unique<forge::GitHubForge>(settings, m_git, m_timing); }
    void stop()
    {
        if (m_forge)
            await(m_forge->drain());
        m_forge.reset();
    }
    void restart()
    {
        stop();
        start();
    }

    [[nodiscard]] forge::GitHubForge &forge() const { return *m_forge; }
    [[nodiscard]] FakeGitHub &github() const { return *m_github; }
    [[nodiscard]] const QList<process::ProcessSpec> &processes() const { return m_recorder.specs; }
    [[nodiscard]] TurboTiming &timing() { return m_timing; }
    [[nodiscard]] QString stateFolder() const { return m_folder.path(); }
    /// Applies at the next start().
    forge::GitHubSettings settings;

private:
    TurboTiming m_timing;
    QTemporaryDir m_folder;
    process::HostProcessRunner m_runner;
    RecordingRunner m_recorder;
    git::Git m_git;
    std::unique_ptr<FakeGitHub> m_github;
    std::unique_ptr<forge::GitHubForge> m_forge;
};

} // namespace slipway::test
