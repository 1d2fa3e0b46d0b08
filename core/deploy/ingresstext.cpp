// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/ingresstext.h"

namespace slipway::deploy {

namespace {

qsizetype lineStart(const QByteArray &bytes, qsizetype at)
{
    return at <= 0 ? 0 : bytes.lastIndexOf('\n', at - 1) + 1;
}

qsizetype nextLine(const QByteArray &bytes, qsizetype at)
{
    const qsizetype end = bytes.indexOf('\n', at);
    return end < 0 ? bytes.size() : end + 1;
}

qsizetype indentOf(const QByteArray &line)
{
    qsizetype i = 0;
    while (i < line.size() && line.at(i) == ' ')
        ++i;
    return i;
}

bool isBlankOrComment(const QByteArray &line)
{
    const QByteArray text = line.trimmed();
    return text.isEmpty() || text.startsWith('#');
}

bool isDashAt(const QByteArray &line, qsizetype column)
{
    if (indentOf(line) != column || column >= line.size() || line.at(column) != '-')
        return false;
    return column + 1 >= line.size() || QByteArray(" \t\r\n").contains(line.at(column + 1));
}

qsizetype closingBrace(const QByteArray &bytes, qsizetype open)
{
    int depth = 0;
    char quote = 0;
    for (qsizetype i = open; i < bytes.size(); ++i) {
        const char c = bytes.at(i);
        if (quote) {
            if (c == '\\' && quote == '"')
                ++i;
            else if (c == quote)
                quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            return i;
        }
    }
    return -1;
}

} // namespace

QByteArray lineEndOf(const QByteArray &bytes)
{
    const qsizetype end = bytes.indexOf('\n');
    return end > 0 && bytes.at(end - 1) == '\r' ? "\r\n" : "\n";
}

QList<TextSpan> blockItems(const QByteArray &bytes, qsizetype first)
{
    QList<TextSpan> items;
    const qsizetype begin = lineStart(bytes, first);
    const QByteArray firstLine = bytes.mid(begin, nextLine(bytes, begin) - begin);
    const qsizetype column = indentOf(firstLine);
    if (!isDashAt(firstLine, column))
        return items;
    for (qsizetype at = begin; at < bytes.size(); at = nextLine(bytes, at)) {
        const qsizetype end = nextLine(bytes, at);
        const QByteArray line = bytes.mid(at, end - at);
        if (isDashAt(line, column)) {
            items << TextSpan { at, end };
            continue;
        }
        if (isBlankOrComment(line))
            continue;
        if (indentOf(line) <= column)
            break; // the next key, or the end of the document
        items.last().end = end;
    }
    return items;
}

QList<TextSpan> flowItems(const QByteArray &bytes, const QList<qsizetype> &begins)
{
    QList<TextSpan> items;
    for (const qsizetype begin : begins) {
        const qsizetype end = begin < bytes.size() && bytes.at(begin) == '{' ? closingBrace(bytes, begin) : -1;
        if (end < 0)
            return {};
        items << TextSpan { begin, end + 1 };
    }
    return items;
}

TextSpan scalarAt(const QByteArray &bytes, qsizetype at, const QString &expected)
{
    if (at < 0 || at >= bytes.size())
        return {};
    const QByteArray wanted = expected.toUtf8();
    const char quote = bytes.at(at);
    const bool quoted = quote == '"' || quote == '\'';
    const TextSpan span { at, at + wanted.size() + (quoted ? 2 : 0) };
    const QByteArray found = bytes.mid(span.begin, span.end - span.begin);
    return found == (quoted ? quote + wanted + quote : wanted) ? span : TextSpan();
}

TextEdit blockInsertion(const QByteArray &bytes, TextSpan item, const QString &host, const QString &service)
{
    const QByteArray line = bytes.mid(item.begin, nextLine(bytes, item.begin) - item.begin);
    const qsizetype column = indentOf(line);
    qsizetype key = column + 1;
    while (key < line.size() && line.at(key) == ' ')
        ++key;
    const bool keyOnLine = key > column + 1 && key < line.size() && !QByteArray("\r\n#\t").contains(line.at(key));
    const QByteArray indent(column, ' ');
    const QByteArray dash = keyOnLine ? line.mid(column, key - column) : QByteArray("- ");
    const QByteArray eol = line.endsWith("\r\n") ? "\r\n" : line.endsWith('\n') ? QByteArray("\n") : lineEndOf(bytes);
    TextEdit edit;
    edit.text = indent + dash + "hostname: " + host.toUtf8() + eol + indent + QByteArray(dash.size(), ' ')
        + "service: " + service.toUtf8() + eol;
    edit.at = item.begin;
    while (edit.at > 0) {
        const qsizetype above = lineStart(bytes, edit.at - 1);
        if (!bytes.mid(above, edit.at - above).trimmed().startsWith('#'))
            break;
        edit.at = above;
    }
    return edit;
}

TextEdit flowInsertion(TextSpan item, const QString &host, const QString &service)
{
    return { item.begin, "{hostname: \"" + host.toUtf8() + "\", service: \"" + service.toUtf8() + "\"}, " };
}

} // namespace slipway::deploy
