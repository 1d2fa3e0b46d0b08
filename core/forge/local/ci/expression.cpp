// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/ci/expression.h"

#include "core/forge/local/ci/expressionlexer.h"
#include "core/forge/local/ci/expressionvalue.h"

#include <QJsonArray>

namespace slipway::forge::expression {

namespace {

constexpr int maxDepth = 50; // as at GitHub; keeps hostile input from using up the stack
constexpr qsizetype maxLength = 21000;

/// Recursive descent over the tokens; evaluates as it goes. Both sides of && and || are evaluated: nothing has effects.
class Evaluator {
public:
    Evaluator(QList<Token> tokens, const ExpressionScope &scope)
        : m_tokens(std::move(tokens))
        , m_scope(scope)
    {
    }

    Result<QJsonValue> whole()
    {
        TRY(auto value, any());
        if (current().kind != Token::Kind::End)
            return unexpected();
        return value;
    }
    [[nodiscard]] bool usedStatus() const { return m_usedStatus; }

private:
    [[nodiscard]] const Token &current() const { return m_tokens.at(m_position); }
    bool take(QLatin1StringView symbol)
    {
        if (current().kind != Token::Kind::Symbol || current().text != symbol)
            return false;
        ++m_position;
        return true;
    }
    [[nodiscard]] std::unexpected<Error> unexpected() const
    {
        if (current().kind == Token::Kind::End)
            return fail(ErrorCode::Invalid, QStringLiteral("the expression ends too early"));
        return fail(ErrorCode::Invalid,
                    QStringLiteral("unexpected '%1' at position %2").arg(current().text).arg(current().position + 1));
    }

    Result<QJsonValue> any()
    {
        if (++m_depth > maxDepth)
            return fail(ErrorCode::Invalid, QStringLiteral("the expression is nested too deeply"));
        TRY(auto left, all());
        while (take(QLatin1StringView("||"))) {
            TRY(auto right, all());
            left = truth(left) ? left : right;
        }
        --m_depth;
        return left;
    }
    Result<QJsonValue> all()
    {
        TRY(auto left, comparison());
        while (take(QLatin1StringView("&&"))) {
            TRY(auto right, comparison());
            left = truth(left) ? right : left;
        }
        return left;
    }
    Result<QJsonValue> comparison()
    {
        TRY(auto left, unary());
        for (;;) {
            if (current().kind != Token::Kind::Symbol || !isComparison(current().text))
                return left;
            const QString sign = current().text;
            ++m_position;
            TRY(const auto right, unary());
            left = compared(left, sign, right);
        }
    }
    static bool isComparison(const QString &text)
    {
        return text == QLatin1String("==") || text == QLatin1String("!=") || text == QLatin1String("<")
            || text == QLatin1String(">") || text == QLatin1String("<=") || text == QLatin1String(">=");
    }
    static QJsonValue compared(const QJsonValue &left, const QString &sign, const QJsonValue &right)
    {
        if (sign == QLatin1String("=="))
            return equal(left, right);
        if (sign == QLatin1String("!="))
            return !equal(left, right);
        const auto result = order(left, right);
        if (!result)
            return false;
        if (sign == QLatin1String("<"))
            return *result < 0;
        if (sign == QLatin1String(">"))
            return *result > 0;
        return sign == QLatin1String("<=") ? *result <= 0 : *result >= 0;
    }
    Result<QJsonValue> unary()
    {
        bool negate = false;
        bool isNegated = false;
        while (take(QLatin1StringView("!"))) {
            negate = !negate;
            isNegated = true;
        }
        TRY(auto value, access());
        return isNegated ? QJsonValue(truth(value) != negate) : value;
    }
    Result<QJsonValue> access()
    {
        TRY(auto value, primary());
        bool spread = false; // behind `.*`: applies to every element
        for (;;) {
            if (take(QLatin1StringView("."))) {
                if (take(QLatin1StringView("*"))) {
                    value = elementsOf(value);
                    spread = true;
                    continue;
                }
                if (current().kind != Token::Kind::Name)
                    return unexpected();
                value = step(value, current().text, spread);
                ++m_position;
            } else if (take(QLatin1StringView("["))) {
                if (take(QLatin1StringView("*"))) {
                    value = elementsOf(value);
                    spread = true;
                } else {
                    TRY(const auto index, any());
                    value = value.isArray() && !index.isString() ? elementAt(value.toArray(), index)
                                                                 : step(value, textOf(index), spread);
                }
                if (!take(QLatin1StringView("]")))
                    return unexpected();
            } else {
                return value;
            }
        }
    }
    static QJsonValue elementAt(const QJsonArray &array, const QJsonValue &index)
    {
        const double number = numberOf(index);
        return number >= 0 && number < static_cast<double>(array.size()) ? array.at(static_cast<qsizetype>(number))
                                                                         : QJsonValue(QJsonValue::Null);
    }
    static QJsonValue elementsOf(const QJsonValue &value)
    {
        if (value.isArray())
            return value;
        QJsonArray elements;
        const auto object = value.toObject();
        for (const auto &element : object)
            elements.append(element);
        return elements;
    }
    static QJsonValue step(const QJsonValue &value, const QString &name, bool spread)
    {
        if (!spread)
            return property(value, name);
        QJsonArray found;
        const auto array = value.toArray();
        for (const auto &element : array) {
            const auto part = property(element, name);
            if (!part.isNull())
                found.append(part);
        }
        return found;
    }

