// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settings.h"

#include "core/base/files.h"
#include "core/base/redaction.h"

#include <QFile>
#include <QFileInfo>
#include <QProcessEnvironment>
#include <QThread>

namespace slipway::settings {

namespace {

std::unexpected<Error> unknownKey(const QString &name, const QString &where)
{
    const QString near = nearestKeyName(name);
    QString hint = near.isEmpty() ? QStringLiteral("`slipway config get` lists the settings")
                                  : QStringLiteral("Did you mean %1?").arg(near);
    if (name.startsWith(QLatin1String("agent.roles.")))
        hint = QStringLiteral("The roles are %1").arg(agentRoles().join(QStringLiteral(", ")));
    return fail(ErrorCode::Invalid, QStringLiteral("There is no setting %1%2").arg(name, where), hint);
}

QString fallbackOf(const SettingInfo &info)
{
    if (info.key == Key::WorkersMaxAgents)
        return QString::number(std::clamp(QThread::idealThreadCount(), 1, 3));
    return QString::fromLatin1(info.fallback);
}

SettingInfo roleInfo(const QByteArray &name)
{
    SettingInfo info = infoOf(Key::AgentDefault);
    info.name = name.constData();
    return info;
}

// Names that start like ours and mean something to other parts: the home, and what scripts and tests use.
bool isKnownOtherwise(const QString &name)
{
    static const QStringList names { QStringLiteral("SLIPWAY_HOME"), QStringLiteral("SLIPWAY_BUILD_DIR") };
    return names.contains(name) || name.startsWith(QLatin1String("SLIPWAY_TEST_"))
        || name.startsWith(QLatin1String("SLIPWAY_INTERNAL_"));
}

} // namespace

/// Collects the sources one over the other, and every problem on the way.
class Settings::Loader {
public:
    explicit Loader(Settings &settings)
        : m_settings(settings)
    {
        for (const SettingInfo &info : settingTable())
            settings.m_values.append({ fallbackOf(info), { Origin::Default, QStringLiteral("default") } });
    }

    void readFile()
    {
        if (!QFile::exists(m_settings.m_file))
            return;
        const QString name = QFileInfo(m_settings.m_file).fileName();
        const auto text = base::readFile(m_settings.m_file);
        const auto file = text ? IniFile::parse(*text) : Result<IniFile>(forward(text));
        if (!file) {
            Error error = file.error();
            error.message = m_settings.m_file % QStringLiteral(": ") % error.message;
            m_problems.append(error);
            return;
        }
        for (const IniFile::Entry &entry : file->entries())
            take(entry.key, entry.value, { Origin::File, QStringLiteral("%1 line %2").arg(name).arg(entry.line) });
    }

    void readEnvironment(const QMap<QString, QString> &environment)
    {
        QStringList known;
        for (const SettingInfo &info : settingTable()) {
            const QString name = QLatin1String(info.environment);
            const QString fileName = name % QStringLiteral("_FILE");
            known << name;
            if (info.secret)
                known << fileName;
            // Set but empty counts as not set: that is what compose files and CI systems leave behind.
            if (const QString value = environment.value(name); !value.isEmpty())
                take(QLatin1String(info.name), value, { Origin::Environment, QStringLiteral("environment ") % name });
            else if (const QString path = info.secret ? environment.value(fileName) : QString(); !path.isEmpty())
                takeSecretFile(info, path, { Origin::Environment, QStringLiteral("environment ") % fileName });
        }
        for (auto it = environment.begin(); it != environment.end(); ++it) {
            if (it.key().startsWith(QLatin1String("SLIPWAY_")) && !known.contains(it.key())
                && !isKnownOtherwise(it.key()))
                m_settings.m_warnings
                    << QStringLiteral("The environment variable %1 is not a setting of Slipway").arg(it.key());
        }
    }

    void readOverrides(const QMap<QString, QString> &overrides)
    {
        for (auto it = overrides.begin(); it != overrides.end(); ++it)
            take(it.key(), it.value(), { Origin::CommandLine, QStringLiteral("command line") });
    }

