// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace slipway::test {

/// How a command of the real executable ended.
struct CommandEnd {
    int exitCode = -1;
    QByteArray out, err;
    [[nodiscard]] QJsonObject json() const; ///< empty if stdout is not exactly one document
};

/// An empty home and the real executable on it. Ends what it started: engines, services, redis.
class SlipwayHome final {
public:
    SlipwayHome();
    ~SlipwayHome();
    [[nodiscard]] CommandEnd run(const QStringList &arguments, int timeoutMs = 60000) const;
    [[nodiscard]] std::unique_ptr<QProcess> start(const QStringList &arguments) const; ///< in the background
    void setEnvironment(const QString &name, const QString &value);
    /// Nothing of this process's environment is passed on but PATH and the locale; HOME is the home.
    void emptyEnvironment();
    /// The executable is started by this program with these arguments before its own (a sandbox, a limit).
    void setWrapper(const QStringList &command);
    [[nodiscard]] QString path(const QString &below) const;
    /// The one project's folder.
    [[nodiscard]] QString projectFolder() const;
    [[nodiscard]] QByteArray git(const QStringList &arguments) const; ///< in the bare repository
    [[nodiscard]] QByteArray redis(const QStringList &arguments) const;
    [[nodiscard]] static int httpStatus(const QString &url, QByteArray *body = nullptr, const QByteArray &post = {});

private:
    [[nodiscard]] QProcessEnvironment environment() const;
    QTemporaryDir m_folder;
    QMap<QString, QString> m_extra;
    QStringList m_wrapper;
    bool m_isEmptied = false;
};

} // namespace slipway::test
