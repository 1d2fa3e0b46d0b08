// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/gatedialog.h"

#include "ui/editor/planeditor.h"
#include "ui/presentation/texts.h"
#include "ui/style/themeicon.h"
#include "ui/widgets/markdownview.h"
#include "ui/widgets/mutedlabel.h"
#include "ui/widgets/pill.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace slipway::ui {

GateDialog::GateDialog(const PanelContext &context, const domain::GateView &gate, QWidget *parent)
    : QDialog(parent)
    , m_context(context)
    , m_gate(gate)
    , m_why(new QLineEdit)
    , m_approve(new QPushButton(tr("Approve")))
    , m_reject(new QPushButton(themeIcon(QStringLiteral("dialog-cancel"), Tone::Danger), tr("Reject")))
{
    setWindowTitle(tr("Decision for %1").arg(gate.project));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 16, 18, 14);
    layout->setSpacing(10);
    buildHead(layout);
    const bool plan = gate.kind == QLatin1String("plan");
    if (plan)
        buildPlan(layout);
    buildButtons(layout);
    resize(plan ? QSize(900, 660) : QSize(560, 300));
    connect(&context.store, &control::StateStore::gatesChanged, this, [this] {
        const auto &gates = m_context.store.snapshot().gates;
        if (std::ranges::find(gates, m_gate.id, &domain::GateView::id) == gates.end())
            accept();
    });
}

void GateDialog::buildHead(QVBoxLayout *layout)
{
    auto *row = new QHBoxLayout;
    auto *kind = new Pill;
    kind->setLabel(gateLabel(m_gate.kind));
    auto *title = new QLabel(m_gate.title);
    title->setTextFormat(Qt::PlainText);
    title->setWordWrap(true);
    QFont bold = title->font();
    bold.setWeight(QFont::DemiBold);
    bold.setPointSizeF(bold.pointSizeF() * 1.15);
    title->setFont(bold);
    row->addWidget(title, 1);
    row->addWidget(kind, 0, Qt::AlignTop);
    layout->addLayout(row);
    auto *detail = new QLabel(m_gate.detail);
    detail->setTextFormat(Qt::PlainText);
    detail->setWordWrap(true);
    detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    detail->setVisible(!m_gate.detail.isEmpty());
    layout->addWidget(detail);
    if (m_gate.answer.isEmpty())
        return;
    auto *command = new QHBoxLayout;
    auto *text = new ElidedLabel(tr("On the command line: %1").arg(m_gate.answer));
    text->setMuted(true);
    auto *copy = new QToolButton;
    copy->setAutoRaise(true);
    copy->setIcon(themeIcon(QStringLiteral("edit-copy")));
    copy->setToolTip(tr("Copy the command"));
    copy->setAccessibleName(copy->toolTip());
    connect(copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_gate.answer); });
    command->addWidget(text, 1);
    command->addWidget(copy);
    layout->addLayout(command);
}

void GateDialog::buildPlan(QVBoxLayout *layout)
{
    auto *tabs = new QTabWidget;
    tabs->setDocumentMode(true);
    m_plan = new PlanEditor;
    m_prd = new MarkdownView;
    tabs->addTab(m_plan, tr("Plan"));
    tabs->addTab(m_prd, tr("Requirements"));
    layout->addWidget(tabs, 1);
    connect(m_plan, &PlanEditor::changed, this, [this] { m_approve->setEnabled(m_plan->isAcceptable()); });
    loadPlan();
}

void GateDialog::loadPlan()
{
    const QJsonObject named { { QStringLiteral("project"), m_gate.project } };
    m_context.link.query(QStringLiteral("plan"), named, this, [this](const Result<QJsonObject> &result) {
        if (!result) {
            m_context.commands.report(result.error());
            return;
        }
        if (const auto plan = domain::planFromJson(result->value(QLatin1String("plan")).toObject()))
            m_plan->setPlan(*plan);
    });
    m_context.link.query(QStringLiteral("prd"), named, this, [this](const Result<QJsonObject> &result) {
        if (result)
            m_prd->setText(result->value(QLatin1String("markdown")).toString());
    });
}

void GateDialog::buildButtons(QVBoxLayout *layout)
{
    if (!m_plan)
        layout->addStretch();
    m_why->setPlaceholderText(tr("Why not? (needed to reject)"));
    m_why->setAccessibleName(tr("Reason for rejecting"));
    m_approve->setDefault(true);
    m_approve->setEnabled(!m_plan);
    m_reject->setEnabled(false);
    m_reject->setAutoDefault(false);
    auto *row = new QHBoxLayout;
    row->addWidget(m_why, 1);
    row->addWidget(m_reject);
    row->addSpacing(8);
    row->addWidget(m_approve);
    layout->addLayout(row);
    connect(m_why, &QLineEdit::textChanged, this,
            [this](const QString &text) { m_reject->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_approve, &QPushButton::clicked, this, &GateDialog::approve);
    connect(m_reject, &QPushButton::clicked, this, &GateDialog::reject_);
}

void GateDialog::setBusy(bool busy)
{
    m_approve->setEnabled(!busy);
    m_reject->setEnabled(!busy && !m_why->text().trimmed().isEmpty());
}

void GateDialog::approve()
{
    setBusy(true);
    if (!m_plan || !m_plan->isEdited()) {
        sendApproval();
        return;
    }
    m_context.commands.run(
        QStringLiteral("plan.edit"),
        { { QStringLiteral("project"), m_gate.project }, { QStringLiteral("plan"), domain::toJson(m_plan->plan()) } },
        this, [this](const Result<QJsonObject> &result) { result ? sendApproval() : setBusy(false); });
}

void GateDialog::sendApproval()
{
    m_context.commands.run(QStringLiteral("approve"), { { QStringLiteral("id"), m_gate.id } }, this,
                           [this](const Result<QJsonObject> &result) {
                               setBusy(false);
                               if (!result)
                                   return;
                               m_context.commands.say(tr("Approved"));
                               accept();
                           });
}

void GateDialog::reject_()
{
    setBusy(true);
    m_context.commands.run(QStringLiteral("reject"),
                           { { QStringLiteral("id"), m_gate.id }, { QStringLiteral("why"), m_why->text().trimmed() } },
                           this, [this](const Result<QJsonObject> &result) {
                               setBusy(false);
                               if (!result)
                                   return;
                               m_context.commands.say(tr("Rejected"));
                               accept();
                           });
}

} // namespace slipway::ui