    [[nodiscard]] Result<> outcome() const
    {
        if (m_problems.isEmpty())
            return {};
        Error error = m_problems.first();
        QStringList all;
        for (const Error &problem : m_problems)
            all << problem.message % QStringLiteral(". ") % problem.hint;
        if (m_problems.size() > 1)
            error.message
                += QStringLiteral(" (and %1 more: %2)").arg(m_problems.size() - 1).arg(m_problems.at(1).message);
        error.detail = all.join(QLatin1Char('\n'));
        return std::unexpected(error);
    }

private:
    void take(const QString &name, const QString &value, const Source &source)
    {
        const QString where = QStringLiteral(" (%1)").arg(source.text);
        if (source.origin == Origin::File && name.endsWith(QLatin1String("_file"))) {
            const auto secret = keyFromName(name.chopped(5));
            if (secret && infoOf(*secret).secret) {
                takeSecretFile(infoOf(*secret), value, source);
                return;
            }
        }
        if (const QString role = roleOfKey(name); !role.isEmpty()) {
            takeRole(name, role, value, source);
            return;
        }
        const auto key = keyFromName(name);
        if (!key) {
            m_problems.append(unknownKey(name, where).error());
            return;
        }
        const SettingInfo &info = infoOf(*key);
        if (info.secret && source.origin == Origin::File) {
            m_problems.append(
                { ErrorCode::Denied,
                  QStringLiteral("%1 is a secret and does not belong into a file%2").arg(name, where),
                  QStringLiteral("Keep it in the keychain (slipway login), in %1, or name a file with %2_file")
                      .arg(QLatin1String(info.environment), name),
                  {} });
            return;
        }
        const auto canonical = canonicalValue(info, value);
        if (!canonical) {
            Error error = canonical.error();
            error.message += where;
            m_problems.append(error);
        } else if (!canonical->isEmpty() || source.origin == Origin::CommandLine) {
            store(*key, *canonical, source);
        }
    }

    void takeRole(const QString &name, const QString &role, const QString &value, const Source &source)
    {
        const QByteArray latin = name.toLatin1();
        const auto canonical = canonicalValue(roleInfo(latin), value);
        if (!canonical) {
            Error error = canonical.error();
            error.message += QStringLiteral(" (%1)").arg(source.text);
            m_problems.append(error);
        } else if (!canonical->isEmpty()) {
            m_settings.m_roles.insert(role, *canonical);
            m_settings.m_roleSources.insert(role, source);
        }
    }

    void takeSecretFile(const SettingInfo &info, const QString &path, const Source &source)
    {
        const auto bytes = base::readFile(path);
        const QString value = bytes ? QString::fromUtf8(*bytes).trimmed() : QString();
        if (value.isEmpty() || value.contains(QLatin1Char('\n'))) {
            m_problems.append(
                { ErrorCode::Invalid,
                  QStringLiteral("The file %1 for %2 %3 (%4)")
                      .arg(path, QLatin1String(info.name),
                           bytes ? QStringLiteral("does not hold one line") : QStringLiteral("cannot be read"),
                           source.text),
                  QStringLiteral("Put the secret alone into that file, or unset the variable"),
                  {} });
            return;
        }
        store(info.key, value, source);
    }

    void store(Key key, const QString &value, const Source &source)
    {
        if (infoOf(key).secret)
            base::addSecret(value);
        m_settings.m_values[int(key)] = { value, source };
    }

