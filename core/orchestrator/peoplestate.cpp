// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/peoplestate.h"

#include "core/base/files.h"

#include <QFileInfo>
#include <QJsonArray>

namespace slipway::orchestrator {

namespace {

constexpr int mostReactions = 5;
constexpr qint64 withinMs = 3'600'000;

QJsonArray arrayOf(const QSet<int> &numbers)
{
    QList<int> sorted(numbers.cbegin(), numbers.cend());
    std::ranges::sort(sorted);
    QJsonArray array;
    for (const int number : sorted)
        array.append(number);
    return array;
}

QSet<int> numbersOf(const QJsonValue &value)
{
    QSet<int> numbers;
    const auto array = value.toArray();
    for (const auto &entry : array)
        numbers.insert(entry.toInt());
    return numbers;
}

} // namespace

Result<PeopleState> PeopleState::load(const QString &file)
{
    PeopleState state;
    if (!QFileInfo::exists(file))
        return state;
    TRY(const QJsonObject json, base::readJsonObject(file));
    state.closed = numbersOf(json.value(QLatin1String("closed")));
    state.refused = numbersOf(json.value(QLatin1String("refused")));
    state.approved = numbersOf(json.value(QLatin1String("approved")));
    state.lastComment = json.value(QLatin1String("last_comment")).toInteger();
    state.commentsSince
        = QDateTime::fromString(json.value(QLatin1String("comments_since")).toString(), Qt::ISODateWithMs);
    const auto pending = json.value(QLatin1String("pending")).toArray();
    for (const auto &value : pending) {
        const auto entry = value.toObject();
        state.pending.append(
            { entry.value(QLatin1String("id")).toInteger(), entry.value(QLatin1String("number")).toInt(),
              entry.value(QLatin1String("author")).toString(), entry.value(QLatin1String("text")).toString() });
    }
    const auto reactions = json.value(QLatin1String("reactions")).toObject();
    for (auto it = reactions.begin(); it != reactions.end(); ++it) {
        const auto times = it.value().toArray();
        for (const auto &time : times)
            state.reactions[it.key().toInt()].append(time.toInteger());
    }
    return state;
}

Result<> PeopleState::save(const QString &file) const
{
    QJsonArray waiting;
    for (const auto &comment : pending) {
        waiting.append(QJsonObject { { QStringLiteral("id"), comment.id },
                                     { QStringLiteral("number"), comment.number },
                                     { QStringLiteral("author"), comment.author },
                                     { QStringLiteral("text"), comment.text } });
    }
    QJsonObject reacted;
    for (auto it = reactions.begin(); it != reactions.end(); ++it) {
        QJsonArray times;
        for (const qint64 time : *it)
            times.append(time);
        reacted.insert(QString::number(it.key()), times);
    }
    CHECK(base::makeFolder(QFileInfo(file).path()));
    return base::writeJsonObject(file,
                                 { { QStringLiteral("closed"), arrayOf(closed) },
                                   { QStringLiteral("refused"), arrayOf(refused) },
                                   { QStringLiteral("approved"), arrayOf(approved) },
                                   { QStringLiteral("last_comment"), lastComment },
                                   { QStringLiteral("comments_since"), commentsSince.toString(Qt::ISODateWithMs) },
                                   { QStringLiteral("pending"), waiting },
                                   { QStringLiteral("reactions"), reacted } });
}

bool isTalkedInCircles(QList<qint64> *reactions, qint64 nowMs)
{
    reactions->removeIf([nowMs](qint64 time) { return time < nowMs - withinMs; });
    return reactions->size() >= mostReactions;
}

} // namespace slipway::orchestrator
