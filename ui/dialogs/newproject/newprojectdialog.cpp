// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/newproject/newprojectdialog.h"

#include "ui/dialogs/newproject/ideapage.h"
#include "ui/dialogs/newproject/pipelinestarter.h"
#include "ui/dialogs/newproject/planningpage.h"
#include "ui/widgets/mutedlabel.h"

#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace slipway::ui {

NewProjectDialog::NewProjectDialog(const PanelContext &context, QWidget *parent)
    : QDialog(parent)
    , m_context(context)
    , m_pages(new QStackedWidget)
    , m_idea(new IdeaPage(context))
    , m_planning(new PlanningPage(context))
    , m_problem(new MutedLabel)
    , m_main(new QPushButton)
    , m_close(new QPushButton)
{
    setWindowTitle(tr("New project"));
    resize(640, 560);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(12);
    m_pages->addWidget(m_idea);
    m_pages->addWidget(m_planning);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_main->setDefault(true);
    m_close->setAutoDefault(false);
    auto *row = new QHBoxLayout;
    row->addWidget(m_problem, 1);
    row->addWidget(m_close);
    row->addWidget(m_main);
    layout->addWidget(m_pages, 1);
    layout->addLayout(row);
    connect(m_idea, &IdeaPage::changed, this, &NewProjectDialog::refresh);
    connect(m_planning, &PlanningPage::changed, this, &NewProjectDialog::refresh);
    connect(m_planning, &PlanningPage::approved, this, [this] {
        m_context.commands.say(tr("The plan of %1 is approved").arg(m_planning->project()));
        accept();
    });
    connect(m_main, &QPushButton::clicked, this, &NewProjectDialog::proceed);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    connect(&context.store, &control::StateStore::projectChanged, this, &NewProjectDialog::findProject);
    connect(&context.store, &control::StateStore::snapshotReset, this, &NewProjectDialog::findProject);
    refresh();
}

void NewProjectDialog::setIdea(const QString &idea)
{
    m_idea->setIdea(idea);
}

void NewProjectDialog::proceed()
{
    if (m_pages->currentWidget() == m_idea)
        create();
    else if (m_planning->canApprove())
        m_planning->approve();
    else
        accept();
}

void NewProjectDialog::create()
{
    if (const QString problem = m_idea->problem(); !problem.isEmpty()) {
        m_problem->setText(problem);
        return;
    }
    m_busy = true;
    m_before.clear();
    for (const auto &project : m_context.store.snapshot().projects)
        m_before.append(project.name);
    refresh();
    m_context.link.command(QStringLiteral("new"), m_idea->arguments(), this, [this](const Result<QJsonObject> &result) {
        m_busy = false;
        if (result) {
            created(*result);
        } else {
            refresh();
            m_problem->setText(result.error().hint.isEmpty()
                                   ? result.error().message
                                   : result.error().message + QLatin1String(". ") + result.error().hint);
        }
    });
}

void NewProjectDialog::created(const QJsonObject &answer)
{
    const QString name = answer.value(QLatin1String("project")).toString();
    if (!name.isEmpty()) {
        openPlanning(name);
        return;
    }
    m_searching = true; // accepted; the project itself is announced by an event
    findProject();
    refresh();
}

void NewProjectDialog::findProject()
{
    if (!m_searching)
        return;
    for (const auto &project : m_context.store.snapshot().projects) {
        if (!m_before.contains(project.name) && project.idea == m_idea->idea()) {
            openPlanning(project.name);
            return;
        }
    }
}

void NewProjectDialog::openPlanning(const QString &project)
{
    m_searching = false;
    m_context.selection.setProject(project);
    if (m_idea->goesOn())
        new PipelineStarter(m_context, project, parent() ? parent() : &m_context.commands);
    setWindowTitle(tr("New project: %1").arg(project));
    m_pages->setCurrentWidget(m_planning);
    m_planning->follow(project);
    resize(std::max(width(), 900), std::max(height(), 680));
    refresh();
}

void NewProjectDialog::refresh()
{
    if (m_pages->currentWidget() == m_idea) {
        m_main->setText(m_busy || m_searching ? tr("Starting…") : tr("Write the requirements"));
        m_main->setEnabled(!m_busy && !m_searching && m_idea->problem().isEmpty());
        m_close->setText(tr("Cancel"));
        m_problem->setText(m_idea->idea().isEmpty() ? QString() : m_idea->problem());
        return;
    }
    const bool gate = !m_planning->gate().isEmpty();
    m_main->setText(gate ? tr("Approve the plan") : tr("Close"));
    m_main->setEnabled(!gate || m_planning->canApprove());
    m_close->setText(tr("Decide later"));
    m_close->setVisible(gate);
    m_problem->setText(gate ? tr("Nothing is created before you approve.") : tr("Closing this window stops nothing."));
}

} // namespace slipway::ui
