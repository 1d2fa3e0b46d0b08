// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/ci/expressionlexer.h"

#include "core/forge/local/ci/expressionvalue.h"

#include <cmath>

namespace slipway::forge::expression {

namespace {

bool startsName(QChar c)
{
    return c == QLatin1Char('_') || (c.unicode() < 128 && c.isLetter());
}

bool isDigit(QChar c)
{
    return c >= QLatin1Char('0') && c <= QLatin1Char('9');
}

/// A string in single quotes; a quote inside is doubled. `position` moves behind it.
Result<Token> stringAt(const QString &text, qsizetype &position)
{
    const auto start = position;
    QString value;
    for (++position; position < text.size(); ++position) {
        if (text.at(position) != QLatin1Char('\'')) {
            value += text.at(position);
        } else if (position + 1 < text.size() && text.at(position + 1) == QLatin1Char('\'')) {
            value += QLatin1Char('\'');
            ++position;
        } else {
            ++position;
            return Token { Token::Kind::Literal, text.mid(start, position - start), value, start };
        }
    }
    return fail(ErrorCode::Invalid, QStringLiteral("the quote at position %1 is not closed").arg(start + 1));
}

Result<Token> numberAt(const QString &text, qsizetype &position)
{
    const auto start = position++;
    while (position < text.size()) {
        const QChar c = text.at(position);
        const QChar before = text.at(position - 1).toLower();
        const bool sign = (c == QLatin1Char('+') || c == QLatin1Char('-')) && before == QLatin1Char('e');
        if (!isDigit(c) && c != QLatin1Char('.') && !startsName(c) && !sign)
            break;
        ++position;
    }
    const QString word = text.mid(start, position - start);
    const double value = numberOf(QJsonValue(word));
    if (std::isnan(value))
        return fail(ErrorCode::Invalid, QStringLiteral("'%1' at position %2 is no number").arg(word).arg(start + 1));
    return Token { Token::Kind::Literal, word, value, start };
}

Token nameAt(const QString &text, qsizetype &position)
{
    const auto start = position;
    while (position < text.size()
           && (startsName(text.at(position)) || isDigit(text.at(position)) || text.at(position) == QLatin1Char('-')))
        ++position;
    return { Token::Kind::Name, text.mid(start, position - start), {}, start };
}

Result<Token> symbolAt(const QString &text, qsizetype &position)
{
    static constexpr const char *symbols[]
        = { "&&", "||", "==", "!=", "<=", ">=", "!", "<", ">", "(", ")", "[", "]", ".", ",", "*" };
    for (const char *symbol : symbols) {
        const QLatin1StringView view(symbol);
        if (QStringView(text).sliced(position).startsWith(view)) {
            position += view.size();
            return Token { Token::Kind::Symbol, view, {}, position - view.size() };
        }
    }
    return fail(ErrorCode::Invalid,
                QStringLiteral("unexpected '%1' at position %2").arg(text.at(position)).arg(position + 1));
}

} // namespace

Result<QList<Token>> tokensOf(const QString &text)
{
    QList<Token> tokens;
    qsizetype position = 0;
    while (position < text.size()) {
        const QChar c = text.at(position);
        const bool number = isDigit(c)
            || ((c == QLatin1Char('-') || c == QLatin1Char('+')) && position + 1 < text.size()
                && isDigit(text.at(position + 1)));
        if (c.isSpace()) {
            ++position;
        } else if (c == QLatin1Char('\'')) {
            TRY(auto token, stringAt(text, position));
            tokens.append(std::move(token));
        } else if (number) {
            TRY(auto token, numberAt(text, position));
            tokens.append(std::move(token));
        } else if (startsName(c)) {
            tokens.append(nameAt(text, position));
        } else {
            TRY(auto token, symbolAt(text, position));
            tokens.append(std::move(token));
        }
    }
    tokens.append({ Token::Kind::End, {}, {}, text.size() });
    return tokens;
}

} // namespace slipway::forge::expression
