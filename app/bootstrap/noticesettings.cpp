// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bootstrap/noticesettings.h"

#include <QFileInfo>

namespace slipway::app {

using settings::Key;

namespace {

QSet<QString> setOf(const QStringList &names)
{
    QSet<QString> set(names.begin(), names.end());
    set.remove(QStringLiteral("none"));
    return set;
}

/// A list as slipway.ini has it. An empty value would mean the default, so that nothing has a word of its own.
QString listOf(const QSet<QString> &names)
{
    QStringList list(names.begin(), names.end());
    list.sort();
    return list.isEmpty() ? QStringLiteral("none") : list.join(QLatin1Char(','));
}

/// The settings as they are now, if this one can be changed in them.
Result<settings::Settings> settingsFor(const QString &file, Key key)
{
    TRY(settings::Settings current, settings::Settings::load(file, settings::Settings::processEnvironment()));
    if (current.source(key).origin > settings::Origin::File)
        return fail(ErrorCode::Conflict, QStringLiteral("That is set by the %1").arg(current.source(key).text),
                    QStringLiteral("It can be changed there only"));
    return current;
}

} // namespace

NoticeSettings::NoticeSettings(const Home &home)
    : m_settings(home.settings)
{
    m_readAt = QFileInfo(m_settings.file()).lastModified();
    read(m_settings);
}

void NoticeSettings::read(const settings::Settings &settings)
{
    m_rules.off = setOf(settings.list(Key::NotificationsOff));
    m_rules.gathered = setOf(settings.list(Key::NotificationsGathered));
    m_rules.gatherFor = settings.duration(Key::NotificationsGatherMinutes);
    const auto quiet = m_rules.setQuiet(settings.string(Key::NotificationsQuiet));
    if (!quiet)
        qWarning("%s", qUtf8Printable(quiet.error().message)); // the settings have checked it
}

notifications::NoticeRules NoticeSettings::rules()
{
    const QDateTime changed = QFileInfo(m_settings.file()).lastModified();
    if (changed != m_readAt) {
        m_readAt = changed;
        const auto loaded = settings::Settings::load(m_settings.file(), settings::Settings::processEnvironment());
        if (loaded) // the last good values stay
            read(*loaded);
    }
    return notifications::NoticeRules(m_rules);
}

Result<> NoticeSettings::set(Key key, const QString &value)
{
    TRY(settings::Settings current, settingsFor(m_settings.file(), key));
    CHECK(current.set(settings::nameOf(key), value));
    read(current);
    m_readAt = QFileInfo(m_settings.file()).lastModified();
    return {};
}

notifications::NoticePort NoticeSettings::port()
{
    notifications::NoticePort port;
    port.rules = [this] { return rules(); };
    port.setQuiet = [this](const QString &hours) -> Result<> {
        TRY(const QString checked, notifications::quietHours(hours));
        return set(Key::NotificationsQuiet, checked.isEmpty() ? QStringLiteral("off") : checked);
    };
    port.setKinds = [this](const notifications::NoticeRules &rules) -> Result<> {
        CHECK(settingsFor(m_settings.file(), Key::NotificationsGathered)); // both, or neither
        CHECK(set(Key::NotificationsOff, listOf(rules.off)));
        return set(Key::NotificationsGathered, listOf(rules.gathered));
    };
    return port;
}

} // namespace slipway::app
