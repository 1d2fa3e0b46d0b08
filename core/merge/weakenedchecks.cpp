// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/merge/weakenedchecks.h"

#include <QRegularExpression>

namespace slipway::merge {

namespace {

using Kind = git::DiffLine::Kind;

bool matches(const QString &text, const QRegularExpression &pattern)
{
    return pattern.match(text).hasMatch();
}

bool isWorkflow(const QString &path)
{
    static const QRegularExpression workflows(
        QStringLiteral("^(\\.github|\\.forgejo|\\.gitea|\\.circleci)/|^\\.gitlab-ci\\.ya?ml$|^Jenkinsfile$"));
    return matches(path, workflows);
}

bool isTest(const QString &path)
{
    static const QRegularExpression tests(QStringLiteral(
        "(^|/)(tests?|specs?|__tests__)/|(^|/)(test_[^/]+|[^/]+_test|[^/]+_spec|[^/]+[.]test|[^/]+[.]spec|"
        "tst_[^/]+|[^/]+Tests?)[.][A-Za-z]+$"));
    return matches(path, tests);
}

/// Where commands of CI stand: workflows, build files, scripts.
bool isRecipe(const QString &path)
{
    static const QRegularExpression recipes(QStringLiteral(
        "[.](ya?ml|toml|cfg|ini|sh|json|mk)$|(^|/)(Makefile|Dockerfile|justfile|noxfile\\.py|tox\\.ini)$"));
    return isWorkflow(path) || matches(path, recipes);
}

/// A line that begins a test, in the usual frameworks.
bool beginsTest(const QString &line)
{
    static const QRegularExpression tests(QStringLiteral(
        "^\\s*(async\\s+)?def\\s+test|^\\s*(it|test)\\s*\\(|^\\s*func\\s+Test\\w*\\s*\\(|"
        "^\\s*#\\[(tokio::)?test|^\\s*@(Test|ParameterizedTest)\\b|^\\s*(TEST|TEST_F|TEST_P|TEST_CASE)\\s*\\("));
    return matches(line, tests);
}

struct Rule {
    QRegularExpression pattern;
    QString text;
};

const QList<Rule> &skips()
{
    static const QList<Rule> rules {
        { QRegularExpression(QStringLiteral(
              "@(unittest\\.)?skip(If|Unless)?\\b|pytest\\.mark\\.(skip|skipif|xfail)|pytest\\.(skip|xfail)\\s*\\(|"
              "\\.skipTest\\s*\\(|raise\\s+(unittest\\.)?SkipTest|@(unittest\\.)?expectedFailure")),
          QStringLiteral("A test is skipped or expected to fail") },
        { QRegularExpression(QStringLiteral(
              "\\b(it|test|describe|suite)\\.(skip|todo|only)\\b|^\\s*(xit|xtest|xdescribe|fit|fdescribe)\\s*\\(")),
          QStringLiteral("A test is skipped, or all others are") },
        { QRegularExpression(
              QStringLiteral("\\bt\\.Skip(f|Now)?\\s*\\(|#\\[ignore|^\\s*@(Disabled|Ignore)\\b|\\bQSKIP\\s*\\(|"
                             "\\bGTEST_SKIP\\s*\\(")),
          QStringLiteral("A test is skipped") },
    };
    return rules;
}

const QList<Rule> &tolerances()
{
    static const QList<Rule> rules {
        { QRegularExpression(QStringLiteral("\\|\\|\\s*(true|:|exit\\s+0|echo\\b)")),
          QStringLiteral("A command may fail without anybody noticing") },
        { QRegularExpression(QStringLiteral("continue-on-error\\s*:\\s*(true|\\$)|allow_failure\\s*:\\s*true")),
          QStringLiteral("A step may fail without anybody noticing") },
        { QRegularExpression(QStringLiteral("(^|[;&|]|run:|-)\\s*set\\s+\\+e\\b|--exit-zero\\b|--passWithNoTests\\b|"
                                            "--no-fail\\b|--suppress-tests-failed-exit-code\\b")),
          QStringLiteral("Failures no longer end the run") },
        { QRegularExpression(QStringLiteral("\\bif\\s*:\\s*(\\$\\{\\{\\s*)?false\\b")),
          QStringLiteral("A job or step never runs") },
    };
    return rules;
}

/// Name and value of a threshold that a check has to reach, if the line sets one.
std::optional<std::pair<QString, double>> threshold(const QString &line)
{
    static const QRegularExpression pattern(
        QStringLiteral(
            "((?:cov-)?fail[_-]under|(?:min(?:imum)?[_-]?)?coverage(?:[_-]?threshold)?|threshold|branches|functions|"
            "statements)[\"']?\\s*[:=\\s]\\s*([0-9]+(?:\\.[0-9]+)?)\\b"),
        QRegularExpression::CaseInsensitiveOption);
    const auto match = pattern.match(line);
    if (!match.hasMatch())
        return std::nullopt;
    return std::pair(match.captured(1).toLower(), match.captured(2).toDouble());
}

class Reader final {
public:
    explicit Reader(domain::AgentType type)
        : m_isDevops(type == domain::AgentType::Devops)
    {
    }

