// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/architecture/sourcetree.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

namespace slipway::test {

namespace {

QList<std::pair<int, QString>> includes(const QByteArray &text, const QRegularExpression &form)
{
    QList<std::pair<int, QString>> found;
    const auto lines = QString::fromUtf8(text).split(QLatin1Char('\n'));
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (const auto match = form.match(lines.at(i)); match.hasMatch())
            found.append({ int(i + 1), match.captured(1) });
    }
    return found;
}

} // namespace

QString SourceFile::module() const
{
    const QString top = path.section(QLatin1Char('/'), 0, 0);
    return top == QLatin1String("core") ? path.section(QLatin1Char('/'), 1, 1) : top;
}

QList<std::pair<int, QString>> SourceFile::quotedIncludes() const
{
    static const QRegularExpression form(QStringLiteral(R"re(^\s*#\s*include\s*"([^"]+)")re"));
    return includes(text, form);
}

QList<std::pair<int, QString>> SourceFile::systemIncludes() const
{
    static const QRegularExpression form(QStringLiteral(R"(^\s*#\s*include\s*<([^>]+)>)"));
    return includes(text, form);
}

QList<SourceFile> sourceFiles(const QStringList &folders, const QStringList &suffixes)
{
    const QDir root(QStringLiteral(SLIPWAY_SOURCE_DIR));
    QMap<QString, SourceFile> files;
    for (const QString &folder : folders) {
        QDirIterator walk(root.filePath(folder), QDir::Files,
                          QDirIterator::Subdirectories | QDirIterator::FollowSymlinks);
        while (walk.hasNext()) {
            QFile file(walk.next());
            const QString path = root.relativeFilePath(file.fileName());
            const bool wanted
                = std::ranges::any_of(suffixes, [&](const QString &suffix) { return path.endsWith(suffix); });
            if (!wanted || path.startsWith(QLatin1String("tests/data/")) || !file.open(QIODevice::ReadOnly))
                continue;
            files.insert(path, { path, file.readAll() });
        }
    }
    return files.values();
}

QMap<QString, QSet<QString>> declaredDependencies()
{
    QFile file(QStringLiteral(SLIPWAY_BINARY_DIR "/slipway-modules.txt"));
    QMap<QString, QSet<QString>> graph;
    if (!file.open(QIODevice::ReadOnly))
        return graph;
    const auto lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString &line : lines) {
        const auto names = line.section(QLatin1Char('='), 1).split(QLatin1Char(','), Qt::SkipEmptyParts);
        graph.insert(line.section(QLatin1Char('='), 0, 0), QSet<QString>(names.begin(), names.end()));
    }
    return graph;
}

QSet<QString> reachable(const QMap<QString, QSet<QString>> &graph, const QString &from)
{
    QSet<QString> seen;
    QStringList open { from };
    while (!open.isEmpty()) {
        const auto next = graph.value(open.takeLast());
        for (const QString &name : next) {
            if (!seen.contains(name)) {
                seen.insert(name);
                open << name;
            }
        }
    }
    return seen;
}

} // namespace slipway::test
