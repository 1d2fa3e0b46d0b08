// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/ci/commandfiles.h"

#include "core/base/files.h"

#include <QFile>
#include <QRegularExpression>
#include <QScopeGuard>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace slipway::forge {

namespace {

constexpr qint64 maxFileSize = 1024 * 1024;
constexpr qsizetype maxValue = 30000; // in UTF-8 at most 120 KB: Linux takes 128 KiB a variable
constexpr const char *names[] = { "env", "output", "path", "summary" };

/// Never blocks (a pipe) and never leaves the folder (a link).
Result<QByteArray> readPlainFile(const QString &path)
{
    const int handle = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (handle < 0)
        return QByteArray(); // removed: nothing assigned
    const auto close = qScopeGuard([handle] { ::close(handle); });
    struct stat status {};
    if (::fstat(handle, &status) != 0 || !S_ISREG(status.st_mode))
        return fail(ErrorCode::Denied,
                    QStringLiteral("The step replaced one of its GITHUB_ files by something that is no file"));
    if (status.st_size > maxFileSize)
        return fail(ErrorCode::Exhausted,
                    QStringLiteral("The step wrote more than 1 MiB into one of its GITHUB_ files"));
    QFile file;
    if (!file.open(handle, QIODevice::ReadOnly))
        return QByteArray();
    return file.read(maxFileSize);
}

bool isReserved(const QString &name)
{
    return name.startsWith(QLatin1String("GITHUB_"), Qt::CaseInsensitive)
        || name.startsWith(QLatin1String("RUNNER_"), Qt::CaseInsensitive) || name == QLatin1String("CI")
        || name == QLatin1String("NODE_OPTIONS");
}

} // namespace

bool isVariableName(const QString &name)
{
    static const QRegularExpression allowed(
        QRegularExpression::anchoredPattern(QStringLiteral("[A-Za-z_][A-Za-z0-9_.-]*")));
    return allowed.match(name).hasMatch();
}

CommandFiles::CommandFiles(QString folder)
    : m_folder(std::move(folder))
{
}

Result<> CommandFiles::create() const
{
    CHECK(base::makeFolder(m_folder, true));
    for (const char *name : names) {
        QFile file(m_folder + QLatin1Char('/') + QLatin1StringView(name));
        if (!file.open(QIODevice::WriteOnly)) {
            return fail(ErrorCode::Exhausted,
                        QStringLiteral("Cannot write %1: %2").arg(file.fileName(), file.errorString()),
                        QStringLiteral("Check the free disk space"));
        }
    }
    return {};
}

QMap<QString, QString> CommandFiles::environment() const
{
    const QString base = m_folder + QLatin1Char('/');
    return { { QStringLiteral("GITHUB_ENV"), base + QStringLiteral("env") },
             { QStringLiteral("GITHUB_OUTPUT"), base + QStringLiteral("output") },
             { QStringLiteral("GITHUB_PATH"), base + QStringLiteral("path") },
             { QStringLiteral("GITHUB_STEP_SUMMARY"), base + QStringLiteral("summary") } };
}

Result<QMap<QString, QString>> CommandFiles::assignedEnvironment() const
{
    TRY(const auto content, readPlainFile(m_folder + QStringLiteral("/env")));
    TRY(auto assigned, parseAssignments(content));
    for (auto it = assigned.cbegin(); it != assigned.cend(); ++it) {
        if (isReserved(it.key()))
            return fail(ErrorCode::Denied, QStringLiteral("GITHUB_ENV must not set %1").arg(it.key()));
        if (!isVariableName(it.key()) || it->size() > maxValue)
            return fail(
                ErrorCode::Invalid,
                QStringLiteral("GITHUB_ENV sets a variable that no process can get: %1").arg(it.key().left(80)));
    }
    return assigned;
}

Result<QMap<QString, QString>> CommandFiles::outputs() const
{
    TRY(const auto content, readPlainFile(m_folder + QStringLiteral("/output")));
    return parseAssignments(content);
}

Result<QStringList> CommandFiles::paths() const
{
    TRY(const auto content, readPlainFile(m_folder + QStringLiteral("/path")));
    QStringList paths;
    const auto lines = content.split('\n');
    for (const auto &line : lines) {
        const QString path = QString::fromUtf8(line).trimmed();
        if (!path.isEmpty() && !path.contains(QChar(0)))
            paths.append(path);
    }
    return paths;
}

Result<QMap<QString, QString>> parseAssignments(const QByteArray &content)
{
    QMap<QString, QString> assigned;
    const auto lines = QString::fromUtf8(content).split(QLatin1Char('\n'));
    for (qsizetype i = 0; i < lines.size(); ++i) {
        QString line = lines.at(i);
        if (line.endsWith(QLatin1Char('\r')))
            line.chop(1);
        if (line.isEmpty())
            continue;
        const auto equals = line.indexOf(QLatin1Char('='));
        const auto heredoc = line.indexOf(QLatin1String("<<"));
        if (heredoc > 0 && (equals < 0 || heredoc < equals)) {
            const QString delimiter = line.mid(heredoc + 2);
            const auto end = lines.indexOf(delimiter, i + 1);
            if (delimiter.isEmpty() || end < 0) {
                return fail(ErrorCode::Invalid,
                            QStringLiteral("Invalid value: the delimiter '%1' of %2 was not found")
                                .arg(delimiter, line.left(heredoc)));
            }
            assigned.insert(line.left(heredoc), lines.mid(i + 1, end - i - 1).join(QLatin1Char('\n')));
            i = end;
        } else if (equals > 0) {
            assigned.insert(line.left(equals), line.mid(equals + 1));
        } else {
            return fail(ErrorCode::Invalid, QStringLiteral("Invalid format '%1'").arg(line.left(200)));
        }
    }
    return assigned;
}

} // namespace slipway::forge
