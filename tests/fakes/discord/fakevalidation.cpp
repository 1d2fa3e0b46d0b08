// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/discord/fakevalidation.h"

#include <QRegularExpression>
#include <QSet>

namespace slipway::test {

namespace {

qsizetype characters(const QJsonValue &value)
{
    return value.toString().trimmed().toUcs4().size();
}

QString embedsFault(const QJsonArray &embeds)
{
    if (embeds.size() > 10)
        return QStringLiteral("embeds: more than 10");
    qsizetype sum = 0;
    for (const auto &value : embeds) {
        const QJsonObject embed = value.toObject();
        if (characters(embed.value(QLatin1String("title"))) > 256)
            return QStringLiteral("embeds.title: over 256");
        if (characters(embed.value(QLatin1String("description"))) > 4096)
            return QStringLiteral("embeds.description: over 4096");
        sum += characters(embed.value(QLatin1String("title"))) + characters(embed.value(QLatin1String("description")));
        const auto fields = embed.value(QLatin1String("fields")).toArray();
        if (fields.size() > 25)
            return QStringLiteral("embeds.fields: more than 25");
        for (const auto &one : fields) {
            const auto name = characters(one.toObject().value(QLatin1String("name")));
            const auto text = characters(one.toObject().value(QLatin1String("value")));
            if (name < 1 || name > 256 || text < 1 || text > 1024)
                return QStringLiteral("embeds.fields: bad length");
            sum += name + text;
        }
    }
    return sum > 6000 ? QStringLiteral("embeds: over 6000 in all") : QString();
}

QString componentsFault(const QJsonArray &rows)
{
    if (rows.size() > 5)
        return QStringLiteral("components: more than 5 rows");
    QSet<QString> ids;
    for (const auto &row : rows) {
        const auto buttons = row.toObject().value(QLatin1String("components")).toArray();
        if (row.toObject().value(QLatin1String("type")).toInt() != 1 || buttons.isEmpty() || buttons.size() > 5)
            return QStringLiteral("components: bad row");
        for (const auto &value : buttons) {
            const QJsonObject button = value.toObject();
            const QString id = button.value(QLatin1String("custom_id")).toString();
            const auto label = characters(button.value(QLatin1String("label")));
            if (label < 1 || label > 80)
                return QStringLiteral("components.label: bad length");
            if (button.value(QLatin1String("style")).toInt() == 5)
                continue;
            if (id.isEmpty() || id.size() > 100 || ids.contains(id))
                return QStringLiteral("components.custom_id: missing, long or twice");
            ids.insert(id);
        }
    }
    return {};
}

QString optionsFault(const QJsonArray &options, int depth)
{
    static const QRegularExpression name(QStringLiteral("^[-_'a-z0-9]{1,32}$"));
    if (options.size() > 25 || depth > 3)
        return QStringLiteral("options: too many");
    for (const auto &value : options) {
        const QJsonObject option = value.toObject();
        const auto described = characters(option.value(QLatin1String("description")));
        if (!name.match(option.value(QLatin1String("name")).toString()).hasMatch())
            return QStringLiteral("name: ") + option.value(QLatin1String("name")).toString();
        if (described < 1 || described > 100)
            return QStringLiteral("description: bad length");
        if (option.value(QLatin1String("choices")).toArray().size() > 25)
            return QStringLiteral("choices: more than 25");
        if (const auto fault = optionsFault(option.value(QLatin1String("options")).toArray(), depth + 1);
            !fault.isEmpty())
            return fault;
    }
    return {};
}

} // namespace

QString messageFault(const QJsonObject &message, bool edit)
{
    const auto mentions = message.value(QLatin1String("allowed_mentions"));
    if (!mentions.isObject() || !mentions.toObject().value(QLatin1String("parse")).toArray().isEmpty()
        || mentions.toObject().size() != 1)
        return QStringLiteral("allowed_mentions: not empty (a rule of the test, not of Discord)");
    if (message.value(QLatin1String("content")).toString().trimmed().toUcs4().size() > 2000)
        return QStringLiteral("content: Must be 2000 or fewer in length.");
    if (message.value(QLatin1String("nonce")).toString().size() > 25)
        return QStringLiteral("nonce: over 25");
    if (const auto fault = embedsFault(message.value(QLatin1String("embeds")).toArray()); !fault.isEmpty())
        return fault;
    if (const auto fault = componentsFault(message.value(QLatin1String("components")).toArray()); !fault.isEmpty())
        return fault;
    const bool empty = message.value(QLatin1String("content")).toString().trimmed().isEmpty()
        && message.value(QLatin1String("embeds")).toArray().isEmpty()
        && message.value(QLatin1String("components")).toArray().isEmpty()
        && message.value(QLatin1String("attachments")).toArray().isEmpty();
    return empty && !edit ? QStringLiteral("content: empty message") : QString();
}

QString commandsFault(const QJsonArray &commands)
{
    if (commands.size() > 100)
        return QStringLiteral("more than 100 commands");
    return optionsFault(QJsonArray(commands), 0);
}

} // namespace slipway::test
