// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/console/commandline.h"

#include <QCoreApplication>

namespace slipway::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(slipway::ui::CommandLine)
};

/// The words behind a verb: plain ones in order, options by name.
struct Words {
    QStringList plain;
    QMap<QString, QString> options;

    [[nodiscard]] QString at(int index) const { return plain.value(index); }
    [[nodiscard]] bool has(const char *option) const { return options.contains(QLatin1String(option)); }
    [[nodiscard]] QString option(const char *name) const { return options.value(QLatin1String(name)); }
};

Words sortWords(const QStringList &words)
{
    static const QStringList withValue { QStringLiteral("--name"), QStringLiteral("--agent"), QStringLiteral("--to"),
                                         QStringLiteral("--why") };
    Words sorted;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString &word = words.at(i);
        if (!word.startsWith(QLatin1String("--")))
            sorted.plain.append(word);
        else if (withValue.contains(word) && i + 1 < words.size())
            sorted.options.insert(word, words.at(++i));
        else
            sorted.options.insert(word, QString());
    }
    return sorted;
}

std::unexpected<Error> usage(const QString &form)
{
    return fail(ErrorCode::Invalid, Texts::tr("That is not how it is said"), Texts::tr("Say: %1").arg(form));
}

Result<CommandLine> parseNew(const Words &words)
{
    const QString idea = words.plain.join(QLatin1Char(' ')).trimmed();
    if (idea.isEmpty())
        return usage(QStringLiteral("new \"Build a URL shortener\" [--name NAME] [--agent AGENT] [--yes]"));
    QJsonObject arguments { { QStringLiteral("idea"), idea }, { QStringLiteral("yes"), words.has("--yes") } };
    if (words.has("--name"))
        arguments.insert(QStringLiteral("name"), words.option("--name"));
    if (words.has("--agent"))
        arguments.insert(QStringLiteral("agent"), words.option("--agent"));
    return CommandLine { QStringLiteral("new"), arguments, {} };
}

Result<CommandLine> parseTask(const Words &words, const QString &project)
{
    static const QStringList verbs { QStringLiteral("retry"), QStringLiteral("cancel"), QStringLiteral("release"),
                                     QStringLiteral("prioritise"), QStringLiteral("message") };
    const QString verb = words.at(0);
    QString id = words.at(1);
    if (id.startsWith(QLatin1Char('#')))
        id.remove(0, 1);
    if (!verbs.contains(verb) || id.isEmpty())
        return usage(QStringLiteral("task retry|cancel|release|prioritise|message NUMBER …"));
    if (!id.contains(QLatin1Char(':')))
        id.prepend(project + QLatin1Char(':'));
    QJsonObject arguments { { QStringLiteral("task"), id } };
    if (verb == QLatin1String("prioritise")) {
        bool good = false;
        const int priority = words.at(2).toInt(&good);
        if (!good || priority < 0 || priority > 9)
            return usage(QStringLiteral("task prioritise NUMBER 0…9"));
        arguments.insert(QStringLiteral("priority"), priority);
    } else if (verb == QLatin1String("message")) {
        const QString text = words.plain.mid(2).join(QLatin1Char(' '));
        if (text.isEmpty())
            return usage(QStringLiteral("task message NUMBER \"TEXT\""));
        arguments.insert(QStringLiteral("text"), text);
    }
    return CommandLine { QStringLiteral("task.") + verb, arguments, {} };
}

Result<CommandLine> parseProjectVerb(const QString &verb, const Words &words, const QString &project)
{
    QString name = words.plain.isEmpty() ? project : words.at(0);
    if (words.has("--all"))
        name.clear();
    QJsonObject arguments { { QStringLiteral("project"), name } };
    if (verb == QLatin1String("rollback") && words.has("--to"))
        arguments.insert(QStringLiteral("to"), words.option("--to"));
    return CommandLine { verb, arguments, {} };
}

Result<CommandLine> parseDecision(const QString &verb, const Words &words)
{
    const bool reject = verb == QLatin1String("reject");
    if (words.at(0).isEmpty() || (reject && words.option("--why").trimmed().isEmpty()))
        return usage(reject ? QStringLiteral("reject ID --why \"REASON\"") : QStringLiteral("approve ID"));
    QJsonObject arguments { { QStringLiteral("id"), words.at(0) } };
    if (reject)
        arguments.insert(QStringLiteral("why"), words.option("--why"));
    return CommandLine { verb, arguments, {} };
}

} // namespace

Result<QStringList> splitLine(const QString &line)
{
    QStringList words;
    QString word;
    QChar quote;
    bool started = false;
    for (const QChar c : line) {
        if (!quote.isNull()) {
            if (c == quote)
                quote = QChar();
            else
                word.append(c);
        } else if (c == QLatin1Char('"') || c == QLatin1Char('\'')) {
            quote = c;
            started = true;
        } else if (c.isSpace()) {
            if (started)
                words.append(std::exchange(word, {}));
            started = false;
        } else {
            word.append(c);
            started = true;
        }
    }
    if (!quote.isNull())
        return fail(ErrorCode::Invalid, Texts::tr("A quotation mark is not closed"));
    if (started)
        words.append(word);
    return words;
}

Result<CommandLine> parseLine(const QString &line, const QString &project)
{
    TRY(QStringList words, splitLine(line));
    if (words.value(0) == QLatin1String("slipway")) // pasted from a terminal
        words.removeFirst();
    if (words.isEmpty())
        return fail(ErrorCode::Invalid, Texts::tr("There is nothing to do"));
    const QString verb = words.takeFirst();
    const Words rest = sortWords(words);
    static const QStringList questions { QStringLiteral("status"), QStringLiteral("projects"), QStringLiteral("tasks"),
                                         QStringLiteral("gates"), QStringLiteral("help") };
    static const QStringList ofProject { QStringLiteral("run"),      QStringLiteral("deploy"),
                                         QStringLiteral("undeploy"), QStringLiteral("rollback"),
                                         QStringLiteral("switch"),   QStringLiteral("pause"),
                                         QStringLiteral("resume") };
    if (questions.contains(verb))
        return CommandLine { {}, {}, verb };
    if (ofProject.contains(verb))
        return parseProjectVerb(verb, rest, project);
    if (verb == QLatin1String("new"))
        return parseNew(rest);
    if (verb == QLatin1String("task"))
        return parseTask(rest, project);
    if (verb == QLatin1String("approve") || verb == QLatin1String("reject"))
        return parseDecision(verb, rest);
    if (verb == QLatin1String("workers")
        && (rest.at(0) == QLatin1String("start") || rest.at(0) == QLatin1String("stop")))
        return CommandLine { QStringLiteral("workers.") + rest.at(0), {}, {} };
    return fail(ErrorCode::Invalid, Texts::tr("There is no command “%1”").arg(verb),
                Texts::tr("Say “help” for those there are"));
}

} // namespace slipway::ui
