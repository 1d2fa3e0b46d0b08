// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/github/fakegithub.h"

#include "tests/fakes/github/fakeserver.h"

namespace slipway::test {

namespace {

QJsonArray sorted(QStringList texts)
{
    texts.sort();
    return QJsonArray::fromStringList(texts);
}

QJsonObject itemState(const FakeItem &item)
{
    QJsonArray comments, reviews;
    for (const auto &comment : item.comments)
        comments.append(QString(comment.author % QStringLiteral(": ") % comment.body));
    for (const auto &review : item.reviews)
        reviews.append(QString(review.author % QLatin1Char(' ') % review.state % QStringLiteral(": ") % review.body));
    QStringList blockers;
    for (const int number : item.blockedBy)
        blockers.append(QString::number(number));
    return { { QStringLiteral("number"), item.number },
             { QStringLiteral("title"), item.title },
             { QStringLiteral("body"), item.body },
             { QStringLiteral("open"), item.isOpen },
             { QStringLiteral("labels"), sorted(item.labels) },
             { QStringLiteral("comments"), comments },
             { QStringLiteral("reviews"), reviews },
             { QStringLiteral("blocked_by"), sorted(blockers) },
             { QStringLiteral("head"), item.head },
             { QStringLiteral("base"), item.base },
             { QStringLiteral("merged"), item.isMerged } };
}

QJsonObject repoState(const FakeRepo &repo)
{
    QJsonObject branches, protection, statuses;
    for (auto it = repo.seenHeads.cbegin(); it != repo.seenHeads.cend(); ++it)
        branches.insert(it.key(),
                        fakeGit(repo.path, { QStringLiteral("rev-parse"), it.value() + QStringLiteral("^{tree}") }));
    for (auto it = repo.protection.cbegin(); it != repo.protection.cend(); ++it)
        protection.insert(it.key(), it.value());
    for (auto it = repo.statuses.cbegin(); it != repo.statuses.cend(); ++it) {
        // The latest of each context counts; commits go by their tree, which does not hold the time.
        const QString tree = fakeGit(repo.path, { QStringLiteral("rev-parse"), it.key() + QStringLiteral("^{tree}") });
        QJsonObject latest;
        for (const auto &status : it.value())
            latest.insert(status.value(QLatin1String("context")).toString(), status.value(QLatin1String("state")));
        statuses.insert(tree, latest);
    }
    QJsonArray items;
    for (const auto &item : repo.items)
        items.append(itemState(item));
    QStringList labels;
    for (const auto &label : repo.labels)
        labels.append(label.value(QLatin1String("name")).toString() % QLatin1Char(' ')
                      % label.value(QLatin1String("color")).toString());
    QJsonArray runs;
    for (const auto &run : repo.runs)
        runs.append(run.attempt);
    return { { QStringLiteral("private"), repo.isPrivate }, { QStringLiteral("default_branch"), repo.defaultBranch },
             { QStringLiteral("branches"), branches },      { QStringLiteral("protection"), protection },
             { QStringLiteral("statuses"), statuses },      { QStringLiteral("items"), items },
             { QStringLiteral("labels"), sorted(labels) },  { QStringLiteral("runs"), runs } };
}

} // namespace

FakeGitHub::FakeGitHub(FakeGitHubOptions options)
    : m_thread(base::startThread(QStringLiteral("github")))
    , m_apiPath(options.apiPath)
    , m_credentials(QStringLiteral("x-access-token:") + options.accounts.first().token)
{
    auto *context = new QObject;
    context->moveToThread(m_thread.get());
    base::runIn(context, [&] {
        m_server = new FakeServer(options, m_folder.path());
        QObject::connect(m_thread.get(), &QThread::finished, m_server, &QObject::deleteLater);
    });
    context->deleteLater();
    m_host = QUrl(m_server->host());
}

FakeGitHub::~FakeGitHub() = default;

QUrl FakeGitHub::apiRoot() const
{
    QUrl root = m_host;
    root.setPath(m_apiPath);
    return root;
}

QString FakeGitHub::personUrl(const QString &repo) const
{
    return QStringLiteral("http://%1@127.0.0.1:%2/%3.git").arg(m_credentials).arg(m_host.port()).arg(repo);
}

QString FakeGitHub::repositoryPath(const QString &repo) const
{
    return m_folder.filePath(repo + QStringLiteral(".git"));
}

void FakeGitHub::with(const std::function<void(FakeState &)> &work)
{
    base::runIn(m_server, [&] { work(m_server->state()); });
}

void FakeGitHub::addFault(const FakeFault &fault)
{
    with([&](FakeState &state) { state.faults.append(fault); });
}

int FakeGitHub::faultsLeft()
{
    int left = 0;
    with([&](FakeState &state) { left = int(state.faults.size()); });
    return left;
}

int FakeGitHub::counted()
{
    int count = 0;
    with([&](FakeState &state) { count = state.counted; });
    return count;
}

QStringList FakeGitHub::log()
{
    QStringList log;
    with([&](FakeState &state) { log = state.log; });
    return log;
}

qint64 FakeGitHub::smallestWriteGapMs()
{
    qint64 gap = std::numeric_limits<qint64>::max();
    with([&](FakeState &state) {
        for (qsizetype i = 1; i < state.writes.size(); ++i)
            gap = std::min(gap, state.writes.at(i) - state.writes.at(i - 1));
    });
    return gap;
}

QJsonObject FakeGitHub::state()
{
    QJsonObject all;
    with([&](FakeState &state) {
        for (const auto &repo : std::as_const(state.repos)) {
            noticePushes(state, *repo, repo->items.isEmpty() ? QDateTime() : repo->items.last().updatedAt);
            all.insert(repo->fullName(), repoState(*repo));
        }
    });
    return all;
}

qint64 FakeGitHub::addRun(const QString &repo, FakeRun run)
{
    with([&](FakeState &state) {
        run.id = newId(state) + 10'000'000'000;
        run.createdAt = m_server->now();
        for (auto &job : run.jobs)
            job.id = newId(state) + 10'000'000'000;
        state.find(repo)->runs.append(run);
    });
    return run.id;
}

} // namespace slipway::test
