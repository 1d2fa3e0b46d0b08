// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/github/fakeroutes.h"

#include <QDir>
#include <QJsonDocument>
#include <QProcess>
#include <QProcessEnvironment>

namespace slipway::test {

void addRoute(FakeRoutes &routes, const char *method, const char *pattern, FakeHandler handler)
{
    QString form = QString::fromLatin1(pattern);
    form.replace(QLatin1String("/R"), QLatin1String("/([^/]+/[^/]+)"));
    form.replace(QLatin1String(":"), QLatin1String("([^/]+)"));
    form.replace(QLatin1String("*"), QLatin1String("(.+)"));
    routes.append({ method, QRegularExpression(QRegularExpression::anchoredPattern(form)), handler });
}

HostResponse reply(int status, const QJsonObject &json)
{
    return { status,
             { { "Content-Type", "application/json; charset=utf-8" } },
             QJsonDocument(json).toJson(QJsonDocument::Compact) };
}

HostResponse reply(int status, const QJsonArray &json)
{
    return { status,
             { { "Content-Type", "application/json; charset=utf-8" } },
             QJsonDocument(json).toJson(QJsonDocument::Compact) };
}

HostResponse noContent(int status)
{
    return { status, {}, {} };
}

HostResponse refusal(int status, const QString &message, const QJsonArray &errors)
{
    QJsonObject body { { QStringLiteral("message"), message },
                       { QStringLiteral("documentation_url"), QStringLiteral("https://docs.github.com/rest") },
                       { QStringLiteral("status"), QString::number(status) } };
    if (!errors.isEmpty())
        body.insert(QStringLiteral("errors"), errors);
    return reply(status, body);
}

HostResponse invalid(const QString &resource, const QString &field, const QString &code, const QString &message)
{
    QJsonObject error { { QStringLiteral("resource"), resource },
                        { QStringLiteral("field"), field },
                        { QStringLiteral("code"), code } };
    if (!message.isEmpty())
        error.insert(QStringLiteral("message"), message);
    return refusal(422, QStringLiteral("Validation Failed"), QJsonArray { error });
}

HostResponse paged(const FakeCall &call, const QJsonArray &all, const QString &wrap)
{
    int size = call.query("per_page").toInt();
    size = size <= 0 ? 30 : std::min(size, 100);
    const int page = std::max(1, call.query("page").toInt());
    QJsonArray part;
    for (qsizetype i = qsizetype(page - 1) * size; i < std::min(all.size(), qsizetype(page) * size); ++i)
        part.append(all.at(i));
    HostResponse response = wrap.isEmpty()
        ? reply(200, part)
        : reply(200, QJsonObject { { QStringLiteral("total_count"), all.size() }, { wrap, part } });
    const int last = int((all.size() + size - 1) / size);
    if (last <= 1)
        return response;
    // As GitHub does it: by id, not in the shape that was asked for.
    QString path = call.request.path.mid(QUrl(call.root).path().size());
    if (call.repo) {
        const bool byId = path.startsWith(QLatin1String("/repositories/"));
        const auto rest = path.section(QLatin1Char('/'), byId ? 3 : 4);
        path = QStringLiteral("/repositories/%1/%2").arg(call.repo->id).arg(rest);
    }
    const auto link = [&](int to, const char *rel) {
        QUrlQuery query = call.request.query;
        query.removeAllQueryItems(QStringLiteral("page"));
        query.addQueryItem(QStringLiteral("page"), QString::number(to));
        return QByteArray("<" + (call.root + path).toUtf8() + "?" + query.toString(QUrl::FullyEncoded).toUtf8()
                          + ">; rel=\"" + rel + "\"");
    };
    QByteArrayList links;
    if (page > 1)
        links.append(link(page - 1, "prev"));
    if (page < last)
        links.append(link(page + 1, "next"));
    links.append(link(last, "last"));
    response.headers.emplaceBack("Link", links.join(", "));
    return response;
}

qint64 newId(FakeState &state)
{
    return ++state.nextId;
}

QJsonValue timeValue(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(base::isoTime(time)) : QJsonValue(QJsonValue::Null);
}

QJsonObject userJson(const QString &login)
{
    return { { QStringLiteral("login"), login },
             { QStringLiteral("id"), qint64(qHash(login) % 1'000'000) },
             { QStringLiteral("type"), QStringLiteral("User") } };
}

QString fakeGit(const QString &path, const QStringList &arguments, bool *ok)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("GIT_CONFIG_GLOBAL"), QStringLiteral("/dev/null"));
    environment.insert(QStringLiteral("GIT_CONFIG_NOSYSTEM"), QStringLiteral("1"));
    for (const char *role : { "AUTHOR", "COMMITTER" }) {
        environment.insert(QStringLiteral("GIT_%1_NAME").arg(QLatin1String(role)), QStringLiteral("GitHub"));
        environment.insert(QStringLiteral("GIT_%1_EMAIL").arg(QLatin1String(role)),
                           QStringLiteral("noreply@github.com"));
    }
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(path);
    process.start(QStringLiteral("git"), arguments);
    process.waitForFinished(30'000);
    const bool good = process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    if (ok)
        *ok = good;
    return good || process.exitCode() == 1 ? QString::fromUtf8(process.readAllStandardOutput()).trimmed() : QString();
}

