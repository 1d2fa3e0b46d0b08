// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/workspace.h"

#include "core/base/files.h"
#include "core/git/bundle.h"
#include "core/git/gitenvironment.h"
#include "core/git/workspacescripts.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace slipway::git {

namespace {

constexpr std::chrono::minutes scriptTimeout { 10 }; // an agent's own filter may hang

// As git quotes a value in its configuration.
QByteArray quoted(QString value)
{
    value.replace(QLatin1Char('\\'), QLatin1String("\\\\")).replace(QLatin1Char('"'), QLatin1String("\\\""));
    value.remove(QLatin1Char('\n'));
    return '"' + value.toUtf8() + '"';
}

Result<> append(const QString &path, const QByteArray &text)
{
    QFile file(path);
    if (!QDir().mkpath(QFileInfo(path).path()) || !file.open(QIODevice::WriteOnly | QIODevice::Append)
        || file.write(text) != text.size()) {
        return fail(ErrorCode::Exhausted, QStringLiteral("Cannot write %1: %2").arg(path, file.errorString()),
                    QStringLiteral("Check the folder's permissions and the free disk space"));
    }
    return {};
}

QString refName(const QString &name)
{
    QString result;
    for (const QChar c : name) {
        const bool plain = c.isLetterOrNumber() || c == QLatin1Char('-') || c == QLatin1Char('_');
        result += plain ? c : QLatin1Char('-');
    }
    return QStringLiteral("refs/heads/rescue/") + (result.isEmpty() ? QStringLiteral("work") : result);
}

bool hasContent(const QString &folder)
{
    return QFileInfo(folder).isDir()
        && !QDir(folder).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
}

bool isRepository(const QString &path)
{
    return !path.isEmpty() && QFileInfo(path + QStringLiteral("/objects")).isDir();
}

} // namespace

Workspace::Workspace(process::ProcessRunner &runner, QString folder, QString scratch)
    : m_runner(runner)
    , m_folder(QDir::cleanPath(folder))
    , m_scratch(QDir::cleanPath(scratch))
{
}

process::SandboxProfile Workspace::sandboxProfile() const
{
    process::SandboxProfile profile;
    profile.writable << m_folder << m_scratch;
    if (!m_alternates.isEmpty())
        profile.readable << m_alternates;
    return profile;
}

Async<QByteArray> Workspace::inSandbox(QString what, QString script, QStringList arguments, QByteArray input)
{
    CO_CHECK(base::makeFolder(m_scratch));
    process::ProcessSpec spec;
    spec.program = QStringLiteral("sh");
    spec.arguments << QStringLiteral("-c") << script << QStringLiteral("slipway") << arguments;
    spec.workingDirectory = m_folder;
    spec.environment = gitEnvironment(m_identity);
    // Exactly this repository and this work tree, whatever the agent configured, removed or put further up.
    spec.environment.insert(QStringLiteral("GIT_DIR"), m_folder + QStringLiteral("/.git"));
    spec.environment.insert(QStringLiteral("GIT_WORK_TREE"), m_folder);
    spec.input = std::move(input);
    spec.timeout = scriptTimeout;
    spec.maxOutput = 64 * 1024 * 1024;
    spec.sandbox = sandboxProfile();
    const auto outcome = co_await m_runner.run(std::move(spec));
    co_return process::outputOf(outcome, what);
}

Async<> Workspace::prepare(WorkspaceSource source, QString rescueInto, Identity identity)
{
    m_identity = identity;
    if (hasContent(m_folder)) {
        const QString name = QFileInfo(m_folder).fileName() + QLatin1Char('-')
            + QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmsszzz"));
        const auto saved = co_await rescue(rescueInto, name);
        if (!saved)
            co_return forward(saved);
    }
    CO_CHECK(co_await remove());
    CO_CHECK(base::makeFolder(m_folder, true));
    CO_CHECK(base::makeFolder(m_scratch, true));
    co_return co_await makeClone(std::move(source));
}

