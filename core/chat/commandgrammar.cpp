// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/commandgrammar.h"

#include <QCoreApplication>

namespace slipway::chat {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(slipway::chat::CommandGrammar)
};

constexpr qsizetype longestIdea = 2000;

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
    if (idea.size() > longestIdea)
        return fail(ErrorCode::Invalid, Texts::tr("The idea has %1 characters").arg(idea.size()),
                    Texts::tr("Say it in %1 characters at most").arg(longestIdea));
    QJsonObject arguments { { QStringLiteral("idea"), idea }, { QStringLiteral("yes"), words.has("--yes") } };
    if (words.has("--name"))
        arguments.insert(QStringLiteral("name"), words.option("--name"));
    if (words.has("--agent"))
        arguments.insert(QStringLiteral("agent"), words.option("--agent"));
    return CommandLine { QStringLiteral("new"), arguments, {} };
}

/// `project:7` of `7`, `#7` or itself; empty if it is none.
QString taskId(QString id, const QString &project)
{
    if (id.startsWith(QLatin1Char('#')))
        id.remove(0, 1);
    bool good = false;
    const int number = id.section(QLatin1Char(':'), -1).toInt(&good);
    if (!good || number <= 0)
        return {};
    return id.contains(QLatin1Char(':')) ? id : project + QLatin1Char(':') + id;
}

Result<CommandLine> parseTaskQuestion(const QString &question, const QString &word, const QString &project)
{
    const QString id = taskId(word, project);
    if (id.isEmpty())
        return usage(question + QStringLiteral(" NUMBER"));
    return CommandLine { {}, { { QStringLiteral("task"), id } }, question };
}

