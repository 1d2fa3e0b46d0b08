// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/anthropic/recipemodel.h"

#include "core/base/files.h"
#include "tests/fakes/anthropic/fakemodelserver.h"

#include <QRegularExpression>

#include <algorithm>

namespace slipway::test {

namespace {

constexpr qsizetype writesPerStep = 12;

QString quoted(const QString &word)
{
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_./=:@%+-]+$"));
    if (plain.match(word).hasMatch())
        return word;
    QString copy = word;
    return QLatin1Char('\'') + copy.replace(QLatin1Char('\''), QStringLiteral("'\\''")) + QLatin1Char('\'');
}

QString commandLine(const QJsonArray &words)
{
    QStringList parts;
    for (const auto &word : words)
        parts.append(quoted(word.toString()));
    return parts.join(QLatin1Char(' '));
}

int numberIn(const QString &text, const char *pattern)
{
    return QRegularExpression(QLatin1String(pattern)).match(text).captured(1).toInt();
}

QString wordIn(const QString &text, const char *pattern)
{
    return QRegularExpression(QLatin1String(pattern)).match(text).captured(1);
}

const ToolUse *lastUse(const Conversation &talk, const QString &tool, const char *key, const QString &value)
{
    const ToolUse *found = nullptr;
    for (const ToolUse &use : talk.uses()) {
        if (use.name == tool && use.input.value(QLatin1String(key)).toString() == value)
            found = &use;
    }
    return found;
}

QJsonArray withText(const QString &text, QJsonArray blocks)
{
    if (!text.isEmpty())
        blocks.prepend(FakeModelServer::text(text));
    return blocks;
}

} // namespace

RecipeModel::RecipeModel(agents::Recipe recipe)
    : m_recipe(std::move(recipe))
{
}

QJsonObject RecipeModel::use(const QString &tool, const QJsonObject &input)
{
    QJsonObject block = FakeModelServer::tool(tool, input);
    block.insert(QStringLiteral("id"), QStringLiteral("toolu_%1").arg(++m_uses, 8, 10, QLatin1Char('0')));
    return block;
}

QString RecipeModel::slugOf(const QString &title, const char *file, const char *list) const
{
    const auto entries = base::parseObject(m_recipe.file(QLatin1String(file)).value_or(QByteArray()))
                             .value(QLatin1String(list))
                             .toArray();
    for (const auto &value : entries) {
        const QJsonObject entry = value.toObject();
        if (entry.value(QLatin1String("title")).toString().simplified() == title.simplified())
            return entry.value(QLatin1String("slug")).toString();
    }
    return {};
}

Task RecipeModel::taskOf(const Conversation &talk) const
{
    struct Opening {
        const char *words;
        const char *purpose;
    };
    static const Opening openings[] = { { "Plan a product requirements document", "prd.outline" },
                                        { "Write section ", "prd.section" },
                                        { "Check this product requirements", "prd.review" },
                                        { "Make the plan for the project", "plan" },
                                        { "Set up the database of", "database" },
                                        { "Set up build, continuous integration", "devops" },
                                        { "Implement one issue of", "implement" },
                                        { "A reviewer sent your change", "rework" },
                                        { "Continuous integration is red", "ci_fix" },
                                        { "Review pull request", "review" } };
    Task task;
    const QString &prompt = talk.prompt();
    for (const Opening &opening : openings) {
        if (prompt.startsWith(QLatin1String(opening.words)))
            task.purpose = QLatin1String(opening.purpose);
    }
    if (task.purpose.isEmpty() && !talk.data(QStringLiteral("conflicting files")).isEmpty())
        task.purpose = QStringLiteral("conflict");
    if (task.purpose == QLatin1String("prd.section"))
        task.subject = slugOf(wordIn(prompt, "Now write \\*\\*(.*?)\\*\\*"), "prd/outline.json", "sections");
    else if (const QString title = talk.data(QStringLiteral("title")); !title.isEmpty())
        task.subject = slugOf(title, "plan.json", "issues");
    task.round = numberIn(prompt, "(?:review round|repair round|back \\(round) (\\d+)");
    return task;
}

QJsonObject RecipeModel::answer(const QJsonObject &request)
{
    const Conversation talk(request);
    m_task = taskOf(talk);
    m_isFirst = talk.isFirst();
    const auto scene = m_recipe.scene(m_task.purpose, m_task.subject, m_task.round, 2);
    if (!scene) {
        const QJsonObject error { { QStringLiteral("type"), QStringLiteral("invalid_request_error") },
                                  { QStringLiteral("message"), scene.error().message } };
        return { { QStringLiteral("status"), 400 },
                 { QStringLiteral("body"),
                   QJsonObject { { QStringLiteral("type"), QStringLiteral("error") },
                                 { QStringLiteral("error"), error } } } };
    }
    return { { QStringLiteral("blocks"), nextStep(*scene, talk) } };
}

