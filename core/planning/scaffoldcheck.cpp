// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planning/scaffoldcheck.h"

#include "core/base/files.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QRegularExpression>

#include <yaml-cpp/yaml.h>

namespace slipway::planning {

namespace {

constexpr qint64 maxFile = 512 * 1024;
constexpr int maxFiles = 5000;
constexpr qsizetype maxCommand = 400; ///< as in prompts

QString textOf(const QString &path)
{
    const QFileInfo info(path);
    if (!info.isFile() || info.size() > maxFile)
        return {};
    return QString::fromUtf8(base::readFile(path).value_or(QByteArray {}));
}

/// Files of the workspace without git's, dependencies and links (an agent's link may lead anywhere).
QStringList filesOf(const QString &folder)
{
    static const QRegularExpression skipped(
        QStringLiteral("(^|/)(\\.git|node_modules|\\.venv|venv|__pycache__|dist|build|target)/"));
    QStringList files;
    QDirIterator it(folder, QDir::Files | QDir::Hidden | QDir::NoSymLinks, QDirIterator::Subdirectories);
    while (it.hasNext() && files.size() < maxFiles) {
        const QString path = it.next().mid(folder.size() + 1);
        if (!skipped.match(path).hasMatch())
            files.append(path);
    }
    return files;
}

void checkDockerfile(const QString &folder, QStringList &found)
{
    const QString text = textOf(folder + QStringLiteral("/Dockerfile"));
    static const QRegularExpression from(QStringLiteral("^\\s*FROM\\s+\\S+"),
                                         QRegularExpression::MultilineOption
                                             | QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression start(QStringLiteral("^\\s*(CMD|ENTRYPOINT)\\s+\\S+"),
                                          QRegularExpression::MultilineOption
                                              | QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression port(QStringLiteral("\\b8000\\b|\\bPORT\\b"));
    if (text.isEmpty()) {
        found.append(QStringLiteral("There is no Dockerfile at the root"));
        return;
    }
    if (!from.match(text).hasMatch())
        found.append(QStringLiteral("The Dockerfile has no FROM line"));
    if (!start.match(text).hasMatch())
        found.append(QStringLiteral("The Dockerfile has no CMD or ENTRYPOINT"));
    if (!port.match(text).hasMatch())
        found.append(QStringLiteral("The Dockerfile neither exposes port 8000 nor uses $PORT"));
}

/// True if the workflow starts on pushes or pull requests. `on` is a name, a list or a map.
bool startsByItself(const YAML::Node &on)
{
    const auto isOne = [](const std::string &name) { return name == "push" || name == "pull_request"; };
    if (on.IsScalar())
        return isOne(on.Scalar());
    if (on.IsSequence())
        return std::ranges::any_of(on, [&](const YAML::Node &item) { return item.IsScalar() && isOne(item.Scalar()); });
    return on.IsMap() && (on["push"] || on["pull_request"]);
}

/// The first step of a workflow that runs tests; empty if there is none.
QString testStep(const YAML::Node &workflow)
{
    static const QRegularExpression test(
        QStringLiteral("\\b(tests?|unittest|pytest|ctest|tox|jest|vitest|phpunit|rspec|check)\\b"));
    for (const auto &job : workflow["jobs"]) {
        const YAML::Node steps = job.second.IsMap() ? job.second["steps"] : YAML::Node();
        for (const auto &step : steps) {
            const YAML::Node run = step.IsMap() ? step["run"] : YAML::Node();
            const QString text = run && run.IsScalar() ? QString::fromStdString(run.Scalar()) : QString();
            if (test.match(text).hasMatch())
                return text.trimmed();
        }
    }
    return {};
}

/// What is wrong with one workflow file; empty if it is fine.
QString workflowViolation(const QString &name, const QByteArray &content)
{
    try {
        const YAML::Node workflow = YAML::Load(content.toStdString());
        if (!workflow.IsMap() || !workflow["jobs"] || !workflow["jobs"].IsMap())
            return QStringLiteral("%1 has no jobs").arg(name);
        if (!workflow["on"] || !startsByItself(workflow["on"]))
            return QStringLiteral("%1 does not start on push or pull_request").arg(name);
        if (testStep(workflow).isEmpty())
            return QStringLiteral("%1 has no step with a `run:` that runs the tests").arg(name);
    } catch (const YAML::Exception &exception) {
        return QStringLiteral("%1 is not valid YAML: %2").arg(name, QString::fromUtf8(exception.what()));
    }
    return {};
}

void checkWorkflows(const QString &folder, QStringList &found)
{
    const QDir workflows(folder + QStringLiteral("/.github/workflows"));
    const auto names = workflows.entryList({ QStringLiteral("*.yml"), QStringLiteral("*.yaml") },
                                           QDir::Files | QDir::NoSymLinks, QDir::Name);
    QStringList bad;
    for (const QString &name : names) {
        const QString violation = workflowViolation(name, textOf(workflows.filePath(name)).toUtf8());
        if (violation.isEmpty())
            return; // one that runs the tests is enough; others may do other things
        bad.append(violation);
    }
    if (names.isEmpty())
        found.append(QStringLiteral("There is no workflow in .github/workflows"));
    found.append(bad);
}

} // namespace

QStringList scaffoldViolations(const QString &folder)
{
    QStringList found;
    checkDockerfile(folder, found);
    if (textOf(folder + QStringLiteral("/.dockerignore")).isEmpty())
        found.append(QStringLiteral("There is no .dockerignore at the root"));
    checkWorkflows(folder, found);
    static const QRegularExpression testFile(QStringLiteral("(^|[/_.-])(tests?|spec)([/_.-]|$)"),
                                             QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression notApp(QStringLiteral("^(docs|\\.github)/|(\\.md|\\.txt)$|(^|/)Dockerfile$"));
    const QStringList files = filesOf(folder);
    bool hasTest = false;
    bool hasHealth = false;
    for (const QString &path : files) {
        const bool isTest = testFile.match(path).hasMatch();
        hasTest = hasTest || (isTest && !notApp.match(path).hasMatch());
        if (!hasHealth && !isTest && !notApp.match(path).hasMatch())
            hasHealth = textOf(folder + QLatin1Char('/') + path).contains(QLatin1String("healthz"));
    }
    if (!hasHealth)
        found.append(QStringLiteral("No source file of the application answers GET /healthz"));
    if (!hasTest)
        found.append(QStringLiteral("There is no test file"));
    return found;
}

QString testCommandTold(const QString &answer)
{
    // The last one counts: an agent may quote the rule before it follows it.
    static const QRegularExpression line(QStringLiteral("^[ *_>-]*TEST COMMAND[ *_]*:[ *_]*`?([^`\\n]+)`?[ *_]*$"),
                                         QRegularExpression::MultilineOption);
    QString told;
    auto it = line.globalMatch(answer);
    while (it.hasNext())
        told = it.next().captured(1).trimmed();
    return told.size() <= maxCommand ? told : QString();
}

QString testCommandInWorkflow(const QString &folder)
{
    const QDir workflows(folder + QStringLiteral("/.github/workflows"));
    const auto names = workflows.entryList({ QStringLiteral("*.yml"), QStringLiteral("*.yaml") },
                                           QDir::Files | QDir::NoSymLinks, QDir::Name);
    for (const QString &name : names) {
        try {
            const QString command = testStep(YAML::Load(textOf(workflows.filePath(name)).toStdString()));
            const bool isPlain = !command.contains(QLatin1Char('\n')) && !command.contains(QLatin1String("${{"));
            if (!command.isEmpty() && isPlain && command.size() <= maxCommand)
                return command;
        } catch (const YAML::Exception &) {
            continue; // said by scaffoldViolations()
        }
    }
    return {};
}

QStringList schemaFiles(const QString &folder)
{
    static const QRegularExpression schema(
        QStringLiteral("\\.(sql|prisma)$|(^|/)(migrations?|schema|alembic)(/|[._-])|(^|/)(schema|models)\\.[a-z]+$"),
        QRegularExpression::CaseInsensitiveOption);
    QStringList files = filesOf(folder).filter(schema);
    files.removeIf([](const QString &path) { return path.startsWith(QLatin1String("docs/")); });
    return files;
}

} // namespace slipway::planning
