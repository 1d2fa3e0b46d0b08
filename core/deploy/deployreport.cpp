// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/deployreport.h"

namespace slipway::deploy {

DeployReport::DeployReport(Line line)
    : m_line(std::move(line))
    , m_times(std::make_shared<Times>())
{
    m_times->all.start();
}

DeployReport DeployReport::to(Line line) const
{
    DeployReport other(*this);
    other.m_line = std::move(line);
    return other;
}

void DeployReport::operator()(const QString &line) const
{
    if (m_line)
        m_line(line);
}

void DeployReport::step(const char *name) const
{
    auto &times = *m_times;
    if (!times.name.isEmpty())
        times.done[times.name] += static_cast<int>(times.current.elapsed());
    times.name = QLatin1String(name);
    times.current.start();
}

void DeployReport::live() const
{
    m_times->done.insert(QStringLiteral("live"), static_cast<int>(m_times->all.elapsed()));
}

QMap<QString, int> DeployReport::milliseconds() const
{
    QMap<QString, int> all = m_times->done;
    if (!m_times->name.isEmpty())
        all[m_times->name] += static_cast<int>(m_times->current.elapsed());
    all.insert(QStringLiteral("total"), static_cast<int>(m_times->all.elapsed()));
    return all;
}

} // namespace slipway::deploy
