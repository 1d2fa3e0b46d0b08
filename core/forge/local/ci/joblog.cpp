// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/ci/joblog.h"

#include "core/base/files.h"
#include "core/base/redaction.h"
#include "core/forge/local/forgelog.h"

#include <QFileInfo>

namespace slipway::forge {

namespace {

constexpr qsizetype maxLine = 16 * 1024;

/// `::error file=a.py,line=3::message` → ("error", "message"); an empty command for other lines.
std::pair<QByteArray, QByteArray> commandOf(const QByteArray &line)
{
    if (!line.startsWith("::"))
        return {};
    const auto end = line.indexOf("::", 2);
    if (end < 0)
        return {};
    const auto head = line.mid(2, end - 2);
    const auto space = head.indexOf(' ');
    QByteArray message = line.mid(end + 2);
    message.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    return { (space < 0 ? head : head.left(space)).toLower(), message };
}

} // namespace

JobLog::JobLog(const QString &path, qsizetype maxBytes)
    : m_file(path)
    , m_maxBytes(maxBytes)
{
    const auto folder = base::makeFolder(QFileInfo(path).path());
    // Unbuffered, so that whoever follows the log sees each line.
    if (!folder || !m_file.open(QIODevice::ReadWrite | QIODevice::Truncate | QIODevice::Unbuffered))
        qCWarning(lcForge, "cannot write the log %s", qUtf8Printable(path));
}

void JobLog::beginGroup(const QString &name)
{
    m_group = "##[group]" + name.simplified().toUtf8();
    write(m_group);
}

void JobLog::endGroup()
{
    write("##[endgroup]");
    m_group.clear();
}

void JobLog::output(const QByteArray &line)
{
    const auto [command, message] = commandOf(line);
    if (command == "add-mask") {
        if (message.size() >= 4)
            m_masks.append(message);
        return;
    }
    if (command == "error" || command == "warning" || command == "notice" || command == "debug") {
        write("##[" + command + "]" + message);
        return;
    }
    // What a step prints must not look like the beginning of another step.
    const bool forged = line.startsWith("##[group]") || line.startsWith("##[endgroup]");
    write(forged ? " " + line : line);
}

void JobLog::note(const QString &text)
{
    write(text.toUtf8());
}

void JobLog::error(const QString &text)
{
    write("##[error]" + text.toUtf8());
}

void JobLog::write(QByteArray line)
{
    if (!m_file.isOpen())
        return;
    if (line.size() > maxLine)
        line = line.left(maxLine) + " … (line cut)";
    for (const auto &mask : std::as_const(m_masks))
        line.replace(mask, "***");
    line = base::redact(line) + '\n';
    if (m_file.pos() + line.size() > m_maxBytes)
        dropOlderHalf();
    m_file.write(line);
}

void JobLog::dropOlderHalf()
{
    const qint64 keep = m_maxBytes / 2;
    const qint64 from = std::max<qint64>(0, m_file.size() - keep);
    m_file.seek(from);
    QByteArray rest = m_file.read(keep);
    rest = rest.mid(rest.indexOf('\n') + 1);
    m_file.resize(0);
    m_file.seek(0);
    m_file.write("##[warning]The log was too long; what came before is not kept\n");
    if (!m_group.isEmpty())
        m_file.write(m_group + '\n');
    m_file.write(rest);
}

Result<QByteArray> JobLog::tail(const QString &path, qsizetype maxBytes)
{
    QFile file(path);
    if (!file.exists())
        return QByteArray();
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Denied, QStringLiteral("Cannot read the log %1: %2").arg(path, file.errorString()));
    const qint64 from = std::max<qint64>(0, file.size() - std::max<qsizetype>(maxBytes, 0));
    file.seek(from);
    QByteArray text = file.read(maxBytes);
    if (from > 0)
        text = text.mid(text.indexOf('\n') + 1);
    // Once more as a whole: a private key spans lines.
    return base::redact(text);
}

} // namespace slipway::forge
