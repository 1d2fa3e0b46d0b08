// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/dockerfile.h"

#include "core/deploy/dockerwords.h"

#include <QDir>
#include <QRegularExpression>

#include <optional>

namespace slipway::deploy {

namespace {

struct Instruction {
    int line = 0;
    QString name; ///< upper case
    QString rest;
};

/// Takes `--flag=value` words off the front.
QStringList takeFlags(QString &rest)
{
    QStringList flags;
    while (rest.startsWith(QLatin1String("--"))) {
        const QString flag = rest.section(QRegularExpression(QStringLiteral("\\s+")), 0, 0);
        flags << flag;
        rest = rest.mid(flag.size()).trimmed();
    }
    return flags;
}

} // namespace

/// Reads instruction by instruction; one object a parse.
class Dockerfile::Reader {
public:
    explicit Reader(const Variables &known)
        : m_known(known)
    {
    }

    Result<> read(const QString &text);
    QList<Stage> stages;
    QStringList images;

private:
    Result<QList<Instruction>> split(const QString &text);
    void readDirectives(const QStringList &lines);
    [[nodiscard]] bool continues(QString &line) const;
    [[nodiscard]] qsizetype skipHereDocuments(const QString &rest, const QStringList &lines, qsizetype next) const;
    Result<> apply(const Instruction &instruction);
    Result<> applyFrom(const Instruction &instruction);
    void applyEnv(const QString &rest);
    void applyArg(const QString &rest);
    void applyCopy(QString rest);
    [[nodiscard]] QStringList commandLine(const QString &rest, bool *shellForm = nullptr) const;
    [[nodiscard]] QString absolute(const QString &path) const;
    [[nodiscard]] Variables scope() const;

