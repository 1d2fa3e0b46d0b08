// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/decisions/decisionspanel.h"

#include "ui/dialogs/gatedialog.h"
#include "ui/models/gatelistmodel.h"
#include "ui/panels/decisions/gatedelegate.h"
#include "ui/widgets/emptystate.h"

#include <QListView>
#include <QToolButton>

namespace slipway::ui {

DecisionsPanel::DecisionsPanel(const PanelContext &context, QWidget *parent)
    : Panel(QStringLiteral("decisions"), tr("Decisions"), QStringLiteral("dialog-messages"), parent)
    , m_context(context)
    , m_model(new GateListModel(context.store, this))
    , m_view(new QListView)
    , m_review(new QToolButton)
{
    m_view->setModel(m_model);
    m_view->setItemDelegate(new GateDelegate(m_view));
    m_view->setMouseTracking(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setAccessibleName(title());
    m_view->viewport()->setAutoFillBackground(false);
    m_review->setText(tr("Review…"));
    m_review->setToolTip(tr("Read the chosen decision and answer it"));
    addToolStretch();
    addTool(m_review);
    setPages(m_view,
             new EmptyState(QStringLiteral("checkmark"), tr("Nothing waits for you"),
                            tr("Plans, budgets and stuck tasks ask here.")));

    connect(m_view, &QListView::activated, this, &DecisionsPanel::open);
    connect(m_review, &QToolButton::clicked, this, [this] { open(m_view->currentIndex()); });
    connect(m_model, &QAbstractItemModel::modelReset, this, &DecisionsPanel::refresh);
    connect(&context.selection, &Selection::gateRequested, this, &DecisionsPanel::openById);
    refresh();
}

void DecisionsPanel::refresh()
{
    const int count = m_model->rowCount();
    showEmpty(count == 0);
    m_review->setVisible(count > 0);
    setTitle(count == 0 ? tr("Decisions") : tr("Decisions (%1)").arg(count));
    if (count > 0)
        m_view->setCurrentIndex(m_model->index(0));
}

void DecisionsPanel::open(const QModelIndex &index)
{
    const auto *gate = m_model->at(index);
    if (!gate)
        return;
    auto *dialog = new GateDialog(m_context, *gate, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void DecisionsPanel::openById(const QString &id)
{
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (m_model->at(m_model->index(row))->id == id)
            open(m_model->index(row));
    }
}

} // namespace slipway::ui
