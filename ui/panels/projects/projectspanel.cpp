// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/projects/projectspanel.h"

#include "ui/models/projectlistmodel.h"
#include "ui/panels/projects/projectactions.h"
#include "ui/panels/projects/projectdelegate.h"
#include "ui/widgets/emptystate.h"

#include <QListView>
#include <QMenu>
#include <QPushButton>

namespace slipway::ui {

ProjectsPanel::ProjectsPanel(const PanelContext &context, QWidget *parent)
    : Panel(QStringLiteral("projects"), tr("Projects"), QStringLiteral("project-development"), parent)
    , m_context(context)
    , m_model(new ProjectListModel(context.store, this))
    , m_actions(new ProjectActions(context, this))
    , m_view(new QListView)
{
    m_view->setModel(m_model);
    m_view->setItemDelegate(new ProjectDelegate(m_view));
    m_view->setMouseTracking(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->setAccessibleName(title());
    m_view->viewport()->setAutoFillBackground(false);
    auto *empty
        = new EmptyState(iconName(), tr("No project yet"), tr("A project starts with one line: what should be built."));
    connect(empty->addAction(tr("New project…")), &QPushButton::clicked, this,
            [this] { m_context.selection.createProject({}); });
    setPages(m_view, empty);

    connect(m_view, &QListView::customContextMenuRequested, this, &ProjectsPanel::showMenu);
    connect(m_view, &QListView::doubleClicked, this, [this](const QModelIndex &index) {
        if (const auto *project = m_model->at(index))
            m_actions->openUrl(*project);
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        if (index.isValid())
            m_context.selection.setProject(index.data(ProjectListModel::NameRole).toString());
    });
    connect(m_model, &QAbstractItemModel::modelReset, this, &ProjectsPanel::syncSelection);
    connect(&context.selection, &Selection::projectChanged, this, &ProjectsPanel::syncSelection);
    syncSelection();
}

void ProjectsPanel::syncSelection()
{
    showEmpty(m_model->rowCount() == 0);
    const QModelIndex index = m_model->indexOf(m_context.selection.project());
    if (index.isValid() && m_view->currentIndex() != index)
        m_view->setCurrentIndex(index);
}

void ProjectsPanel::showMenu(const QPoint &position)
{
    const auto *project = m_model->at(m_view->indexAt(position));
    if (!project)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_actions->fill(menu, *project);
    menu->popup(m_view->viewport()->mapToGlobal(position));
}

} // namespace slipway::ui
