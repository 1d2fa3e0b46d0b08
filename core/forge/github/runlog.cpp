// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/github/runlog.h"

#include "core/base/redaction.h"

#include <KZip>

#include <QBuffer>
#include <QRegularExpression>

namespace slipway::forge {

namespace {

constexpr int maxEntries = 5000;
constexpr qint64 maxUnpacked = 256 * 1024 * 1024;

/// One line without what only terminals and machines want.
QByteArray plainLine(QByteArray line)
{
    if (line.startsWith("\xef\xbb\xbf"))
        line.remove(0, 3);
    if (line.endsWith('\r'))
        line.chop(1);
    // 2026-11-23T16:25:05.2850000Z and a blank
    if (line.size() > 20 && line.at(4) == '-' && line.at(10) == 'T') {
        const auto blank = line.indexOf(' ');
        if (blank > 19 && blank < 32 && line.at(blank - 1) == 'Z')
            line.remove(0, blank + 1);
    }
    qsizetype from = 0;
    while ((from = line.indexOf('\x1b', from)) >= 0) {
        auto end = from + 1;
        if (end < line.size() && line.at(end) == '[') {
            ++end;
            while (end < line.size()
                   && !((line.at(end) >= 'A' && line.at(end) <= 'Z') || (line.at(end) >= 'a' && line.at(end) <= 'z')))
                ++end;
            ++end;
        }
        line.remove(from, end - from);
    }
    return line;
}

void appendStep(QByteArray &out, const QString &name, const QByteArray &log)
{
    out += "##[group]" + name.toUtf8() + '\n';
    const auto lines = log.split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        QByteArray line = plainLine(lines.at(i));
        // Groups within a step would end it for whoever reads this.
        if (line.startsWith("##[endgroup]") || (line.isEmpty() && i + 1 == lines.size()))
            continue;
        if (line.startsWith("##[group]"))
            line.remove(0, 9);
        out += line + '\n';
    }
    out += "##[endgroup]\n";
}

/// How the service writes a job's name into the archive.
QString archiveName(QString name)
{
    static const QRegularExpression odd(QStringLiteral("[/:<>\"|?*\\\\]"));
    return name.remove(odd).left(90).trimmed();
}

} // namespace

std::optional<QByteArray> jobLogFromArchive(const QByteArray &zip, const domain::CiJob &job, qsizetype maxBytes)
{
    QBuffer buffer;
    buffer.setData(zip);
    KZip archive(&buffer);
    if (!archive.open(QIODevice::ReadOnly) || !archive.directory())
        return {};
    const auto *entry = archive.directory()->entry(archiveName(job.name));
    if (!entry || !entry->isDirectory())
        return {};
    const auto *folder = static_cast<const KArchiveDirectory *>(entry);
    const QStringList names = folder->entries();
    if (names.size() > maxEntries)
        return {};
    QMap<int, const KArchiveFile *> files; // by step number
    for (const QString &name : names) {
        bool isNumber = false;
        const int number = name.section(QLatin1Char('_'), 0, 0).toInt(&isNumber);
        if (const auto *file = folder->file(name); file && isNumber)
            files.insert(number, file);
    }
    if (files.isEmpty())
        return {};
    QByteArray out;
    qint64 unpacked = 0;
    for (auto it = files.cbegin(); it != files.cend(); ++it) {
        const auto step = std::ranges::find(job.steps, it.key(), &domain::CiStep::number);
        if (step == job.steps.end())
            continue;
        unpacked += (*it)->size();
        if ((*it)->size() > maxUnpacked || unpacked > maxUnpacked)
            break;
        appendStep(out, step->name, (*it)->data());
        if (out.size() > maxBytes * 4)
            out = out.right(maxBytes * 2); // only the end is wanted
    }
    return out.isEmpty() ? std::nullopt : std::optional(out);
}

QByteArray cleanedJobLog(const QByteArray &log)
{
    QByteArray out;
    out.reserve(log.size());
    const auto lines = log.split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (i + 1 < lines.size() || !lines.at(i).isEmpty())
            out += plainLine(lines.at(i)) + '\n';
    }
    return out;
}

QByteArray logTail(QByteArray log, qsizetype maxBytes)
{
    if (log.size() > maxBytes) {
        log = log.right(maxBytes);
        log.remove(0, log.indexOf('\n') + 1);
    }
    return base::redact(log);
}

} // namespace slipway::forge
