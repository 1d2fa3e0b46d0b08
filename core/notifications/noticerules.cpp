// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/notifications/noticerules.h"

#include <algorithm>

namespace slipway::notifications {

namespace {

const QString timeForm = QStringLiteral("HH:mm");

QTime timeOf(const QString &text)
{
    const QString trimmed = text.trimmed();
    const QTime time = QTime::fromString(trimmed, QStringLiteral("H:mm"));
    return time.isValid() ? time : QTime::fromString(trimmed, QStringLiteral("H"));
}

QString sorted(const QSet<QString> &kinds)
{
    QStringList names(kinds.begin(), kinds.end());
    names.sort();
    return names.join(QStringLiteral(", "));
}

} // namespace

const QList<NoticeKind> &noticeKinds()
{
    static const QList<NoticeKind> kinds {
        { "created", Urgency::Step, "✅", "a project's issues exist" },
        { "pr_ready", Urgency::Step, "🔀", "a pull request was opened" },
        { "ci_failed", Urgency::Failure, "❌", "CI is red" },
        { "ci_fixed", Urgency::Step, "💚", "CI is green again" },
        { "gate", Urgency::Decision, "✋", "a decision waits: plan, budget, attention" },
        { "failed", Urgency::Failure, "❌", "a project's pipeline failed" },
        { "usage_limit", Urgency::Decision, "⏳", "an account is used up until its limit is reset" },
        { "usage_resumed", Urgency::Step, "▶️", "work on that account goes on" },
        { "deploy_live", Urgency::Result, "🌐", "a service is live" },
        { "deploy_failed", Urgency::Failure, "❌", "a deployment failed" },
        { "deploy_recovered", Urgency::Step, "💚", "a service answers again" },
        { "deploy_crash_loop", Urgency::Failure, "❌", "a service fails again and again" },
        { "still_public", Urgency::Failure, "❌", "a service that was taken down can still be reached from outside" },
        { "undeployed", Urgency::Result, "⏹️", "a service was taken down" },
        { "published", Urgency::Result, "🌐", "a service is public" },
        { "preview_live", Urgency::Step, "🔎", "a pull request can be tried" },
        { "preview_failed", Urgency::Failure, "❌", "a pull request's preview failed" },
        { "drained", Urgency::Result, "🎉", "all issues are closed" },
    };
    return kinds;
}

NoticeKind kindOf(const QString &name)
{
    const auto &kinds = noticeKinds();
    const auto found
        = std::ranges::find_if(kinds, [&](const NoticeKind &kind) { return name == QLatin1String(kind.name); });
    return found != kinds.end() ? *found : NoticeKind { "", Urgency::Result, "ℹ️", "" };
}

bool NoticeRules::isQuiet(const QTime &now) const
{
    if (!quietFrom.isValid() || !quietTo.isValid() || quietFrom == quietTo)
        return false;
    return quietFrom < quietTo ? now >= quietFrom && now < quietTo : now >= quietFrom || now < quietTo;
}

NoticeRules::Delivery NoticeRules::deliveryOf(const QString &kind, const QTime &now) const
{
    const Urgency urgency = kindOf(kind).urgency;
    if (off.contains(kind) && kind != QLatin1String("gate")) // a decision is never swallowed
        return Delivery::Never;
    const bool isUrgent = urgency == Urgency::Decision || urgency == Urgency::Failure;
    if (isQuiet(now))
        return isUrgent ? Delivery::Silently : Delivery::Gathered;
    return gathered.contains(kind) && kind != QLatin1String("gate") ? Delivery::Gathered : Delivery::Now;
}

Result<QString> quietHours(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty() || trimmed == QLatin1String("off"))
        return QString();
    const QTime from = timeOf(trimmed.section(QLatin1Char('-'), 0, 0));
    const QTime to = timeOf(trimmed.section(QLatin1Char('-'), 1));
    if (!from.isValid() || !to.isValid())
        return fail(ErrorCode::Invalid, QStringLiteral("\"%1\" are no hours").arg(text.left(40)),
                    QStringLiteral("Say 22:00-07:00, or off"));
    return from.toString(timeForm) + QLatin1Char('-') + to.toString(timeForm);
}

Result<> NoticeRules::setQuiet(const QString &text)
{
    TRY(const QString hours, quietHours(text));
    quietFrom = timeOf(hours.section(QLatin1Char('-'), 0, 0));
    quietTo = timeOf(hours.section(QLatin1Char('-'), 1));
    return {};
}

QString NoticeRules::description() const
{
    QStringList parts {
        quietFrom.isValid()
            ? QStringLiteral("Quiet from %1 to %2.").arg(quietFrom.toString(timeForm), quietTo.toString(timeForm))
            : QStringLiteral("No quiet hours.")
    };
    if (!gathered.isEmpty())
        parts.append(
            QStringLiteral("Told together every %1 minutes: %2.").arg(gatherFor.count() / 60000).arg(sorted(gathered)));
    if (!off.isEmpty())
        parts.append(QStringLiteral("Not told: %1.").arg(sorted(off)));
    return parts.join(QLatin1Char(' '));
}

} // namespace slipway::notifications
