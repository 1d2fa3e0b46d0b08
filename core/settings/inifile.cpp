// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/inifile.h"

namespace slipway::settings {

namespace {

bool isComment(const QString &trimmed)
{
    return trimmed.isEmpty() || trimmed.startsWith(QLatin1Char('#')) || trimmed.startsWith(QLatin1Char(';'));
}

bool isGroup(const QString &trimmed)
{
    return trimmed.startsWith(QLatin1Char('[')) && trimmed.endsWith(QLatin1Char(']'));
}

QString groupName(const QString &trimmed)
{
    return trimmed.mid(1, trimmed.size() - 2).trimmed();
}

QString unquoted(QString value)
{
    if (value.size() >= 2 && value.startsWith(QLatin1Char('"')) && value.endsWith(QLatin1Char('"')))
        value = value.mid(1, value.size() - 2);
    return value;
}

} // namespace

Result<IniFile> IniFile::parse(const QByteArray &text)
{
    IniFile file;
    file.m_lines = QString::fromUtf8(text).split(QLatin1Char('\n'));
    if (file.m_lines.last().isEmpty())
        file.m_lines.removeLast(); // the end of the last line, not a line
    for (qsizetype i = 0; i < file.m_lines.size(); ++i) {
        const QString trimmed = file.m_lines.at(i).trimmed();
        if (isComment(trimmed) || isGroup(trimmed))
            continue;
        if (trimmed.indexOf(QLatin1Char('=')) < 1) {
            return fail(ErrorCode::Invalid,
                        QStringLiteral("Line %1 is neither a comment, a [group] nor key = value").arg(i + 1),
                        QStringLiteral("Correct the line or put # before it"));
        }
    }
    file.index();
    return file;
}

void IniFile::index()
{
    m_entries.clear();
    QString group;
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        const QString trimmed = m_lines.at(i).trimmed();
        if (isComment(trimmed))
            continue;
        if (isGroup(trimmed)) {
            group = groupName(trimmed);
            continue;
        }
        const QString name = trimmed.section(QLatin1Char('='), 0, 0).trimmed();
        m_entries.append({ group.isEmpty() ? name : group + QLatin1Char('.') + name,
                           unquoted(trimmed.section(QLatin1Char('='), 1).trimmed()), int(i + 1) });
    }
}

void IniFile::set(const QString &key, const QString &value)
{
    for (qsizetype i = m_entries.size() - 1; i >= 0; --i) {
        if (m_entries.at(i).key != key)
            continue;
        QString &line = m_lines[m_entries.at(i).line - 1];
        if (value.isEmpty())
            m_lines.removeAt(m_entries.at(i).line - 1);
        else
            line = line.section(QLatin1Char('='), 0, 0).trimmed() + QStringLiteral(" = ") + value;
        index();
        if (value.isEmpty())
            set(key, value); // an earlier line of the same key must not come back to life
        return;
    }
    if (value.isEmpty())
        return;
    const QString group = key.section(QLatin1Char('.'), 0, -2);
    const QString entry = key.section(QLatin1Char('.'), -1) + QStringLiteral(" = ") + value;
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        const QString trimmed = m_lines.at(i).trimmed();
        if (!isGroup(trimmed) || groupName(trimmed) != group)
            continue;
        qsizetype at = i + 1; // after the group's last entry
        for (qsizetype j = i + 1; j < m_lines.size() && !isGroup(m_lines.at(j).trimmed()); ++j) {
            if (!isComment(m_lines.at(j).trimmed()))
                at = j + 1;
        }
        m_lines.insert(at, entry);
        index();
        return;
    }
    if (!m_lines.isEmpty() && !m_lines.last().trimmed().isEmpty())
        m_lines.append(QString());
    m_lines.append(QLatin1Char('[') + group + QLatin1Char(']'));
    m_lines.append(entry);
    index();
}

QByteArray IniFile::text() const
{
    return m_lines.isEmpty() ? QByteArray() : (m_lines.join(QLatin1Char('\n')) + QLatin1Char('\n')).toUtf8();
}

} // namespace slipway::settings