    Variables m_known, m_globalArgs, m_args;
    QStringList m_shell { QStringLiteral("/bin/sh"), QStringLiteral("-c") };
    QChar m_escape = QLatin1Char('\\');
    bool m_commandSet = false;
};

void Dockerfile::Reader::readDirectives(const QStringList &lines)
{
    static const QRegularExpression directive(QStringLiteral("^#\\s*(\\w+)\\s*=\\s*(\\S+)\\s*$"));
    for (const QString &line : lines) {
        const auto match = directive.match(line);
        if (!match.hasMatch())
            return; // directives stand above everything else
        if (match.captured(1).toLower() == QLatin1String("escape") && match.captured(2) == QLatin1String("`"))
            m_escape = QLatin1Char('`');
    }
}

bool Dockerfile::Reader::continues(QString &line) const
{
    QString trimmed = line;
    while (!trimmed.isEmpty() && trimmed.back().isSpace())
        trimmed.chop(1);
    if (!trimmed.endsWith(m_escape))
        return false;
    trimmed.chop(1);
    line = trimmed;
    return true;
}

qsizetype Dockerfile::Reader::skipHereDocuments(const QString &rest, const QStringList &lines, qsizetype next) const
{
    static const QRegularExpression start(QStringLiteral("<<(-?)[\"']?([A-Za-z_][A-Za-z0-9_]*)[\"']?"));
    auto it = start.globalMatch(rest);
    while (it.hasNext()) {
        const auto match = it.next();
        const bool tabs = !match.captured(1).isEmpty();
        while (next < lines.size()) {
            QString line = lines.at(next++);
            while (tabs && line.startsWith(QLatin1Char('\t')))
                line.remove(0, 1);
            if (line == match.captured(2))
                break;
        }
    }
    return next;
}

Result<QList<Instruction>> Dockerfile::Reader::split(const QString &text)
{
    QString clean = text;
    clean.remove(QLatin1Char('\r'));
    if (clean.startsWith(QChar(0xFEFF)))
        clean.remove(0, 1);
    const QStringList lines = clean.split(QLatin1Char('\n'));
    readDirectives(lines);
    QList<Instruction> list;
    for (qsizetype i = 0; i < lines.size();) {
        const int number = static_cast<int>(i) + 1;
        QString line = lines.at(i++);
        if (line.trimmed().isEmpty() || line.trimmed().startsWith(QLatin1Char('#')))
            continue;
        QString whole;
        bool more = continues(line);
        whole += line;
        while (more && i < lines.size()) {
            line = lines.at(i++);
            if (line.trimmed().isEmpty() || line.trimmed().startsWith(QLatin1Char('#')))
                continue; // comments and blank lines inside a continuation are dropped
            more = continues(line);
            whole += line;
        }
        whole = whole.trimmed();
        const QString name = whole.section(QRegularExpression(QStringLiteral("\\s+")), 0, 0);
        Instruction instruction { number, name.toUpper(), whole.mid(name.size()).trimmed() };
        if (instruction.name == QLatin1String("RUN") || instruction.name == QLatin1String("COPY")
            || instruction.name == QLatin1String("ADD"))
            i = skipHereDocuments(instruction.rest, lines, i);
        list << instruction;
    }
    return list;
}

Variables Dockerfile::Reader::scope() const
{
    Variables variables = m_args;
    if (!stages.isEmpty())
        variables.insert(stages.last().environment); // ENV wins over ARG
    for (auto it = m_known.begin(); it != m_known.end(); ++it) {
        if (!variables.contains(it.key()))
            variables.insert(it.key(), it.value());
    }
    return variables;
}

QString Dockerfile::Reader::absolute(const QString &path) const
{
    if (path.startsWith(QLatin1Char('/')))
        return QDir::cleanPath(path);
    const QString base = stages.isEmpty() ? QString() : stages.last().workingDirectory;
    return QDir::cleanPath(base + QLatin1Char('/') + path);
}

QStringList Dockerfile::Reader::commandLine(const QString &rest, bool *shellForm) const
{
    const auto list = jsonWords(rest);
    if (shellForm)
        *shellForm = !list.has_value();
    if (list)
        return *list;
    return rest.isEmpty() ? QStringList() : m_shell + QStringList { rest };
}

Result<> Dockerfile::Reader::applyFrom(const Instruction &instruction)
{
    QString rest = instruction.rest;
    takeFlags(rest);
    Variables variables = m_globalArgs;
    const QStringList parts = expand(rest, variables, m_escape).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (parts.isEmpty() || (parts.size() == 3 && parts.at(1).toUpper() != QLatin1String("AS")) || parts.size() == 2
        || parts.size() > 3)
        return fail(ErrorCode::Invalid,
                    QStringLiteral("Dockerfile line %1: FROM needs an image").arg(instruction.line));
    Stage stage;
    const auto former = std::ranges::find(stages, parts.first().toLower(), &Stage::name);
    if (former != stages.end()) {
        stage = *former;
        stage.copies.clear();
        stage.runs.clear();
    } else {
        stage.baseImage = parts.first();
        if (parts.first() != QLatin1String("scratch") && !images.contains(parts.first()))
            images << parts.first();
    }
    stage.name = parts.size() == 3 ? parts.at(2).toLower() : QString();
    stages << stage;
    m_args.clear();
    m_shell = { QStringLiteral("/bin/sh"), QStringLiteral("-c") };
    m_commandSet = false;
    return {};
}

void Dockerfile::Reader::applyEnv(const QString &rest)
{
    auto &environment = stages.last().environment;
    const Variables variables = scope(); // all words of a line see the values from before it
    static const QRegularExpression oldForm(QStringLiteral("^([^\\s=]+)\\s+(.*)$"),
                                            QRegularExpression::DotMatchesEverythingOption);
    if (const auto match = oldForm.match(rest); match.hasMatch()) {
        const QString value = match.captured(2);
        QStringList quoted;
        if (value.startsWith(QLatin1Char('"')) || value.startsWith(QLatin1Char('\'')))
            quoted = words(value, variables, m_escape);
        environment.insert(match.captured(1), quoted.size() == 1 ? quoted.first() : expand(value, variables, m_escape));
        return;
    }
    const QStringList assignments = words(rest, variables, m_escape);
    for (const QString &assignment : assignments) {
        const qsizetype equals = assignment.indexOf(QLatin1Char('='));
        if (equals > 0)
            environment.insert(assignment.left(equals), assignment.mid(equals + 1));
    }
}

void Dockerfile::Reader::applyArg(const QString &rest)
{
    auto &args = stages.isEmpty() ? m_globalArgs : m_args;
    const QStringList assignments = words(rest, stages.isEmpty() ? m_globalArgs : scope(), m_escape);
    for (const QString &assignment : assignments) {
        const qsizetype equals = assignment.indexOf(QLatin1Char('='));
        if (equals > 0)
            args.insert(assignment.left(equals), assignment.mid(equals + 1));
        else if (m_globalArgs.contains(assignment))
            args.insert(assignment, m_globalArgs.value(assignment));
    }
}

void Dockerfile::Reader::applyCopy(QString rest)
{
    const QStringList flags = takeFlags(rest);
    const bool fromStage
        = std::ranges::any_of(flags, [](const QString &flag) { return flag.startsWith(QLatin1String("--from=")); });
    if (fromStage || rest.contains(QLatin1String("<<")))
        return;
    auto list = jsonWords(rest).value_or(words(rest, scope(), m_escape));
    if (list.size() < 2)
        return;
    const QString target = list.takeLast();
    const bool folder = target.endsWith(QLatin1Char('/')) || target == QLatin1String(".") || list.size() > 1;
    stages.last().copies << Copy { list, absolute(target) + (folder ? QStringLiteral("/") : QString()) };
}

Result<> Dockerfile::Reader::apply(const Instruction &instruction)
{
    const QString &name = instruction.name;
    if (name == QLatin1String("FROM"))
        return applyFrom(instruction);
    if (name == QLatin1String("ARG")) {
        applyArg(instruction.rest);
        return {};
    }
    static const QStringList known { QStringLiteral("ADD"),         QStringLiteral("CMD"),
                                     QStringLiteral("COPY"),        QStringLiteral("ENTRYPOINT"),
                                     QStringLiteral("ENV"),         QStringLiteral("EXPOSE"),
                                     QStringLiteral("HEALTHCHECK"), QStringLiteral("LABEL"),
                                     QStringLiteral("MAINTAINER"),  QStringLiteral("ONBUILD"),
                                     QStringLiteral("RUN"),         QStringLiteral("SHELL"),
                                     QStringLiteral("STOPSIGNAL"),  QStringLiteral("USER"),
                                     QStringLiteral("VOLUME"),      QStringLiteral("WORKDIR") };
    if (!known.contains(name))
        return fail(ErrorCode::Invalid,
                    QStringLiteral("Dockerfile line %1: unknown instruction %2").arg(instruction.line).arg(name));
    if (stages.isEmpty())
        return fail(ErrorCode::Invalid,
                    QStringLiteral("Dockerfile line %1: %2 before FROM").arg(instruction.line).arg(name));
    Stage &stage = stages.last();
    const QString expanded = expand(instruction.rest, scope(), m_escape);
    if (name == QLatin1String("ENV")) {
        applyEnv(instruction.rest);
    } else if (name == QLatin1String("WORKDIR")) {
        stage.workingDirectory = absolute(expanded);
    } else if (name == QLatin1String("CMD")) {
        stage.command = commandLine(instruction.rest);
        m_commandSet = true;
    } else if (name == QLatin1String("ENTRYPOINT")) {
        stage.entrypoint = commandLine(instruction.rest, &stage.shellEntrypoint);
        if (!m_commandSet)
            stage.command.clear(); // Docker drops a CMD that came with the base
    } else if (name == QLatin1String("SHELL")) {
        m_shell = jsonWords(instruction.rest).value_or(m_shell);
    } else if (name == QLatin1String("EXPOSE")) {
        stage.ports += expanded.split(QRegularExpression(QStringLiteral("\\s+")), Qt::SkipEmptyParts);
    } else if (name == QLatin1String("VOLUME")) {
        stage.volumes += jsonWords(expanded).value_or(
            expanded.split(QRegularExpression(QStringLiteral("\\s+")), Qt::SkipEmptyParts));
    } else if (name == QLatin1String("USER")) {
        stage.user = expanded;
    } else if (name == QLatin1String("RUN")) {
        stage.runs << instruction.rest;
    } else if (name == QLatin1String("COPY") || name == QLatin1String("ADD")) {
        applyCopy(instruction.rest);
    }
    return {};
}

Result<> Dockerfile::Reader::read(const QString &text)
{
    const auto instructions = split(text);
    if (!instructions)
        return forward(instructions);
    for (const Instruction &instruction : *instructions)
        CHECK(apply(instruction));
    if (stages.isEmpty())
        return fail(ErrorCode::Invalid, QStringLiteral("The Dockerfile has no FROM line"));
    return {};
}

Result<Dockerfile> Dockerfile::parse(const QString &text, const QMap<QString, QString> &known)
{
    Reader reader(known);
    CHECK(reader.read(text));
    Dockerfile file;
    file.m_stages = reader.stages;
    file.m_images = reader.images;
    return file;
}

QStringList Dockerfile::startCommand() const
{
    const Stage &stage = last();
    if (stage.entrypoint.isEmpty())
        return stage.command;
    return stage.shellEntrypoint ? stage.entrypoint : stage.entrypoint + stage.command;
}

QStringList Dockerfile::baseImages() const
{
    return m_images;
}

} // namespace slipway::deploy
