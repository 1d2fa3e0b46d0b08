// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progressview.h"

#include <cstdio>

namespace slipway::app {

using domain::TaskPhase;

ProgressView::ProgressView(control::StateStore &store, const Output &output, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_output(output)
{
    m_clock.start();
    connect(&store, &control::StateStore::projectChanged, this, &ProgressView::onProject);
    connect(&store, &control::StateStore::taskChanged, this, &ProgressView::onTask);
    connect(&store, &control::StateStore::transcriptGrew, this, &ProgressView::onTranscript);
    connect(&store, &control::StateStore::noticed, this,
            [this](const QString &kind, const QString &project, const QString &title, const QString &text) {
                if (project == m_project
                    && (kind == QLatin1String("ci_failed") || kind == QLatin1String("deploy_failed")))
                    say(title + QStringLiteral(": ") + text);
            });
    m_timer.setInterval(150);
    connect(&m_timer, &QTimer::timeout, this, &ProgressView::drawBar);
    if (m_output.isTerminal())
        m_timer.start();
}

ProgressView::~ProgressView()
{
    clearBar();
}

void ProgressView::follow(const QString &project)
{
    m_project = project;
    onProject(project);
}

double ProgressView::elapsedSeconds() const
{
    return double(m_clock.elapsed()) / 1000;
}

double ProgressView::overheadSeconds() const
{
    const qint64 running = m_activeRuns.isEmpty() ? 0 : m_clock.elapsed() - m_busySince;
    return double(m_clock.elapsed() - m_busyMs - running) / 1000;
}

void ProgressView::say(const QString &line)
{
    clearBar();
    m_output.progress(QStringLiteral("[%1 s] %2").arg(elapsedSeconds(), 5, 'f', 1).arg(line));
}

void ProgressView::onProject(const QString &name)
{
    if (name != m_project)
        return;
    for (const auto &project : m_store.snapshot().projects) {
        if (project.name != name)
            continue;
        if (project.detail == m_detail && project.stage == m_stage)
            return;
        m_stage = project.stage;
        m_detail = project.detail;
        if (!m_detail.isEmpty())
            say(m_detail);
        return;
    }
}

void ProgressView::onTask(const QString &key)
{
    const auto it = m_store.snapshot().tasks.constFind(key);
    if (it == m_store.snapshot().tasks.constEnd() || it->key.project != m_project)
        return;
    const auto before = m_phases.value(key, TaskPhase::Blocked);
    m_phases.insert(key, it->phase);
    if (before == it->phase)
        return;
    const bool review = it->kind == QLatin1String("review");
    const QString name = QStringLiteral("#%1 %2").arg(it->key.number).arg(it->title);
    if (it->phase == TaskPhase::Running && m_workStartedMs == 0)
        m_workStartedMs = m_clock.elapsed();
    if (it->phase == TaskPhase::InReview)
        say(QStringLiteral("%1: pull request #%2").arg(name).arg(it->pr));
    else if (it->phase == TaskPhase::Done && !review)
        say(QStringLiteral("%1: merged and closed").arg(name));
    else if (it->phase == TaskPhase::Dead)
        say(QStringLiteral("%1: needs attention (%2)").arg(name, it->failureDetail));
    else if (it->phase == TaskPhase::Delayed)
        say(QStringLiteral("%1: %2, tried again").arg(name, it->failureDetail));
    else if (it->phase == TaskPhase::Ready && before == TaskPhase::InReview)
        say(QStringLiteral("%1: sent back to its author").arg(name));
}

void ProgressView::onTranscript(const QString &run, const QJsonObject &event)
{
    const QString kind = event.value(QLatin1String("kind")).toString();
    if (kind == QLatin1String("started")) {
        if (m_activeRuns.isEmpty())
            m_busySince = m_clock.elapsed();
        m_activeRuns.insert(run);
    } else if (kind == QLatin1String("finished") && m_activeRuns.remove(run) && m_activeRuns.isEmpty()) {
        m_busyMs += m_clock.elapsed() - m_busySince;
    }
}

void ProgressView::clearBar()
{
    if (std::exchange(m_barShown, false))
        std::fputs("\r\x1b[2K", stderr);
}

void ProgressView::drawBar()
{
    const auto &snapshot = m_store.snapshot();
    const auto project = std::ranges::find_if(snapshot.projects, [&](const auto &p) { return p.name == m_project; });
    if (project == snapshot.projects.end())
        return;
    const auto &counts = project->issues;
    int busy = 0;
    for (const auto &worker : snapshot.workers)
        busy += worker.state == QLatin1String("busy") ? 1 : 0;
    QString line;
    if (counts.total() > 0) {
        constexpr int width = 24;
        // An issue in review is nearly done: it counts for half.
        const double part = (counts.closed + 0.5 * counts.inReview) / counts.total();
        const int filled = int(part * width);
        line = QStringLiteral("[%1%2] %3/%4 issues · %5 in review · %6 agents")
                   .arg(QString(filled, QLatin1Char('#')), QString(width - filled, QLatin1Char('.')))
                   .arg(counts.closed)
                   .arg(counts.total())
                   .arg(counts.inReview)
                   .arg(busy);
        const double worked = double(m_clock.elapsed() - m_workStartedMs) / 1000;
        if (m_workStartedMs > 0 && part > 0.05 && part < 1)
            line += QStringLiteral(" · about %1 s left").arg(qRound(worked * (1 - part) / part));
    } else {
        line = QStringLiteral("%1 · %2 s").arg(m_detail).arg(qRound(elapsedSeconds()));
    }
    clearBar();
    std::fputs(qUtf8Printable(line.left(110)), stderr);
    std::fflush(stderr);
    m_barShown = true;
}

} // namespace slipway::app