// Nobody wrote to this folder yet, so git runs on the host. Two processes; `git clone` would take four.
Async<> Workspace::makeClone(WorkspaceSource source)
{
    Git git(m_runner, m_identity);
    const QString metadata = m_folder + QStringLiteral("/.git");
    const QString branch = source.branch.isEmpty() ? QStringLiteral("work") : source.branch;
    const QStringList init { QStringLiteral("init"), QStringLiteral("--quiet"), QStringLiteral("--template="),
                             QStringLiteral("--object-format=sha1"), QStringLiteral("--initial-branch=") + branch };
    CO_CHECK(co_await git.run(m_folder, init));
    CO_CHECK(append(metadata + QStringLiteral("/config"),
                    "[user]\n\tname = " + quoted(m_identity.name) + "\n\temail = " + quoted(m_identity.email)
                        + "\n[gc]\n\tauto = 0\n[advice]\n\tdetachedHead = false\n"));
    m_alternates.clear();
    m_base = source.commit;
    if (!source.repository.isEmpty()) {
        m_alternates = QDir::cleanPath(source.repository + QStringLiteral("/objects"));
        CO_CHECK(append(metadata + QStringLiteral("/objects/info/alternates"), m_alternates.toUtf8() + '\n'));
    } else {
        const QString sourceRef = QStringLiteral("refs/slipway/source");
        CO_TRY(const QString head, co_await git.importBundleTo(m_folder, source.bundle, sourceRef));
        if (m_base.isEmpty())
            m_base = head;
    }
    const QStringList checkout { QStringLiteral("reset"), QStringLiteral("--quiet"), QStringLiteral("--hard"), m_base };
    const auto checkedOut = co_await git.run(m_folder, checkout);
    if (!checkedOut) {
        co_return fail(ErrorCode::Invalid, QStringLiteral("The commit %1 cannot be checked out").arg(m_base.left(12)),
                       QStringLiteral("Check the disk space, and that the commit is in the repository"),
                       checkedOut.error().detail);
    }
    CO_TRY(m_base, co_await git.resolve(m_folder, QStringLiteral("refs/heads/") + branch));
    co_return append(metadata + QStringLiteral("/refs/slipway/base"), m_base.toUtf8() + '\n');
}

Async<> Workspace::commitAll(QString message)
{
    const auto done
        = co_await inSandbox(QStringLiteral("Committing the work"), scripts::commitAll, {}, message.toUtf8() + '\n');
    if (!done)
        co_return forward(done);
    co_return {};
}

Async<WorkspaceChange> Workspace::collect(QString base)
{
    const QString since = base.isEmpty() ? m_base : base;
    if (!isObjectName(since))
        co_return fail(ErrorCode::Invalid, QStringLiteral("“%1” is no commit to collect changes from").arg(since));
    const QString bundle = m_scratch + QStringLiteral("/change.bundle");
    CO_TRY(
        const QByteArray text,
        co_await inSandbox(QStringLiteral("Collecting the changes"), scripts::collect, QStringList { since, bundle }));
    WorkspaceChange change;
    const auto parts = text.split('\0');
    if (parts.size() < 2)
        co_return change;
    change.head = QString::fromLatin1(parts.first());
    if (!isObjectName(change.head))
        co_return fail(ErrorCode::Invalid, QStringLiteral("The workspace's git gave no commit"), {},
                       QString::fromUtf8(text.left(200)));
    change.bundlePath = bundle;
    for (qsizetype i = 1; i < parts.size() - 1; ++i)
        change.files.append(QString::fromUtf8(parts.at(i)));
    co_return change;
}

