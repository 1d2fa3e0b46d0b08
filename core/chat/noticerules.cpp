// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/noticerules.h"

#include "core/base/files.h"

#include <QFileInfo>
#include <QJsonArray>

namespace slipway::chat {

namespace {

const QString timeForm = QStringLiteral("HH:mm");

QTime timeOf(const QString &text)
{
    const QString trimmed = text.trimmed();
    const QTime time = QTime::fromString(trimmed, QStringLiteral("H:mm"));
    return time.isValid() ? time : QTime::fromString(trimmed, QStringLiteral("H"));
}

} // namespace

QStringList noticeKinds()
{
    return { QStringLiteral("created"),     QStringLiteral("failed"),        QStringLiteral("usage_limit"),
             QStringLiteral("pr_ready"),    QStringLiteral("ci_failed"),     QStringLiteral("gate"),
             QStringLiteral("deploy_live"), QStringLiteral("deploy_failed"), QStringLiteral("drained") };
}

QString noticeSign(const QString &kind)
{
    const auto sign = [](const char *utf8) { return QString::fromUtf8(utf8); };
    if (kind == QLatin1String("created"))
        return sign("✅");
    if (kind == QLatin1String("deploy_live"))
        return sign("🌐");
    if (kind == QLatin1String("drained"))
        return sign("🎉");
    if (kind == QLatin1String("pr_ready"))
        return sign("🔀");
    if (kind == QLatin1String("gate"))
        return sign("✋");
    if (kind == QLatin1String("usage_limit"))
        return sign("⏳");
    return kind.contains(QLatin1String("fail")) ? sign("❌") : sign("ℹ️");
}

bool NoticeRules::isQuiet(const QTime &now) const
{
    if (!quietFrom.isValid() || !quietTo.isValid() || quietFrom == quietTo)
        return false;
    return quietFrom < quietTo ? now >= quietFrom && now < quietTo : now >= quietFrom || now < quietTo;
}

NoticeRules::Delivery NoticeRules::deliveryOf(const QString &kind, const QTime &now) const
{
    if (muted.contains(kind) && kind != QLatin1String("gate")) // a decision is never swallowed
        return Delivery::Never;
    if (!isQuiet(now))
        return Delivery::Now;
    static const QStringList urgent { QStringLiteral("gate"), QStringLiteral("failed"),
                                      QStringLiteral("deploy_failed") };
    return urgent.contains(kind) ? Delivery::Silently : Delivery::Later;
}

Result<NoticeRules> NoticeRules::load(const QString &file)
{
    NoticeRules rules;
    if (file.isEmpty() || !QFileInfo::exists(file))
        return rules;
    TRY(const QJsonObject json, base::readJsonObject(file));
    rules.quietFrom = QTime::fromString(json.value(QLatin1String("quiet_from")).toString(), timeForm);
    rules.quietTo = QTime::fromString(json.value(QLatin1String("quiet_to")).toString(), timeForm);
    const auto list = json.value(QLatin1String("muted")).toArray();
    for (const auto &kind : list)
        rules.muted.insert(kind.toString());
    return rules;
}

Result<> NoticeRules::save(const QString &file) const
{
    if (file.isEmpty())
        return {};
    QStringList kinds(muted.begin(), muted.end());
    kinds.sort();
    return base::writeJsonObject(file,
                                 { { QStringLiteral("quiet_from"), quietFrom.toString(timeForm) },
                                   { QStringLiteral("quiet_to"), quietTo.toString(timeForm) },
                                   { QStringLiteral("muted"), QJsonArray::fromStringList(kinds) } });
}

Result<> NoticeRules::setQuiet(const QString &text)
{
    if (text == QLatin1String("off")) {
        quietFrom = quietTo = QTime();
        return {};
    }
    const QTime from = timeOf(text.section(QLatin1Char('-'), 0, 0));
    const QTime to = timeOf(text.section(QLatin1Char('-'), 1));
    if (!from.isValid() || !to.isValid())
        return fail(ErrorCode::Invalid, QStringLiteral("That is no time of day"),
                    QStringLiteral("Say: quiet 22:00-07:00, or quiet off"));
    quietFrom = from;
    quietTo = to;
    return {};
}

QString NoticeRules::description() const
{
    QStringList kinds(muted.begin(), muted.end());
    kinds.sort();
    const QString hours = quietFrom.isValid()
        ? QStringLiteral("Quiet from %1 to %2.").arg(quietFrom.toString(timeForm), quietTo.toString(timeForm))
        : QStringLiteral("No quiet hours.");
    return kinds.isEmpty() ? hours : hours + QStringLiteral(" Not told: %1.").arg(kinds.join(QStringLiteral(", ")));
}

} // namespace slipway::chat
