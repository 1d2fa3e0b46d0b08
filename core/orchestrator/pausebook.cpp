// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/pausebook.h"

#include "core/base/files.h"

#include <QJsonArray>
#include <QLoggingCategory>

Q_LOGGING_CATEGORY(lcPauses, "slipway.pauses")

namespace slipway::orchestrator {

namespace {

const QString everything = QStringLiteral("*");

QString queueScope(const QString &name)
{
    return name == everything ? QString() : name;
}

} // namespace

PauseBook::PauseBook(Services &services)
    : m_services(services)
{
}

QString PauseBook::file() const
{
    return m_services.settings.stateFolder + QStringLiteral("/pauses.json");
}

Result<> PauseBook::save() const
{
    return base::writeJsonObject(file(), { { QStringLiteral("paused"), QJsonArray::fromStringList(m_names) } });
}

Async<> PauseBook::load()
{
    CO_TRY(m_names, co_await m_services.queue.pausedProjects());
    if (!QFileInfo::exists(file()))
        co_return Result<> {};
    const auto saved = base::readJsonObject(file());
    if (!saved)
        qCWarning(lcPauses, "%s: everything is paused until a person resumes it",
                  qUtf8Printable(saved.error().message));
    const QStringList kept
        = saved ? saved->value(QLatin1String("paused")).toVariant().toStringList() : QStringList { everything };
    for (const QString &name : kept) {
        if (!m_names.contains(name))
            m_names.append(name);
    }
    co_return Result<> {};
}

Async<> PauseBook::restore()
{
    CO_CHECK(co_await load());
    CO_CHECK(save());
    CO_TRY(const QStringList known, co_await m_services.queue.pausedProjects());
    const QStringList names = m_names;
    for (const QString &name : names) {
        if (!known.contains(name))
            CO_CHECK(co_await m_services.queue.setPaused(queueScope(name), true, QStringLiteral("as it was")));
    }
    co_return Result<> {};
}

Async<> PauseBook::set(QString scope, bool paused, QString actor)
{
    m_names.removeAll(scope);
    if (paused)
        m_names.append(scope);
    // A pause is on disk before it is in Redis, and off the disk after it: whatever is cut off here, it stays paused.
    if (paused)
        CO_CHECK(save());
    CO_CHECK(co_await m_services.queue.setPaused(queueScope(scope), paused, actor));
    CO_CHECK(save());
    co_return Result<> {};
}

void PauseBook::forget(const QString &project)
{
    if (m_names.removeAll(project) == 0)
        return;
    const auto saved = save();
    if (!saved)
        qCWarning(lcPauses, "%s", qUtf8Printable(saved.error().message));
}

bool PauseBook::isPaused(const QString &project) const
{
    return m_names.contains(project) || m_names.contains(everything);
}

} // namespace slipway::orchestrator
