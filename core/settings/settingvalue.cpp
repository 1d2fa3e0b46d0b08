// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settingvalue.h"

#include "core/base/redaction.h"

#include <QRegularExpression>
#include <QStringList>
#include <QUrl>

namespace slipway::settings {

namespace {

std::unexpected<Error> bad(const SettingInfo &info, const QString &value, const QString &wanted)
{
    return fail(ErrorCode::Invalid,
                QStringLiteral("%1 = \"%2\" is not valid")
                    .arg(QLatin1String(info.name), info.secret ? QStringLiteral("***") : base::redact(value)),
                QStringLiteral("%1 takes %2").arg(QLatin1String(info.name), wanted));
}

QString bounds(const SettingInfo &info, const QString &what)
{
    if (info.maximum >= 1e9 && info.minimum <= 0)
        return what % QStringLiteral(" that is not negative");
    return QStringLiteral("%1 from %2 to %3").arg(what).arg(info.minimum).arg(info.maximum);
}

Result<QString> number(const SettingInfo &info, const QString &value)
{
    bool ok = false;
    const double parsed = info.type == Type::Integer ? double(value.toLongLong(&ok)) : value.toDouble(&ok);
    if (!ok || !qIsFinite(parsed) || parsed < info.minimum || parsed > info.maximum) {
        return bad(
            info, value,
            bounds(info, info.type == Type::Integer ? QStringLiteral("a whole number") : QStringLiteral("a number")));
    }
    return value;
}

Result<QString> redisUrl(const SettingInfo &info, const QString &value)
{
    const QUrl url(value, QUrl::StrictMode);
    const bool socket = url.scheme() == QLatin1String("unix") && !url.path().isEmpty();
    const bool network
        = (url.scheme() == QLatin1String("redis") || url.scheme() == QLatin1String("rediss")) && !url.host().isEmpty();
    if (!url.isValid() || (!socket && !network))
        return bad(info, value, QStringLiteral("redis://HOST:PORT, rediss://HOST:PORT or unix:///PATH"));
    return value;
}

Result<QString> webUrl(const SettingInfo &info, const QString &value)
{
    const QUrl url(value, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty()
        || (url.scheme() != QLatin1String("http") && url.scheme() != QLatin1String("https")))
        return bad(info, value, QStringLiteral("a URL that starts with http:// or https://"));
    return value.endsWith(QLatin1Char('/')) ? value.chopped(1) : value;
}

Result<QString> list(const SettingInfo &info, const QString &value)
{
    const auto choices = QString::fromLatin1(info.choices).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const auto items = value.split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const QString &item : items) {
        if (!choices.isEmpty() && !choices.contains(item.trimmed()))
            return bad(info, value, QStringLiteral("some of: ") % choices.join(QStringLiteral(", ")));
    }
    return value;
}

Result<QString> hours(const SettingInfo &info, const QString &value)
{
    static const QRegularExpression form(QStringLiteral(R"(^([01]?\d|2[0-3]):[0-5]\d-([01]?\d|2[0-3]):[0-5]\d$)"));
    if (value != QLatin1String("off") && !form.match(value).hasMatch())
        return bad(info, value, QStringLiteral("hours such as 22:00-07:00, or off"));
    return value;
}

} // namespace

bool isAgentName(const QString &value)
{
    static const QStringList names { QStringLiteral("claude"), QStringLiteral("codex"), QStringLiteral("gemini"),
                                     QStringLiteral("opencode"), QStringLiteral("replay") };
    if (names.contains(value))
        return true;
    const QString command = value.section(QLatin1Char(':'), 1).trimmed();
    return !command.isEmpty()
        && (value.startsWith(QLatin1String("acp:")) || value.startsWith(QLatin1String("command:")));
}

std::optional<QMap<QString, int>> parseSlots(const QString &value, int maximum)
{
    // The five types of interfaces.md; settings knows no other folder of ours than base.
    static const QStringList types { QStringLiteral("backend"), QStringLiteral("frontend"), QStringLiteral("database"),
                                     QStringLiteral("devops"), QStringLiteral("qa") };
    QMap<QString, int> byType;
    const auto parts = value.split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        const QString type = part.section(QLatin1Char('='), 0, 0).trimmed();
        bool ok = false;
        const int count = part.section(QLatin1Char('='), 1).trimmed().toInt(&ok);
        if (!ok || !types.contains(type) || byType.contains(type) || count < 0 || count > maximum)
            return {};
        byType.insert(type, count);
    }
    if (byType.isEmpty())
        return {};
    return byType;
}

std::optional<ListenAddress> parseAddress(const QString &value)
{
    static const QRegularExpression form(
        QStringLiteral(R"(^(?:(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9.-]*)):)?(\d{1,5})$)"));
    const auto match = form.match(value);
    if (!match.hasMatch() || match.captured(3).toInt() > 65535)
        return {};
    QString host = match.captured(1).isEmpty() ? match.captured(2) : match.captured(1);
    if (host.isEmpty())
        host = QStringLiteral("127.0.0.1");
    return ListenAddress { host, quint16(match.captured(3).toInt()) };
}

std::optional<bool> parseBoolean(const QString &value)
{
    const QString lower = value.toLower();
    for (const char *yes : { "on", "true", "yes", "1" }) {
        if (lower == QLatin1String(yes))
            return true;
    }
    for (const char *no : { "off", "false", "no", "0" }) {
        if (lower == QLatin1String(no))
            return false;
    }
    return {};
}

Result<QString> canonicalValue(const SettingInfo &info, const QString &raw)
{
    const QString value = raw.trimmed();
    if (value.isEmpty())
        return value; // empty is "not set" for every key
    if (value.contains(QLatin1Char('\n')) || value.contains(QChar(0)))
        return bad(info, value.section(QLatin1Char('\n'), 0, 0), QStringLiteral("one line of text"));
    switch (info.type) {
    case Type::Choice: {
        const auto choices = QString::fromLatin1(info.choices).split(QLatin1Char(' '));
        if (!choices.contains(value))
            return bad(info, value, QStringLiteral("one of: ") % choices.join(QStringLiteral(", ")));
        return value;
    }
    case Type::Agent:
        if (!isAgentName(value))
            return bad(info, value,
                       QStringLiteral("claude, codex, gemini, opencode, acp:COMMAND, command:COMMAND or replay"));
        return value;
    case Type::Integer:
    case Type::Number:
        return number(info, value);
    case Type::Boolean:
        if (const auto parsed = parseBoolean(value))
            return *parsed ? QStringLiteral("on") : QStringLiteral("off");
        return bad(info, value, QStringLiteral("on or off"));
    case Type::Slots:
        if (!parseSlots(value, int(info.maximum))) {
            return bad(
                info, value,
                QStringLiteral("TYPE=NUMBER pairs such as backend=2,frontend=2,database=1,devops=1,qa=1 (0 to %1)")
                    .arg(info.maximum));
        }
        return value;
    case Type::Address:
        if (value == QLatin1String("off") || parseAddress(value))
            return value;
        return bad(info, value, QStringLiteral("HOST:PORT such as 127.0.0.1:8099, a port, or off"));
    case Type::RedisUrl:
        return redisUrl(info, value);
    case Type::WebUrl:
        return webUrl(info, value);
    case Type::List:
        return list(info, value);
    case Type::Hours:
        return hours(info, value);
    case Type::Text:
    case Type::Path:
        break;
    }
    return value;
}

} // namespace slipway::settings