    Settings &m_settings;
    QList<Error> m_problems;
};

Result<Settings> Settings::load(QString iniFile, QMap<QString, QString> environment, QMap<QString, QString> overrides)
{
    Settings settings;
    settings.m_file = std::move(iniFile);
    Loader loader(settings);
    loader.readFile();
    loader.readEnvironment(environment);
    loader.readOverrides(overrides);
    if (const auto outcome = loader.outcome(); !outcome)
        return forward(outcome);
    return settings;
}

QMap<QString, QString> Settings::processEnvironment()
{
    QMap<QString, QString> environment;
    const auto process = QProcessEnvironment::systemEnvironment();
    const auto names = process.keys();
    for (const QString &name : names)
        environment.insert(name, process.value(name));
    return environment;
}

QString Settings::string(Key key) const
{
    return at(key).text;
}

qint64 Settings::integer(Key key) const
{
    return at(key).text.toLongLong();
}

double Settings::number(Key key) const
{
    return at(key).text.toDouble();
}

bool Settings::boolean(Key key) const
{
    return parseBoolean(at(key).text).value_or(false);
}

std::chrono::milliseconds Settings::duration(Key key) const
{
    return std::chrono::milliseconds(qMax<qint64>(1, qRound64(number(key) * infoOf(key).unitMs)));
}

QStringList Settings::list(Key key) const
{
    QStringList items = at(key).text.split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (QString &item : items)
        item = item.trimmed();
    items.removeAll(QString());
    return items;
}

Source Settings::source(Key key) const
{
    return at(key).source;
}

QMap<QString, int> Settings::workerSlots() const
{
    const SettingInfo &info = infoOf(Key::WorkersSlots);
    auto result = parseSlots(QLatin1String(info.fallback), int(info.maximum)).value_or(QMap<QString, int>());
    const auto chosen = parseSlots(at(Key::WorkersSlots).text, int(info.maximum)).value_or(QMap<QString, int>());
    for (auto it = chosen.begin(); it != chosen.end(); ++it)
        result.insert(it.key(), it.value());
    return result;
}

std::optional<ListenAddress> Settings::dashboardAddress() const
{
    return parseAddress(at(Key::DashboardAddress).text);
}

Result<> Settings::set(const QString &name, const QString &value)
{
    const QString role = roleOfKey(name);
    const auto key = role.isEmpty() ? keyFromName(name) : std::optional(Key::AgentDefault);
    if (!key)
        return unknownKey(name, {});
    if (infoOf(*key).secret) {
        return fail(
            ErrorCode::Denied, QStringLiteral("%1 is a secret and is not kept in slipway.ini").arg(name),
            QStringLiteral("Use slipway login, or set %1 or %1_FILE").arg(QLatin1String(infoOf(*key).environment)));
    }
    const QByteArray latin = name.toLatin1();
    TRY(const QString canonical, canonicalValue(role.isEmpty() ? infoOf(*key) : roleInfo(latin), value));

    QByteArray text;
    if (QFile::exists(m_file)) {
        TRY(text, base::readFile(m_file));
    }
    TRY(IniFile file, IniFile::parse(text));
    file.set(name, canonical);
    CHECK(base::makeFolder(QFileInfo(m_file).path()));
    CHECK(base::writeFileAtomically(m_file, file.text()));
    QFile::setPermissions(m_file, QFile::ReadOwner | QFile::WriteOwner);

    const Source source { Origin::File, QFileInfo(m_file).fileName() };
    if (!role.isEmpty()) {
        if (canonical.isEmpty())
            m_roles.remove(role);
        else
            m_roles.insert(role, canonical);
        m_roleSources.insert(role, source);
    } else if (at(*key).source.origin <= Origin::File) {
        m_values[int(*key)] = canonical.isEmpty()
            ? Value { fallbackOf(infoOf(*key)), { Origin::Default, QStringLiteral("default") } }
            : Value { canonical, source };
    }
    return {};
}

Result<Described> Settings::describe(const QString &name) const
{
    if (const QString role = roleOfKey(name); !role.isEmpty()) {
        return Described { name,
                           {},
                           m_roles.value(role),
                           QStringLiteral("agent for the role %1; empty: agent.default").arg(role),
                           m_roleSources.value(role, { Origin::Default, QStringLiteral("default") }) };
    }
    const auto key = keyFromName(name);
    if (!key) {
        Error error = unknownKey(name, {}).error();
        error.code = ErrorCode::NotFound;
        return std::unexpected(error);
    }
    const SettingInfo &info = infoOf(*key);
    const QString text = at(*key).text;
    const QString shown = info.secret ? (text.isEmpty() ? QString() : QStringLiteral("set")) : base::redact(text);
    return Described { name,       QLatin1String(info.environment), shown, QLatin1String(info.help), at(*key).source,
                       info.secret };
}

QList<Described> Settings::describe() const
{
    QList<Described> all;
    for (const SettingInfo &info : settingTable()) {
        all.append(*describe(QLatin1String(info.name)));
        if (info.key != Key::AgentDefault)
            continue;
        for (auto it = m_roles.begin(); it != m_roles.end(); ++it)
            all.append(*describe(QStringLiteral("agent.roles.") % it.key()));
    }
    return all;
}

} // namespace slipway::settings
