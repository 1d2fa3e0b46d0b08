// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/git.h"

#include "core/git/gitenvironment.h"
#include "core/git/refs.h"

namespace slipway::git {

namespace {

constexpr qsizetype maxOutput = 256 * 1024 * 1024;

QString nullObject(const QString &like)
{
    return QString(like.size(), QLatin1Char('0'));
}

Result<> checkName(const QString &name, const QString &what)
{
    // It would be read as an option.
    if (name.isEmpty() || name.startsWith(QLatin1Char('-')))
        return fail(ErrorCode::Invalid, QStringLiteral("“%1” is no %2").arg(name, what));
    return {};
}

// Git's complaints about a folder that is not a repository, or not there at all.
Error explained(Error error, const QString &folder)
{
    if (error.detail.contains(QLatin1String("not a git repository"))) {
        error.code = ErrorCode::NotFound;
        error.message = QStringLiteral("%1 is not a git repository").arg(folder);
    }
    return error;
}

// How a server is reached from this machine; everything else of the environment stays out.
QMap<QString, QString> networkEnvironment()
{
    QMap<QString, QString> environment;
    for (const char *name : { "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy",
                              "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH" }) {
        if (qEnvironmentVariableIsSet(name))
            environment.insert(QLatin1String(name), qEnvironmentVariable(name));
    }
    return environment;
}

QStringList nullSeparated(const QByteArray &text)
{
    QStringList result;
    const auto parts = text.split('\0');
    for (const QByteArray &part : parts) {
        if (!part.isEmpty())
            result.append(QString::fromUtf8(part));
    }
    return result;
}

} // namespace

Git::Git(process::ProcessRunner &runner, Identity identity)
    : m_runner(runner)
    , m_environment(gitEnvironment(identity))
{
}

QCoro::Task<process::ProcessOutcome> Git::start(QString folder, QStringList arguments, QByteArray input,
                                                std::stop_token stop, QMap<QString, QString> extra)
{
    process::ProcessSpec spec;
    spec.program = QStringLiteral("git");
    spec.arguments = std::move(arguments);
    spec.workingDirectory = std::move(folder);
    spec.environment = m_environment;
    spec.environment.insert(extra);
    spec.input = std::move(input);
    spec.maxOutput = maxOutput;
    co_return co_await m_runner.run(std::move(spec), {}, std::move(stop));
}

Async<QByteArray> Git::run(QString folder, QStringList arguments, QByteArray input, std::stop_token stop)
{
    const QString what = QStringLiteral("git ") + arguments.value(0);
    const auto outcome = co_await start(folder, std::move(arguments), std::move(input), std::move(stop));
    auto output = process::outputOf(outcome, what);
    if (!output)
        co_return std::unexpected(explained(output.error(), folder));
    if (outcome.outputCut)
        co_return fail(ErrorCode::Exhausted, QStringLiteral("%1 gave more output than is accepted").arg(what));
    co_return output;
}

Async<QByteArray> Git::runAuthorized(QString folder, QStringList arguments, Authorization authorization,
                                     std::stop_token stop)
{
    const QString what = QStringLiteral("git ") + arguments.value(0);
    const int count = m_environment.value(QStringLiteral("GIT_CONFIG_COUNT")).toInt();
    QMap<QString, QString> extra = networkEnvironment();
    extra.insert(QStringLiteral("GIT_CONFIG_COUNT"), QString::number(count + 1));
    extra.insert(QStringLiteral("GIT_CONFIG_KEY_%1").arg(count),
                 QStringLiteral("http.%1.extraHeader").arg(authorization.urlPrefix));
    extra.insert(QStringLiteral("GIT_CONFIG_VALUE_%1").arg(count), authorization.header);
    const auto outcome = co_await start(folder, std::move(arguments), {}, std::move(stop), std::move(extra));
    auto output = process::outputOf(outcome, what);
    if (!output)
        co_return std::unexpected(explained(output.error(), folder));
    co_return output;
}

Async<QByteArray> Git::runWith(QString folder, QStringList arguments, QMap<QString, QString> extra)
{
    const QString what = QStringLiteral("git ") + arguments.value(0);
    const auto outcome = co_await start(folder, std::move(arguments), {}, {}, std::move(extra));
    co_return process::outputOf(outcome, what);
}

Async<> Git::initBare(QString path, QString defaultBranch)
{
    CO_CHECK(checkName(defaultBranch, QStringLiteral("branch name")));
    QStringList arguments;
    arguments << QStringLiteral("init") << QStringLiteral("--quiet") << QStringLiteral("--bare")
              << QStringLiteral("--template=") << QStringLiteral("--object-format=sha1")
              << QStringLiteral("--initial-branch") << defaultBranch << QStringLiteral("--") << path;
    const auto made = co_await run(QStringLiteral("/"), arguments);
    if (!made)
        co_return forward(made);
    co_return {};
}

Async<> Git::clone(QString from, QString to, QString branch)
{
    QStringList arguments { QStringLiteral("clone"), QStringLiteral("--quiet"), QStringLiteral("--template=") };
    if (!branch.isEmpty())
        arguments << QStringLiteral("--branch") << branch;
    arguments << QStringLiteral("--") << from << to;
    const auto cloned = co_await run(QStringLiteral("/"), arguments);
    if (!cloned)
        co_return forward(cloned);
    co_return {};
}

Async<QString> Git::resolve(QString repository, QString ref)
{
    CO_CHECK(checkName(ref, QStringLiteral("ref")));
    if (const auto known = readRef(repository, ref))
        co_return *known;
    QStringList arguments { QStringLiteral("rev-parse"), QStringLiteral("--verify"), QStringLiteral("--quiet"),
                            ref + QStringLiteral("^{commit}") };
    const auto outcome = co_await start(repository, arguments);
    if (outcome.ok())
        co_return QString::fromLatin1(outcome.out.trimmed());
    if (outcome.end == process::ProcessEnd::Finished && !outcome.err.contains("not a git repository"))
        co_return QString();
    const auto failure = process::outputOf(outcome, QStringLiteral("git rev-parse"));
    co_return std::unexpected(explained(failure.error(), repository));
}

Async<> Git::updateRef(QString repository, QString ref, QString newSha, QString oldSha)
{
    if (!isObjectName(newSha))
        co_return fail(ErrorCode::Invalid, QStringLiteral("“%1” is no commit").arg(newSha));
    CO_CHECK(checkName(ref, QStringLiteral("ref")));
    const QStringList arguments { QStringLiteral("update-ref"), ref, newSha,
                                  oldSha.isEmpty() ? nullObject(newSha) : oldSha };
    const auto updated = co_await run(repository, arguments);
    if (updated)
        co_return {};
    Error error = updated.error();
    if (error.detail.contains(QLatin1String("cannot lock ref"))) {
        error.code = ErrorCode::Conflict;
        error.message = QStringLiteral("%1 was changed by somebody else").arg(ref);
        error.hint = QStringLiteral("Look at what is there now and try again");
    }
    co_return std::unexpected(std::move(error));
}

Async<> Git::deleteRef(QString repository, QString ref)
{
    CO_CHECK(checkName(ref, QStringLiteral("ref")));
    const QStringList arguments { QStringLiteral("update-ref"), QStringLiteral("-d"), ref };
    const auto deleted = co_await run(repository, arguments);
    if (!deleted)
        co_return forward(deleted);
    co_return {};
}

Async<QStringList> Git::branches(QString repository)
{
    const QStringList arguments { QStringLiteral("for-each-ref"), QStringLiteral("--format=%(refname:lstrip=2)"),
                                  QStringLiteral("refs/heads/") };
    CO_TRY(const QByteArray text, co_await run(repository, arguments));
    co_return QString::fromUtf8(text).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

Async<MergeResult> Git::merge(QString repository, QString ours, QString theirs, QString message)
{
    CO_CHECK(checkName(ours, QStringLiteral("commit")));
    CO_CHECK(checkName(theirs, QStringLiteral("commit")));
    const QStringList arguments { QStringLiteral("merge-tree"),
                                  QStringLiteral("--write-tree"),
                                  QStringLiteral("--name-only"),
                                  QStringLiteral("--no-messages"),
                                  QStringLiteral("-z"),
                                  ours,
                                  theirs };
    const auto outcome = co_await start(repository, arguments);
    MergeResult result;
    // 1 means conflicts; then the tree is followed by their paths.
    const bool merged = outcome.end == process::ProcessEnd::Finished && outcome.exitCode <= 1;
    const QStringList parts = nullSeparated(outcome.out);
    if (!merged || parts.isEmpty() || !isObjectName(parts.first())) {
        const auto failure = process::outputOf(outcome, QStringLiteral("git merge-tree"));
        Error error = failure ? Error { ErrorCode::Internal, QStringLiteral("git merge-tree gave no tree"), {}, {} }
                              : failure.error();
        co_return std::unexpected(explained(std::move(error), repository));
    }
    if (outcome.exitCode == 1) {
        result.conflicted = true;
        result.conflicts = parts.mid(1);
        co_return result;
    }
    const QStringList commit { QStringLiteral("commit-tree"), parts.first(), QStringLiteral("-p"), ours,
                               QStringLiteral("-p"),          theirs };
    CO_TRY(const QByteArray sha, co_await run(repository, commit, message.toUtf8()));
    result.commit = QString::fromLatin1(sha.trimmed());
    co_return result;
}

Async<bool> Git::isAncestor(QString repository, QString ancestor, QString descendant)
{
    CO_CHECK(checkName(ancestor, QStringLiteral("commit")));
    CO_CHECK(checkName(descendant, QStringLiteral("commit")));
    const QStringList arguments { QStringLiteral("merge-base"), QStringLiteral("--is-ancestor"), ancestor, descendant };
    const auto outcome = co_await start(repository, arguments);
    if (outcome.end == process::ProcessEnd::Finished && outcome.exitCode <= 1)
        co_return outcome.exitCode == 0;
    const auto failure = process::outputOf(outcome, QStringLiteral("git merge-base"));
    co_return std::unexpected(explained(failure.error(), repository));
}

Async<QString> Git::mergeBase(QString repository, QString a, QString b)
{
    CO_CHECK(checkName(a, QStringLiteral("commit")));
    CO_CHECK(checkName(b, QStringLiteral("commit")));
    const QStringList arguments { QStringLiteral("merge-base"), a, b };
    const auto outcome = co_await start(repository, arguments);
    if (outcome.end == process::ProcessEnd::Finished && outcome.exitCode == 1)
        co_return fail(ErrorCode::NotFound, QStringLiteral("%1 and %2 have no common history").arg(a, b));
    CO_TRY(const QByteArray sha, process::outputOf(outcome, QStringLiteral("git merge-base")));
    co_return QString::fromLatin1(sha.trimmed());
}

Async<QList<Commit>> Git::log(QString repository, QString range, int limit)
{
    CO_CHECK(checkName(range, QStringLiteral("range of commits")));
    const QStringList arguments { QStringLiteral("log"),
                                  QStringLiteral("-z"),
                                  QStringLiteral("--format=%H%x1f%an%x1f%cI%x1f%s"),
                                  QStringLiteral("--max-count=%1").arg(limit),
                                  range,
                                  QStringLiteral("--") };
    CO_TRY(const QByteArray text, co_await run(repository, arguments));
    QList<Commit> commits;
    const auto entries = nullSeparated(text);
    for (const QString &entry : entries) {
        const auto fields = entry.split(QChar(0x1f));
        if (fields.size() < 4)
            continue;
        Commit commit;
        commit.sha = fields.at(0);
        commit.author = fields.at(1);
        commit.time = QDateTime::fromString(fields.at(2), Qt::ISODate);
        commit.subject = fields.mid(3).join(QChar(0x1f));
        commits.append(commit);
    }
    co_return commits;
}

Async<Diff> Git::diff(QString repository, QString from, QString to, qsizetype maxBytes)
{
    CO_CHECK(checkName(from, QStringLiteral("commit")));
    CO_CHECK(checkName(to, QStringLiteral("commit")));
    process::ProcessSpec spec;
    spec.program = QStringLiteral("git");
    spec.arguments << QStringLiteral("diff-tree") << QStringLiteral("-r") << QStringLiteral("-p")
                   << QStringLiteral("-M") << QStringLiteral("--no-color") << QStringLiteral("--no-ext-diff")
                   << QStringLiteral("--no-textconv") << QStringLiteral("--src-prefix=a/")
                   << QStringLiteral("--dst-prefix=b/") << from << to << QStringLiteral("--");
    spec.workingDirectory = repository;
    spec.environment = m_environment;
    spec.maxOutput = 64 * 1024; // the lines are kept here, from the beginning; the runner keeps the end
    spec.maxLine = maxBytes;
    QByteArray text;
    bool cut = false;
    std::stop_source enough;
    process::LineSink sink = [&](process::OutputChannel channel, const QByteArray &line) {
        if (channel != process::OutputChannel::Out || cut)
            return;
        cut = text.size() + line.size() >= maxBytes;
        if (cut)
            enough.request_stop();
        else
            text.append(line).append('\n');
    };
    const auto outcome = co_await m_runner.run(std::move(spec), std::move(sink), enough.get_token());
    if (!outcome.ok() && !cut) {
        const auto failure = process::outputOf(outcome, QStringLiteral("git diff"));
        co_return std::unexpected(explained(failure.error(), repository));
    }
    Diff diff = parseDiff(text);
    diff.cut = cut;
    co_return diff;
}

Async<QByteArray> Git::show(QString repository, QString commit, QString path)
{
    CO_CHECK(checkName(commit, QStringLiteral("commit")));
    const QStringList arguments { QStringLiteral("cat-file"), QStringLiteral("blob"),
                                  commit + QLatin1Char(':') + path };
    const auto content = co_await run(repository, arguments);
    if (!content && content.error().code == ErrorCode::Invalid) {
        co_return fail(ErrorCode::NotFound, QStringLiteral("There is no file %1 in %2").arg(path, commit.left(12)), {},
                       content.error().detail);
    }
    co_return content;
}

Async<QStringList> Git::files(QString repository, QString commit, QString under)
{
    CO_CHECK(checkName(commit, QStringLiteral("commit")));
    QStringList arguments { QStringLiteral("ls-tree"),     QStringLiteral("-r"),          QStringLiteral("-z"),
                            QStringLiteral("--name-only"), QStringLiteral("--full-tree"), commit };
    if (!under.isEmpty())
        arguments << QStringLiteral("--") << under;
    CO_TRY(const QByteArray text, co_await run(repository, arguments));
    co_return nullSeparated(text);
}

} // namespace slipway::git
