// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/auditlog.h"

#include "core/base/files.h"
#include "core/base/redaction.h"

#include <QCryptographicHash>
#include <QFileInfo>

#include <unistd.h>

namespace slipway::control {

namespace {
QByteArray hashOf(const QByteArray &line)
{
    return QCryptographicHash::hash(line, QCryptographicHash::Sha256).toHex();
}
const QByteArray firstLink(64, '0');
} // namespace

AuditLog::AuditLog(QString path, const base::Clock &clock)
    : m_path(std::move(path))
    , m_clock(clock)
    , m_lastHash(firstLink)
{
}

Result<> AuditLog::open()
{
    CHECK(base::makeFolder(QFileInfo(m_path).path(), true));
    m_file.setFileName(m_path);
    if (!m_file.open(QIODevice::ReadWrite)) {
        return fail(ErrorCode::Denied,
                    QStringLiteral("Cannot open the audit log %1: %2").arg(m_path, m_file.errorString()),
                    QStringLiteral("Check the permissions of the folder"));
    }
    qint64 whole = 0;
    while (!m_file.atEnd()) {
        const QByteArray line = m_file.readLine();
        if (!line.endsWith('\n'))
            break;
        whole = m_file.pos();
        m_lastHash = hashOf(line.chopped(1));
        ++m_sequence;
    }
    m_file.resize(whole);
    m_file.seek(whole);
    return {};
}

Result<> AuditLog::append(const QString &actor, const QString &action, const QJsonObject &what, const QString &outcome)
{
    const QJsonObject entry { { QStringLiteral("n"), double(++m_sequence) },
                              { QStringLiteral("time"), base::isoTime(m_clock.now()) },
                              { QStringLiteral("actor"), actor },
                              { QStringLiteral("action"), action },
                              { QStringLiteral("what"), what },
                              { QStringLiteral("outcome"), outcome },
                              { QStringLiteral("previous"), QString::fromLatin1(m_lastHash) } };
    const QByteArray line = base::redact(base::compact(entry));
    if (m_file.write(line + '\n') < 0 || !m_file.flush())
        return fail(ErrorCode::Exhausted, QStringLiteral("Cannot write the audit log: %1").arg(m_file.errorString()),
                    QStringLiteral("Check the free disk space"));
    ::fsync(m_file.handle());
    m_lastHash = hashOf(line);
    return {};
}

Result<QJsonArray> AuditLog::tail(const QString &path, int limit)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return QJsonArray {};
    QList<QByteArray> lines;
    while (!file.atEnd()) {
        lines.append(file.readLine());
        if (lines.size() > limit)
            lines.removeFirst();
    }
    QJsonArray entries;
    for (const QByteArray &line : std::as_const(lines))
        entries.append(base::parseObject(line));
    return entries;
}

Result<qint64> AuditLog::verify(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    QByteArray expected = firstLink;
    qint64 number = 0;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine().trimmed();
        ++number;
        const auto entry = base::parseObject(line);
        if (entry.value(QLatin1String("previous")).toString().toLatin1() != expected
            || qint64(entry.value(QLatin1String("n")).toDouble()) != number) {
            return fail(ErrorCode::Invalid, QStringLiteral("The audit log is broken at entry %1").arg(number),
                        QStringLiteral("Entries before it are intact; compare with a backup of %1").arg(path));
        }
        expected = hashOf(line);
    }
    return number;
}

} // namespace slipway::control
