// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/cirunmodel.h"

#include "ui/presentation/texts.h"

#include <algorithm>

namespace slipway::ui {

namespace {

// internalId of an index says where its parent is: 0 for runs, 1 + run for jobs, (1 + run) * 1024 + 1 + job for steps.
constexpr quintptr jobsPerRun = 1024;

quintptr idOfJobs(int run)
{
    return quintptr(run) + 1;
}

quintptr idOfSteps(int run, int job)
{
    return (quintptr(run) + 1) * jobsPerRun * jobsPerRun + quintptr(job) + 1;
}

bool isStep(quintptr id)
{
    return id >= jobsPerRun * jobsPerRun;
}

int runOf(const QModelIndex &index)
{
    if (index.internalId() == 0)
        return index.row();
    return int((isStep(index.internalId()) ? index.internalId() / (jobsPerRun * jobsPerRun) : index.internalId()) - 1);
}

int jobOfStep(const QModelIndex &index)
{
    return int(index.internalId() % (jobsPerRun * jobsPerRun)) - 1;
}

QString took(const domain::CiRun &run)
{
    if (!run.createdAt.isValid())
        return {};
    const QDateTime end = run.finishedAt.isValid() ? run.finishedAt : QDateTime::currentDateTimeUtc();
    return durationText(run.createdAt.msecsTo(end));
}

} // namespace

CiRunModel::CiRunModel(QObject *parent)
    : QAbstractItemModel(parent)
{
}

void CiRunModel::setRuns(QList<domain::CiRun> runs)
{
    std::ranges::stable_sort(runs, std::greater(), &domain::CiRun::createdAt);
    beginResetModel();
    m_runs = std::move(runs);
    endResetModel();
}

void CiRunModel::update(const domain::CiRun &run)
{
    const auto it = std::ranges::find(m_runs, run.id, &domain::CiRun::id);
    if (it == m_runs.end()) {
        beginInsertRows({}, 0, 0);
        m_runs.prepend(run);
        endInsertRows();
        return;
    }
    const int row = int(it - m_runs.begin());
    const QModelIndex parent = index(row, 0);
    domain::CiRun now = run;
    if (now.jobs.isEmpty())
        now.jobs = it->jobs;
    const bool sameShape = std::ranges::equal(now.jobs, it->jobs, [](const auto &a, const auto &b) {
        return a.id == b.id && a.steps.size() == b.steps.size();
    });
    if (!sameShape) { // jobs appeared: told as rows, so that the tree keeps what is open
        if (!it->jobs.isEmpty()) {
            beginRemoveRows(parent, 0, int(it->jobs.size()) - 1);
            it->jobs.clear();
            endRemoveRows();
        }
        if (!now.jobs.isEmpty())
            beginInsertRows(parent, 0, int(now.jobs.size()) - 1);
        *it = now;
        if (!now.jobs.isEmpty())
            endInsertRows();
    } else {
        *it = now;
    }
    Q_EMIT dataChanged(parent, index(row, ColumnCount - 1));
    for (int job = 0; job < now.jobs.size(); ++job) {
        const QModelIndex jobIndex = index(job, 0, parent);
        Q_EMIT dataChanged(jobIndex, jobIndex.siblingAtColumn(ColumnCount - 1));
        if (const auto steps = int(now.jobs.at(job).steps.size()); steps > 0)
            Q_EMIT dataChanged(index(0, 0, jobIndex), index(steps - 1, ColumnCount - 1, jobIndex));
    }
}

QModelIndex CiRunModel::index(int row, int column, const QModelIndex &parent) const
{
    if (row < 0 || column < 0 || column >= ColumnCount || row >= rowCount(parent))
        return {};
    if (!parent.isValid())
        return createIndex(row, column, quintptr(0));
    if (parent.internalId() == 0)
        return createIndex(row, column, idOfJobs(parent.row()));
    return createIndex(row, column, idOfSteps(runOf(parent), parent.row()));
}

QModelIndex CiRunModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == 0)
        return {};
    if (isStep(index.internalId()))
        return createIndex(jobOfStep(index), 0, idOfJobs(runOf(index)));
    return createIndex(runOf(index), 0, quintptr(0));
}

int CiRunModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_runs.size());
    if (parent.column() > 0 || isStep(parent.internalId()))
        return 0;
    const auto &run = m_runs.at(runOf(parent));
    return parent.internalId() == 0 ? int(run.jobs.size()) : int(run.jobs.at(parent.row()).steps.size());
}

int CiRunModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

const domain::CiRun *CiRunModel::runAt(const QModelIndex &index) const
{
    return index.isValid() ? &m_runs.at(runOf(index)) : nullptr;
}

const domain::CiJob *CiRunModel::jobAt(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == 0)
        return nullptr;
    const auto &jobs = runAt(index)->jobs;
    return &jobs.at(isStep(index.internalId()) ? jobOfStep(index) : index.row());
}

domain::CiState CiRunModel::stateAt(const QModelIndex &index) const
{
    if (!index.isValid())
        return domain::CiState::None;
    const auto *job = jobAt(index);
    if (!job)
        return runAt(index)->state;
    return isStep(index.internalId()) ? job->steps.at(index.row()).state : job->state;
}

QVariant CiRunModel::runData(const domain::CiRun &run, int column) const
{
    switch (column) {
    case Name: {
        QString name = run.workflow + QStringLiteral(" · ")
            + (run.pullRequest > 0       ? tr("PR #%1").arg(run.pullRequest)
                   : run.event.isEmpty() ? run.id
                                         : run.event);
        if (run.attempt > 1)
            name += tr(" (attempt %1)").arg(run.attempt);
        return name;
    }
    case State:
        return labelOf(run.state).text;
    case Branch:
        return run.branch;
    case Commit:
        return shortCommit(run.sha);
    case Took:
        return took(run);
    default:
        return {};
    }
}

QVariant CiRunModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const auto *job = jobAt(index);
    if (role == Qt::ToolTipRole && !job)
        return runAt(index)->reason;
    if (role != Qt::DisplayRole)
        return {};
    if (!job)
        return runData(*runAt(index), index.column());
    if (index.column() == State)
        return labelOf(stateAt(index)).text;
    if (index.column() != Name)
        return {};
    if (!isStep(index.internalId()))
        return job->name;
    const auto &step = job->steps.at(index.row());
    return step.exitCode == 0 ? step.name : tr("%1 (exit code %2)").arg(step.name).arg(step.exitCode);
}

QVariant CiRunModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Run");
    case State:
        return tr("State");
    case Branch:
        return tr("Branch");
    case Commit:
        return tr("Commit");
    case Took:
        return tr("Took");
    default:
        return {};
    }
}

} // namespace slipway::ui
