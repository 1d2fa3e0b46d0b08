// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/projectprogress.h"

#include "core/chat/chatanswers.h"
#include "core/chat/messagetext.h"

#include <QRegularExpression>

namespace slipway::chat {

namespace {

QString stageText(const QString &stage)
{
    static const QHash<QString, QString> texts {
        { QStringLiteral("prd"), QStringLiteral("writing the product requirements") },
        { QStringLiteral("plan"), QStringLiteral("planning the issues") },
        { QStringLiteral("repository"), QStringLiteral("making repository and issues") },
        { QStringLiteral("scaffold"), QStringLiteral("writing schema, Dockerfile and workflows") },
        { QStringLiteral("queue"), QStringLiteral("filling the queues") },
        { QStringLiteral("deploy"), QStringLiteral("deploying for the first time") },
        { QStringLiteral("workers"), QStringLiteral("working on the issues") },
    };
    return texts.value(stage, stage);
}

QString headOf(const domain::ProjectView &view)
{
    return QStringLiteral("**%1**").arg(foreignText(view.name, 100));
}

ProgressText running(const domain::ProjectView &view)
{
    QString text = QStringLiteral("⏳ %1: %2").arg(headOf(view), stageText(view.stage));
    if (view.state == QLatin1String("waiting"))
        text = QStringLiteral("✋ %1 waits for a decision: `!gates`").arg(headOf(view));
    else if (view.state == QLatin1String("paused"))
        text = QStringLiteral("⏸ %1 is paused").arg(headOf(view));
    if (view.issues.total() > 0)
        text += QStringLiteral("\n") + countsText(view.issues);
    return { text, false };
}

int issuesOf(const domain::ProjectView &view)
{
    static const QRegularExpression number(QStringLiteral("^(\\d+) issues"));
    const auto match = number.match(view.detail); // they are counted in the queues only when they are assigned
    return match.hasMatch() ? match.captured(1).toInt() : view.issues.total();
}

} // namespace

ProgressText progressOf(ProgressGoal goal, const domain::ProjectView &view)
{
    if (view.state == QLatin1String("failed"))
        return { QStringLiteral("❌ %1 failed: %2").arg(headOf(view), foreignText(view.detail)), true };
    const QString url = urlText(view.deploy.url);
    const bool live = view.deploy.state == domain::DeployState::Live && !url.isEmpty();
    const bool isThrough = view.stage == QLatin1String("workers") || view.stage == QLatin1String("done");
    switch (goal) {
    case ProgressGoal::Created: {
        const bool planning = view.stage == QLatin1String("prd") || view.stage == QLatin1String("plan")
            || (view.stage == QLatin1String("repository")
                && (view.state == QLatin1String("planning") || view.state == QLatin1String("waiting")));
        if (planning)
            return running(view);
        return { QStringLiteral("✅ Project created, %1 issues · %2\nNext: `!run pipeline`")
                     .arg(QString::number(issuesOf(view)), headOf(view)),
                 true };
    }
    case ProgressGoal::Pipeline:
        if (!isThrough)
            return running(view);
        if (live)
            return { QStringLiteral("🎉 Pipeline complete. 🌐 %1\nNext: `!workers start`").arg(url), true };
        return { QStringLiteral("⚠️ Pipeline complete, but the first deploy is %1. Try again: `!deploy`")
                     .arg(domain::toString(view.deploy.state)),
                 true };
    case ProgressGoal::Drained:
        break;
    }
    if (view.stage != QLatin1String("done"))
        return running(view);
    return {
        QStringLiteral("🎉 All %1 issues of %2 are closed.").arg(QString::number(view.issues.total()), headOf(view))
            + (live ? QStringLiteral(" 🌐 ") + url : QString()),
        true
    };
}

ProjectProgress::ProjectProgress(control::StateStore &store, std::chrono::milliseconds gap, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_gap(gap)
{
    m_clock.start();
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ProjectProgress::update);
    const auto soon = [this] {
        if (!m_followed.isEmpty() && !m_timer.isActive())
            m_timer.start(0);
    };
    connect(&store, &control::StateStore::projectChanged, this, soon);
    connect(&store, &control::StateStore::taskChanged, this, soon);
    connect(&store, &control::StateStore::snapshotReset, this, soon);
}

void ProjectProgress::follow(const QString &project, ProgressGoal goal, std::shared_ptr<ReplyMessage> reply)
{
    m_followed.insert(project, { goal, std::move(reply), {}, -m_gap.count() });
    update();
}

bool ProjectProgress::tells(const QString &project, ProgressGoal goal) const
{
    constexpr qint64 justNowMs = 60'000;
    const auto it = m_followed.constFind(project);
    if (it != m_followed.constEnd() && it->goal == goal)
        return true;
    const auto reached = m_reached.constFind(project);
    return reached != m_reached.constEnd() && reached->first == goal && m_clock.elapsed() - reached->second < justNowMs;
}

void ProjectProgress::update()
{
    qint64 next = -1;
    const auto &projects = m_store.snapshot().projects;
    m_followed.removeIf([&](const auto &followed) { // a new one of that name has its own message
        return followed->isKnown
            && std::ranges::none_of(projects, [&](const auto &view) { return view.name == followed.key(); });
    });
    for (const auto &view : projects) {
        const auto it = m_followed.find(view.name);
        if (it == m_followed.end())
            continue;
        it->isKnown = true;
        const ProgressText progress = progressOf(it->goal, view);
        if (progress.text == it->shown)
            continue;
        const qint64 wait = it->shownAt + m_gap.count() - m_clock.elapsed();
        if (wait > 0) {
            next = next < 0 ? wait : std::min(next, wait);
            continue;
        }
        it->shown = progress.text;
        it->shownAt = m_clock.elapsed();
        it->reply->show(progress.text);
        if (progress.done) {
            m_reached.insert(view.name, { it->goal, m_clock.elapsed() });
            m_followed.erase(it);
        }
    }
    if (next >= 0)
        m_timer.start(int(next));
}

} // namespace slipway::chat