    void read(const git::DiffFile &file)
    {
        const QString path = file.path();
        if (isWorkflow(path) && !m_isDevops)
            found.append({ path, 0, QStringLiteral("A workflow is changed by a task that is not about it") });
        if (file.newPath.isEmpty() && isTest(path))
            found.append({ path, 0, QStringLiteral("A file of tests is deleted") });
        QMap<QString, double> before;
        for (const auto &hunk : file.hunks) {
            for (const auto &line : hunk.lines)
                readLine(file, line, &before);
        }
        for (auto it = before.cbegin(); it != before.cend(); ++it)
            found.append({ path, 0, QStringLiteral("The threshold %1 (%2) is gone").arg(it.key()).arg(it.value()) });
    }

    void finish()
    {
        if (m_testsRemoved <= m_testsAdded)
            return;
        found.append({ m_lastRemovedIn, 0,
                       QStringLiteral("%1 tests are removed and %2 added").arg(m_testsRemoved).arg(m_testsAdded) });
    }

    QList<Weakening> found;

private:
    void readLine(const git::DiffFile &file, const git::DiffLine &line, QMap<QString, double> *before)
    {
        const QString path = file.path();
        if (line.kind == Kind::Context)
            return;
        const bool added = line.kind == Kind::Added;
        if (isTest(path) && beginsTest(line.text)) {
            ++(added ? m_testsAdded : m_testsRemoved);
            if (!added)
                m_lastRemovedIn = path;
        }
        if (isTest(path) && added)
            apply(skips(), path, line);
        if (!isRecipe(path))
            return;
        if (added)
            apply(tolerances(), path, line);
        const auto limit = threshold(line.text);
        if (!limit)
            return;
        if (!added) {
            before->insert(limit->first, limit->second);
        } else if (before->contains(limit->first)) {
            const double old = before->take(limit->first);
            if (limit->second < old)
                found.append({ path, line.newNumber,
                               QStringLiteral("The threshold %1 sinks from %2 to %3")
                                   .arg(limit->first)
                                   .arg(old)
                                   .arg(limit->second) });
        }
    }

    void apply(const QList<Rule> &rules, const QString &path, const git::DiffLine &line)
    {
        for (const Rule &rule : rules) {
            if (!matches(line.text, rule.pattern))
                continue;
            found.append(
                { path, line.newNumber, QStringLiteral("%1: %2").arg(rule.text, line.text.trimmed().left(120)) });
            return;
        }
    }

    bool m_isDevops;
    int m_testsAdded = 0, m_testsRemoved = 0;
    QString m_lastRemovedIn;
};

} // namespace

QList<Weakening> weakenedChecks(const git::Diff &diff, domain::AgentType type)
{
    Reader reader(type);
    for (const auto &file : diff.files)
        reader.read(file);
    reader.finish();
    return reader.found;
}

} // namespace slipway::merge
