// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/dockerwords.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace slipway::deploy {

namespace {

bool isNameCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == QLatin1Char('_');
}

} // namespace

QString expand(const QString &text, const Variables &variables, QChar escape)
{
    QString out;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (c == escape && i + 1 < text.size() && text.at(i + 1) == QLatin1Char('$')) {
            out += text.at(++i);
            continue;
        }
        if (c != QLatin1Char('$') || i + 1 >= text.size()) {
            out += c;
            continue;
        }
        if (text.at(i + 1) == QLatin1Char('{')) {
            const qsizetype end = text.indexOf(QLatin1Char('}'), i);
            if (end < 0)
                return out + text.mid(i);
            const QString inner = text.mid(i + 2, end - i - 2);
            const qsizetype colon = inner.indexOf(QLatin1Char(':'));
            const QString name = colon < 0 ? inner : inner.left(colon);
            QString value = variables.value(name);
            if (colon >= 0 && inner.mid(colon + 1, 1) == QLatin1String("-") && value.isEmpty())
                value = expand(inner.mid(colon + 2), variables, escape);
            else if (colon >= 0 && inner.mid(colon + 1, 1) == QLatin1String("+"))
                value = value.isEmpty() ? QString() : expand(inner.mid(colon + 2), variables, escape);
            out += value;
            i = end;
            continue;
        }
        qsizetype end = i + 1;
        while (end < text.size() && isNameCharacter(text.at(end)))
            ++end;
        if (end == i + 1) {
            out += c;
            continue;
        }
        out += variables.value(text.mid(i + 1, end - i - 1));
        i = end - 1;
    }
    return out;
}

QStringList words(const QString &text, const Variables &variables, QChar escape)
{
    QStringList list;
    QString word;
    QString plain; // not yet expanded
    bool open = false;
    QChar quote;
    const auto flush = [&] {
        word += expand(plain, variables, escape);
        plain.clear();
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (c == escape && quote != QLatin1Char('\'') && i + 1 < text.size()) {
            const QChar next = text.at(++i);
            open = true;
            if (next == QLatin1Char('$')) {
                plain += escape;
                plain += next;
            } else if (quote.isNull() || next == quote || next == escape) {
                flush();
                word += next;
            } else {
                plain += c;
                plain += next;
            }
        } else if (!quote.isNull() ? c == quote : (c == QLatin1Char('"') || c == QLatin1Char('\''))) {
            if (quote == QLatin1Char('\'')) {
                word += plain;
                plain.clear();
            } else {
                flush();
            }
            quote = quote.isNull() ? c : QChar();
            open = true;
        } else if (quote.isNull() && c.isSpace()) {
            flush();
            if (open)
                list << std::exchange(word, {});
            open = false;
        } else {
            plain += c;
            open = true;
        }
    }
    flush();
    if (open)
        list << word;
    return list;
}

std::optional<QStringList> jsonWords(const QString &text)
{
    if (!text.startsWith(QLatin1Char('[')))
        return std::nullopt;
    const auto document = QJsonDocument::fromJson(text.toUtf8());
    if (!document.isArray())
        return std::nullopt; // Docker then takes the line as shell form
    QStringList list;
    for (const auto &value : document.array()) {
        if (!value.isString())
            return std::nullopt;
        list << value.toString();
    }
    return list;
}

} // namespace slipway::deploy
