// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/overview/overviewpage.h"

#include "ui/dialogs/newproject/pipelinestarter.h"
#include "ui/panels/overview/stattile.h"
#include "ui/panels/projects/projectactions.h"
#include "ui/style/themeicon.h"
#include "ui/widgets/mutedlabel.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/stagestepper.h"

#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace slipway::ui {

OverviewPage::OverviewPage(const PanelContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_actions(new ProjectActions(context, this))
    , m_name(new QLabel)
    , m_state(new Pill)
    , m_recording(new Pill)
    , m_idea(new ElidedLabel)
    , m_detail(new ElidedLabel)
    , m_stages(new StageStepper)
    , m_issues(new StatTile(tr("Issues")))
    , m_ci(new StatTile(tr("CI")))
    , m_deploy(new StatTile(tr("Deployment")))
    , m_cost(new StatTile(tr("Cost")))
    , m_menu(new QToolButton)
    , m_open(new QToolButton)
    , m_run(new QPushButton)
    , m_update(120, [this] { refresh(); }, this)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(10);
    buildHeader(layout);
    layout->addWidget(m_stages);
    buildTiles(layout);
    layout->addStretch();
    connect(&context.selection, &Selection::projectChanged, this, &OverviewPage::refresh);
    connect(&context.store, &control::StateStore::snapshotReset, this, &OverviewPage::refresh);
    connect(&context.store, &control::StateStore::projectChanged, &m_update, &Coalescer::poke);
    refresh();
}

QSize OverviewPage::sizeHint() const
{
    return { 900, layout()->minimumSize().height() };
}

void OverviewPage::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), palette().color(QPalette::Window));
}

void OverviewPage::buildHeader(QVBoxLayout *layout)
{
    QFont large = m_name->font();
    large.setPointSizeF(large.pointSizeF() * 1.5);
    large.setWeight(QFont::DemiBold);
    m_name->setFont(large);
    m_recording->setLabel({ tr("Recording"), Tone::Violet });
    m_open->setIcon(themeIcon(QStringLiteral("globe")));
    m_open->setText(tr("Open"));
    m_open->setToolTip(tr("Open the service in the browser"));
    m_open->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_menu->setIcon(themeIcon(QStringLiteral("overflow-menu")));
    m_menu->setToolTip(tr("What can be done with this project"));
    m_menu->setAccessibleName(m_menu->toolTip());
    m_menu->setAutoRaise(true);
    connect(m_open, &QToolButton::clicked, this, [this] {
        if (const auto *now = project())
            m_actions->openUrl(*now);
    });
    m_run->setDefault(true); // the one thing to do next
    connect(m_run, &QPushButton::clicked, this, [this] { m_actions->run(m_context.selection.project()); });
    connect(m_menu, &QToolButton::clicked, this, [this] {
        const auto *now = project();
        if (!now)
            return;
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        m_actions->fill(menu, *now);
        menu->popup(m_menu->mapToGlobal(QPoint(m_menu->width() - menu->sizeHint().width(), m_menu->height())));
    });
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_name);
    row->addWidget(m_state);
    row->addWidget(m_recording);
    row->addStretch();
    row->addWidget(m_run);
    row->addWidget(m_open);
    row->addWidget(m_menu);
    auto *lines = new QVBoxLayout;
    lines->setSpacing(2);
    lines->addLayout(row);
    m_idea->setMuted(true);
    lines->addWidget(m_idea);
    lines->addWidget(m_detail);
    layout->addLayout(lines);
}

void OverviewPage::buildTiles(QVBoxLayout *layout)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(10);
    const struct {
        StatTile *tile;
        const char *panel;
        int stretch;
    } tiles[]
        = { { m_issues, "tasks", 3 }, { m_ci, "ci", 2 }, { m_deploy, "deployments", 3 }, { m_cost, "workers", 2 } };
    for (const auto &entry : tiles) {
        row->addWidget(entry.tile, entry.stretch);
        connect(entry.tile, &QAbstractButton::clicked, this,
                [this, panel = QString::fromLatin1(entry.panel)] { m_context.selection.showPanel(panel); });
    }
    layout->addLayout(row);
}

const domain::ProjectView *OverviewPage::project() const
{
    const auto &projects = m_context.store.snapshot().projects;
    const auto it = std::ranges::find(projects, m_context.selection.project(), &domain::ProjectView::name);
    return it == projects.end() ? nullptr : &*it;
}

void OverviewPage::refresh()
{
    if (const auto *now = project())
        show(*now);
}

void OverviewPage::show(const domain::ProjectView &project)
{
    m_name->setText(project.name);
    m_state->setLabel(projectLabel(project.state, project.stage));
    m_recording->setVisible(!project.recipe.isEmpty());
    m_recording->setToolTip(
        tr("A recording is played (recipe “%1”): no model is called, nothing is spent").arg(project.recipe));
    m_idea->setText(
        QStringLiteral("%1  ·  %2  ·  %3").arg(project.idea, tr("agent %1").arg(project.agents.text()), project.repo));
    m_detail->setText(project.detail);
    m_detail->setVisible(!project.detail.isEmpty());
    m_stages->setStage(project.stage, project.state == QLatin1String("failed"));
    m_open->setVisible(project.deploy.state == domain::DeployState::Live);

    const bool failed = project.state == QLatin1String("failed");
    m_run->setVisible(failed || isReadyToRun(project));
    m_run->setText(failed ? tr("Try again") : tr("Run the pipeline"));

    const auto &issues = project.issues;
    QStringList parts;
    if (issues.inProgress > 0)
        parts.append(tr("%n running", nullptr, issues.inProgress));
    if (issues.inReview > 0)
        parts.append(tr("%n in review", nullptr, issues.inReview));
    if (issues.queued + issues.blocked > 0)
        parts.append(tr("%n to do", nullptr, issues.queued + issues.blocked));
    if (issues.needsAttention > 0)
        parts.append(tr("%n stuck", nullptr, issues.needsAttention));
    m_issues->setValue(tr("%1 of %2").arg(issues.closed).arg(issues.total()), Tone::Neutral,
                       issues.total() == 0
                           ? (stageNames().indexOf(project.stage) < 2 ? tr("not planned yet") : tr("not queued yet"))
                           : parts.isEmpty() ? tr("all closed")
                                             : parts.join(QStringLiteral(" · ")));
    m_issues->setCounts(issues);

    const Label ci = labelOf(project.ci.state);
    m_ci->setValue(ci.text, ci.tone,
                   project.ci.id.isEmpty() ? tr("no run yet")
                                           : tr("run %1 on %2").arg(project.ci.id, project.ci.branch));
    const Label deploy = labelOf(project.deploy.state);
    m_deploy->setValue(deploy.text, deploy.tone,
                       !project.deploy.error.isEmpty()    ? project.deploy.error
                           : project.deploy.url.isEmpty() ? tr("no address yet")
                                                          : project.deploy.url);
    const qint64 tokens = project.cost.inputTokens + project.cost.outputTokens;
    m_cost->setValue(moneyText(project.cost.usd), Tone::Neutral,
                     !project.recipe.isEmpty() ? tr("a recording costs nothing")
                         : tokens > 0          ? tr("%1 tokens").arg(tokensText(tokens))
                                               : tr("nothing spent"));
}

} // namespace slipway::ui