Async<QStringList> Workspace::beginMerge(QString commit)
{
    if (!isObjectName(commit))
        co_return fail(ErrorCode::Invalid, QStringLiteral("“%1” is no commit to merge").arg(commit));
    CO_TRY(const QByteArray text,
           co_await inSandbox(QStringLiteral("Starting the merge"), scripts::beginMerge, QStringList { commit }));
    QStringList paths;
    const auto parts = text.split('\0');
    for (const QByteArray &part : parts) {
        if (!part.isEmpty())
            paths.append(QString::fromUtf8(part));
    }
    co_return paths;
}

// What a rescue bundle may leave out: everything that is on some ref there.
Async<QStringList> Workspace::knownCommits(QString repository)
{
    Git git(m_runner);
    const QStringList arguments { QStringLiteral("for-each-ref"), QStringLiteral("--format=%(objectname)") };
    CO_TRY(const QByteArray text, co_await git.run(repository, arguments));
    QStringList commits = QString::fromLatin1(text).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    commits.removeDuplicates();
    co_return commits;
}

Async<QString> Workspace::rescue(QString rescueInto, QString name)
{
    if (!hasContent(m_folder))
        co_return QString();
    const bool reachable = isRepository(rescueInto);
    QByteArray revisions = "HEAD\n";
    if (reachable) {
        CO_TRY(const QStringList known, co_await knownCommits(rescueInto));
        for (const QString &commit : known)
            revisions += '^' + commit.toLatin1() + '\n';
    }
    // After a restart nobody remembers the alternates; what the agent's own file says is not asked.
    if (m_alternates.isEmpty() && reachable)
        m_alternates = QDir::cleanPath(rescueInto + QStringLiteral("/objects"));
    const QString ref = refName(name);
    const QString bundle
        = m_scratch + QLatin1String("/rescue-") + ref.section(QLatin1Char('/'), -1) + QLatin1String(".bundle");
    const QStringList arguments { bundle, QStringLiteral("Unfinished work (%1)").arg(name), m_alternates,
                                  reachable ? QString() : QStringLiteral("base") };
    CO_TRY(const QByteArray said,
           co_await inSandbox(QStringLiteral("Saving unfinished work"), scripts::rescue, arguments, revisions));
    if (!said.contains("saved"))
        co_return QString();
    if (!reachable)
        co_return bundle;
    Git git(m_runner, m_identity);
    CO_TRY(const QString there, co_await git.resolve(rescueInto, ref));
    const QString target
        = there.isEmpty() ? ref : ref + QLatin1Char('-') + QString::number(QDateTime::currentMSecsSinceEpoch());
    const auto imported = co_await git.importBundleTo(rescueInto, bundle, target);
    if (!imported)
        co_return forward(imported);
    QFile::remove(bundle);
    co_return target;
}

Async<> Workspace::remove()
{
    if (!QFileInfo::exists(m_folder))
        co_return {};
    if (!QDir::isAbsolutePath(m_folder) || m_folder.count(QLatin1Char('/')) < 2)
        co_return fail(ErrorCode::Denied, QStringLiteral("%1 is no workspace").arg(m_folder));
    // A process: thousands of files would hold up the event loop. rm follows no link.
    process::ProcessSpec spec;
    spec.program = QStringLiteral("rm");
    spec.arguments << QStringLiteral("-rf") << QStringLiteral("--one-file-system") << QStringLiteral("--") << m_folder;
    spec.environment = process::baseEnvironment();
    auto outcome = co_await m_runner.run(spec);
    if (!outcome.ok() && outcome.end == process::ProcessEnd::Finished) {
        // Some tools leave read-only folders behind.
        process::ProcessSpec permit = spec;
        permit.program = QStringLiteral("chmod");
        permit.arguments
            = QStringList { QStringLiteral("-R"), QStringLiteral("u+rwX"), QStringLiteral("--"), m_folder };
        co_await m_runner.run(permit);
        outcome = co_await m_runner.run(spec);
    }
    const auto removed = process::outputOf(outcome, QStringLiteral("Removing ") + m_folder);
    if (!removed)
        co_return forward(removed);
    co_return {};
}

} // namespace slipway::git
