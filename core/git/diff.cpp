// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/diff.h"

#include <QJsonArray>

namespace slipway::git {

namespace {

QChar markOf(DiffLine::Kind kind)
{
    switch (kind) {
    case DiffLine::Kind::Added:
        return QLatin1Char('+');
    case DiffLine::Kind::Removed:
        return QLatin1Char('-');
    case DiffLine::Kind::Context:
        break;
    }
    return QLatin1Char(' ');
}

DiffLine::Kind kindOf(QChar mark)
{
    return mark == QLatin1Char('+') ? DiffLine::Kind::Added
        : mark == QLatin1Char('-')  ? DiffLine::Kind::Removed
                                    : DiffLine::Kind::Context;
}

QJsonObject toJson(const DiffHunk &hunk)
{
    // The mark in front of the text; line numbers follow from the start of the hunk.
    QJsonArray lines;
    for (const DiffLine &line : hunk.lines)
        lines.append(QString(markOf(line.kind) + line.text));
    return { { QStringLiteral("header"), hunk.header },
             { QStringLiteral("old"), hunk.oldStart },
             { QStringLiteral("new"), hunk.newStart },
             { QStringLiteral("lines"), lines } };
}

DiffHunk hunkFromJson(const QJsonObject &json)
{
    DiffHunk hunk;
    hunk.header = json.value(QLatin1String("header")).toString();
    hunk.oldStart = json.value(QLatin1String("old")).toInt();
    hunk.newStart = json.value(QLatin1String("new")).toInt();
    int oldNumber = hunk.oldStart;
    int newNumber = hunk.newStart;
    const auto lines = json.value(QLatin1String("lines")).toArray();
    for (const auto &value : lines) {
        const QString text = value.toString();
        DiffLine line;
        line.kind = kindOf(text.isEmpty() ? QLatin1Char(' ') : text.front());
        line.text = text.mid(1);
        line.oldNumber = line.kind == DiffLine::Kind::Added ? 0 : oldNumber++;
        line.newNumber = line.kind == DiffLine::Kind::Removed ? 0 : newNumber++;
        hunk.lines.append(line);
    }
    return hunk;
}

QString nameIn(const QString &path, const char *prefix)
{
    return path.isEmpty() ? QStringLiteral("/dev/null") : QLatin1String(prefix) + path;
}

void appendText(QString &text, const DiffHunk &hunk)
{
    int oldCount = 0;
    int newCount = 0;
    for (const DiffLine &line : hunk.lines) {
        oldCount += line.kind != DiffLine::Kind::Added;
        newCount += line.kind != DiffLine::Kind::Removed;
    }
    text += QStringLiteral("@@ -%1,%2 +%3,%4 @@").arg(hunk.oldStart).arg(oldCount).arg(hunk.newStart).arg(newCount);
    if (!hunk.header.isEmpty())
        text += QLatin1Char(' ') + hunk.header;
    text += QLatin1Char('\n');
    for (const DiffLine &line : hunk.lines)
        text += markOf(line.kind) + line.text + QLatin1Char('\n');
}

} // namespace

QJsonObject toJson(const Diff &diff)
{
    QJsonArray files;
    for (const DiffFile &file : diff.files) {
        QJsonArray hunks;
        for (const DiffHunk &hunk : file.hunks)
            hunks.append(toJson(hunk));
        files.append(QJsonObject { { QStringLiteral("old"), file.oldPath },
                                   { QStringLiteral("new"), file.newPath },
                                   { QStringLiteral("binary"), file.binary },
                                   { QStringLiteral("added"), file.added },
                                   { QStringLiteral("removed"), file.removed },
                                   { QStringLiteral("hunks"), hunks } });
    }
    return { { QStringLiteral("files"), files }, { QStringLiteral("cut"), diff.cut } };
}

Diff diffFromJson(const QJsonObject &json)
{
    Diff diff;
    diff.cut = json.value(QLatin1String("cut")).toBool();
    const auto files = json.value(QLatin1String("files")).toArray();
    for (const auto &value : files) {
        const auto object = value.toObject();
        DiffFile file;
        file.oldPath = object.value(QLatin1String("old")).toString();
        file.newPath = object.value(QLatin1String("new")).toString();
        file.binary = object.value(QLatin1String("binary")).toBool();
        file.added = object.value(QLatin1String("added")).toInt();
        file.removed = object.value(QLatin1String("removed")).toInt();
        const auto hunks = object.value(QLatin1String("hunks")).toArray();
        for (const auto &hunk : hunks)
            file.hunks.append(hunkFromJson(hunk.toObject()));
        diff.files.append(file);
    }
    return diff;
}

QString unifiedText(const Diff &diff)
{
    QString text;
    for (const DiffFile &file : diff.files) {
        const QString oldPath = file.oldPath.isEmpty() ? file.newPath : file.oldPath;
        text += QStringLiteral("diff --git a/%1 b/%2\n").arg(oldPath, file.path());
        if (file.binary) {
            text += QStringLiteral("Binary files %1 and %2 differ\n")
                        .arg(nameIn(file.oldPath, "a/"), nameIn(file.newPath, "b/"));
            continue;
        }
        if (!file.hunks.isEmpty())
            text += QStringLiteral("--- %1\n+++ %2\n").arg(nameIn(file.oldPath, "a/"), nameIn(file.newPath, "b/"));
        else if (file.oldPath.isEmpty())
            text += QStringLiteral("new file\n");
        else if (file.newPath.isEmpty())
            text += QStringLiteral("deleted file\n");
        else if (file.oldPath != file.newPath)
            text += QStringLiteral("rename from %1\nrename to %2\n").arg(file.oldPath, file.newPath);
        for (const DiffHunk &hunk : file.hunks)
            appendText(text, hunk);
    }
    if (diff.cut)
        text += QStringLiteral("(the rest is not shown)\n");
    return text;
}

} // namespace slipway::git