Result<CommandLine> parseTask(const Words &words, const QString &project)
{
    static const QStringList verbs { QStringLiteral("retry"), QStringLiteral("cancel"), QStringLiteral("release"),
                                     QStringLiteral("prioritise"), QStringLiteral("message") };
    const QString verb = words.at(0);
    if (!verbs.contains(verb) && verb != QLatin1String("show") && words.plain.size() == 1)
        return parseTaskQuestion(QStringLiteral("task"), verb, project);
    if (verb == QLatin1String("show"))
        return parseTaskQuestion(QStringLiteral("task"), words.at(1), project);
    const QString id = taskId(words.at(1), project);
    if (!verbs.contains(verb) || id.isEmpty())
        return usage(QStringLiteral("task [retry|cancel|release|prioritise|message] NUMBER …"));
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

/// Everything behind the word, as it was said.
Result<CommandLine> parseAsk(const QStringList &words, const QString &project)
{
    const QString question = words.join(QLatin1Char(' ')).trimmed();
    if (question.isEmpty())
        return usage(QStringLiteral("ask QUESTION"));
    return CommandLine { QStringLiteral("ask"),
                         { { QStringLiteral("project"), project }, { QStringLiteral("question"), question } },
                         {} };
}

/// The same, as the title of an issue.
Result<CommandLine> parseIssue(const QStringList &words, const QString &project)
{
    const QString title = words.join(QLatin1Char(' ')).trimmed().left(256);
    if (title.isEmpty())
        return usage(QStringLiteral("issue TITLE"));
    return CommandLine { QStringLiteral("issue"),
                         { { QStringLiteral("project"), project }, { QStringLiteral("title"), title } },
                         {} };
}

Result<CommandLine> parseProjectVerb(const QString &verb, const Words &words, const QString &project)
{
    // "run pipeline" is how the origin says it.
    const int first = verb == QLatin1String("run") && words.at(0) == QLatin1String("pipeline") ? 1 : 0;
    QString name = words.plain.size() <= first ? project : words.at(first);
    if (verb == QLatin1String("switch") && words.plain.isEmpty())
        return usage(QStringLiteral("switch PROJECT"));
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
    const QString why
        = words.has("--why") ? words.option("--why") : words.plain.mid(1).join(QLatin1Char(' ')).trimmed();
    if (words.at(0).isEmpty() || (reject && why.trimmed().isEmpty()))
        return usage(reject ? QStringLiteral("reject ID WHY") : QStringLiteral("approve ID"));
    QJsonObject arguments { { QStringLiteral("id"), words.at(0) } };
    if (reject)
        arguments.insert(QStringLiteral("why"), why.trimmed());
    return CommandLine { verb, arguments, {} };
}

/// The closing mark for one that opens a quotation; null for any other character.
QChar closingQuote(QChar c)
{
    switch (c.unicode()) {
    case '"':
    case '\'':
        return c;
    case 0x201c: // curly ones, as phones write them
    case 0x201e:
        return QChar(0x201d);
    default:
        return {};
    }
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
        } else if (!started && !closingQuote(c).isNull()) {
            quote = closingQuote(c);
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
    TRY(const QStringList words, splitLine(line));
    return parseWords(words, project);
}

Result<CommandLine> parseWords(QStringList words, const QString &project)
{
    if (words.value(0) == QLatin1String("slipway")) // pasted from a terminal
        words.removeFirst();
    if (words.isEmpty())
        return fail(ErrorCode::Invalid, Texts::tr("There is nothing to do"));
    const QString verb = words.takeFirst().toLower();
    const Words rest = sortWords(words);
    static const QStringList questions { QStringLiteral("status"), QStringLiteral("projects"), QStringLiteral("tasks"),
                                         QStringLiteral("gates"),  QStringLiteral("budget"),   QStringLiteral("help") };
    static const QStringList ofProject { QStringLiteral("run"),      QStringLiteral("deploy"),
                                         QStringLiteral("undeploy"), QStringLiteral("rollback"),
                                         QStringLiteral("switch"),   QStringLiteral("pause"),
                                         QStringLiteral("resume") };
    if (questions.contains(verb))
        return CommandLine { {}, {}, verb };
    if (ofProject.contains(verb))
        return parseProjectVerb(verb, rest, project);
    if (verb == QLatin1String("ask"))
        return parseAsk(words, project);
    if (verb == QLatin1String("issue"))
        return parseIssue(words, project);
    if (verb == QLatin1String("new"))
        return parseNew(rest);
    if (verb == QLatin1String("task"))
        return parseTask(rest, project);
    if (verb == QLatin1String("logs"))
        return parseTaskQuestion(verb, rest.at(0), project);
    if (verb == QLatin1String("approve") || verb == QLatin1String("reject"))
        return parseDecision(verb, rest);
    if (verb == QLatin1String("workers")) {
        if (rest.at(0) != QLatin1String("start") && rest.at(0) != QLatin1String("stop"))
            return usage(QStringLiteral("workers start|stop"));
        return CommandLine { QStringLiteral("workers.") + rest.at(0), {}, {} };
    }
    return fail(ErrorCode::Invalid, Texts::tr("There is no command “%1”").arg(verb),
                Texts::tr("Say “help” for those there are"));
}

QStringList commandForms()
{
    return {
        QStringLiteral("new IDEA [--name NAME] [--agent AGENT] [--yes]"),
        QStringLiteral(
            "run [pipeline] | deploy | undeploy | rollback [--to ID] | switch | pause | resume  [PROJECT | --all]"),
        QStringLiteral("workers start | stop"),
        QStringLiteral("status | projects | tasks | gates | budget"),
        QStringLiteral("task NUMBER | logs NUMBER"),
        QStringLiteral("task retry | cancel | release NUMBER"),
        QStringLiteral("task prioritise NUMBER 0…9"),
        QStringLiteral("task message NUMBER TEXT"),
        QStringLiteral("approve ID"),
        QStringLiteral("reject ID WHY"),
        QStringLiteral("ask QUESTION"),
        QStringLiteral("issue TITLE"),
    };
}

} // namespace slipway::chat
