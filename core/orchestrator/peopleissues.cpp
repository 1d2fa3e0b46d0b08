// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/peopleissues.h"

#include <QRegularExpression>

namespace slipway::orchestrator {

namespace {
constexpr int maxPoints = 50;
constexpr int maxPoint = 500;
const QString markerStart = QStringLiteral("people:");
} // namespace

bool hasLabel(const forge::Issue &issue, const QString &label)
{
    return !label.isEmpty() && issue.labels.contains(label, Qt::CaseInsensitive);
}

QString peoplesMarker(const QString &command)
{
    return markerStart + command;
}

Intake intakeOf(const forge::Issue &issue, const QString &label)
{
    if (issue.state != forge::IssueState::Open || !hasLabel(issue, label))
        return Intake::Ignore;
    if (issue.marker.startsWith(markerStart))
        return Intake::Take; // somebody said so to Slipway itself
    if (!issue.marker.isEmpty())
        return Intake::Ignore;
    switch (issue.standing) {
    case forge::Standing::Member:
        return Intake::Take;
    case forge::Standing::Stranger:
        return Intake::Ask;
    case forge::Standing::Bot:
    case forge::Standing::Ours:
        break;
    }
    return Intake::Ignore;
}

QStringList acceptanceIn(const QString &body)
{
    static const QRegularExpression point(QStringLiteral(R"(^\s{0,8}(?:[-*+]|\d{1,3}[.)])\s+\[[ xX]\]\s+(\S.*)$)"));
    static const QRegularExpression fence(QStringLiteral("^ {0,3}(```|~~~)"));
    QStringList points;
    bool isCode = false;
    const auto lines = body.split(QLatin1Char('\n'));
    for (const QString &line : lines) {
        if (fence.match(line).hasMatch())
            isCode = !isCode;
        const auto match = point.match(line.trimmed().isEmpty() || isCode ? QString() : line);
        if (match.hasMatch() && points.size() < maxPoints)
            points.append(match.captured(1).simplified().left(maxPoint));
    }
    return points;
}

bool doesSteer(const forge::Comment &comment)
{
    return comment.standing == forge::Standing::Member && !comment.body.trimmed().isEmpty();
}

} // namespace slipway::orchestrator