QString branchHead(const FakeRepo &repo, const QString &branch)
{
    bool ok = false;
    const QString sha = fakeGit(repo.path,
                                { QStringLiteral("rev-parse"), QStringLiteral("--verify"), QStringLiteral("-q"),
                                  QStringLiteral("refs/heads/") + branch },
                                &ok);
    return ok ? sha : QString();
}

void makeBare(const QString &path)
{
    QDir().mkpath(path);
    fakeGit(path,
            { QStringLiteral("init"), QStringLiteral("-q"), QStringLiteral("--bare"), QStringLiteral("-b"),
              QStringLiteral("main") });
    for (const char *setting :
         { "http.receivepack=true", "uploadpack.allowAnySHA1InWant=true", "core.hooksPath=hooks" })
        fakeGit(path, QStringList { QStringLiteral("config") } + QString::fromLatin1(setting).split(QLatin1Char('=')));
    QFile hook(path + QStringLiteral("/hooks/update"));
    QDir().mkpath(path + QStringLiteral("/hooks"));
    if (!hook.open(QIODevice::WriteOnly))
        qFatal("cannot write a hook");
    hook.write(R"sh(#!/bin/sh
if grep -qxF "$1" slipway-protection 2>/dev/null; then
    echo "error: GH006: Protected branch update failed for $1." >&2
    echo "error: protected branch hook declined" >&2
    exit 1
fi
case "$FAKE_SCOPES" in *workflow*) exit 0 ;; esac
case "$3" in *[!0]*) ;; *) exit 0 ;; esac
if git ls-tree -r --name-only "$3" | grep -q '^\.github/workflows/'; then
    echo 'refusing to allow a Personal Access Token to create or update workflow `.github/workflows/ci.yml` without `workflow` scope' >&2
    exit 1
fi
)sh");
    hook.close();
    hook.setPermissions(hook.permissions() | QFileDevice::ExeOwner | QFileDevice::ExeUser);
}

void writeProtection(const FakeRepo &repo)
{
    QFile file(repo.path + QStringLiteral("/slipway-protection"));
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        qFatal("cannot write the protection");
    const auto branches = repo.protection.keys();
    for (const QString &branch : branches)
        file.write("refs/heads/" + branch.toUtf8() + "\n");
}

FakeRun automaticRun(FakeState &state, const FakeRepo &repo, const QString &branch, const QString &sha,
                     const QDateTime &now)
{
    bool red = false;
    fakeGit(repo.path, { QStringLiteral("cat-file"), QStringLiteral("-e"), sha + QStringLiteral(":CI_FAIL") }, &red);
    FakeRun run;
    run.id = newId(state) + 10'000'000'000;
    run.branch = branch;
    run.sha = sha;
    run.status = QStringLiteral("queued");
    run.conclusion = red ? QStringLiteral("failure") : QStringLiteral("success");
    run.createdAt = now;
    run.finishAt = now.addSecs(state.options.runSeconds);
    FakeJob job;
    job.id = newId(state) + 10'000'000'000;
    job.name = QStringLiteral("build");
    job.conclusion = run.conclusion;
    job.steps = { { QStringLiteral("Set up job"), QStringLiteral("success"), "Runner ready\n" },
                  { QStringLiteral("Run tests"), run.conclusion,
                    red ? "1 failed\n##[error]Process completed with exit code 1.\n" : "1 passed\n" } };
    run.jobs = { job };
    return run;
}

void noticePushes(FakeState &state, FakeRepo &repo, const QDateTime &now)
{
    QMap<QString, QString> heads;
    const auto lines
        = fakeGit(repo.path,
                  { QStringLiteral("for-each-ref"), QStringLiteral("--format=%(refname:lstrip=2) %(objectname)"),
                    QStringLiteral("refs/heads/") })
              .split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString &line : lines)
        heads.insert(line.section(QLatin1Char(' '), 0, 0), line.section(QLatin1Char(' '), 1));
    if (repo.isEmpty && !heads.isEmpty()) {
        repo.isEmpty = false;
        repo.defaultBranch = heads.firstKey();
        fakeGit(repo.path,
                { QStringLiteral("symbolic-ref"), QStringLiteral("HEAD"),
                  QStringLiteral("refs/heads/") + repo.defaultBranch });
    }
    for (auto &item : repo.items) {
        if (!item.isPull || !item.isOpen)
            continue;
        if (!heads.contains(item.head)) {
            item.isOpen = false;
            item.closedAt = now;
        } else if (item.headSha != heads.value(item.head)) {
            item.headSha = heads.value(item.head);
            item.updatedAt = now;
        }
    }
    for (auto it = heads.cbegin(); it != heads.cend(); ++it) {
        const bool isNew = repo.seenHeads.value(it.key()) != it.value();
        if (isNew && state.options.automaticRuns
            && !fakeGit(repo.path,
                        { QStringLiteral("ls-tree"), QStringLiteral("--name-only"), it.value(),
                          QStringLiteral(".github/workflows/") })
                    .isEmpty())
            repo.runs.append(automaticRun(state, repo, it.key(), it.value(), now));
    }
    repo.seenHeads = heads;
}

void ageRuns(FakeRepo &repo, const QDateTime &now)
{
    for (auto &run : repo.runs) {
        if (run.status == QLatin1String("completed") || !run.finishAt.isValid())
            continue;
        run.status = run.finishAt <= now ? QStringLiteral("completed") : QStringLiteral("in_progress");
    }
}

} // namespace slipway::test
