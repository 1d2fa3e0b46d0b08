// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/settings/inifile.h"
#include "core/settings/settingkeys.h"
#include "core/settings/settingvalue.h"

#include <QMap>
#include <QString>
#include <QStringList>

#include <chrono>

namespace slipway::settings {

/// Where a value comes from, in rising precedence.
enum class Origin { Default, File, Environment, CommandLine };

struct Source {
    Origin origin = Origin::Default;
    QString text; ///< `default`, `slipway.ini line 3`, `environment SLIPWAY_AGENT`, `command line`
};

/// One setting as `config get` and doctor show it: secrets are `set` or empty, passwords in URLs are masked.
struct Described {
    QString name, environment, value, help;
    Source source;
    bool secret = false;
};

/// All settings of one home, checked: command line over environment over slipway.ini over default. Value type: load again
/// for a reload, and keep the old object when that fails, so the last good values stay. Any thread.
class Settings {
public:
    /// `environment`: of the process; only names of the table count. `overrides`: by key name (`agent.default`).
    /// Invalid names key, value and source of every bad value and unknown key. A missing file is an empty one.
    [[nodiscard]] static Result<Settings> load(QString iniFile, QMap<QString, QString> environment = {},
                                               QMap<QString, QString> overrides = {});
    /// The environment of this process, for load().
    [[nodiscard]] static QMap<QString, QString> processEnvironment();

    [[nodiscard]] QString string(Key key) const;
    [[nodiscard]] qint64 integer(Key key) const;
    [[nodiscard]] double number(Key key) const;
    [[nodiscard]] bool boolean(Key key) const;
    /// For keys with a unit (minutes, seconds).
    [[nodiscard]] std::chrono::milliseconds duration(Key key) const;
    [[nodiscard]] QStringList list(Key key) const;
    [[nodiscard]] Source source(Key key) const;
    /// A person chose this value: it is not the default.
    [[nodiscard]] bool isSet(Key key) const { return source(key).origin != Origin::Default; }

    /// Workers by type; every type is in it.
    [[nodiscard]] QMap<QString, int> workerSlots() const;
    /// Nothing when the dashboard is off.
    [[nodiscard]] std::optional<ListenAddress> dashboardAddress() const;
    /// Agents set for single roles (`agent.roles.NAME`), by role.
    [[nodiscard]] const QMap<QString, QString> &agentsByRole() const { return m_roles; }

    /// Writes the key to slipway.ini, keeping comments and order; an empty value removes it. Invalid for an unknown key or
    /// a bad value, Denied for a secret. A value from the environment or command line stays in force.
    [[nodiscard]] Result<> set(const QString &name, const QString &value);
    /// What `config get NAME` prints. NotFound with the nearest name.
    [[nodiscard]] Result<Described> describe(const QString &name) const;
    [[nodiscard]] QList<Described> describe() const;
    /// Nothing wrong enough to stop, but worth a line: an environment variable that looks like ours and is not.
    [[nodiscard]] const QStringList &warnings() const { return m_warnings; }
    [[nodiscard]] const QString &file() const { return m_file; }

private:
    struct Value {
        QString text;
        Source source;
    };
    class Loader;
    [[nodiscard]] const Value &at(Key key) const { return m_values.at(int(key)); }

    QString m_file;
    QList<Value> m_values; // by Key
    QMap<QString, QString> m_roles;
    QMap<QString, Source> m_roleSources;
    QStringList m_warnings;
};

} // namespace slipway::settings
