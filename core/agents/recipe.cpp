// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/recipe.h"

#include "core/base/files.h"

#include <QDir>
#include <QDirIterator>
#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace slipway::agents {

namespace {

QString root()
{
    return QStringLiteral(":/slipway/recipes/");
}

QStringList recipeNames()
{
    QStringList names = QDir(root()).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    names.removeIf([](const QString &name) { return !QFile::exists(root() + name + QStringLiteral("/recipe.json")); });
    return names;
}

/// True if the idea holds a word of each group. Whole words: "link" is not in "blinking".
bool matches(const QJsonArray &groups, const QString &idea)
{
    static const QRegularExpression separator(QStringLiteral("[^\\p{L}\\p{N}]+"));
    const QStringList list = idea.toLower().split(separator, Qt::SkipEmptyParts);
    const QSet<QString> words(list.begin(), list.end());
    return !groups.isEmpty() && std::ranges::all_of(groups, [&](const QJsonValue &group) {
        return std::ranges::any_of(group.toArray(),
                                   [&](const QJsonValue &word) { return words.contains(word.toString().toLower()); });
    });
}

/// How specific a scene is for a request; negative if it does not answer it.
int scoreOf(const QJsonObject &scene, const QString &purpose, const QString &subject, int round, int attempt)
{
    if (scene.value(QLatin1String("purpose")).toString() != purpose)
        return -1;
    int score = 0;
    const QString named = scene.value(QLatin1String("subject")).toString(QStringLiteral("*"));
    if (named == subject)
        score += 4;
    else if (named != QLatin1String("*") && !named.isEmpty())
        return -1;
    const auto bound = [&scene, &score](QLatin1String key, int asked, int weight) {
        if (!scene.contains(key))
            return true;
        score += weight;
        return scene.value(key).toInt(-1) == asked;
    };
    if (!bound(QLatin1String("round"), round, 2) || !bound(QLatin1String("attempt"), attempt, 1))
        return -1;
    return score;
}

} // namespace

Result<Recipe> Recipe::forIdea(const QString &idea)
{
    for (const QString &name : recipeNames()) {
        auto recipe = byName(name);
        if (recipe && matches(recipe->m_manifest.value(QLatin1String("keywords")).toArray(), idea))
            return recipe;
    }
    return fail(ErrorCode::NotFound, QStringLiteral("There is no recording for the idea \"%1\"").arg(idea),
                QStringLiteral("Ideas with a recording: %1. For any other, sign in to an agent such as claude")
                    .arg(ideas().join(QStringLiteral("; "))));
}

Result<Recipe> Recipe::byName(const QString &name)
{
    if (!recipeNames().contains(name)) {
        return fail(ErrorCode::NotFound, QStringLiteral("There is no recording named \"%1\"").arg(name),
                    QStringLiteral("Known recordings: %1").arg(recipeNames().join(QStringLiteral(", "))));
    }
    Recipe recipe;
    recipe.m_name = name;
    TRY(recipe.m_manifest, base::readJsonObject(root() + name + QStringLiteral("/recipe.json")));
    return recipe;
}

QStringList Recipe::ideas()
{
    QStringList list;
    for (const QString &name : recipeNames()) {
        const auto recipe = byName(name);
        if (!recipe)
            continue;
        for (const auto &idea : recipe->m_manifest.value(QLatin1String("ideas")).toArray())
            list.append(idea.toString());
    }
    return list;
}

QString Recipe::title() const
{
    return m_manifest.value(QLatin1String("title")).toString(m_name);
}

Result<QByteArray> Recipe::file(const QString &path) const
{
    const QString clean = QDir::cleanPath(path);
    if (clean.startsWith(QLatin1String("..")) || clean.startsWith(QLatin1Char('/')))
        return fail(ErrorCode::Denied, QStringLiteral("The path %1 leaves the recording").arg(path));
    auto bytes = base::readFile(root() + m_name + QLatin1Char('/') + clean);
    if (!bytes)
        return fail(ErrorCode::NotFound, QStringLiteral("The recording \"%1\" has no file %2").arg(m_name, path));
    return bytes;
}

QStringList Recipe::files(const QString &under) const
{
    const QString folder = QDir::cleanPath(root() + m_name + QLatin1Char('/') + under);
    QStringList list;
    QDirIterator it(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext())
        list.append(it.next().mid(folder.size() + 1));
    list.sort();
    return list;
}

Result<QJsonObject> Recipe::scene(const QString &purpose, const QString &subject, int round, int attempt) const
{
    QJsonObject best;
    int bestScore = -1;
    for (const auto &value : m_manifest.value(QLatin1String("scenes")).toArray()) {
        const int score = scoreOf(value.toObject(), purpose, subject, round, attempt);
        if (score > bestScore) {
            bestScore = score;
            best = value.toObject();
        }
    }
    if (bestScore < 0) {
        return fail(ErrorCode::NotFound,
                    QStringLiteral("The recording \"%1\" has nothing for %2 %3, round %4, attempt %5")
                        .arg(m_name, purpose, subject)
                        .arg(round)
                        .arg(attempt),
                    QStringLiteral("A recording covers one course of events; use a real agent for anything else"));
    }
    return best;
}

std::optional<std::chrono::milliseconds> Recipe::idleLimit(const QJsonObject &scene, double pace)
{
    const double recorded = scene.value(QLatin1String("idle_ms")).toDouble(-1);
    if (recorded < 0)
        return std::nullopt;
    return std::chrono::milliseconds(std::max<qint64>(200, qRound64(recorded * pace)));
}

} // namespace slipway::agents
