// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace slipway::test {

/// A private Docker engine: own data, socket and bridge, never the machine's. Ends with the fixture and leaves nothing.
/// Needs root, dockerd and ip; `problem()` says what is missing (then QSKIP).
class DockerFixture final {
public:
    DockerFixture();
    ~DockerFixture();
    DockerFixture(const DockerFixture &) = delete;
    DockerFixture &operator=(const DockerFixture &) = delete;

    [[nodiscard]] QString problem() const { return m_problem; }
    [[nodiscard]] QMap<QString, QString> environment() const; ///< for DockerClient
    /// Image with Python that the tests build upon.
    [[nodiscard]] static QString baseImage() { return QStringLiteral("slipway-test-base:1"); }
    /// Output of `docker ARGUMENTS` on this engine.
    QString docker(const QStringList &arguments, int *exitCode = nullptr) const;

private:
    [[nodiscard]] QString startEngine();
    [[nodiscard]] QString makeBridge();
    [[nodiscard]] QString importBase();

    std::unique_ptr<QTemporaryDir> m_folder;
    QProcess m_engine;
    QString m_bridge;
    QString m_problem;
};

} // namespace slipway::test
