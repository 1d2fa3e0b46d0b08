// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/newproject/planningpage.h"

#include "ui/editor/planeditor.h"
#include "ui/presentation/texts.h"
#include "ui/widgets/markdownview.h"
#include "ui/widgets/mutedlabel.h"
#include "ui/widgets/stagestepper.h"

#include <QProgressBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace slipway::ui {

PlanningPage::PlanningPage(const PanelContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_stages(new StageStepper)
    , m_detail(new MutedLabel)
    , m_progress(new QProgressBar)
    , m_tabs(new QTabWidget)
    , m_prd(new MarkdownView)
    , m_plan(new PlanEditor)
    , m_update(500, [this] { refresh(); }, this)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_detail->setWordWrap(true);
    m_detail->setTextFormat(Qt::PlainText);
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(10);
    m_progress->setAccessibleName(tr("Planning"));
    m_tabs->setDocumentMode(true);
    m_prd->setPlaceholderText(tr("The requirements appear here while they are written."));
    m_tabs->addTab(m_prd, tr("Requirements"));
    m_tabs->addTab(m_plan, tr("Plan"));
    m_tabs->setTabEnabled(1, false);
    layout->addWidget(m_stages);
    layout->addWidget(m_progress);
    layout->addWidget(m_detail);
    layout->addWidget(m_tabs, 1);
    connect(m_plan, &PlanEditor::changed, this, &PlanningPage::changed);
    const auto &store = context.store;
    connect(&store, &control::StateStore::projectChanged, &m_update, &Coalescer::poke);
    connect(&store, &control::StateStore::gatesChanged, &m_update, &Coalescer::poke);
    connect(&store, &control::StateStore::snapshotReset, &m_update, &Coalescer::poke);
}

void PlanningPage::follow(const QString &project)
{
    m_project = project;
    m_gate.clear();
    refresh();
}

const domain::ProjectView *PlanningPage::view() const
{
    const auto &projects = m_context.store.snapshot().projects;
    const auto it = std::ranges::find(projects, m_project, &domain::ProjectView::name);
    return it == projects.end() ? nullptr : &*it;
}

void PlanningPage::refresh()
{
    const auto *now = view();
    if (!now)
        return;
    const bool failed = now->state == QLatin1String("failed");
    m_stages->setStage(now->stage, failed);
    m_detail->setText(now->detail.isEmpty() ? projectLabel(now->state, now->stage).text : now->detail);
    const auto &gates = m_context.store.snapshot().gates;
    const auto gate = std::ranges::find_if(
        gates, [this](const auto &g) { return g.project == m_project && g.kind == QLatin1String("plan"); });
    const bool waiting = gate != gates.end();
    m_progress->setVisible(!failed && !waiting && now->state == QLatin1String("planning"));
    loadPrd();
    if (waiting && m_gate != gate->id) {
        m_gate = gate->id;
        loadPlan();
    } else if (!waiting && !m_gate.isEmpty()) {
        m_gate.clear(); // decided, here or elsewhere
        m_plan->setReadOnly(true);
    }
    if (now->issues.total() > 0)
        Q_EMIT finished();
    Q_EMIT changed();
}

void PlanningPage::loadPrd()
{
    m_context.link.query(QStringLiteral("prd"), { { QStringLiteral("project"), m_project } }, this,
                         [this](const Result<QJsonObject> &result) {
                             if (result)
                                 m_prd->setText(result->value(QLatin1String("markdown")).toString());
                         });
}

void PlanningPage::loadPlan()
{
    m_context.link.query(QStringLiteral("plan"), { { QStringLiteral("project"), m_project } }, this,
                         [this](const Result<QJsonObject> &result) {
                             if (!result) {
                                 m_context.commands.report(result.error());
                                 return;
                             }
                             const auto plan = domain::planFromJson(result->value(QLatin1String("plan")).toObject());
                             if (!plan)
                                 return;
                             m_plan->setPlan(*plan);
                             m_tabs->setTabEnabled(1, true);
                             m_tabs->setCurrentIndex(1);
                             Q_EMIT changed();
                         });
}

bool PlanningPage::canApprove() const
{
    return !m_gate.isEmpty() && !m_busy && !m_approved && m_plan->isAcceptable();
}

void PlanningPage::approve()
{
    m_busy = true;
    Q_EMIT changed();
    if (!m_plan->isEdited()) {
        sendApproval();
        return;
    }
    m_context.commands.run(
        QStringLiteral("plan.edit"),
        { { QStringLiteral("project"), m_project }, { QStringLiteral("plan"), domain::toJson(m_plan->plan()) } }, this,
        [this](const Result<QJsonObject> &result) {
            if (result) {
                sendApproval();
                return;
            }
            m_busy = false;
            m_detail->setText(result.error().message);
            Q_EMIT changed();
        });
}

void PlanningPage::sendApproval()
{
    m_context.commands.run(QStringLiteral("approve"), { { QStringLiteral("id"), m_gate } }, this,
                           [this](const Result<QJsonObject> &result) {
                               m_busy = false;
                               if (result) {
                                   m_approved = true;
                                   m_plan->setReadOnly(true);
                                   Q_EMIT approved();
                               } else {
                                   m_detail->setText(result.error().message);
                               }
                               Q_EMIT changed();
                           });
}

} // namespace slipway::ui
