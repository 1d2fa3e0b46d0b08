// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/journal.h"

#include "core/base/files.h"

#include <QFileInfo>

#include <unistd.h>

namespace slipway::pipeline {

Journal::Journal(QString path, const base::Clock &clock)
    : m_path(std::move(path))
    , m_clock(clock)
{
}

Result<> Journal::open()
{
    CHECK(base::makeFolder(QFileInfo(m_path).path(), true));
    m_file.setFileName(m_path);
    if (!m_file.open(QIODevice::ReadWrite)) {
        return fail(ErrorCode::Denied,
                    QStringLiteral("Cannot open the journal %1: %2").arg(m_path, m_file.errorString()),
                    QStringLiteral("Check the permissions of the folder"));
    }
    qint64 whole = 0;
    while (!m_file.atEnd()) {
        const QByteArray line = m_file.readLine();
        const auto entry = base::parseObject(line);
        if (!line.endsWith('\n') || entry.isEmpty())
            break;
        whole = m_file.pos();
        apply(entry);
    }
    m_file.resize(whole);
    m_file.seek(whole);
    return {};
}

void Journal::apply(const QJsonObject &entry)
{
    const QString step = entry.value(QLatin1String("step")).toString();
    const QString what = entry.value(QLatin1String("what")).toString();
    if (what == QLatin1String("begin"))
        m_begun.insert(step, true);
    else if (what == QLatin1String("finish"))
        m_results.insert(step, entry.value(QLatin1String("data")).toObject());
    else if (what == QLatin1String("reopen"))
        m_results.remove(step);
}

std::optional<QJsonObject> Journal::resultOf(const QString &step) const
{
    const auto it = m_results.constFind(step);
    return it == m_results.constEnd() ? std::nullopt : std::optional(*it);
}

bool Journal::wasBegun(const QString &step) const
{
    return m_begun.contains(step);
}

Result<> Journal::begin(const QString &step)
{
    return append(step, QStringLiteral("begin"), {});
}

Result<> Journal::finish(const QString &step, const QJsonObject &result)
{
    return append(step, QStringLiteral("finish"), result);
}

Result<> Journal::reopen(const QString &step)
{
    return append(step, QStringLiteral("reopen"), {});
}

Result<> Journal::append(const QString &step, const QString &what, const QJsonObject &data)
{
    const QJsonObject entry { { QStringLiteral("time"), base::isoTime(m_clock.now()) },
                              { QStringLiteral("step"), step },
                              { QStringLiteral("what"), what },
                              { QStringLiteral("data"), data } };
    const QByteArray line = base::compact(entry) + '\n';
    if (m_file.write(line) != line.size() || !m_file.flush()) {
        return fail(ErrorCode::Exhausted,
                    QStringLiteral("Cannot write the journal %1: %2").arg(m_path, m_file.errorString()),
                    QStringLiteral("Check the free disk space"));
    }
    ::fdatasync(m_file.handle());
    apply(entry);
    return {};
}

} // namespace slipway::pipeline
