// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/ci/workflow.h"

#include <QRegularExpression>

namespace slipway::forge {

namespace {

/// GitHub's filter patterns as a regular expression.
QRegularExpression expressionOf(const QString &pattern)
{
    QString out;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        const QChar c = pattern.at(i);
        if (c == QLatin1Char('*')) {
            const bool twice = i + 1 < pattern.size() && pattern.at(i + 1) == c;
            out += twice ? QStringLiteral(".*") : QStringLiteral("[^/]*");
            i += twice ? 1 : 0;
        } else if (c == QLatin1Char('?') || c == QLatin1Char('+')) {
            out += c; // of the character before, like in a regular expression
        } else if (c == QLatin1Char('[')) {
            const auto end = pattern.indexOf(QLatin1Char(']'), i + 2);
            if (end < 0) {
                out += QStringLiteral("\\[");
                continue;
            }
            out += QLatin1Char('[')
                + QString(pattern.mid(i + 1, end - i - 1)).replace(QLatin1Char('\\'), QStringLiteral("\\\\"))
                + QLatin1Char(']');
            i = end;
        } else if (c == QLatin1Char('\\') && i + 1 < pattern.size()) {
            out += QRegularExpression::escape(QString(pattern.at(++i)));
        } else {
            out += QRegularExpression::escape(QString(c));
        }
    }
    return QRegularExpression(QRegularExpression::anchoredPattern(out));
}

/// The last pattern that matches decides; one that begins with `!` takes out.
bool matchesList(const QStringList &patterns, const QString &branch)
{
    bool matched = false;
    for (const auto &pattern : patterns) {
        const bool negative = pattern.startsWith(QLatin1Char('!'));
        if (expressionOf(negative ? pattern.mid(1) : pattern).match(branch).hasMatch())
            matched = !negative;
    }
    return matched;
}

} // namespace

bool BranchFilter::matches(const QString &branch) const
{
    if (!branches.isEmpty() && !matchesList(branches, branch))
        return false;
    return ignored.isEmpty() || !matchesList(ignored, branch);
}

} // namespace slipway::forge