    Result<QJsonValue> primary()
    {
        const Token token = current();
        if (take(QLatin1StringView("("))) {
            TRY(auto value, any());
            if (!take(QLatin1StringView(")")))
                return unexpected();
            return value;
        }
        if (token.kind == Token::Kind::Literal) {
            ++m_position;
            return token.value;
        }
        if (token.kind != Token::Kind::Name)
            return unexpected();
        ++m_position;
        if (take(QLatin1StringView("(")))
            return call(token.text.toLower());
        const QString lower = token.text.toLower();
        if (lower == QLatin1String("true") || lower == QLatin1String("false"))
            return QJsonValue(lower == QLatin1String("true"));
        if (lower == QLatin1String("null"))
            return QJsonValue(QJsonValue::Null);
        if (!m_scope.contexts.contains(lower)) {
            return fail(ErrorCode::Invalid,
                        QStringLiteral("unknown name '%1' at position %2").arg(token.text).arg(token.position + 1));
        }
        return m_scope.contexts.value(lower);
    }
    Result<QJsonValue> call(const QString &name)
    {
        QList<QJsonValue> arguments;
        if (!take(QLatin1StringView(")"))) {
            do {
                TRY(auto argument, any());
                arguments.append(argument);
            } while (take(QLatin1StringView(",")));
            if (!take(QLatin1StringView(")")))
                return unexpected();
        }
        if (arguments.isEmpty()) {
            if (const auto status = statusOf(name)) {
                m_usedStatus = true;
                return QJsonValue(*status);
            }
        }
        return callFunction(name, arguments);
    }
    [[nodiscard]] std::optional<bool> statusOf(const QString &name) const
    {
        if (name == QLatin1String("always"))
            return true;
        if (name == QLatin1String("cancelled"))
            return m_scope.cancelled;
        if (name == QLatin1String("failure"))
            return m_scope.failed && !m_scope.cancelled;
        if (name == QLatin1String("success"))
            return !m_scope.failed && !m_scope.skipped && !m_scope.cancelled;
        return std::nullopt;
    }

    QList<Token> m_tokens;
    const ExpressionScope &m_scope;
    qsizetype m_position = 0;
    int m_depth = 0;
    bool m_usedStatus = false;
};

struct Evaluated {
    QJsonValue value;
    bool usedStatus = false;
};

Result<Evaluated> run(const QString &text, const ExpressionScope &scope)
{
    const auto inContext = [&](Error error) {
        if (error.code == ErrorCode::NotFound)
            error.code = ErrorCode::Invalid;
        error.message = QStringLiteral("Expression '%1': %2").arg(text.trimmed().left(200), error.message);
        return std::unexpected(std::move(error));
    };
    if (text.size() > maxLength)
        return fail(ErrorCode::Invalid, QStringLiteral("An expression is longer than %1 characters").arg(maxLength));
    auto tokens = tokensOf(text);
    if (!tokens)
        return inContext(tokens.error());
    Evaluator evaluator(std::move(*tokens), scope);
    auto value = evaluator.whole();
    if (!value)
        return inContext(value.error());
    return Evaluated { std::move(*value), evaluator.usedStatus() };
}

/// End of the expression that starts at `from`, before its `}}`; quotes may hold braces. -1 if there is none.
qsizetype endOfExpression(const QString &text, qsizetype from)
{
    bool quoted = false;
    for (qsizetype i = from; i < text.size(); ++i) {
        if (text.at(i) == QLatin1Char('\''))
            quoted = !quoted;
        else if (!quoted && text.at(i) == QLatin1Char('}') && i + 1 < text.size() && text.at(i + 1) == QLatin1Char('}'))
            return i;
    }
    return -1;
}

} // namespace

Result<QJsonValue> evaluate(const QString &text, const ExpressionScope &scope)
{
    TRY(auto evaluated, run(text, scope));
    return evaluated.value;
}

Result<QString> interpolate(const QString &text, const ExpressionScope &scope)
{
    QString out;
    qsizetype position = 0;
    for (;;) {
        const auto start = text.indexOf(QLatin1String("${{"), position);
        if (start < 0)
            break;
        const auto end = endOfExpression(text, start + 3);
        if (end < 0)
            return fail(ErrorCode::Invalid, QStringLiteral("An expression has no end: %1").arg(text.mid(start, 80)));
        out += QStringView(text).sliced(position, start - position);
        TRY(const auto value, evaluate(text.mid(start + 3, end - start - 3), scope));
        out += textOf(value);
        position = end + 2;
    }
    return out + text.mid(position);
}

Result<bool> condition(const QString &text, const ExpressionScope &scope)
{
    const bool fine = !scope.failed && !scope.skipped && !scope.cancelled;
    QString bare = text.trimmed();
    if (bare.isEmpty())
        return fine;
    if (bare.startsWith(QLatin1String("${{")) && endOfExpression(bare, 3) == bare.size() - 2) {
        bare = bare.mid(3, bare.size() - 5);
    } else if (bare.contains(QLatin1String("${{"))) {
        // Text around an expression: a string, true unless it is empty. So says GitHub, much as it surprises people.
        TRY(const auto string, interpolate(bare, scope));
        return fine && !string.isEmpty();
    }
    TRY(const auto evaluated, run(bare, scope));
    return truth(evaluated.value) && (evaluated.usedStatus || fine);
}

} // namespace slipway::forge::expression