/// The first step of the scene that has not been done, with what was to be said before it.
QJsonArray RecipeModel::nextStep(const QJsonObject &scene, const Conversation &talk)
{
    QString say;
    for (const auto &value : scene.value(QLatin1String("steps")).toArray()) {
        const QJsonObject step = value.toObject();
        if (step.contains(QLatin1String("say")))
            say = step.value(QLatin1String("say")).toString();
        QJsonArray blocks;
        if (step.contains(QLatin1String("write")))
            blocks = writes(step.value(QLatin1String("write")).toString(), talk);
        else if (step.contains(QLatin1String("run")))
            blocks = command(commandLine(step.value(QLatin1String("run")).toArray()), talk);
        else if (step.contains(QLatin1String("delete")))
            blocks
                = command(QStringLiteral("rm -rf ") + commandLine(step.value(QLatin1String("delete")).toArray()), talk);
        if (!blocks.isEmpty())
            return withText(say, blocks);
    }
    if (m_task.purpose == QLatin1String("review"))
        return verdict(scene, talk);
    return withText({}, end(scene, talk));
}

QJsonArray RecipeModel::writes(const QString &folder, const Conversation &talk)
{
    QJsonArray blocks;
    QStringList scripts;
    const QStringList files = m_recipe.files(folder);
    for (const QString &file : files) {
        const QString path = talk.workspace() + QLatin1Char('/') + file;
        const QByteArray content = m_recipe.file(folder + QLatin1Char('/') + file).value_or(QByteArray());
        if (content.startsWith("#!"))
            scripts.append(quoted(file));
        const ToolUse *written = lastUse(talk, QStringLiteral("Write"), "file_path", path);
        if (written && !written->isError)
            continue;
        // The tool wants a file to be read before it is overwritten.
        if (written && !lastUse(talk, QStringLiteral("Read"), "file_path", path))
            blocks.append(use(QStringLiteral("Read"), { { QStringLiteral("file_path"), path } }));
        else
            blocks.append(use(
                QStringLiteral("Write"),
                { { QStringLiteral("file_path"), path }, { QStringLiteral("content"), QString::fromUtf8(content) } }));
        if (blocks.size() >= writesPerStep)
            return blocks;
    }
    if (blocks.isEmpty() && !scripts.isEmpty())
        return command(QStringLiteral("chmod +x ") + scripts.join(QLatin1Char(' ')), talk);
    return blocks;
}

QJsonArray RecipeModel::command(const QString &line, const Conversation &talk)
{
    if (lastUse(talk, QStringLiteral("Bash"), "command", line))
        return {};
    return { use(QStringLiteral("Bash"),
                 { { QStringLiteral("command"), line },
                   { QStringLiteral("description"), QStringLiteral("A step of the recipe") } }) };
}

/// Runs the tests that the prompt names, then judges each criterion that it lists.
QJsonArray RecipeModel::verdict(const QJsonObject &scene, const Conversation &talk)
{
    if (const QString tests = wordIn(talk.prompt(), "Run `([^`]+)` on this checkout"); !tests.isEmpty()) {
        if (const QJsonArray blocks = command(tests, talk); !blocks.isEmpty())
            return blocks;
    }
    QJsonObject structured = scene.value(QLatin1String("structured")).toObject();
    if (const QString file = scene.value(QLatin1String("structured")).toString(); !file.isEmpty())
        structured = base::parseObject(m_recipe.file(file).value_or(QByteArray()));
    if (!structured.contains(QLatin1String("criteria"))) {
        QJsonArray criteria;
        static const QRegularExpression numbered(QStringLiteral("^\\d+\\. (.*)$"), QRegularExpression::MultilineOption);
        auto it = numbered.globalMatch(talk.data(QStringLiteral("acceptance criteria")));
        while (it.hasNext()) {
            criteria.append(QJsonObject { { QStringLiteral("criterion"), it.next().captured(1) },
                                          { QStringLiteral("met"), true },
                                          { QStringLiteral("evidence"), QStringLiteral("As recorded") } });
        }
        structured.insert(QStringLiteral("criteria"), criteria);
    }
    QJsonObject judged = scene;
    judged.insert(QStringLiteral("structured"), structured);
    return end(judged, talk);
}

QJsonArray RecipeModel::end(const QJsonObject &scene, const Conversation &talk)
{
    const QString tool = QStringLiteral("StructuredOutput");
    const QJsonValue value = scene.value(QLatin1String("structured"));
    const bool wasGiven = std::ranges::any_of(
        talk.uses(), [&](const ToolUse &use) { return use.name == tool && use.isAnswered && !use.isError; });
    if (!value.isUndefined() && talk.offers(tool) && !wasGiven) {
        const QJsonObject structured = value.isObject()
            ? value.toObject()
            : base::parseObject(m_recipe.file(value.toString()).value_or(QByteArray()));
        return { use(tool, structured) };
    }
    const QString file = scene.value(QLatin1String("answer")).toString();
    const QByteArray answer = file.isEmpty() ? QByteArray("Done.") : m_recipe.file(file).value_or(QByteArray());
    return { FakeModelServer::text(QString::fromUtf8(answer)) };
}

} // namespace slipway::test
