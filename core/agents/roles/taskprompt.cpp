// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/roles/taskprompt.h"

#include "core/agents/roles/fence.h"
#include "core/agents/roles/role.h"
#include "core/base/logging.h"

#include <QJsonArray>

namespace slipway::agents {

namespace {

QStringList strings(const QJsonValue &value)
{
    QStringList list;
    for (const auto &item : value.toArray())
        list.append(item.toString());
    return list;
}

QString numbered(const QStringList &items)
{
    QString text;
    for (qsizetype i = 0; i < items.size(); ++i)
        text += QStringLiteral("%1. %2\n").arg(i + 1).arg(items.at(i).simplified());
    return text.trimmed();
}

QString findingsText(const QJsonArray &findings)
{
    QStringList lines;
    for (const auto &value : findings) {
        const QJsonObject finding = value.toObject();
        if (finding.isEmpty()) {
            lines.append(value.toString());
            continue;
        }
        const int line = finding.value(QLatin1String("line")).toInt();
        lines.append(QStringLiteral("[%1] %2%3: %4")
                         .arg(finding.value(QLatin1String("severity")).toString(QStringLiteral("major")),
                              finding.value(QLatin1String("file")).toString(QStringLiteral("(general)")),
                              line > 0 ? QStringLiteral(":%1").arg(line) : QString(),
                              finding.value(QLatin1String("text")).toString()));
    }
    return numbered(lines);
}

/// What people wrote about the task, the newest last.
QString commentsText(const QJsonArray &comments)
{
    QStringList texts;
    for (const auto &value : comments) {
        const QJsonObject comment = value.toObject();
        texts.append(comment.value(QLatin1String("author")).toString().simplified() + QStringLiteral(": ")
                     + comment.value(QLatin1String("text")).toString());
    }
    return texts.join(QStringLiteral("\n\n"));
}

/// What the test command and branch may look like in a prompt: one short line. They come from a project's own files.
QString oneLine(const QJsonValue &value)
{
    return value.toString().simplified().remove(QLatin1Char('`')).left(400);
}

QString dataOrEmpty(const QString &label, const QString &text, qsizetype limit = 24 * 1024)
{
    return text.trimmed().isEmpty() ? QString() : fenced(label, text, limit);
}

QVariantHash valuesFor(const domain::Task &task)
{
    const QJsonObject &context = task.context;
    const QJsonObject ci = context.value(QLatin1String("ci")).toObject();
    const QString where
        = QStringLiteral("workflow: %1\njob: %2\nstep: %3\npage: %4")
              .arg(ci.value(QLatin1String("workflow")).toString(), ci.value(QLatin1String("job")).toString(),
                   ci.value(QLatin1String("step")).toString(), ci.value(QLatin1String("url")).toString());
    return {
        { QStringLiteral("number"), task.key.number },
        { QStringLiteral("pr"), task.pr > 0 ? task.pr : task.key.number },
        { QStringLiteral("project"), task.key.project },
        { QStringLiteral("type"), domain::toString(task.type) },
        { QStringLiteral("round"), context.value(QLatin1String("round")).toInt() },
        { QStringLiteral("title"), dataOrEmpty(QStringLiteral("title"), task.title, 400) },
        { QStringLiteral("body"),
          dataOrEmpty(QStringLiteral("issue"), context.value(QLatin1String("body")).toString()) },
        { QStringLiteral("acceptance"),
          dataOrEmpty(QStringLiteral("acceptance criteria"),
                      numbered(strings(context.value(QLatin1String("acceptance"))))) },
        { QStringLiteral("findings"),
          dataOrEmpty(QStringLiteral("review findings"),
                      findingsText(context.value(QLatin1String("findings")).toArray())) },
        { QStringLiteral("ci_where"), ci.isEmpty() ? QString() : fenced(QStringLiteral("failed step"), where, 2000) },
        { QStringLiteral("ci_log"),
          dataOrEmpty(QStringLiteral("log"), ci.value(QLatin1String("log")).toString(), 40 * 1024) },
        { QStringLiteral("conflicts"),
          dataOrEmpty(QStringLiteral("conflicting files"),
                      strings(context.value(QLatin1String("conflicts"))).join(QLatin1Char('\n'))) },
        { QStringLiteral("comments"),
          dataOrEmpty(QStringLiteral("comments"), commentsText(context.value(QLatin1String("comments")).toArray()),
                      16 * 1024) },
        { QStringLiteral("memory"),
          dataOrEmpty(QStringLiteral("notes"), context.value(QLatin1String("memory")).toString(), 8 * 1024) },
        { QStringLiteral("test_command"), oneLine(context.value(QLatin1String("test_command"))) },
        { QStringLiteral("branch"), oneLine(context.value(QLatin1String("branch"))) },
        { QStringLiteral("head"), oneLine(context.value(QLatin1String("head"))) },
        { QStringLiteral("base"), oneLine(context.value(QLatin1String("base"))) },
        { QStringLiteral("target"), oneLine(context.value(QLatin1String("default_branch"))) },
    };
}

QString purposeOf(const domain::Task &task)
{
    static const QStringList known { QStringLiteral("implement"), QStringLiteral("rework"), QStringLiteral("ci_fix"),
                                     QStringLiteral("conflict"), QStringLiteral("review") };
    const QString purpose = task.context.value(QLatin1String("purpose")).toString();
    if (known.contains(purpose))
        return purpose;
    return task.kind == QLatin1String("review") ? QStringLiteral("review") : QStringLiteral("implement");
}

QJsonObject typed(const char *type)
{
    return { { QStringLiteral("type"), QString::fromLatin1(type) } };
}

QJsonObject objectSchema(const QJsonObject &properties)
{
    return { { QStringLiteral("type"), QStringLiteral("object") },
             { QStringLiteral("properties"), properties },
             { QStringLiteral("required"), QJsonArray::fromStringList(properties.keys()) } };
}

QJsonObject listSchema(const QJsonObject &items)
{
    return { { QStringLiteral("type"), QStringLiteral("array") }, { QStringLiteral("items"), items } };
}

QJsonObject oneOf(const QStringList &values)
{
    auto schema = typed("string");
    schema.insert(QStringLiteral("enum"), QJsonArray::fromStringList(values));
    return schema;
}

} // namespace

Prompt buildTaskPrompt(const domain::Task &task)
{
    Prompt prompt;
    prompt.purpose = purposeOf(task);
    const bool isReview = prompt.purpose == QLatin1String("review");
    prompt.role = isReview ? QStringLiteral("qa") : domain::toString(task.type);
    const auto role = roleByName(isReview ? QStringLiteral("reviewer") : prompt.role);
    const auto text = renderPrompt(QStringLiteral("tasks/") + prompt.purpose, valuesFor(task));
    // Both are part of the executable; tests render every one of them.
    if (!role || !text)
        qCCritical(lcBase) << "prompt" << prompt.purpose << (role ? text.error().detail : role.error().message);
    prompt.systemPrompt = role ? role->systemPrompt : QString();
    prompt.prompt = text.value_or(QString());
    if (isReview)
        prompt.schema = reviewSchema();
    return prompt;
}

QJsonObject reviewSchema()
{
    const QJsonObject criterion = objectSchema({ { QStringLiteral("criterion"), typed("string") },
                                                 { QStringLiteral("met"), typed("boolean") },
                                                 { QStringLiteral("evidence"), typed("string") } });
    QJsonObject finding = objectSchema({ { QStringLiteral("file"), typed("string") },
                                         { QStringLiteral("line"), typed("integer") },
                                         { QStringLiteral("severity"), typed("string") },
                                         { QStringLiteral("text"), typed("string") } });
    finding.insert(QStringLiteral("required"), QJsonArray { QStringLiteral("severity"), QStringLiteral("text") });
    return objectSchema(
        { { QStringLiteral("verdict"), oneOf({ QStringLiteral("approve"), QStringLiteral("request_changes") }) },
          { QStringLiteral("summary"), typed("string") },
          { QStringLiteral("criteria"), listSchema(criterion) },
          { QStringLiteral("findings"), listSchema(finding) } });
}

} // namespace slipway::agents
